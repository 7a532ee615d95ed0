import DeskRules
import DeskStore

struct CartridgeEdit: Change {
  static let about = About(
    "cartridge.edit", "Adds or corrects what stands on a cartridge: serial number and barcode.",
    roles: .service, refusals: [.notFound, .ambiguous, .exists, .usage],
    example: "swapdesk cartridge edit C-0012 --serial 5942A-77310 --barcode 4600001234574",
    notes: ["The cartridge is found by them from then on. Its tag stays for ever."])
  let cartridge: PieceReference
  let labels: PieceLabels

  init(_ read: inout Arguments) throws(DeskError) {
    cartridge = try read("cartridge", at: 1, "The tag, or what stood on it until now.")
    labels = try PieceLabels(&read)
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<CartridgeCard> {
    let lookup = Lookup(books, caller)
    let piece = try lookup.piece(cartridge, .cartridge)
    let labelled = try labels.labelled(piece, at: caller.now, lookup)
    let zone = try books.clients.settings().zone
    return Decision(
      events: labelled.map { [$0] } ?? [],
      reply: CartridgeCard(piece.labelled(by: labelled), zone: zone, for: caller))
  }
}
