/// A line's ceiling for a period was set, or set anew.
public struct BudgetSet: Event {
  public static let kind = "budget.set"
  /// Whose.
  public let client: ClientCode
  /// Which line: repair, consumables, goods, …
  public let line: String
  /// The period as it was named.
  public let period: Period
  /// The currency.
  public let currency: Currency
  /// The line that carries what exceeds this one, after an approval.
  public let overflow: String?
  /// When.
  public let at: Instant
  /// The figures from now on.
  public let after: BudgetFigures

  /// Makes the fact.
  public init(
    client: ClientCode, line: String, period: Period, currency: Currency, overflow: String?,
    at: Instant, after: BudgetFigures
  ) {
    self.client = client
    self.line = line
    self.period = period
    self.currency = currency
    self.overflow = overflow
    self.at = at
    self.after = after
  }

  public var subjects: [Subject] { [.budget(client, line), .client(client)] }
}

/// Money moved on a line. It carries the figures after it, so that any past day is one look-up.
public struct BudgetMoved: Event {
  public static let kind = "budget.moved"
  /// Whose.
  public let client: ClientCode
  /// Which line.
  public let line: String
  /// The first day of the line's period, which names it.
  public let first: CalendarDate
  /// How it moved.
  public let movement: BudgetMovement
  /// How much, in minor units.
  public let amount: Int64
  /// When the work was done, or the promise made.
  public let at: Instant
  /// The repair behind it.
  public let ticket: TicketNumber
  /// The number under which an excess waits for approval.
  public let pending: PendingNumber?
  /// The line the excess comes from.
  public let from: String?
  /// The figures from now on.
  public let after: BudgetFigures

  /// Makes the fact.
  public init(
    client: ClientCode, line: String, first: CalendarDate, movement: BudgetMovement,
    amount: Int64, at: Instant, ticket: TicketNumber, pending: PendingNumber? = nil,
    from: String? = nil, after: BudgetFigures
  ) {
    self.client = client
    self.line = line
    self.first = first
    self.movement = movement
    self.amount = amount
    self.at = at
    self.ticket = ticket
    self.pending = pending
    self.from = from
    self.after = after
  }

  public var subjects: [Subject] { [.budget(client, line), .ticket(ticket)] }
}
