import DeskRules
import DeskStore

struct RefillerList: Query {
  static let about = About(
    "refiller.list", "Lists the refilling companies.", roles: .staff,
    example: "swapdesk refiller list")

  init(_ read: inout Arguments) throws(DeskError) {}

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> [RefillerCard] {
    try books.refills.refillers().map { RefillerCard($0, withContact: true) }
  }
}
