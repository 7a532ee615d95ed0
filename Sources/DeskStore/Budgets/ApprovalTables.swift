import DeskEngine
import DeskRules

extension PendingDecided: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    let isApproved = verdict == .approved
    try tables.runOnce(
      """
      UPDATE pending SET state = ?, line = CASE WHEN ? = 1 THEN ? ELSE line END,
        first_date = CASE WHEN ? = 1 THEN ? ELSE first_date END,
        contact = ?, on_behalf_of = ?, evidence = ?, decided_at = ?
      WHERE number = ?
      """,
      [
        .text((isApproved ? PendingState.approved : .refused).rawValue), .flag(isApproved),
        .text(line), .flag(isApproved), .text(first.text), .integer(contact),
        .integer(onBehalfOf), .text(evidence.value ?? ""), .instant(at), .number(pending),
      ])
    try tables.run(
      """
      UPDATE allocation SET state = ?, line = ?, first_date = ?
      WHERE ticket = ? AND pending = ? AND state <> ?
      """,
      [
        .text((isApproved ? AllocationState.spent : .unfunded).rawValue), .text(line),
        .text(first.text), .number(ticket), .number(pending),
        .text(AllocationState.void.rawValue),
      ])
  }
}

extension PendingReminded: AppliedEvent {
  /// The journal alone keeps it: it changes nothing of the money.
  func apply(to tables: Tables) throws(EngineFault) {}
}

extension PendingSettled: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.runOnce(
      "UPDATE pending SET state = ?, amount = 0 WHERE number = ?",
      [.text(PendingState.void.rawValue), .number(pending)])
    try tables.run(
      "UPDATE allocation SET state = ? WHERE ticket = ? AND pending = ?",
      [.text(AllocationState.void.rawValue), .number(ticket), .number(pending)])
    try tables.runOnce(
      "UPDATE ticket SET posted = posted - ? WHERE number = ?", [.integer(amount), .number(ticket)])
  }
}

extension BillVoided: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    for line in lines {
      try tables.run(
        "UPDATE ticket_line SET voided_by = ? WHERE ticket = ? AND line = ?",
        [.integer(tables.seq), .number(ticket), .integer(line)])
      try tables.run(
        "UPDATE allocation SET state = ? WHERE ticket = ? AND ticket_line = ?",
        [.text(AllocationState.void.rawValue), .number(ticket), .integer(line)])
    }
    try takeVisitsBack(tables)
    try tables.runOnce(
      "UPDATE ticket SET billed = billed - ?, posted = posted - ? WHERE number = ?",
      [.integer(billed), .integer(posted), .number(ticket)])
    for reduction in pendings { try tables.reduce(reduction) }
  }
}

extension BillRestored: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    for part in parts {
      try tables.runOnce(
        """
        UPDATE allocation SET state = ?
        WHERE ticket = ? AND entry = ? AND position = ? AND ticket_line = ?
        """,
        [
          .text(AllocationState.void.rawValue), .number(ticket), .integer(part.entry),
          .integer(part.position), .integer(part.line),
        ])
    }
    try tables.runOnce(
      "UPDATE ticket SET posted = posted - ? WHERE number = ?", [.integer(amount), .number(ticket)])
    for reduction in pendings { try tables.reduce(reduction) }
  }
}

extension Tables {
  /// Takes a part off an amount beyond a line; without the rest of it, it ends.
  func reduce(_ reduction: PendingReduction) throws(EngineFault) {
    try runOnce(
      """
      UPDATE pending SET amount = amount - ?, state = CASE WHEN amount = ? THEN ? ELSE state END
      WHERE number = ?
      """,
      [
        .integer(reduction.amount), .integer(reduction.amount), .text(PendingState.void.rawValue),
        .number(reduction.pending),
      ])
  }
}

extension PeriodClosed: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.run(
      "INSERT INTO closed_period (client, first_date, last_date, closed_at) VALUES (?, ?, ?, ?)",
      [
        .text(client?.description ?? ClosedPeriod.everybody), .text(period.first.text),
        .text(period.last.text), .instant(at),
      ])
  }
}

extension BudgetRolledOver: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.runOnce(
      "UPDATE budget SET rolled_into = ? WHERE client = ? AND line = ? AND first_date = ?",
      [.text(into.text), .code(client), .text(line), .text(first.text)])
  }
}

extension BudgetTransferred: AppliedEvent {
  /// Who ordered it and why; the movements beside it change the figures.
  func apply(to tables: Tables) throws(EngineFault) {}
}
