import DeskRules
import DeskStore

struct DeviceEdit: Change {
  static let about = About(
    "device.edit", "Adds or corrects what stands on a device: serial number and barcode.",
    roles: .service, refusals: [.notFound, .ambiguous, .exists, .usage],
    example: "swapdesk device edit LP-03 --serial CNGXB09999 --barcode 4600001234567",
    notes: ["The device is found by them from then on. Its tag stays for ever."])
  let device: PieceReference
  let labels: PieceLabels

  init(_ read: inout Arguments) throws(DeskError) {
    device = try read("device", at: 1, "The tag, or what stood on it until now.")
    labels = try PieceLabels(&read)
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<DeviceCard> {
    let lookup = Lookup(books, caller)
    let piece = try lookup.piece(device, .device)
    let labelled = try labels.labelled(piece, at: caller.now, lookup)
    let zone = try books.clients.settings().zone
    return Decision(
      events: labelled.map { [$0] } ?? [],
      reply: DeviceCard(piece.labelled(by: labelled), zone: zone, for: caller))
  }
}
