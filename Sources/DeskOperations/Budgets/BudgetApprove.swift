import DeskRules
import DeskStore

struct BudgetApprove: Change {
  static let about = About(
    "budget.approve", "Records that the client agreed to an amount beyond a line; it is spent.",
    roles: .money + [.dispatcher],
    refusals: [.notFound, .state, .usage, .time, .notSet, .ambiguous, .notAllowed, .overBudget],
    example: "swapdesk budget approve P-12 --by \"Olga Ivanova\" --evidence \"letter 17\"",
    notes: [
      "The contact must be an approver whose limit covers the amount, or stand in for one on the day"
        + " of --at. The line that carries it must have it, or the approval is refused.",
      "An amount that was refused or had no line can still be approved, and the client may name"
        + " another line than the one proposed, with --line. What was done is never reworded: the"
        + " ticket keeps the kind of each cost beside the line that carries it.",
    ])
  let number: PendingNumber
  let contact: Line
  let evidence: FreeText
  let line: LineName?
  let day: CalendarDate?
  let at: Moment?

  init(_ read: inout Arguments) throws(DeskError) {
    number = try read("number", at: 1, "The amount that waits.")
    contact = try read("by", "The client's contact, by name or number.")
    evidence = try read("evidence", "The letter, mail or call that proves it.")
    line = try read.optional("line", "Another line that carries it; the proposed one if left out.")
    day = try read.optional(
      "on", "The period that has this day carries it; that of the work where left out.")
    at = try read.optional("at", "When the client said it; now where left out.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<DecidedCard> {
    let lookup = Lookup(books, caller)
    let draft = try PendingDraft(number, at, lookup)
    var ledger = draft.ledger
    let pending = draft.pending
    var line = try carrier(pending, ledger)
    try ledger.endExpired(on: line)
    line = ledger.current(line)
    let approver = try Approver(
      contact, of: draft.client, for: pending.amount, on: draft.saidOn, lookup)
    let isHere =
      pending.state == .waiting && line.line == pending.line && line.period.first == pending.first
    try require(pending, fits: line)
    if isHere {
      try ledger.move(line, .approve, pending.amount, day: draft.day, pending: number)
    } else {
      try draft.takeAway(&ledger)
      try ledger.move(
        line, .carry, pending.amount, day: draft.day, pending: number, from: pending.from)
    }
    let decided = PendingDecided(
      pending: number, ticket: pending.ticket, client: pending.client, verdict: .approved,
      line: line.line, first: line.period.first, amount: pending.amount,
      contact: approver.contact.number, onBehalfOf: approver.absent?.number,
      evidence: evidence.text, at: ledger.at)
    return Decision(
      events: [decided] + ledger.events, happenedAt: ledger.at,
      reply: try DecidedCard(decided, draft, ledger))
  }

  /// The line that carries it: the one it waits on, or the one that is named, in the period of the
  /// work or in that of the day that is named.
  private func carrier(
    _ pending: PendingAmount, _ ledger: Ledger
  ) throws(DeskError) -> BudgetLine {
    if line == nil, day == nil, pending.line == pending.from {
      throw DeskError(
        .usage,
        "\(number) has no overflow line; name the --line that carries it",
        ["parameter": .string("line")])
    }
    let name = line?.text ?? pending.line
    if day == nil, pending.state == .waiting, name == pending.line {
      return try ledger.line(name, first: pending.first)
    }
    if let day { try ledger.requireOpen(day) }
    if let line = try ledger.line(name, on: day) { return line }
    throw DeskError(
      .notSet,
      "\(pending.client) has no budget \(name) on \(day ?? ledger.day); budget set makes one, and"
        + " --on names a day of another period",
      ["line": .string(name)])
  }

  /// Refuses more than the line has. What else waits there does not count: of several amounts the
  /// first that is approved gets the money.
  private func require(_ pending: PendingAmount, fits line: BudgetLine) throws(DeskError) {
    let left = try MoneyRule.sum(line.figures.available, line.figures.pending)
    guard pending.amount <= left else {
      throw DeskError(
        .overBudget,
        "\(line.client) has \(line.currency.text(left)) \(line.currency) left on \(line.line);"
          + " \(number) is \(line.currency.text(pending.amount)): name another --line, another period with"
          + " --on, or have the limit raised",
        ["line": .string(line.line), "available": .string(line.currency.text(left))])
    }
  }
}

/// An amount beyond a line that is being decided on.
struct PendingDraft {
  let pending: PendingAmount
  let client: Client
  /// The client's lines; their day is the one the work was posted on, or today if that is closed.
  let ledger: Ledger
  /// The day on which the client said it.
  let saidOn: CalendarDate
  /// The day of the books for it: that one, though never before the amount waited; today where that
  /// is closed.
  let day: CalendarDate

  init(_ number: PendingNumber, _ said: Moment?, _ lookup: Lookup) throws(DeskError) {
    pending = try lookup.pending(number)
    try pending.requireOpen()
    client = try lookup.client(pending.client)
    let zone = try lookup.books.clients.settings().zone
    let at = try lookup.moment(said, about: pending)
    saidOn = zone.date(at: at)
    try Self.require(saidOn, for: pending, lookup.books)
    ledger = try Ledger(
      lookup.books, client: client, ticket: pending.ticket, at: at, now: lookup.caller.now,
      postedOn: pending.day)
    day = try ledger.booksDay(of: max(saidOn, pending.day)).day
  }

  /// Refuses a word that was given before there was anything to decide: before the day of the work.
  private static func require(
    _ said: CalendarDate, for pending: PendingAmount, _ books: Books
  ) throws(DeskError) {
    let since = try books.allocations.workDay(of: pending)
    guard said < since else { return }
    throw DeskError(
      .time,
      "\(pending.number) is of \(since); nobody could decide on it on \(said), name a later --at",
      ["pending": .string("\(pending.number)"), "since": .string(since.text)])
  }

  /// Ends the waiting, or the lack of a line, where the amount stands now.
  func takeAway(_ ledger: inout Ledger) throws(DeskError) {
    if pending.state == .waiting {
      let line = try ledger.line(pending.line, first: pending.first)
      try ledger.move(
        line, .unpend, pending.amount, day: day, pending: pending.number,
        from: pending.from)
    } else {
      try ledger.move(
        try ownLine(ledger), .cover, pending.amount, day: day, pending: pending.number)
    }
  }

  /// The job's own line in the period of the work, or in the one nearest to it, on which the amount
  /// stands where it had no budget for that day.
  func ownLine(_ ledger: Ledger) throws(DeskError) -> BudgetLine {
    if pending.line == pending.from { return try ledger.line(pending.line, first: pending.first) }
    if let line = try ledger.line(pending.from, on: pending.day) { return line }
    throw DeskError(.damaged, "the budget \(pending.from) of \(pending.client) is gone")
  }
}

/// What a client's approver decided.
struct DecidedCard: Item {
  let number: PendingNumber
  let ticket: TicketNumber
  let client: ClientCode
  let state: PendingVerdict
  let amount: String
  let currency: Currency
  let line: String
  /// The contact's number.
  let by: Int
  let onBehalfOf: Int?
  let budget: [BudgetCard]
  /// What of the ticket's bill still keeps it from being invoiced.
  let blockedBy: [PendingNumber]?
  let flags: [String]?

  enum CodingKeys: String, CodingKey {
    case number, ticket, client, state, amount, currency, line, by
    case onBehalfOf = "on_behalf_of"
    case budget
    case blockedBy = "blocked_by"
    case flags
  }

  init(_ decided: PendingDecided, _ draft: PendingDraft, _ ledger: Ledger) throws(DeskError) {
    let client = draft.client
    number = decided.pending
    ticket = decided.ticket
    self.client = decided.client
    state = decided.verdict
    amount = client.currency.text(decided.amount)
    currency = client.currency
    line = decided.line
    by = decided.contact
    onBehalfOf = decided.onBehalfOf
    budget = try ledger.cards(or: decided.line)
    let blocks = try ledger.books.allocations.pending(of: decided.ticket).filter { pending in
      pending.state.isOpen && (pending.number != decided.pending || decided.verdict == .refused)
    }
    blockedBy = blocks.isEmpty ? nil : blocks.map(\.number)
    let warnings = try ledger.warnings()
    let split = try SplitWatch.flags(of: decided.ticket, in: ledger.books) ?? []
    flags = (warnings + split).isEmpty ? nil : warnings + split
  }
}

extension Lookup {
  /// When something was said of an amount that waits: on the wall clock of its ticket's site, like
  /// every other time of the ticket.
  func moment(_ said: Moment?, about pending: PendingAmount) throws(DeskError) -> Instant {
    let site = try site(pending.client, books.tickets.find(pending.ticket)?.site)
    return try PastMoment(said, zone: site.zone, caller).instant
  }
}
