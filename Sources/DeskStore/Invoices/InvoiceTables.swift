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
        treatment, total, credited, paid, open_amount, seller, buyer, reminders)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?, ?, ?, 0)
      """,
      number.key(.invoice) + [
        .code(client), .text(date.text), .text(due.text), .text(currency.code),
        .text(treatment.rawValue), .integer(total), .integer(total), .text(seller.value ?? ""),
        .text(buyer.value ?? ""),
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
    try tables.post(client, date, number.text, .invoice, debit: total, open: total)
  }
}

extension InvoiceCredited: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.run(
      """
      INSERT INTO invoice (number, kind, series, year, counter, client, date, due, currency,
        treatment, total, credited, paid, open_amount, original, reason, seller, buyer, reminders)
      SELECT ?, ?, ?, ?, ?, client, ?, ?, currency, treatment, ?, 0, 0, 0, number, ?, seller,
        buyer, 0
      FROM invoice WHERE number = ?
      """,
      number.key(.credit) + [
        .text(date.text), .text(date.text), .integer(total), .text(reason.value ?? ""),
        .text(original.text),
      ])
    try tables.add([line], taxes, to: number)
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
    for line in reissued {
      try tables.runOnce(
        "UPDATE ticket_line SET invoice = NULL WHERE ticket = ? AND line = ? AND invoice = ?",
        [.number(line.ticket), .integer(line.line), .text(original.text)])
      try tables.runOnce(
        "UPDATE bill SET state = ?, since_at = ?, finished_at = CASE WHEN state = ? THEN ?"
          + " ELSE finished_at END WHERE ticket = ?",
        [
          .text(BillState.review.rawValue), .instant(at), .text(BillState.invoiced.rawValue),
          .instant(at), .number(line.ticket),
        ])
    }
    try tables.post(
      client, date, number.text, .credit, credit: total, open: toAccount - total,
      onAccount: toAccount)
  }
}

extension PaymentReceived: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.run(
      """
      INSERT INTO payment (number, invoice, client, amount, applied, from_account, date, reference)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .number(payment), .text(invoice.text), .code(client), .integer(amount),
        .integer(applied), .flag(isFromAccount), .text(date.text), .text(reference?.value),
      ])
    try tables.count(payment)
    try tables.pay(invoice, applied)
    try tables.post(
      client, date, payment.text, .payment, credit: isFromAccount ? 0 : amount, open: -applied,
      onAccount: isFromAccount ? -applied : amount - applied)
  }
}

extension PaymentReversed: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.runOnce(
      "UPDATE payment SET reversed_at = ? WHERE number = ?", [.instant(at), .number(payment)])
    try tables.pay(invoice, -applied)
    try tables.post(
      client, date, payment.text, .reversal, debit: isFromAccount ? 0 : amount, open: applied,
      onAccount: isFromAccount ? applied : applied - amount)
  }
}

extension ReminderSent: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.runOnce(
      "UPDATE invoice SET reminders = ?, reminded_at = ? WHERE number = ?",
      [.integer(reminder), .instant(at), .text(invoice.text)])
  }
}

/// What an entry of a client's account is.
public enum AccountEntryKind: String, Sendable, Codable {
  /// An invoice.
  case invoice
  /// A credit note.
  case credit
  /// Money that came.
  case payment
  /// Money that went back, or had never come.
  case reversal
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

  fileprivate func pay(_ invoice: InvoiceNumber, _ amount: Int64) throws(EngineFault) {
    try runOnce(
      "UPDATE invoice SET paid = paid + ?, open_amount = open_amount - ? WHERE number = ?",
      [.integer(amount), .integer(amount), .text(invoice.text)])
  }

  /// Writes a document into a client's account and carries its sums on; later days too, for what is
  /// entered late.
  fileprivate func post(
    _ client: ClientCode, _ date: CalendarDate, _ document: String, _ kind: AccountEntryKind,
    debit: Int64 = 0, credit: Int64 = 0, open: Int64 = 0, onAccount: Int64 = 0
  ) throws(EngineFault) {
    try run(
      """
      INSERT INTO receivable (client, open_amount, on_account) VALUES (?, ?, ?)
      ON CONFLICT (client) DO UPDATE SET open_amount = open_amount + excluded.open_amount,
        on_account = on_account + excluded.on_account
      """, [.code(client), .integer(max(0, open)), .integer(max(0, onAccount))])
    try run(
      """
      UPDATE receivable SET open_amount = open_amount + ?, on_account = on_account + ?
      WHERE client = ?
      """, [.integer(min(0, open)), .integer(min(0, onAccount)), .code(client)])
    guard debit != 0 || credit != 0 || kind == .invoice else { return }
    try run(
      """
      INSERT INTO account_entry (client, date, seq, document, kind, debit, credit)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .code(client), .text(date.text), .integer(seq), .text(document), .text(kind.rawValue),
        .integer(debit), .integer(credit),
      ])
    try carry(client, date, debit: debit, credit: credit)
  }

  private func carry(
    _ client: ClientCode, _ date: CalendarDate, debit: Int64, credit: Int64
  ) throws(EngineFault) {
    try run(
      """
      INSERT INTO account_day (client, date, debit, credit)
      SELECT ?, ?, coalesce(max(debit), 0), coalesce(max(credit), 0) FROM (
        SELECT debit, credit FROM account_day WHERE client = ? AND date < ?
        ORDER BY date DESC LIMIT 1)
      WHERE true
      ON CONFLICT (client, date) DO NOTHING
      """, [.code(client), .text(date.text), .code(client), .text(date.text)])
    try run(
      """
      UPDATE account_day SET debit = debit + ?, credit = credit + ?
      WHERE client = ? AND date >= ?
      """, [.integer(debit), .integer(credit), .code(client), .text(date.text)])
  }
}
