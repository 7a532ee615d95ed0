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
      "Only days that have passed can be closed. With its last day a line is closed: its earlier days"
        + " are closed first or with it, and it may neither hold money nor have anything in budget"
        + " pending, refused and unfunded amounts too. budget rollover moves holds; budget approve,"
        + " also with another --line, or ticket void settles amounts. Closed days stay closed.",
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
      let whole = closed.period == period ? "" : ", as part of \(closed.period)"
      throw DeskError(
        .exists,
        "\(period) is closed already\(code.map { " for \($0)" } ?? "")\(whole), and stays so; nothing"
          + " has changed",
        ["period": .string("\(closed.period)")])
    }
    for line in try books.budgets.ending(in: period, client: code) {
      try requireSettled(line, books)
      try requireClosedBefore(line, books)
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
    if let number = try books.allocations.open(beyond: line) {
      throw DeskError(
        .state,
        "\(number) is beyond \(name) and nobody carries it; budget approve it on a --line, or ticket"
          + " void its bill first",
        ["pending": .string("\(number)")])
    }
  }

  /// A line that is closed takes nothing more, so no day before may still be open.
  private func requireClosedBefore(_ line: BudgetLine, _ books: Books) throws(DeskError) {
    var first = period.first
    while line.period.first < first {
      guard let closed = try books.ledger.closed(first.adding(days: -1), of: line.client) else {
        throw DeskError(
          .state,
          "\(line.line) \(line.period) of \(line.client) would be closed while its days before"
            + " \(first) are open; close those first, or \(line.period) as a whole",
          ["line": .string(line.line), "period": .string("\(line.period)")])
      }
      first = closed.period.first
    }
  }
}

/// Days that were closed.
struct ClosedCard: Item {
  /// None for every client.
  let client: ClientCode?
  let period: Period
}
