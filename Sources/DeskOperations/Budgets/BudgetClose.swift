import DeskRules
import DeskStore

struct BudgetClose: Change {
  static let about = About(
    "budget.close", "Closes days of the books: nothing is posted or voided there any more.",
    roles: .money, refusals: [.notFound, .usage, .state, .exists],
    example: "swapdesk budget close bakery --period 2026-10",
    notes: [
      "Work that is entered later for a closed day is posted today with its day as the reference, and"
        + " flagged; a void of what was posted there is reversed today.",
      "Only days that have passed can be closed, and no line whose whole period would be closed may"
        + " still hold money or have amounts waiting: budget rollover moves holds, budget approve or"
        + " refuse ends waiting. Closed days stay closed.",
    ])
  let client: ClientCode?
  let period: Period
  let all: Bool

  init(_ read: inout Arguments) throws(DeskError) {
    client = try read.optional("client", at: 1, "Whose books.")
    period = try read("period", "The days.")
    all = try read.flag("all", "The books of every client.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<ClosedCard> {
    guard (client == nil) == all else {
      throw DeskError(.usage, "name one client, or say --all")
    }
    let code = try client.map { code throws(DeskError) in
      try Lookup(books, caller).client(code).code
    }
    let today = try books.clients.settings().zone.date(at: caller.now)
    guard period.last < today else {
      throw DeskError(
        .state, "\(period) ends on \(period.last), which has not passed; close it afterwards")
    }
    if let closed = try books.ledger.closed(period.first, of: code),
      closed.period.contains(period.last)
    {
      throw DeskError(
        .exists, "\(period) is closed already, with \(closed.period)",
        ["period": .string("\(closed.period)")])
    }
    for line in try books.budgets.within(period, client: code) {
      try requireSettled(line, books)
    }
    return Decision(
      events: [PeriodClosed(client: code, period: period, at: caller.now)],
      reply: ClosedCard(client: code, period: period))
  }

  private func requireSettled(_ line: BudgetLine, _ books: Books) throws(DeskError) {
    let name = "\(line.line) \(line.period) of \(line.client)"
    if let hold = try books.budgets.holds(on: line).first {
      throw DeskError(
        .state,
        "\(hold.ticket) holds \(line.currency.text(hold.amount)) on \(name); budget rollover moves it",
        ["ticket": .string("\(hold.ticket)")])
    }
    if let number = try books.allocations.waiting(on: line) {
      throw DeskError(
        .state, "\(number) waits on \(name); budget approve or budget refuse it first",
        ["pending": .string("\(number)")])
    }
  }
}

/// Days that were closed.
struct ClosedCard: Item {
  /// None for every client.
  let client: ClientCode?
  let period: Period
}
