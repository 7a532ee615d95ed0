import DeskEngine
import DeskRules

extension BudgetSet: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    let before = try tables.first(
      "SELECT limit_amount FROM budget WHERE client = ? AND line = ? AND first_date = ?",
      [.code(client), .text(line), .text(period.first.text)]
    ) { $0.integer(0) }
    try tables.run(
      """
      INSERT INTO budget (client, line, first_date, last_date, period, currency, overflow,
        limit_amount, transferred, held, pending, spent, unfunded, warn_at, stop_at, tolerance)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (client, line, first_date) DO UPDATE SET overflow = excluded.overflow,
        limit_amount = excluded.limit_amount, warn_at = excluded.warn_at,
        stop_at = excluded.stop_at, tolerance = excluded.tolerance
      """,
      [
        .code(client), .text(line), .text(period.first.description),
        .text(period.last.description), .text(period.text), .text(currency.code),
        .text(overflow), .integer(after.limit), .integer(after.transferred),
        .integer(after.held), .integer(after.pending), .integer(after.spent),
        .integer(after.unfunded), .text(warnAt?.text), .text(stopAt?.text),
        .text(tolerance?.text),
      ])
    try tables.post(
      .limit(from: before ?? 0, to: after.limit), on: (client, line, period.first),
      day: day ?? period.first)
  }
}

extension LineTitled: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    guard let title = title?.value else {
      return try tables.run(
        "DELETE FROM budget_title WHERE client = ? AND line = ?", [.code(client), .text(line)])
    }
    try tables.run(
      """
      INSERT INTO budget_title (client, line, title) VALUES (?, ?, ?)
      ON CONFLICT (client, line) DO UPDATE SET title = excluded.title
      """, [.code(client), .text(line), .text(title)])
  }
}

extension BudgetMoved: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.runOnce(
      """
      UPDATE budget SET limit_amount = ?, transferred = ?, held = ?, pending = ?, spent = ?,
        unfunded = ?
      WHERE client = ? AND line = ? AND first_date = ?
      """,
      [
        .integer(after.limit), .integer(after.transferred), .integer(after.held),
        .integer(after.pending), .integer(after.spent), .integer(after.unfunded),
        .code(client), .text(line), .text(first.description),
      ])
    try tables.post(movement.entry(amount), on: (client, line, first), day: bookedDay)
    if let credited { try credit(tables, credited.place) }
    switch movement {
    case .hold: try hold(tables)
    case .release: try release(tables)
    case .post: try bill(tables, .spent)
    case .unfund:
      try bill(tables, .unfunded)
      if pending != nil { try wait(tables, .unfunded) }
    case .pend:
      try bill(tables, .pending)
      try wait(tables, .waiting)
    case .approve, .carry, .unpend, .decline, .cover, .void, .credit, .transferIn, .transferOut,
      .rolloverIn, .rolloverOut:
      break
    }
  }

  private func hold(_ tables: Tables) throws(EngineFault) {
    try tables.run(
      "INSERT INTO hold (ticket, client, line, first_date, amount, day) VALUES (?, ?, ?, ?, ?, ?)",
      [
        .number(ticket), .code(client), .text(line), .text(first.description), .integer(amount),
        .text(bookedDay.text),
      ])
  }

  private func release(_ tables: Tables) throws(EngineFault) {
    try tables.runOnce(
      "DELETE FROM hold WHERE ticket = ? AND line = ? AND first_date = ?",
      [.number(ticket), .text(line), .text(first.description)])
  }

  /// Notes how much of the ticket's bill has reached the budget, on whichever line, and which parts
  /// of it this line carries.
  private func bill(_ tables: Tables, _ state: AllocationState) throws(EngineFault) {
    try tables.runOnce(
      "UPDATE ticket SET posted = posted + ? WHERE number = ?",
      [.integer(amount), .number(ticket)])
    guard let parts else { return try allocate(tables, state, line: 0, kind: nil, amount) }
    for part in parts {
      try allocate(tables, state, line: part.line, kind: part.kind, part.amount)
    }
  }

  private func allocate(
    _ tables: Tables, _ state: AllocationState, line ticketLine: Int, kind: LineKind?,
    _ amount: Int64
  ) throws(EngineFault) {
    try tables.run(
      """
      INSERT INTO allocation (ticket, entry, position, ticket_line, kind, client, line, first_date,
        amount, day, state, pending)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .number(ticket), .integer(tables.seq), .integer(tables.position), .integer(ticketLine),
        .text(kind?.rawValue), .code(client), .text(line), .text(first.text), .integer(amount),
        .text(bookedDay.text), .text(state.rawValue), .number(pending),
      ])
  }

  /// Takes a part of a bill off where it stands, and keeps it beside as credited. What nobody had
  /// agreed to leaves its number; what was agreed to stays agreed to.
  private func credit(_ tables: Tables, _ place: AllocationPlace) throws(EngineFault) {
    let key: [SQLValue] = [
      .number(ticket), .integer(place.entry), .integer(place.position), .integer(place.line),
    ]
    let isPlace = "ticket = ? AND entry = ? AND position = ? AND ticket_line = ?"
    try tables.runOnce(
      """
      INSERT INTO allocation (ticket, entry, position, ticket_line, kind, client, line, first_date,
        amount, day, state, pending)
      SELECT ticket, ?, ?, ticket_line, kind, client, line, first_date, ?, day, ?,
        CASE WHEN state = ? THEN pending END
      FROM allocation WHERE \(isPlace)
      """,
      [
        .integer(tables.seq), .integer(tables.position), .integer(amount),
        .text(AllocationState.credited.rawValue), .text(AllocationState.spent.rawValue),
      ] + key)
    try tables.runOnce(
      "UPDATE allocation SET amount = amount - ? WHERE \(isPlace)", [.integer(amount)] + key)
    try tables.run("DELETE FROM allocation WHERE \(isPlace) AND amount = 0", key)
    guard let pending, movement != .credit else { return }
    try tables.reduce(PendingReduction(pending: pending, amount: amount))
  }

  private func wait(_ tables: Tables, _ state: PendingState) throws(EngineFault) {
    guard let pending else { throw .other("a pending amount without its number") }
    try tables.run(
      """
      INSERT INTO pending (number, ticket, client, line, first_date, from_line, amount, state, day)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .number(pending), .number(ticket), .code(client), .text(line),
        .text(first.description), .text(from ?? line), .integer(amount), .text(state.rawValue),
        .text(bookedDay.text),
      ])
    try tables.count(pending)
  }
}

extension Tables {
  /// A budget line's key: the client, the line, the first day of its period.
  typealias BudgetKey = (client: ClientCode, line: String, first: CalendarDate)

  /// Writes an entry into the ledger, and what follows for the day it belongs to and those after.
  func post(
    _ entry: LedgerEntry, on key: BudgetKey, day: CalendarDate
  ) throws(EngineFault) {
    let names: [SQLValue] = [.code(key.client), .text(key.line), .text(key.first.text)]
    try run(
      """
      INSERT INTO ledger_entry (client, line, first_date, entered_at, seq, position, day, debit,
        credit, amount)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      names + [
        .integer(try entered(after: names)), .integer(seq), .integer(position), .text(day.text),
        .text(entry.debit.rawValue), .text(entry.credit.rawValue), .integer(entry.amount),
      ])
    try run(
      """
      INSERT INTO budget_day (client, line, first_date, day, limit_amount, transferred, held,
        pending, spent, unfunded)
      SELECT ?, ?, ?, ?, coalesce(max(limit_amount), 0), coalesce(max(transferred), 0),
        coalesce(max(held), 0), coalesce(max(pending), 0), coalesce(max(spent), 0),
        coalesce(max(unfunded), 0)
      FROM (
        SELECT limit_amount, transferred, held, pending, spent, unfunded FROM budget_day
        WHERE client = ? AND line = ? AND first_date = ? AND day <= ? ORDER BY day DESC LIMIT 1
      ) AS before WHERE true
      ON CONFLICT (client, line, first_date, day) DO NOTHING
      """, names + [.text(day.text)] + names + [.text(day.text)])
    let change = try change(entry)
    try run(
      """
      UPDATE budget_day SET limit_amount = limit_amount + ?, transferred = transferred + ?,
        held = held + ?, pending = pending + ?, spent = spent + ?, unfunded = unfunded + ?
      WHERE client = ? AND line = ? AND first_date = ? AND day >= ?
      """,
      [
        .integer(change.limit), .integer(change.transferred), .integer(change.held),
        .integer(change.pending), .integer(change.spent), .integer(change.unfunded),
      ] + names + [.text(day.text)])
  }

  /// When a movement was entered, in seconds, and never before the line's last one, also where the
  /// clock was put back in between: the books are read in the order in which they were written.
  private func entered(after names: [SQLValue]) throws(EngineFault) -> Int64 {
    let last = try first(
      """
      SELECT entered_at FROM ledger_entry WHERE client = ? AND line = ? AND first_date = ?
      ORDER BY entered_at DESC LIMIT 1
      """, names
    ) { $0.integer(0) }
    return max(last ?? enteredAt.seconds, enteredAt.seconds)
  }

  private func change(_ entry: LedgerEntry) throws(EngineFault) -> BudgetFigures {
    do throws(DeskError) {
      return try BudgetFigures(limit: 0).after(entry)
    } catch {
      throw .other(error.message)
    }
  }
}
