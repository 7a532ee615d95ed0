import DeskEngine
import DeskRules

extension BudgetSet: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.run(
      """
      INSERT INTO budget (client, line, first_date, last_date, period, currency, overflow,
        limit_amount, transferred, held, pending, spent, unfunded)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (client, line, first_date) DO UPDATE SET overflow = excluded.overflow,
        limit_amount = excluded.limit_amount
      """,
      [
        .code(client), .text(line), .text(period.first.description),
        .text(period.last.description), .text(period.text), .text(currency.code),
        .text(overflow), .integer(after.limit), .integer(after.transferred),
        .integer(after.held), .integer(after.pending), .integer(after.spent),
        .integer(after.unfunded),
      ])
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
    switch movement {
    case .hold: try hold(tables)
    case .release: try release(tables)
    case .post: try post(tables)
    case .unfund: try post(tables)
    case .pend: try pend(tables)
    }
  }

  private func hold(_ tables: Tables) throws(EngineFault) {
    try tables.run(
      "INSERT INTO hold (ticket, client, line, first_date, amount) VALUES (?, ?, ?, ?, ?)",
      [
        .number(ticket), .code(client), .text(line), .text(first.description), .integer(amount),
      ])
  }

  private func release(_ tables: Tables) throws(EngineFault) {
    try tables.runOnce(
      "DELETE FROM hold WHERE ticket = ? AND line = ? AND first_date = ?",
      [.number(ticket), .text(line), .text(first.description)])
  }

  /// Notes how much of the ticket's bill has reached the budget, on whichever line.
  private func post(_ tables: Tables) throws(EngineFault) {
    try tables.runOnce(
      "UPDATE ticket SET posted = posted + ? WHERE number = ?",
      [.integer(amount), .number(ticket)])
  }

  private func pend(_ tables: Tables) throws(EngineFault) {
    try post(tables)
    guard let pending else { throw .other("a pending amount without its number") }
    try tables.run(
      """
      INSERT INTO pending (number, ticket, client, line, first_date, from_line, amount, state)
      VALUES (?, ?, ?, ?, ?, ?, ?, 'waiting')
      """,
      [
        .number(pending), .number(ticket), .code(client), .text(line),
        .text(first.description), .text(from ?? line), .integer(amount),
      ])
    try tables.count(pending)
  }
}
