import DeskRules
import DeskStore

struct BudgetApprove: Change {
  static let about = About(
    "budget.approve", "Records that the client agreed to an amount beyond a line; it is spent.",
    roles: .money + [.dispatcher],
    refusals: [.notFound, .state, .usage, .notSet, .ambiguous, .notAllowed, .overBudget],
    example: "swapdesk budget approve P-12 --by \"Olga Ivanova\" --evidence \"letter 17\"",
    notes: [
      "The contact must be an approver whose limit covers the amount, or stand in for one today. The"
        + " line that carries it must have it, or the approval is refused.",
      "An amount that was refused or had no line can still be approved, and the client may name"
        + " another line than the one proposed, with --line. What was done is never reworded: the"
        + " ticket keeps the kind of each cost beside the line that carries it.",
    ])
  let number: PendingNumber
  let contact: Line
  let evidence: FreeText
  let line: ShortName?

  init(_ read: inout Arguments) throws(DeskError) {
    number = try read("number", at: 1, "The amount that waits.")
    contact = try read("by", "The client's contact, by name or number.")
    evidence = try read("evidence", "The letter, mail or call that proves it.")
    line = try read.optional("line", "Another line that carries it; the proposed one if left out.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<DecidedCard> {
    let lookup = Lookup(books, caller)
    let draft = try PendingDraft(number, lookup)
    var ledger = draft.ledger
    let pending = draft.pending
    let line = try carrier(pending, ledger)
    let approver = try Approver(
      contact, of: draft.client, for: pending.amount, on: ledger.today, lookup)
    let isHere =
      pending.state == .waiting && line.line == pending.line && line.period.first == pending.first
    try require(pending, fits: line, counting: isHere)
    if isHere {
      try ledger.move(line, .approve, pending.amount, day: ledger.today, pending: number)
    } else {
      try draft.takeAway(&ledger)
      try ledger.move(
        line, .carry, pending.amount, day: ledger.today, pending: number, from: pending.from)
    }
    let decided = PendingDecided(
      pending: number, ticket: pending.ticket, client: pending.client, verdict: .approved,
      line: line.line, first: line.period.first, amount: pending.amount,
      contact: approver.contact.number, onBehalfOf: approver.absent?.number,
      evidence: evidence.text, at: caller.now)
    return Decision(
      events: [decided] + ledger.events, reply: try DecidedCard(decided, draft.client, ledger))
  }

  /// The line that carries it: the one it waits on, or the one that is named.
  private func carrier(
    _ pending: PendingAmount, _ ledger: Ledger
  ) throws(DeskError) -> BudgetLine {
    if line == nil, pending.line == pending.from {
      throw DeskError(
        .usage,
        "\(number) has no overflow line; name the --line that carries it",
        ["parameter": .string("line")])
    }
    let name = line?.text ?? pending.line
    if pending.state == .waiting, name == pending.line {
      return try ledger.line(name, first: pending.first)
    }
    if let line = try ledger.line(name) { return line }
    throw DeskError(
      .notSet,
      "\(pending.client) has no budget \(name) on \(ledger.day); budget set makes one",
      ["line": .string(name)])
  }

  private func require(
    _ pending: PendingAmount, fits line: BudgetLine, counting isHere: Bool
  ) throws(DeskError) {
    let left = try MoneyRule.sum(line.figures.available, isHere ? pending.amount : 0)
    guard pending.amount <= left else {
      throw DeskError(
        .overBudget,
        "\(line.client) has \(line.currency.text(left)) \(line.currency) left on \(line.line);"
          + " \(number) is \(line.currency.text(pending.amount)): name another --line, or have the"
          + " limit raised",
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

  init(_ number: PendingNumber, _ lookup: Lookup) throws(DeskError) {
    pending = try lookup.pending(number)
    guard pending.state.isOpen else {
      throw DeskError(
        .state, "\(number) is \(pending.state.rawValue) already; budget pending lists what waits",
        ["state": .string(pending.state.rawValue)])
    }
    client = try lookup.client(pending.client)
    ledger = try Ledger(
      lookup.books, client: client, ticket: pending.ticket, at: lookup.caller.now,
      now: lookup.caller.now, postedOn: pending.day)
  }

  /// Ends the waiting, or the lack of a line, where the amount stands now.
  func takeAway(_ ledger: inout Ledger) throws(DeskError) {
    if pending.state == .waiting {
      let line = try ledger.line(pending.line, first: pending.first)
      try ledger.move(
        line, .unpend, pending.amount, day: ledger.today, pending: pending.number,
        from: pending.from)
    } else {
      try ledger.move(
        try ownLine(ledger), .cover, pending.amount, day: ledger.today, pending: pending.number)
    }
  }

  /// The job's own line in the period of the work.
  func ownLine(_ ledger: Ledger) throws(DeskError) -> BudgetLine {
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
  let flags: [String]?

  enum CodingKeys: String, CodingKey {
    case number, ticket, client, state, amount, currency, line, by
    case onBehalfOf = "on_behalf_of"
    case budget, flags
  }

  init(_ decided: PendingDecided, _ client: Client, _ ledger: Ledger) throws(DeskError) {
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
    let warnings = try ledger.warnings()
    flags = warnings.isEmpty ? nil : warnings
  }
}
