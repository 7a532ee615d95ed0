import DeskRules
import DeskStore

/// The bill of a finished job, as the queue shows it.
struct BillCard: Item {
  let ticket: TicketNumber
  let client: ClientCode
  let state: BillState
  /// What is not invoiced yet.
  let amount: String
  let currency: Currency
  /// When the job ended, on the desk's calendar.
  let finished: CalendarDate
  /// How many days ago that was.
  let days: Int
  /// How many days it has been standing where it is.
  let daysInState: Int
  /// Why it went back.
  let reason: Private<String>?
  /// What the client has to agree to before it can be invoiced, by number; and no_budget where
  /// something has reached none.
  let blockedBy: [String]?
  /// How many of its lines have a typed price where the tariff says another.
  let overridden: Int?
  /// possible_split where it is one of several bills that are small each.
  let flags: [String]?
  /// How many minutes of visits no line prices, for no tariff was in force.
  let unpricedMinutes: Int?

  enum CodingKeys: String, CodingKey {
    case ticket, client, state, amount, currency, finished, days
    case daysInState = "days_in_state"
    case reason
    case blockedBy = "blocked_by"
    case overridden
    case unpricedMinutes = "unpriced_minutes"
    case flags
  }

  init(
    _ bill: FinishedBill, state: BillState? = nil, since: Instant? = nil, _ desk: InvoiceDesk
  ) throws(DeskError) {
    ticket = bill.ticket
    client = bill.client
    self.state = state ?? bill.state
    currency = try desk.client(bill.client).currency
    amount = currency.text(bill.amount)
    finished = desk.zone.date(at: bill.finished)
    days = max(0, desk.today.days(since: finished))
    daysInState = max(0, desk.today.days(since: desk.zone.date(at: since ?? bill.since)))
    reason = bill.reason.map { Private($0) }
    var blocks = try desk.blocks(of: bill.ticket).map { "\($0.number)" }
    if try desk.books.budgets.unbudgeted(bill.ticket) != nil { blocks.append(UnbudgetedJob.state) }
    blockedBy = blocks.isEmpty ? nil : blocks
    overridden = bill.overridden == 0 ? nil : bill.overridden
    flags = try SplitWatch.flags(of: bill.ticket, in: desk.books)
    unpricedMinutes = try Self.unpricedMinutes(of: bill.ticket, desk.books)
  }

  /// A line of labour that somebody wrote is the price of all of them.
  private static func unpricedMinutes(
    of ticket: TicketNumber, _ books: Books
  ) throws(DeskError) -> Int? {
    let visits = try books.callouts.list(ticket: ticket).filter { visit in
      !visit.isTakenBack && visit.logged.flags.contains { $0.hasPrefix(VisitDraft.noTariff) }
    }
    guard !visits.isEmpty,
      try !books.tickets.lines(ticket).contains(where: { $0.kind == .labour && !$0.isVoid })
    else { return nil }
    return visits.flatMap(\.logged.minutes).reduce(0) { $0 + $1.minutes }
  }
}
