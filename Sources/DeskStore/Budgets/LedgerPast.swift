import DeskEngine
public import DeskRules

/// Where a movement stands in the journal.
public struct MovementPlace: Sendable, Equatable {
  /// The journal entry.
  public let seq: Int64
  /// Which of its events.
  public let position: Int

  /// Names a place.
  public init(seq: Int64, position: Int) {
    self.seq = seq
    self.position = position
  }
}

/// Which of a line's movements are asked for.
public struct MovementFilter: Sendable {
  /// Only those of journal entries before this one.
  public var before: Int64?
  /// Only those that were entered before a moment.
  public var enteredBefore: Instant?
  /// Only those that belong to a day up to this one.
  public var until: CalendarDate?

  /// Asks for all.
  public init() {}
}

extension LedgerStore {
  /// What the books said of a line before a moment: its figures, thresholds and overflow line; nil
  /// where they did not know it yet.
  public func line(
    _ line: BudgetLine, enteredBefore moment: Instant
  ) throws(DeskError) -> BudgetLine? {
    guard let place = try last(of: line, enteredBefore: moment),
      let setPlace = try last(of: line, enteredBefore: moment, Self.isSetting)
    else { return nil }
    let figures: BudgetFigures
    switch try books.event(place.seq, place.position) {
    case let set as BudgetSet: figures = set.after
    case let moved as BudgetMoved: figures = moved.after
    default: throw DeskError(.damaged, "the ledger names an entry that moved nothing")
    }
    guard let set = try books.event(setPlace.seq, setPlace.position) as? BudgetSet else {
      throw DeskError(.damaged, "the ledger names an entry that set no ceiling")
    }
    return BudgetLine(
      client: line.client, line: line.line, period: line.period, currency: set.currency,
      overflow: set.overflow, figures: figures,
      guards: BudgetGuards(warnAt: set.warnAt, stopAt: set.stopAt, tolerance: set.tolerance),
      title: line.title)
  }

  private static let isSetting = "AND (debit = 'limit' OR credit = 'limit')"

  private func last(
    of line: BudgetLine, enteredBefore moment: Instant, _ condition: String = ""
  ) throws(DeskError) -> MovementPlace? {
    try books.first(
      """
      SELECT seq, position FROM ledger_entry
      WHERE client = ? AND line = ? AND first_date = ? AND entered_at < ? \(condition)
      ORDER BY entered_at DESC, seq DESC, position DESC LIMIT 1
      """, line.key + [.instant(moment)], Self.place)
  }

  private static func place(_ row: any Row) -> MovementPlace {
    MovementPlace(seq: row.integer(0), position: row.count(1))
  }

  /// The entry of the books for one of a line's movements.
  ///
  /// - Throws: `damaged` when there is none.
  public func entry(
    of line: BudgetLine, at place: MovementPlace
  ) throws(DeskError) -> LedgerEntry {
    let entry = try books.first(
      """
      SELECT debit, credit, amount FROM ledger_entry
      WHERE client = ? AND line = ? AND first_date = ? AND seq = ? AND position = ?
      """, line.key + [.integer(place.seq), .integer(place.position)]
    ) { row throws(DeskError) in
      LedgerEntry(debit: try row.word(0), credit: try row.word(1), amount: row.integer(2))
    }
    guard let entry else {
      throw DeskError(.damaged, "the ledger has no entry \(place.position) of \(place.seq)")
    }
    return entry
  }

  /// A page of a line's movements, newest first, that ends with all of a journal entry, so that the
  /// next one begins before the last one's.
  public func page(
    of line: BudgetLine, before seq: Int64?, limit: Int
  ) throws(DeskError) -> [MovementPlace] {
    var filter = MovementFilter()
    filter.before = seq
    let page = try movements(of: line, filter, limit: limit)
    guard page.count == limit, let last = page.last else { return page }
    return try page
      + books.all(
        """
        SELECT seq, position FROM ledger_entry
        WHERE client = ? AND line = ? AND first_date = ? AND seq = ? AND position < ?
        ORDER BY position DESC
        """, line.key + [.integer(last.seq), .integer(last.position)], Self.place)
  }

  /// The places of a line's last movements, newest first.
  public func movements(
    of line: BudgetLine, _ filter: MovementFilter, limit: Int
  ) throws(DeskError) -> [MovementPlace] {
    var conditions = ["client = ? AND line = ? AND first_date = ?"]
    var values = line.key
    if let before = filter.before {
      conditions.append("seq < ?")
      values.append(.integer(before))
    }
    if let moment = filter.enteredBefore {
      conditions.append("entered_at < ?")
      values.append(.instant(moment))
    }
    if let day = filter.until {
      conditions.append("day <= ?")
      values.append(.text(day.text))
    }
    // A line's movements stand in the order in which they were entered, so that both are one order.
    let order = filter.enteredBefore == nil ? "" : "entered_at DESC, "
    return try books.all(
      """
      SELECT seq, position FROM ledger_entry WHERE \(conditions.joined(separator: " AND "))
      ORDER BY \(order)seq DESC, position DESC LIMIT ?
      """, values + [.integer(limit)], Self.place)
  }
}
