import DeskEngine
import DeskRules

extension TicketChanged {
  /// What the change means for the ticket's bill: a job that ended comes to be looked at, also at
  /// nothing; one that was opened again goes out of the accountant's hands. What was cancelled before
  /// anything was done is no job.
  func moveBill(_ tables: Tables) throws(EngineFault) {
    switch state {
    case .resolved, .cancelled:
      try tables.run(
        """
        INSERT INTO bill (ticket, client, state, finished_at, since_at)
        SELECT number, client, ?, ?, ? FROM ticket
        WHERE number = ? AND (state = ? OR lines > 0
          OR EXISTS (SELECT 1 FROM bill WHERE bill.ticket = ticket.number))
        ON CONFLICT (ticket) DO UPDATE SET state = excluded.state,
          finished_at = excluded.finished_at, since_at = excluded.since_at, reason = NULL
        """,
        [
          .text(BillState.review.rawValue), .instant(at), .instant(at), .number(ticket),
          .text(TicketState.resolved.rawValue),
        ])
    case .reopened:
      try tables.run(
        "UPDATE bill SET state = ?, since_at = ?, reason = ? WHERE ticket = ? AND state <> ?",
        [
          .text(BillState.back.rawValue), .instant(at), .text(reason?.value), .number(ticket),
          .text(BillState.invoiced.rawValue),
        ])
    case .new, .assigned, .inProgress, .waiting, .closed, nil: return
    }
  }
}

extension LineAdded {
  /// A line on a job that has ended already brings its bill back to be looked at.
  func moveBill(_ tables: Tables) throws(EngineFault) {
    try tables.run(
      """
      INSERT INTO bill (ticket, client, state, finished_at, since_at)
      SELECT number, client, ?, ?, ? FROM ticket WHERE number = ? AND state IN (?, ?, ?)
      ON CONFLICT (ticket) DO UPDATE SET state = excluded.state, since_at = excluded.since_at,
        finished_at = CASE WHEN bill.state = ? THEN excluded.finished_at ELSE bill.finished_at END
      """,
      [
        .text(BillState.review.rawValue), .instant(at), .instant(at), .number(ticket),
        .text(TicketState.resolved.rawValue), .text(TicketState.closed.rawValue),
        .text(TicketState.cancelled.rawValue), .text(BillState.invoiced.rawValue),
      ])
  }
}

extension BillMoved: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.runOnce(
      "UPDATE bill SET state = ?, since_at = ? WHERE ticket = ?",
      [.text(state.rawValue), .instant(at), .number(ticket)])
  }
}

extension TaxRateSet: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.run(
      """
      INSERT INTO tax_rate (from_date, basis_points) VALUES (?, ?)
      ON CONFLICT (from_date) DO UPDATE SET basis_points = excluded.basis_points
      """, [.text(from.text), .integer(rate?.basisPoints)])
  }
}

extension TermsChanged: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.run(
      """
      INSERT INTO client_terms (client, tax, payment_days, address, tax_number)
      VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (client) DO UPDATE SET tax = coalesce(excluded.tax, tax),
        payment_days = coalesce(excluded.payment_days, payment_days),
        address = coalesce(excluded.address, address),
        tax_number = coalesce(excluded.tax_number, tax_number)
      """,
      [
        .code(client), .text(tax?.rawValue), .integer(paymentDays), .text(address?.value),
        .text(taxNumber?.value),
      ])
  }
}
