public import DeskRules
import DeskEngine

/// What a client owes, in minor units of the client's currency.
public struct Receivable: Sendable, Equatable {
  /// Whose.
  public let client: ClientCode
  /// What is still to be paid on invoices.
  public let open: Int64
  /// What the client has paid beyond invoices.
  public let onAccount: Int64
}

/// An entry of a client's account, in minor units.
public struct AccountEntry: Sendable, Equatable {
  /// The day.
  public let date: CalendarDate
  /// The invoice's, credit note's or payment's number.
  public let document: String
  /// What it is.
  public let kind: AccountEntryKind
  /// What the client owes by it.
  public let debit: Int64
  /// What the firm owes by it.
  public let credit: Int64
}

/// A client's open invoices in one bucket of days, summed.
public struct AgedSum: Sendable, Equatable {
  /// Whose.
  public let client: ClientCode
  /// The bucket.
  public let bucket: AgeBucket
  /// The sum, in minor units of the client's currency.
  public let amount: Int64
}

/// Clients' accounts: what they owe, and by which documents.
public struct AccountStore {
  let books: Books

  /// What a client owes.
  public func receivable(_ client: ClientCode) throws(DeskError) -> Receivable {
    try books.first(
      "SELECT client, open_amount, on_account FROM receivable WHERE client = ?", [.code(client)]
    ) { row in
      Receivable(
        client: ClientCode(stored: row.text(0)), open: row.integer(1), onAccount: row.integer(2))
    } ?? Receivable(client: client, open: 0, onAccount: 0)
  }

  /// Every client that owes something or has something on account, by code.
  public func receivables() throws(DeskError) -> [Receivable] {
    try books.all(
      """
      SELECT client, open_amount, on_account FROM receivable
      WHERE open_amount > 0 OR on_account > 0 ORDER BY client
      """
    ) { row in
      Receivable(
        client: ClientCode(stored: row.text(0)), open: row.integer(1), onAccount: row.integer(2))
    }
  }

  /// The sums of a client's account before a day.
  public func sums(
    _ client: ClientCode, before day: CalendarDate
  ) throws(DeskError) -> (debit: Int64, credit: Int64) {
    try books.first(
      """
      SELECT debit, credit FROM account_day WHERE client = ? AND date < ?
      ORDER BY date DESC LIMIT 1
      """, [.code(client), .text(day.text)]
    ) { row in (debit: row.integer(0), credit: row.integer(1)) } ?? (debit: 0, credit: 0)
  }

  /// The entries of a client's account from one day to another, in order,
  /// at most `limit`.
  public func entries(
    _ client: ClientCode, from first: CalendarDate, to last: CalendarDate, limit: Int
  ) throws(DeskError) -> [AccountEntry] {
    try books.all(
      """
      SELECT date, document, kind, debit, credit FROM account_entry
      WHERE client = ? AND date >= ? AND date <= ? ORDER BY client, date, seq, document
      LIMIT ?
      """, [.code(client), .text(first.text), .text(last.text), .integer(limit)]
    ) { row throws(DeskError) in
      AccountEntry(
        date: try CalendarDate(row.text(0)), document: row.text(1), kind: try row.word(2),
        debit: row.integer(3), credit: row.integer(4))
    }
  }

  /// The open invoices of one client or of all, summed by client and by how late they are on a day.
  public func ageing(
    of client: ClientCode? = nil, on day: CalendarDate
  ) throws(DeskError) -> [AgedSum] {
    var sums: [AgedSum] = []
    try books.each(
      """
      SELECT client, due, sum(open_amount) FROM invoice
      WHERE open_amount > 0\(client == nil ? "" : " AND client = ?")
      GROUP BY client, due ORDER BY client, due
      """, client.map { [.code($0)] } ?? []
    ) { row throws(DeskError) in
      let due = try CalendarDate(row.text(1))
      let bucket = AgeBucket(daysLate: day.days(since: due))
      let client = ClientCode(stored: row.text(0))
      let known = sums.firstIndex { $0.client == client && $0.bucket == bucket }
      let before = known.map { sums.remove(at: $0).amount } ?? 0
      sums.append(AgedSum(client: client, bucket: bucket, amount: before + row.integer(2)))
      return true
    }
    return sums
  }

  private static let paymentColumns = """
    number, invoice, client, amount, applied, from_account, date, reference, reversed_at
    """

  private func payment(_ row: any Row) throws(DeskError) -> Payment {
    Payment(
      number: Number(row.count(0)), invoice: try InvoiceNumber(row.text(1)),
      client: ClientCode(stored: row.text(2)), amount: row.integer(3), applied: row.integer(4),
      isFromAccount: row.integer(5) == 1, date: try CalendarDate(row.text(6)),
      reference: row.optionalText(7), reversed: row.optionalInstant(8))
  }

  /// The payment with a number.
  public func payment(_ number: PaymentNumber) throws(DeskError) -> Payment? {
    try books.first(
      "SELECT \(Self.paymentColumns) FROM payment WHERE number = ?", [.number(number)], payment)
  }

  /// The payments for an invoice, by number, reversed ones too.
  public func payments(for invoice: InvoiceNumber) throws(DeskError) -> [Payment] {
    try books.all(
      "SELECT \(Self.paymentColumns) FROM payment WHERE invoice = ? ORDER BY number",
      [.text(invoice.text)], payment)
  }

  /// Payments by number after one, of one client or of all, at most `limit`.
  public func payments(
    client: ClientCode?, after number: PaymentNumber?, limit: Int
  ) throws(DeskError) -> [Payment] {
    try books.all(
      """
      SELECT \(Self.paymentColumns) FROM payment
      WHERE number > ?\(client == nil ? "" : " AND client = ?") ORDER BY number LIMIT ?
      """,
      [.integer(number?.value ?? 0)] + (client.map { [.code($0)] } ?? []) + [.integer(limit)],
      payment)
  }
}

extension Books {
  /// Clients' accounts: what they owe, and by which documents.
  public var accounts: AccountStore { AccountStore(books: self) }
}
