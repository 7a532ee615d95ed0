public import DeskRules
import DeskEngine

/// A client's budget line in one period.
public struct BudgetLine: Sendable, Equatable {
  /// Whose.
  public let client: ClientCode
  /// Which line.
  public let line: String
  /// The period.
  public let period: Period
  /// The currency.
  public let currency: Currency
  /// The line that carries what exceeds this one, after an approval.
  public let overflow: String?
  /// The figures now.
  public var figures: BudgetFigures
  /// When it warns and when it makes no more promises.
  public let guards: BudgetGuards
  /// The first day of the period it went over into.
  public let rolledInto: CalendarDate?
  /// What it is called on papers, where that is not its name.
  public let title: String?

  /// Makes one from its parts.
  public init(
    client: ClientCode, line: String, period: Period, currency: Currency, overflow: String?,
    figures: BudgetFigures, guards: BudgetGuards = BudgetGuards(),
    rolledInto: CalendarDate? = nil, title: String? = nil
  ) {
    self.client = client
    self.line = line
    self.period = period
    self.currency = currency
    self.overflow = overflow
    self.figures = figures
    self.guards = guards
    self.rolledInto = rolledInto
    self.title = title
  }
}

/// What a ticket holds on a line.
public struct TicketHold: Sendable, Equatable {
  /// The ticket.
  public let ticket: TicketNumber
  /// How much, in minor units.
  public let amount: Int64
}

/// What a ticket holds on a line by an agreement that has run out.
public struct ExpiredHold: Sendable, Equatable {
  /// The ticket.
  public let ticket: TicketNumber
  /// How much, in minor units.
  public let amount: Int64
  /// The day of the books from which it is held.
  public let day: CalendarDate
  /// The last day on which the agreement held.
  public let expired: CalendarDate
}

/// Budget lines with their stored balances: each is one look-up, however many movements led to it.
public struct BudgetStore {
  let books: Books
  private static let columns = """
    client, line, period, currency, overflow, limit_amount, transferred, held, pending, spent,
    unfunded, warn_at, stop_at, tolerance, rolled_into, (
      SELECT title FROM budget_title
      WHERE budget_title.client = budget.client AND budget_title.line = budget.line)
    """

  private func line(_ row: any Row) throws(DeskError) -> BudgetLine {
    BudgetLine(
      client: ClientCode(stored: row.text(0)), line: row.text(1), period: try Period(row.text(2)),
      currency: try Currency(row.text(3)), overflow: row.optionalText(4),
      figures: BudgetFigures(
        limit: row.integer(5), transferred: row.integer(6), held: row.integer(7),
        pending: row.integer(8), spent: row.integer(9), unfunded: row.integer(10)),
      guards: BudgetGuards(
        warnAt: try threshold(row, 11), stopAt: try threshold(row, 12),
        tolerance: try threshold(row, 13)),
      rolledInto: row.isNull(14) ? nil : try CalendarDate(row.text(14)),
      title: row.optionalText(15))
  }

  private func threshold(_ row: any Row, _ column: Int) throws(DeskError) -> BudgetThreshold? {
    row.isNull(column) ? nil : try BudgetThreshold(row.text(column))
  }

  /// The line whose period has a day in it.
  public func find(
    _ client: ClientCode, _ name: String, on day: CalendarDate
  ) throws(DeskError) -> BudgetLine? {
    try books.first(
      """
      SELECT \(Self.columns) FROM budget
      WHERE client = ? AND line = ? AND first_date <= ? AND last_date >= ?
      ORDER BY first_date DESC LIMIT 1
      """,
      [.code(client), .text(name), .text(day.description), .text(day.description)], line)
  }

  /// The line whose period begins on a day.
  public func find(
    _ client: ClientCode, _ name: String, first: CalendarDate
  ) throws(DeskError) -> BudgetLine? {
    try books.first(
      "SELECT \(Self.columns) FROM budget WHERE client = ? AND line = ? AND first_date = ?",
      [.code(client), .text(name), .text(first.description)], line)
  }

  /// What is held on a line in one of its periods, by ticket.
  public func holds(on line: BudgetLine) throws(DeskError) -> [TicketHold] {
    try books.all(
      """
      SELECT ticket, amount FROM hold WHERE client = ? AND line = ? AND first_date = ?
      ORDER BY ticket
      """, [.code(line.client), .text(line.line), .text(line.period.first.text)]
    ) { row in TicketHold(ticket: Number(row.count(0)), amount: row.integer(1)) }
  }

  /// What is held on a line in one of its periods by agreements that had run out before a day.
  public func holds(
    on line: BudgetLine, expiredBefore day: CalendarDate
  ) throws(DeskError) -> [ExpiredHold] {
    try books.all(
      """
      SELECT hold.ticket, hold.amount, hold.day, approval.expires
      FROM hold JOIN approval ON approval.ticket = hold.ticket
      WHERE hold.client = ? AND hold.line = ? AND hold.first_date = ?
        AND approval.state = ? AND approval.expires < ?
      ORDER BY hold.ticket
      """,
      line.key + [.text(ApprovalState.open.rawValue), .text(day.text)]
    ) { row throws(DeskError) in
      ExpiredHold(
        ticket: Number(row.count(0)), amount: row.integer(1),
        day: try CalendarDate(row.text(2)), expired: try CalendarDate(row.text(3)))
    }
  }

  /// The lines whose period ends on one of some days: of one client, or of all.
  public func ending(
    in days: Period, client: ClientCode?
  ) throws(DeskError) -> [BudgetLine] {
    try books.all(
      """
      SELECT \(Self.columns) FROM budget
      WHERE \(client == nil ? "" : "client = ? AND ")last_date >= ? AND last_date <= ?
      ORDER BY client, line, first_date
      """,
      (client.map { [.code($0)] } ?? []) + [.text(days.first.text), .text(days.last.text)], line)
  }

  /// A client's lines, by line and period; all, or those whose period has a day in it.
  public func list(
    _ client: ClientCode, line name: String? = nil, on day: CalendarDate? = nil
  ) throws(DeskError) -> [BudgetLine] {
    try books.all(
      """
      SELECT \(Self.columns) FROM budget
      WHERE client = ? AND line = coalesce(?, line)
        AND (? IS NULL OR (first_date <= ? AND last_date >= ?))
      ORDER BY line, first_date
      """,
      [
        .code(client), .text(name), .text(day?.description), .text(day?.description),
        .text(day?.description),
      ], line)
  }
}

extension Books {
  /// Budget lines.
  public var budgets: BudgetStore { BudgetStore(books: self) }
}
