import DeskRules
import DeskStore

struct BudgetPending: Query {
  static let about = About(
    "budget.pending",
    "Lists what waits for the client's approval or is unfunded, the oldest first.",
    roles: .everybody, refusals: [.notFound, .ambiguous], example: "swapdesk budget pending bakery",
    notes: [
      "What has a number blocks the invoice of its ticket. waiting: on the overflow line; unfunded: no"
        + " line was named; refused: the client said no. All three can be approved.",
      "reminders says how often budget remind noted that the client was reminded, reminded the day of"
        + " the last; the flag remind, that nobody has spoken about it for \(PendingReminders.days) days.",
      "At the end stand finished jobs without a number, no_budget: the client has budgets by now, but"
        + " had none for that line when they ended. budget set makes one, and budget settle brings them"
        + " to it. Where the client has the line by now, they cannot be invoiced until then.",
      "The next page is asked for with --after and the last number of this one, P-12 or, in its last"
        + " part, the ticket T-7.",
    ])
  let client: ClientCode?
  let after: PendingPlace?
  let limit: PageSize?

  init(_ read: inout Arguments) throws(DeskError) {
    client = try read.optional("client", at: 1, "Only this client's.")
    after = try read.optional("after", "Only what stands after this P- or T-number: the next page.")
    limit = try read.optional("limit", "How many at most; 100 where left out.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> [PendingCard] {
    let lookup = Lookup(books, caller)
    let code = try client.map { code throws(DeskError) in try lookup.client(code).code }
    let zone = try books.clients.settings().zone
    let today = zone.date(at: caller.now)
    let count = limit?.count ?? 100
    var cards: [PendingCard] = []
    for pending in try amounts(of: code ?? caller.client, count, books) {
      cards.append(
        PendingCard(
          pending, try lookup.client(pending.client).currency,
          try ApproverNames(pending.client, in: books, for: caller),
          try PendingReminders(of: pending, in: books), today: today, zone: zone,
          flags: try SplitWatch.flags(of: pending.ticket, in: books) ?? []))
    }
    for job in try jobs(of: code ?? caller.client, count - cards.count, lookup) {
      cards.append(
        PendingCard(
          job, try lookup.client(job.client).currency, since: job.ended.map { zone.date(at: $0) },
          today: today))
    }
    return cards
  }

  private func amounts(
    of client: ClientCode?, _ count: Int, _ books: Books
  ) throws(DeskError) -> [PendingAmount] {
    switch after {
    case nil: try books.allocations.open(of: client, limit: count)
    case .amount(let number): try books.allocations.open(of: client, after: number, limit: count)
    case .ticket: []
    }
  }

  /// What stands at the end of the list.
  private func jobs(
    of client: ClientCode?, _ count: Int, _ lookup: Lookup
  ) throws(DeskError) -> [UnbudgetedJob] {
    let budgets = lookup.books.budgets
    let job = try job(lookup)
    guard let client else { return try budgets.unbudgeted(after: job, limit: count) }
    guard try budgets.hasAny(client) else { return [] }
    return try budgets.unbudgeted(of: client, after: job?.ticket, limit: count)
  }

  /// The job after which the page begins.
  private func job(_ lookup: Lookup) throws(DeskError) -> UnbudgetedJob? {
    guard case .ticket(let reference) = after else { return nil }
    let ticket = try lookup.ticket(reference)
    return UnbudgetedJob(
      ticket: ticket.number, client: ticket.client, line: ticket.line, amount: 0, ended: nil)
  }
}

/// Where a page of what is pending begins: after an amount, or after a job that has no number.
enum PendingPlace: ArgumentValue, Equatable {
  case amount(PendingNumber)
  case ticket(TicketReference)

  static let typeName = "P-NUMBER|T-NUMBER"
  static let sample = PendingPlace.amount(.sample)
  var canonical: String {
    switch self {
    case .amount(let number): number.canonical
    case .ticket(let ticket): ticket.canonical
    }
  }

  init(argument: String) throws(DeskError) {
    self =
      argument.lowercased().hasPrefix("t-")
      ? .ticket(try TicketReference(argument: argument))
      : .amount(try PendingNumber(argument: argument))
  }
}

extension UnbudgetedJob {
  /// How lists and refusals call what has reached no budget.
  static let state = "no_budget"
}

/// An amount beyond a line, as lists show it.
struct PendingCard: Item {
  /// None for a job that has reached no budget.
  let number: PendingNumber?
  /// Waiting, unfunded, refused, or no_budget.
  let state: String
  let client: ClientCode
  let ticket: TicketNumber
  let amount: String
  let currency: Currency
  /// The line it waits on; none where no line was named.
  let line: String?
  let from: String
  let since: CalendarDate?
  let days: Int?
  let refusedBy: Private<String>?
  let reason: Private<String>?
  /// How often the client was reminded of it.
  let reminders: Int?
  /// The day of the last reminder.
  let reminded: CalendarDate?
  /// possible_split where its bill is one of several that are small each; remind where nobody has
  /// spoken about it for some days.
  let flags: [String]?

  enum CodingKeys: String, CodingKey {
    case number, state, client, ticket, amount, currency, line, from, since, days
    case refusedBy = "refused_by"
    case reason, reminders, reminded, flags
  }

  init(
    _ pending: PendingAmount, _ currency: Currency, _ names: ApproverNames?,
    _ reminders: PendingReminders, today: CalendarDate, zone: Zone, flags: [String]
  ) {
    let flags = flags + reminders.flags(on: today, zone)
    self.flags = flags.isEmpty ? nil : flags
    self.reminders = reminders.times.isEmpty ? nil : reminders.times.count
    reminded = reminders.last(zone)
    number = pending.number
    state = pending.state.rawValue
    client = pending.client
    ticket = pending.ticket
    amount = currency.text(pending.amount)
    self.currency = currency
    line = pending.line == pending.from ? nil : pending.line
    from = pending.from
    since = pending.day
    days = today.dayNumber - pending.day.dayNumber
    refusedBy = pending.contact.flatMap { contact in
      names.map { Private($0.text(contact, onBehalfOf: pending.onBehalfOf)) }
    }
    reason = names == nil ? nil : pending.evidence.map { Private($0) }
  }

  init(_ job: UnbudgetedJob, _ currency: Currency, since day: CalendarDate?, today: CalendarDate) {
    number = nil
    state = UnbudgetedJob.state
    client = job.client
    ticket = job.ticket
    amount = currency.text(job.amount)
    self.currency = currency
    line = nil
    from = job.line
    since = day
    days = day.map { today.days(since: $0) }
    refusedBy = nil
    reason = nil
    reminders = nil
    reminded = nil
    flags = nil
  }
}
