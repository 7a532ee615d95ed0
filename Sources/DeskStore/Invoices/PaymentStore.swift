public import DeskRules
import DeskEngine

/// A payment as the books keep it; amounts are minor units.
public struct Payment: Sendable, Equatable {
  /// Its number.
  public let number: PaymentNumber
  /// For which invoice; nil for money that came before there was one, and for money that went back.
  public let invoice: InvoiceNumber?
  /// Whose.
  public let client: ClientCode
  /// How much came.
  public let amount: Int64
  /// How much of it the invoice took.
  public let applied: Int64
  /// Whether it was taken from what the client had on account.
  public let isFromAccount: Bool
  /// The day it came.
  public let date: CalendarDate
  /// The bank's or the client's own text for it.
  public let reference: String?
  /// When it was reversed.
  public let reversed: Instant?
  /// Whether it is money on account that was given back.
  public let isRefund: Bool

  /// Makes one from its parts.
  public init(
    number: PaymentNumber, invoice: InvoiceNumber?, client: ClientCode, amount: Int64,
    applied: Int64, isFromAccount: Bool, date: CalendarDate, reference: String?,
    reversed: Instant?, isRefund: Bool = false
  ) {
    self.number = number
    self.invoice = invoice
    self.client = client
    self.amount = amount
    self.applied = applied
    self.isFromAccount = isFromAccount
    self.date = date
    self.reference = reference
    self.reversed = reversed
    self.isRefund = isRefund
  }
}

/// Money that came, and money that went back.
public struct PaymentStore {
  let books: Books

  private static let columns = """
    number, invoice, client, amount, applied, from_account, date, reference, reversed_at,
    is_refund
    """

  private func payment(_ row: any Row) throws(DeskError) -> Payment {
    Payment(
      number: Number(row.count(0)), invoice: row.isNull(1) ? nil : try InvoiceNumber(row.text(1)),
      client: ClientCode(stored: row.text(2)), amount: row.integer(3), applied: row.integer(4),
      isFromAccount: row.integer(5) == 1, date: try CalendarDate(row.text(6)),
      reference: row.optionalText(7), reversed: row.optionalInstant(8),
      isRefund: row.integer(9) == 1)
  }

  /// The payment with a number.
  public func find(_ number: PaymentNumber) throws(DeskError) -> Payment? {
    try books.first(
      "SELECT \(Self.columns) FROM payment WHERE number = ?", [.number(number)], payment)
  }

  /// The payments for an invoice, by number, reversed ones too.
  public func list(for invoice: InvoiceNumber) throws(DeskError) -> [Payment] {
    try books.all(
      "SELECT \(Self.columns) FROM payment WHERE invoice = ? ORDER BY number",
      [.text(invoice.text)], payment)
  }

  /// Payments by number after one, of one client or of all, at most `limit`; where a reference is
  /// given only those with just that text; of surplus ones those of clients who have money on account.
  public func list(
    client: ClientCode?, reference: String? = nil, isSurplus: Bool = false,
    after number: PaymentNumber?, limit: Int
  ) throws(DeskError) -> [Payment] {
    let client = client.map { (" AND client = ?", SQLValue.code($0)) }
    let reference = reference.map { (" AND reference = ?", SQLValue.text($0)) }
    let given = [client, reference].compactMap(\.self)
    return try books.all(
      """
      SELECT \(Self.columns) FROM payment
      WHERE number > ?\(isSurplus ? Self.isSurplus : "")\(given.map(\.0).joined()) ORDER BY number LIMIT ?
      """, [.integer(number?.value ?? 0)] + given.map(\.1) + [.integer(limit)], payment)
  }

  /// The first conditions are those of the index, word for word.
  private static let isSurplus = """
     AND amount > applied AND is_refund = 0 AND reversed_at IS NULL
      AND EXISTS (
        SELECT 1 FROM receivable WHERE receivable.client = payment.client AND on_account > 0)
    """

  /// The payments with just a reference, reversed ones too, at most a hundred, the newest first.
  public func list(reference: String) throws(DeskError) -> [Payment] {
    try books.all(
      """
      SELECT \(Self.columns) FROM payment
      WHERE reference = ? ORDER BY number DESC LIMIT 100
      """, [.text(reference)], payment)
  }

  /// The payments and refunds of an amount to or from a client that are not reversed, at most a
  /// hundred, the newest first.
  public func list(amount: Int64, client: ClientCode) throws(DeskError) -> [Payment] {
    try books.all(
      """
      SELECT \(Self.columns) FROM payment
      WHERE amount = ? AND client = ? AND reversed_at IS NULL ORDER BY date DESC LIMIT 100
      """, [.integer(amount), .code(client)], payment)
  }
}

extension Books {
  /// Money that came, and money that went back.
  public var payments: PaymentStore { PaymentStore(books: self) }
}
