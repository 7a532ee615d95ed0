import DeskRules
import DeskStore

struct DeviceShow: Query {
  static let about = About(
    "device.show", "Shows a device: where it is, its meter, its loan, who had it when.",
    roles: .everybody, refusals: [.notFound, .ambiguous], example: "swapdesk device show LP-03")
  let device: PieceReference

  init(_ read: inout Arguments) throws(DeskError) {
    device = try read("device", at: 1, "The tag or the serial number.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> DeviceCard {
    let piece = try Lookup(books, caller).piece(device, .device)
    let zone = try books.clients.settings().zone
    var card = DeviceCard(piece, zone: zone, for: caller)
    card.meter = try books.pieces.meter(piece.tag, before: caller.now)?.pages
    card.loan = try books.loans.open(piece.tag)?.number
    if caller.sees(piece.holder) {
      let placed = try books.pieces.placed(in: piece.tag)
      card.cartridges =
        placed.isEmpty
        ? nil
        : placed.map { placed in
          "\(placed.cartridge)" + (placed.slot.map { " \($0)" } ?? "")
        }
    }
    let holdings = try books.pieces.holdings(piece.tag)
    card.history = holdings.filter { caller.sees($0.holder) }.map { HoldingCard($0, zone: zone) }
    return card
  }
}

extension Caller {
  /// Whether the caller may know of a holder: clients know of themselves only.
  func sees(_ holder: Holder) -> Bool {
    client == nil || holder.clientCode == client
  }
}
