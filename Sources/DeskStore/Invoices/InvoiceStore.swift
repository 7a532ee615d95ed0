public import DeskRules
import DeskEngine

/// An invoice or a credit note; amounts are minor units.
public struct Invoice: Sendable, Equatable {
  /// The number.
  public let number: InvoiceNumber
  /// The invoice it takes back a part of; nil for an invoice.
  public let original: InvoiceNumber?
  /// Whose.
  public let client: ClientCode
  /// Its date.
  public let date: CalendarDate
  /// By when it is to be paid.
  public let due: CalendarDate
  /// The currency.
  public let currency: Currency
  /// How its lines' amounts stand to the tax.
  public let treatment: TaxTreatment
  /// What the client pays, or gets back.
  public let total: Int64
  /// How much of it credit notes took back.
  public let credited: Int64
  /// How much of it is paid.
  public let paid: Int64
  /// What is still to be paid.
  public let open: Int64
  /// Why it was credited, on a credit note.
  public let reason: String?
  /// The firm's name and details at the time, a line each.
  public let seller: String
  /// The client's name and details at the time, a line each.
  public let buyer: String
  /// Which budget lines carry it, as rows of JSON; nil on credit notes and invoices of earlier
  /// versions.
  public let annex: String?
  /// How many reminders were sent.
  public let reminders: Int
  /// When the last was sent.
  public let reminded: Instant?

  /// Whether it takes back a part of an invoice.
  public var isCredit: Bool { original != nil }
}

/// A line of an invoice as the books keep it.
public struct InvoicedLine: Sendable, Equatable {
  /// Counts the invoice's lines from 1.
  public let number: Int
  /// The line.
  public let line: InvoiceLine
  /// The credit note that took it back.
  public let creditedBy: InvoiceNumber?
}

/// What one rate comes to on an invoice, and what of it is not credited.
public struct InvoicedTax: Sendable, Equatable {
  /// The total as it was invoiced.
  public let total: TaxTotal
  /// What credit notes left of it.
  public let left: TaxTotal
}

/// Which invoices to list.
public struct InvoiceFilter: Sendable {
  /// Only one client's.
  public var client: ClientCode?
  /// Only those not paid in full, by due date; otherwise all, newest first.
  public var isOpen = false
  /// Of the open ones only those due before a day.
  public var dueBefore: CalendarDate?
  /// What is open is what was open by the end of this day, as is known now; what is open now where
  /// none is named.
  public var openOn: CalendarDate?
  /// Only those of a date or later.
  public var from: CalendarDate?
  /// Only those of a date or earlier.
  public var until: CalendarDate?
  /// Only those after this one in the order of the list.
  public var after: Invoice?
  /// At most so many.
  public var limit = 100

  /// Every invoice, newest first.
  public init() {}
}

/// What was sold to a client, without tax, in minor units.
public struct ClientSales: Sendable, Equatable {
  /// To whom.
  public let client: ClientCode
  /// In which currency.
  public let currency: Currency
  /// How much.
  public let net: Int64
}

/// Invoices, credit notes and payments.
public struct InvoiceStore {
  let books: Books
  private static let columns = """
    number, original, client, date, due, currency, treatment, total, credited, paid, open_amount,
    reason, seller, buyer, annex, reminders, reminded_at
    """

  private func invoice(_ row: any Row) throws(DeskError) -> Invoice {
    Invoice(
      number: try InvoiceNumber(row.text(0)),
      original: row.isNull(1) ? nil : try InvoiceNumber(row.text(1)),
      client: ClientCode(stored: row.text(2)), date: try CalendarDate(row.text(3)),
      due: try CalendarDate(row.text(4)), currency: try Currency(row.text(5)),
      treatment: try row.word(6), total: row.integer(7), credited: row.integer(8),
      paid: row.integer(9), open: row.integer(10), reason: row.optionalText(11),
      seller: row.text(12), buyer: row.text(13), annex: row.optionalText(14),
      reminders: row.count(15), reminded: row.optionalInstant(16))
  }

  /// The invoice or credit note with a number.
  public func find(_ number: InvoiceNumber) throws(DeskError) -> Invoice? {
    try books.first(
      "SELECT \(Self.columns) FROM invoice WHERE number = ?", [.text(number.text)], invoice)
  }

  /// The last number of a series, with its date.
  public func last(
    _ series: InvoiceSeries
  ) throws(DeskError) -> (number: InvoiceNumber, date: CalendarDate)? {
    try books.first(
      """
      SELECT number, date FROM invoice WHERE series = ? ORDER BY year DESC, counter DESC LIMIT 1
      """, [.text(series.text)]
    ) { row throws(DeskError) in
      (number: try InvoiceNumber(row.text(0)), date: try CalendarDate(row.text(1)))
    }
  }

  /// The invoices that pass a filter.
  public func list(_ filter: InvoiceFilter) throws(DeskError) -> [Invoice] {
    var conditions: [String] = []
    var (source, values) = Self.source(openOn: filter.openOn)
    func only(_ condition: String, _ added: SQLValue...) {
      conditions.append(condition)
      values += added
    }
    if let client = filter.client { only("client = ?", .code(client)) }
    if let from = filter.from { only("date >= ?", .text(from.text)) }
    if let until = filter.until { only("date <= ?", .text(until.text)) }
    if filter.isOpen {
      only("open_amount > 0")
      if let due = filter.dueBefore { only("due < ?", .text(due.text)) }
      if let after = filter.after {
        only("(due, number) > (?, ?)", .text(after.due.text), .text(after.number.text))
      }
    } else if let after = filter.after {
      only("(date, number) < (?, ?)", .text(after.date.text), .text(after.number.text))
    }
    let condition = conditions.isEmpty ? "1" : conditions.joined(separator: " AND ")
    let order = filter.isOpen ? "due, number" : "date DESC, number DESC"
    return try books.all(
      "SELECT \(Self.columns) FROM \(source) WHERE \(condition) ORDER BY \(order) LIMIT ?",
      values + [.integer(filter.limit)], invoice)
  }

  /// The invoices; those that may have been open on a past day with what was open then.
  private static func source(openOn day: CalendarDate?) -> (String, [SQLValue]) {
    guard let day else { return ("invoice", []) }
    let open = """
      open_amount - coalesce((
        SELECT sum(amount) FROM open_change
        WHERE open_change.invoice = invoice.number AND open_change.date > ?), 0) AS open_amount
      """
    let source = """
      (
        SELECT \(columns.replacing("open_amount", with: open)) FROM invoice WHERE number IN (
          SELECT number FROM invoice WHERE open_amount > 0
          UNION SELECT invoice FROM open_change WHERE date > ?)
      ) AS invoice
      """
    return (source, [.text(day.text), .text(day.text)])
  }

  /// What was invoiced on some days less what was credited on them, without tax, by client and
  /// currency, the largest first.
  public func sales(
    from first: CalendarDate, to last: CalendarDate
  ) throws(DeskError) -> [ClientSales] {
    try books.all(
      """
      SELECT client, currency, sum(CASE kind WHEN ? THEN -1 ELSE 1 END * (
        SELECT sum(net) FROM invoice_tax WHERE invoice_tax.invoice = invoice.number)) AS sales
      FROM invoice WHERE date >= ? AND date <= ?
      GROUP BY client, currency ORDER BY sales DESC, client, currency
      """, [.text(InvoiceKind.credit.rawValue), .text(first.text), .text(last.text)]
    ) { row throws(DeskError) in
      ClientSales(
        client: ClientCode(stored: row.text(0)), currency: try Currency(row.text(1)),
        net: row.integer(2))
    }
  }

  /// Up to three invoices that money of a day may be for, each with what was left to pay before the
  /// day: just the amount, or some of it where the amount is the total; or just the amount has been paid
  /// since. Payments of the day or later count as not made, so that money is judged alike before and
  /// after the others of its day are entered. Those of which just the amount was left come first.
  public func matching(
    _ amount: Int64, _ currency: Currency, of client: ClientCode?, on day: CalendarDate
  ) throws(DeskError) -> [(invoice: Invoice, leftBefore: Int64)] {
    let isSince = "payment.date >= ?4 AND payment.reversed_at IS NULL"
    let paid = """
      SELECT invoice FROM payment WHERE amount = ?3 AND invoice IS NOT NULL AND \(isSince)
      """
    return try books.all(
      """
      SELECT \(Self.columns), left_before FROM (
        SELECT invoice.*, open_amount + coalesce((
          SELECT sum(applied) FROM payment
          WHERE payment.invoice = invoice.number AND \(isSince)), 0) AS left_before
        FROM invoice
        WHERE currency = ?1 AND client = coalesce(?2, client) AND number IN (
          SELECT number FROM invoice WHERE open_amount > 0 AND open_amount = ?3
          UNION SELECT number FROM invoice WHERE open_amount > 0 AND total = ?3
          UNION SELECT invoice FROM open_change WHERE date >= ?4 AND amount < 0
          UNION \(paid))
      ) AS candidate
      WHERE left_before > 0 AND (left_before = ?3 OR total = ?3) OR number IN (\(paid))
      ORDER BY CASE WHEN left_before = ?3 THEN 0 ELSE 1 END, number LIMIT 3
      """,
      [.text(currency.code), .code(client), .integer(amount), .text(day.text)]
    ) { row throws(DeskError) in (invoice: try invoice(row), leftBefore: row.integer(17)) }
  }

  /// The credit notes for an invoice, by number.
  public func credits(_ number: InvoiceNumber) throws(DeskError) -> [Invoice] {
    try books.all(
      "SELECT \(Self.columns) FROM invoice WHERE original = ? ORDER BY number",
      [.text(number.text)], invoice)
  }

  /// An invoice's lines in order.
  public func lines(_ number: InvoiceNumber) throws(DeskError) -> [InvoicedLine] {
    try books.all(
      """
      SELECT line, ticket, ticket_line, kind, body, quantity, list_price, amount, supplied,
        basis_points, credited_by
      FROM invoice_line WHERE invoice = ? ORDER BY line
      """, [.text(number.text)]
    ) { row throws(DeskError) in
      let line = InvoiceLine(
        ticket: Number(row.count(1)), ticketLine: row.count(2), kind: try row.word(3),
        text: row.text(4), quantity: row.count(5), listPrice: row.optionalInteger(6),
        amount: row.integer(7), supplied: try CalendarDate(row.text(8)),
        rate: row.optionalInteger(9).map { Percent(stored: $0) })
      return InvoicedLine(
        number: row.count(0), line: line,
        creditedBy: row.isNull(10) ? nil : try InvoiceNumber(row.text(10)))
    }
  }

  /// Which of an invoice's lines, by number, are on it still or were credited without coming back: their
  /// tickets' lines are neither in the queue, nor on another invoice, nor void.
  public func standing(on number: InvoiceNumber) throws(DeskError) -> Set<Int> {
    Set(
      try books.all(
        """
        SELECT invoice_line.line FROM invoice_line
        JOIN ticket_line ON ticket_line.ticket = invoice_line.ticket
          AND ticket_line.line = invoice_line.ticket_line
        WHERE invoice_line.invoice = ? AND ticket_line.invoice = invoice_line.invoice
          AND ticket_line.voided_by IS NULL
        """, [.text(number.text)]
      ) { row in row.count(0) })
  }

  /// An invoice's totals by rate.
  public func taxes(_ number: InvoiceNumber) throws(DeskError) -> [InvoicedTax] {
    try books.all(
      """
      SELECT basis_points, net, tax, gross, credited_tax, credited_gross FROM invoice_tax
      WHERE invoice = ? ORDER BY line
      """, [.text(number.text)]
    ) { row in
      let rate = row.optionalInteger(0).map { Percent(stored: $0) }
      let (tax, gross) = (row.integer(2) - row.integer(4), row.integer(3) - row.integer(5))
      return InvoicedTax(
        total: TaxTotal(
          rate: rate, net: row.integer(1), tax: row.integer(2), gross: row.integer(3)),
        left: TaxTotal(rate: rate, net: gross - tax, tax: tax, gross: gross))
    }
  }
}

extension Books {
  /// Invoices, credit notes and payments.
  public var invoices: InvoiceStore { InvoiceStore(books: self) }
}
