import DeskRules
import DeskStore

struct CartridgeShow: Query {
  static let about = About(
    "cartridge.show", "Shows a cartridge: where it is, and who had it when.",
    roles: .everybody, refusals: [.notFound, .ambiguous],
    example: "swapdesk cartridge show C-0012")
  let cartridge: PieceReference

  init(_ read: inout Arguments) throws(DeskError) {
    cartridge = try read("cartridge", at: 1, "The tag or the serial number.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> CartridgeCard {
    let piece = try Lookup(books, caller).piece(cartridge, .cartridge)
    let zone = try books.clients.settings().zone
    var card = CartridgeCard(piece, zone: zone, for: caller)
    let holdings = try books.pieces.holdings(piece.tag)
    card.history = holdings.filter { caller.sees($0.holder) }.map { HoldingCard($0, zone: zone) }
    return card
  }
}
