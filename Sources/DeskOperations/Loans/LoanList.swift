import DeskRules
import DeskStore

struct LoanList: Query {
  static let about = About(
    "loan.list", "Lists the loaners that are out, the most urgent first.", roles: .everybody,
    refusals: [.notFound, .time, .usage], example: "swapdesk loan list --overdue",
    notes: [
      "free_from says when the next may have the device, if it comes back in time and after whoever"
        + " is promised it without a gap; free_until, when somebody is promised it again. Of one that"
        + " is overdue nobody knows. The clock and the weeks are those of the desk."
    ])
  let client: ClientCode?
  let overdue: Bool
  let thisWeek: Bool
  let freeFrom: PlannedMoment?
  let reserved: Bool
  let owed: Bool
  let all: Bool
  let before: LoanNumber?
  let limit: PageSize?

  init(_ read: inout Arguments) throws(DeskError) {
    client = try read.optional("client", "Only this client's.")
    overdue = try read.flag("overdue", "Only those whose time is over, with age and reminders.")
    thisWeek = try read.flag("this_week", "Only those due this week, Monday to Sunday.")
    freeFrom = try read.optional("free_from", "Only those whose device is free then.")
    reserved = try read.flag("reserved", "Those promised that have not begun, the next first.")
    owed = try read.flag(
      "owed",
      "Those that did not come back, or without all that went with them, or only by presumption.")
    all = try read.flag("all", "Those that ended too, newest first.")
    before = try read.optional("before", "With --all, only those before this loan: the next page.")
    limit = try read.optional("limit", "How many at most; 100 where left out.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> [LoanCard] {
    let lookup = Lookup(books, caller)
    let client =
      try client.map { code throws(DeskError) in try lookup.client(code).code }
      ?? caller.client
    let loans = try list(books, client, now: caller.now)
    let cards = LoanCards(lookup)
    return try loans.map { loan throws(DeskError) in try cards.card(loan) }
  }

  private func list(
    _ books: Books, _ client: ClientCode?, now: Instant
  ) throws(DeskError) -> [Loan] {
    let limit = limit?.count ?? 100
    let isOut = overdue || thisWeek || freeFrom != nil
    guard [isOut, reserved, owed, all].filter({ $0 }).count <= 1 else {
      throw DeskError(.usage, "--reserved, --owed, --all and the lists of what is out do not mix")
    }
    if reserved { return try books.loans.reserved(client: client, limit: limit) }
    if owed { return try books.loans.owing(client: client, limit: limit) }
    if all { return try books.loans.all(client: client, before: before, limit: limit) }
    let zone = try books.clients.settings().zone
    var filter = LoanFilter(client: client, limit: limit)
    if thisWeek {
      let today = zone.date(at: now)
      let monday = today.adding(days: -today.weekday.index)
      filter.dueAfter = zone.startOfDay(monday)
      filter.dueBy = zone.endOfDay(monday.adding(days: 6))
    }
    if overdue { filter.dueBy = [filter.dueBy, now].compactMap { $0 }.min() }
    if let freeFrom {
      filter.freeAt = try freeFrom.start(after: now, in: zone)
      filter.dueAfter = max(filter.dueAfter ?? now, now)
    }
    return try books.loans.out(filter)
  }
}
