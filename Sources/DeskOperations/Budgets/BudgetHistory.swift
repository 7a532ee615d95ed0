import DeskRules
import DeskStore

struct BudgetHistory: Query {
  static let about = About(
    "budget.history", "Explains a budget line's figures, movement by movement, newest first.",
    roles: .everybody, refusals: [.notFound, .notSet],
    example: "swapdesk budget history bakery repair",
    notes: [
      "Each movement debits one account of the line and credits another: limit, transferred,"
        + " available, held, pending, spent, unfunded, uncovered. day is the day of the books;"
        + " reference is the day it would have had, were that period not closed, or the day of what"
        + " it reverses; said is the day of the client's word, where that is another one. A set has the"
        + " difference to the ceiling before as its amount, and the ceiling itself as limit.",
      "A page ends with a whole entry of the journal, so it may have a few movements more than"
        + " --limit. --before with the last seq of a page gives the next one.",
    ])
  let client: ClientCode
  let line: LineName
  let day: CalendarDate?
  let before: Int?
  let limit: PageSize?

  init(_ read: inout Arguments) throws(DeskError) {
    client = try read("client", at: 1, "The client.")
    line = try read("line", at: 2, "The line.")
    day = try read.optional("on", "The period that has this day; today's where left out.")
    before = try read.optional("before", "Only movements before this seq: the next page.")
    limit = try read.optional("limit", "How many movements at most; 50 where left out.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> [MovementCard] {
    let client = try Lookup(books, caller).client(client)
    let zone = try books.clients.settings().zone
    let day = day ?? zone.date(at: caller.now)
    guard let line = try books.budgets.find(client.code, line.text, on: day) else {
      throw DeskError(
        .notSet, "\(client.code) has no budget \(line.text) on \(day); budget set makes one")
    }
    return try BudgetMovements(books, of: line, zone: zone, for: caller)
      .page(before: before.map { Int64($0) }, limit?.count ?? 50)
  }
}
