import DeskEngine
import DeskRules

extension PaymentReceived: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.run(
      """
      INSERT INTO payment (number, invoice, client, amount, applied, from_account, date, reference)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .number(payment), .text(invoice?.text), .code(client), .integer(amount),
        .integer(applied), .flag(isFromAccount), .text(date.text), .text(reference?.value),
      ])
    try tables.count(payment)
    if let invoice { try tables.pay(invoice, applied, on: date) }
    try tables.post(
      client, date, payment.text, .payment, credit: isFromAccount ? 0 : amount, open: -applied,
      onAccount: isFromAccount ? -applied : amount - applied)
  }
}

extension PaymentReversed: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.runOnce(
      "UPDATE payment SET reversed_at = ? WHERE number = ?", [.instant(at), .number(payment)])
    if let invoice { try tables.pay(invoice, -applied, on: date) }
    try tables.post(
      client, date, payment.text, .reversal, debit: isFromAccount ? 0 : amount, open: applied,
      onAccount: isFromAccount ? applied : applied - amount)
  }
}

extension AccountRefunded: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.run(
      """
      INSERT INTO payment (number, client, amount, applied, from_account, date, reference,
        is_refund)
      VALUES (?, ?, ?, 0, 0, ?, ?, 1)
      """,
      [
        .number(payment), .code(client), .integer(amount), .text(date.text),
        .text(reference.value),
      ])
    try tables.count(payment)
    try tables.post(client, date, payment.text, .refund, debit: amount, onAccount: -amount)
  }
}

extension RefundReversed: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.runOnce(
      "UPDATE payment SET reversed_at = ? WHERE number = ?", [.instant(at), .number(payment)])
    try tables.post(
      client, date, payment.text, .refundReversal, credit: amount, onAccount: amount)
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
  /// Money on account that was given back.
  case refund
  /// Money that was given back and returned.
  case refundReversal = "refund_reversal"
}

extension Tables {
  fileprivate func pay(
    _ invoice: InvoiceNumber, _ amount: Int64, on date: CalendarDate
  ) throws(EngineFault) {
    try runOnce(
      "UPDATE invoice SET paid = paid + ?, open_amount = open_amount - ? WHERE number = ?",
      [.integer(amount), .integer(amount), .text(invoice.text)])
    try changeOpen(invoice, by: -amount, on: date)
  }

  /// Notes how a document of a day changed what is open of an invoice, so that a past day can be
  /// looked at.
  func changeOpen(
    _ invoice: InvoiceNumber, by amount: Int64, on date: CalendarDate
  ) throws(EngineFault) {
    guard amount != 0 else { return }
    try run(
      "INSERT INTO open_change (date, invoice, seq, amount) VALUES (?, ?, ?, ?)",
      [.text(date.text), .text(invoice.text), .integer(seq), .integer(amount)])
  }

  /// Writes a document into a client's account and carries its sums on; later days too, for what is
  /// entered late.
  func post(
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
