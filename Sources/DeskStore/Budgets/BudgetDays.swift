import DeskEngine
public import DeskRules

/// A line's figures by the end of a day.
public struct BudgetDay: Sendable, Equatable {
  /// The day.
  public let day: CalendarDate
  /// What the line's figures were by its end, as known by now.
  public let figures: BudgetFigures
}

/// A movement of the books, as other programs check it.
public struct PostedEntry: Sendable, Equatable {
  /// Where it stands, for asking for what follows.
  public let place: LedgerPlace
  /// The currency of the line.
  public let currency: Currency
  /// The period as it is named.
  public let period: Period
  /// The day of the books.
  public let day: CalendarDate
  /// What moved.
  public let entry: LedgerEntry
}

/// The place of a movement in the books of all clients.
public struct LedgerPlace: Sendable, Equatable {
  /// Whose.
  public let client: ClientCode
  /// On which line.
  public let line: String
  /// The first day of the line's period.
  public let first: CalendarDate
  /// When it was entered.
  public let entered: Instant
  /// The journal entry.
  public let seq: Int64
  /// Which of its events.
  public let position: Int

  /// Names a place.
  public init(
    client: ClientCode, line: String, first: CalendarDate, entered: Instant, seq: Int64,
    position: Int
  ) {
    self.client = client
    self.line = line
    self.first = first
    self.entered = entered
    self.seq = seq
    self.position = position
  }
}

extension LedgerStore {
  /// The figures of a line on every day of its period on which something belongs, in order.
  public func days(of line: BudgetLine) throws(DeskError) -> [BudgetDay] {
    try books.all(
      """
      SELECT day, limit_amount, transferred, held, pending, spent, unfunded FROM budget_day
      WHERE client = ? AND line = ? AND first_date = ? ORDER BY day
      """, [.code(line.client), .text(line.line), .text(line.period.first.text)]
    ) { row throws(DeskError) in
      BudgetDay(
        day: try CalendarDate(row.text(0)),
        figures: BudgetFigures(
          limit: row.integer(1), transferred: row.integer(2), held: row.integer(3),
          pending: row.integer(4), spent: row.integer(5), unfunded: row.integer(6)))
    }
  }

  /// The movements after a place, in the order of clients, lines and periods, at most `limit`.
  public func entries(
    of client: ClientCode? = nil, after place: LedgerPlace? = nil, limit: Int
  ) throws(DeskError) -> [PostedEntry] {
    let condition = [
      client == nil ? "ledger_entry.client > ''" : "ledger_entry.client = ?",
      place == nil
        ? nil
        : """
        (ledger_entry.client, ledger_entry.line, ledger_entry.first_date, entered_at, seq, position)
          > (?, ?, ?, ?, ?, ?)
        """,
    ].compactMap { $0 }.joined(separator: " AND ")
    return try books.all(
      """
      SELECT ledger_entry.client, ledger_entry.line, ledger_entry.first_date, entered_at, seq,
        position, currency, period, day, debit, credit, amount
      FROM ledger_entry CROSS JOIN budget ON budget.client = ledger_entry.client
        AND budget.line = ledger_entry.line AND budget.first_date = ledger_entry.first_date
      WHERE \(condition)
      ORDER BY ledger_entry.client, ledger_entry.line, ledger_entry.first_date, entered_at, seq,
        position
      LIMIT ?
      """,
      (client.map { [.code($0)] } ?? []) + (place?.key ?? []) + [.integer(limit)], posted)
  }

  private func posted(_ row: any Row) throws(DeskError) -> PostedEntry {
    PostedEntry(
      place: LedgerPlace(
        client: ClientCode(stored: row.text(0)), line: row.text(1),
        first: try CalendarDate(row.text(2)), entered: row.instant(3), seq: row.integer(4),
        position: row.count(5)),
      currency: try Currency(row.text(6)), period: try Period(row.text(7)),
      day: try CalendarDate(row.text(8)),
      entry: LedgerEntry(
        debit: try row.word(9), credit: try row.word(10), amount: row.integer(11)))
  }
}

extension LedgerPlace {
  fileprivate var key: [SQLValue] {
    [
      .code(client), .text(line), .text(first.text), .instant(entered), .integer(seq),
      .integer(position),
    ]
  }
}
