import DeskRules
import DeskStore

struct Stats: Query {
  static let about = About(
    "stats", "Counts what is in the books.", roles: .staff, example: "swapdesk stats")

  init(_ read: inout Arguments) throws(DeskError) {}

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> StatsCard {
    let head = try books.head()
    func given<Subject>(_ type: Number<Subject>.Type) throws(DeskError) -> Int {
      try books.next(type).value - 1
    }
    return StatsCard(
      desk: head.name, entries: head.seq, tickets: try given(TicketNumber.self),
      visits: try given(VisitNumber.self), loans: try given(LoanNumber.self),
      swaps: try given(SwapNumber.self))
  }
}

/// How much is in the books.
struct StatsCard: Item {
  let desk: String
  let entries: Int64
  let tickets: Int
  let visits: Int
  let loans: Int
  let swaps: Int
}
