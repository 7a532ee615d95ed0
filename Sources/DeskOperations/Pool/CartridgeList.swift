import DeskRules
import DeskStore

struct CartridgeList: Query {
  static let about = About(
    "cartridge.list", "Lists cartridges by tag.", roles: .everybody, refusals: [.notFound],
    example: "swapdesk cartridge list --owner pool --state full --holder shelf")
  let filter: PieceListParameters

  init(_ read: inout Arguments) throws(DeskError) {
    filter = try PieceListParameters(&read, item: "type")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> [CartridgeCard] {
    let zone = try books.clients.settings().zone
    return try books.pieces.list(filter.filter(.cartridge, Lookup(books, caller)))
      .map { CartridgeCard($0, zone: zone, for: caller) }
  }
}
