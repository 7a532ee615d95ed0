import DeskRules
import DeskStore

struct CartridgeShow: Query {
  static let about = About(
    "cartridge.show", "Shows a cartridge: where it is, whose, and its whole life, a line an event.",
    roles: .everybody, refusals: [.notFound, .ambiguous],
    example: "swapdesk cartridge show C-0012")
  let cartridge: PieceReference

  init(_ read: inout Arguments) throws(DeskError) {
    cartridge = try read("cartridge", at: 1, "The tag, the serial number or the barcode.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> CartridgeCard {
    let piece = try Lookup(books, caller).piece(cartridge, .cartridge)
    let zone = try books.clients.settings().zone
    var card = CartridgeCard(piece, zone: zone, for: caller)
    if caller.sees(piece.holder) {
      let place = try books.pieces.placed(piece.tag)
      (card.device, card.slot) = (place?.device, place?.slot)
    }
    let isLate = try books.pieces.holdings(piece.tag).contains(where: \.isLate)
    if isLate && caller.client == nil {
      card.flags = ["entered_late"]
    }
    card.history = try CartridgeLife(piece.tag, books, caller).lines()
    return card
  }
}
