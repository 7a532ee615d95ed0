import DeskEngine
public import DeskRules

/// Days with which the books are finished.
public struct ClosedPeriod: Sendable, Equatable {
  /// The days.
  public let period: Period

  /// How the rows that are for every client are kept.
  static let everybody = ""
}

/// What the books said and when: closed days, past figures, sums.
public struct LedgerStore {
  let books: Books

  /// The closed days that a day is one of, for a client or for everybody.
  public func closed(
    _ day: CalendarDate, of client: ClientCode?
  ) throws(DeskError) -> ClosedPeriod? {
    try books.first(
      """
      SELECT first_date, last_date FROM closed_period
      WHERE client IN (?, ?) AND first_date <= ? AND last_date >= ? ORDER BY last_date DESC LIMIT 1
      """,
      [
        .text(client?.description ?? ClosedPeriod.everybody), .text(ClosedPeriod.everybody),
        .text(day.text), .text(day.text),
      ]
    ) { row throws(DeskError) in
      ClosedPeriod(
        period: try Period(first: CalendarDate(row.text(0)), last: CalendarDate(row.text(1))))
    }
  }

  /// What had happened on a line by the end of a day, as known by now; nil where nothing had.
  public func figures(
    of line: BudgetLine, until day: CalendarDate
  ) throws(DeskError) -> BudgetFigures? {
    try books.first(
      """
      SELECT limit_amount, transferred, held, pending, spent, unfunded FROM budget_day
      WHERE client = ? AND line = ? AND first_date = ? AND day <= ? ORDER BY day DESC LIMIT 1
      """, line.key + [.text(day.text)], Self.figures)
  }

  private static func figures(_ row: any Row) -> BudgetFigures {
    BudgetFigures(
      limit: row.integer(0), transferred: row.integer(1), held: row.integer(2),
      pending: row.integer(3), spent: row.integer(4), unfunded: row.integer(5))
  }

  /// How a line went over into a later period so far, in order.
  public func rollovers(of line: BudgetLine) throws(DeskError) -> [BudgetRolledOver] {
    guard line.rolledInto != nil else { return [] }
    var rollovers: [BudgetRolledOver] = []
    for entry in try books.journal(
      of: .budget(line.client, line.line), operation: "budget.rollover")
    {
      rollovers += try entry.decodedEvents().compactMap { $0 as? BudgetRolledOver }
        .filter { $0.line == line.line && $0.first == line.period.first }
    }
    return rollovers
  }

  /// The lines whose stored figures are not what their entries add up to, a sentence each.
  func imbalances(limit: Int) throws(DeskError) -> [String] {
    try books.all(
      """
      SELECT client, line, first_date, limit_amount, transferred, held, pending, spent, unfunded
      FROM budget
      WHERE (limit_amount, transferred, held, pending, spent, unfunded) <> (
        SELECT \(Self.balance("limit", givenBy: "credit")),
          \(Self.balance("transferred", givenBy: "credit")), \(Self.balance("held")),
          \(Self.balance("pending")), \(Self.balance("spent")), \(Self.balance("unfunded"))
        FROM ledger_entry
        WHERE ledger_entry.client = budget.client AND ledger_entry.line = budget.line
          AND ledger_entry.first_date = budget.first_date
      ) LIMIT ?
      """, [.integer(limit)]
    ) { row in
      "budget \(row.text(0))/\(row.text(1))/\(row.text(2)): its figures are not what its entries"
        + " add up to"
    }
  }

  private static func balance(_ account: String, givenBy side: String = "debit") -> String {
    let other = side == "debit" ? "credit" : "debit"
    return "coalesce(sum(CASE '\(account)' WHEN \(side) THEN amount WHEN \(other) THEN -amount"
      + " ELSE 0 END), 0)"
  }
}

extension BudgetLine {
  var key: [SQLValue] { [.code(client), .text(line), .text(period.first.text)] }
}

extension Books {
  /// What the books said and when: closed days, past figures, sums.
  public var ledger: LedgerStore { LedgerStore(books: self) }

  /// One event of a journal entry.
  ///
  /// - Throws: `damaged` when there is none, or it cannot be read.
  func event(_ seq: Int64, _ position: Int) throws(DeskError) -> any Event {
    let entry = try journal(after: seq - 1, limit: 1).first
    guard let entry, entry.seq == seq, entry.events.indices.contains(position) else {
      throw DeskError(.damaged, "journal entry \(seq) has no event \(position)")
    }
    return try entry.decodedEvent(position)
  }
}
