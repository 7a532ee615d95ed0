import DeskRules
import DeskStore

struct BudgetTransfer: Change {
  static let about = About(
    "budget.transfer",
    "Moves money from one of a client's lines to another, on the client's order.",
    roles: .money,
    refusals: [.notFound, .ambiguous, .usage, .amount, .notSet, .state, .notAllowed, .overBudget],
    example: "swapdesk budget transfer bakery goods repair 10000.00 --by \"Olga Ivanova\""
      + " --document \"letter 17\" --reason \"two fusers this month\"",
    notes: [
      "The contact must be an approver whose limit covers the amount, or stand in for one today. The"
        + " line that gives must have the money."
    ])
  let client: ClientCode
  let from: LineName
  let to: LineName
  let amount: DecimalText
  let contact: Line
  let document: Line
  let reason: FreeText
  let day: CalendarDate?

  init(_ read: inout Arguments) throws(DeskError) {
    client = try read("client", at: 1, "The client.")
    from = try read("from", at: 2, "The line that gives.")
    to = try read("to", at: 3, "The line that receives.")
    amount = try read("amount", at: 4, "How much.")
    contact = try read("by", "The client's contact, by name or number.")
    document = try read("document", "The letter or mail that orders it.")
    reason = try read("reason", "Why.")
    day = try read.optional("on", "The periods that have this day; today's where left out.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<TransferCard> {
    let lookup = Lookup(books, caller)
    let client = try lookup.client(client)
    guard from != to else {
      throw DeskError(.usage, "money cannot move from \(from.text) to itself; name two lines")
    }
    let amount = try amount.minorUnits(in: client.currency)
    guard amount > 0 else {
      throw DeskError(.amount, "a transfer of nothing moves nothing; give an amount above 0")
    }
    var ledger = try Ledger(
      books, client: client, ticket: nil, at: caller.now, now: caller.now)
    let day = day ?? ledger.today
    try ledger.requireOpen(day)
    var giving = try ledger.required(from.text, on: day)
    try ledger.endExpired(on: giving)
    giving = ledger.current(giving)
    let receiving = try ledger.required(to.text, on: day)
    let approver = try Approver(contact, of: client, for: amount, on: ledger.today, lookup)
    guard amount <= giving.figures.available else {
      let available = giving.currency.text(giving.figures.available)
      throw DeskError(
        .overBudget,
        "\(client.code) has \(available) \(giving.currency) left on \(giving.line); that is less than"
          + " \(giving.currency.text(amount))",
        ["line": .string(giving.line), "available": .string(available)])
    }
    try ledger.move(giving, .transferOut, amount, day: day, from: to.text)
    try ledger.move(receiving, .transferIn, amount, day: day, from: from.text)
    let transferred = BudgetTransferred(
      client: client.code, from: from.text, to: to.text, amount: amount,
      contact: approver.contact.number, onBehalfOf: approver.absent?.number,
      document: document.text, reason: reason.text, at: caller.now)
    return Decision(
      events: [transferred] + ledger.events,
      reply: TransferCard(
        client: client.code, from: from.text, to: to.text, amount: client.currency.text(amount),
        currency: client.currency, by: approver.contact.number,
        onBehalfOf: approver.absent?.number, budget: try ledger.cards(or: from.text),
        flags: ledger.endedHolds.isEmpty ? nil : ledger.endedHolds))
  }
}

/// Money that moved between lines.
struct TransferCard: Item {
  let client: ClientCode
  let from: String
  let to: String
  let amount: String
  let currency: Currency
  let by: Int
  let onBehalfOf: Int?
  let budget: [BudgetCard]
  let flags: [String]?

  enum CodingKeys: String, CodingKey {
    case client, from, to, amount, currency, by
    case onBehalfOf = "on_behalf_of"
    case budget, flags
  }
}

extension Ledger {
  /// The line that has a day.
  ///
  /// - Throws: `not_set` when the client has none.
  func required(_ name: String, on day: CalendarDate) throws(DeskError) -> BudgetLine {
    if let line = try line(name, on: day) { return line }
    throw DeskError(
      .notSet, "\(client.code) has no budget \(name) on \(day); budget set makes one",
      ["line": .string(name)])
  }

  /// Refuses to correct what is closed.
  func requireOpen(_ day: CalendarDate) throws(DeskError) {
    guard let closed = try books.ledger.closed(day, of: client.code) else { return }
    throw DeskError(
      .state, "\(closed.period) is closed for \(client.code); make the correction on an open day",
      ["period": .string("\(closed.period)")])
  }

  /// The first open day of a period, for what belongs to the period as a whole.
  ///
  /// - Throws: `state` when its end is closed: a line is closed with its last day.
  func firstOpenDay(of period: Period) throws(DeskError) -> CalendarDate {
    if let closed = try books.ledger.closed(period.last, of: client.code) {
      throw DeskError(
        .state, "\(period) is closed for \(client.code), so its budget stays as it is",
        ["period": .string("\(closed.period)")])
    }
    var day = period.first
    while let closed = try books.ledger.closed(day, of: client.code) {
      day = closed.period.last.adding(days: 1)
    }
    return day
  }
}
