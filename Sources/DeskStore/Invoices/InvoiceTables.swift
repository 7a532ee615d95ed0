import DeskEngine
import DeskRules

/// What kind of paper a row of the invoices is.
enum InvoiceKind: String, Sendable {
  case invoice
  case credit
}

extension InvoiceIssued: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.run(
      """
      INSERT INTO invoice (number, kind, series, year, counter, client, date, due, currency,
        treatment, total, credited, paid, open_amount, seller, buyer, annex, reminders)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?, ?, ?, ?, 0)
      """,
      number.key(.invoice) + [
        .code(client), .text(date.text), .text(due.text), .text(currency.code),
        .text(treatment.rawValue), .integer(total), .integer(total), .text(seller.value ?? ""),
        .text(buyer.value ?? ""), .text(annex?.value),
      ])
    try tables.add(lines, taxes, to: number)
    for line in lines where line.ticketLine > 0 {
      try tables.runOnce(
        "UPDATE ticket_line SET invoice = ? WHERE ticket = ? AND line = ?",
        [.text(number.text), .number(line.ticket), .integer(line.ticketLine)])
    }
    for ticket in tickets {
      try tables.runOnce(
        "UPDATE bill SET state = ?, since_at = ?, reason = NULL WHERE ticket = ?",
        [.text(BillState.invoiced.rawValue), .instant(at), .number(ticket)])
      try tables.run(
        "INSERT INTO invoice_ticket (ticket, invoice) VALUES (?, ?)",
        [.number(ticket), .text(number.text)])
    }
    try tables.changeOpen(number, by: total, on: date)
    try tables.post(client, date, number.text, .invoice, debit: total, open: total)
  }
}

extension InvoiceCredited: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.run(
      """
      INSERT INTO invoice (number, kind, series, year, counter, client, date, due, currency,
        treatment, total, credited, paid, open_amount, original, reason, seller, buyer, annex,
        reminders)
      SELECT ?, ?, ?, ?, ?, client, ?, ?, currency, treatment, ?, 0, 0, 0, number, ?, seller,
        buyer, ?, 0
      FROM invoice WHERE number = ?
      """,
      number.key(.credit) + [
        .text(date.text), .text(date.text), .integer(total), .text(reason.value ?? ""),
        .text(annex?.value), .text(original.text),
      ])
    try tables.add(lines, taxes, to: number)
    try tables.runOnce(
      """
      UPDATE invoice SET credited = credited + ?, paid = paid - ?,
        open_amount = open_amount - ? + ?
      WHERE number = ?
      """,
      [
        .integer(total), .integer(toAccount), .integer(total), .integer(toAccount),
        .text(original.text),
      ])
    for tax in taxes {
      try tables.runOnce(
        """
        UPDATE invoice_tax SET credited_tax = credited_tax + ?, credited_gross = credited_gross + ?
        WHERE invoice = ? AND basis_points IS ?
        """,
        [
          .integer(tax.tax), .integer(tax.gross), .text(original.text),
          .integer(tax.rate?.basisPoints),
        ])
    }
    if let originalLine {
      try tables.runOnce(
        "UPDATE invoice_line SET credited_by = ? WHERE invoice = ? AND line = ?",
        [.text(number.text), .text(original.text), .integer(originalLine)])
    }
    try tables.bringBack(reissued, from: original, at)
    for change in openChanges ?? [OpenChange(date: date, amount: toAccount - total)] {
      try tables.changeOpen(original, by: change.amount, on: change.date)
    }
    try tables.post(
      client, date, number.text, .credit, credit: total, open: toAccount - total,
      onAccount: toAccount)
  }
}

extension InvoiceReissued: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.bringBack(lines, from: invoice, at)
  }
}

extension ReminderSent: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.runOnce(
      "UPDATE invoice SET reminders = ?, reminded_at = ? WHERE number = ?",
      [.integer(reminder), .instant(at), .text(invoice.text)])
  }
}

extension Tables {
  /// Takes lines off an invoice and their bills back into the queue.
  fileprivate func bringBack(
    _ lines: [TicketLineName], from invoice: InvoiceNumber, _ at: Instant
  ) throws(EngineFault) {
    for line in lines {
      try runOnce(
        "UPDATE ticket_line SET invoice = NULL WHERE ticket = ? AND line = ? AND invoice = ?",
        [.number(line.ticket), .integer(line.line), .text(invoice.text)])
      try runOnce(
        "UPDATE bill SET state = ?, since_at = ?, finished_at = CASE WHEN state = ? THEN ?"
          + " ELSE finished_at END WHERE ticket = ?",
        [
          .text(BillState.review.rawValue), .instant(at), .text(BillState.invoiced.rawValue),
          .instant(at), .number(line.ticket),
        ])
    }
  }
}

extension InvoiceNumber {
  fileprivate func key(_ kind: InvoiceKind) -> [SQLValue] {
    [
      .text(text), .text(kind.rawValue), .text(series.text), .integer(year), .integer(counter),
    ]
  }
}

extension Tables {
  fileprivate func add(
    _ lines: [InvoiceLine], _ taxes: [TaxTotal], to number: InvoiceNumber
  ) throws(EngineFault) {
    for (index, line) in lines.enumerated() {
      try run(
        """
        INSERT INTO invoice_line (invoice, line, ticket, ticket_line, kind, body, quantity,
          list_price, amount, supplied, basis_points)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
          .text(number.text), .integer(index + 1), .number(line.ticket),
          .integer(line.ticketLine), .text(line.kind.rawValue), .text(line.text.value ?? ""),
          .integer(line.quantity), .integer(line.listPrice), .integer(line.amount),
          .text(line.supplied.text), .integer(line.rate?.basisPoints),
        ])
    }
    for (index, tax) in taxes.enumerated() {
      try run(
        """
        INSERT INTO invoice_tax (invoice, line, basis_points, net, tax, gross, credited_tax,
          credited_gross)
        VALUES (?, ?, ?, ?, ?, ?, 0, 0)
        """,
        [
          .text(number.text), .integer(index + 1), .integer(tax.rate?.basisPoints),
          .integer(tax.net), .integer(tax.tax), .integer(tax.gross),
        ])
    }
  }
}
