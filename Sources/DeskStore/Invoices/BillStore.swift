public import DeskRules
import DeskEngine

/// The bill of a job that ended, on its way to an invoice.
public struct FinishedBill: Sendable, Equatable {
  /// Of which ticket.
  public let ticket: TicketNumber
  /// Whose.
  public let client: ClientCode
  /// Where it stands.
  public let state: BillState
  /// When the job ended.
  public let finished: Instant
  /// Since when it stands there.
  public let since: Instant
  /// Why it went back to the engineer.
  public let reason: String?
  /// What is not on an invoice yet, in minor units.
  public let amount: Int64
  /// How many lines of that have a typed price where the tariff says another.
  public let overridden: Int
}

/// A line of a ticket that no invoice carries yet.
public struct BillLine: Sendable, Equatable {
  /// The ticket's line, from 1.
  public let line: Int
  /// What it is for.
  public let kind: LineKind
  /// What was done or supplied.
  public let text: String
  /// Minutes for labour and travel, pieces otherwise.
  public let quantity: Int
  /// The price before the client's discount, where there was one, in minor units.
  public let listPrice: Int64?
  /// What the client pays, in minor units.
  public let amount: Int64
  /// When it was done.
  public let at: Instant
}

/// How a client is invoiced.
public struct ClientTerms: Sendable, Equatable {
  /// How prices stand to the tax.
  public var tax = TaxTreatment.inside
  /// How many days after its date an invoice is due.
  public var paymentDays = 14
  /// The address on documents.
  public var address: String?
  /// The tax number on documents.
  public var taxNumber: String?

  /// What holds for a client of whom nothing else was said.
  public init() {}
}

/// A rate of value added tax from a day on.
public struct TaxRate: Sendable, Equatable {
  /// The first day of supply.
  public let from: CalendarDate
  /// The rate; nil for no tax.
  public let rate: Percent?
}

/// Bills of finished jobs, and what invoices are made by.
public struct BillStore {
  let books: Books
  private static let columns = """
    ticket, client, state, finished_at, since_at, reason, (
      SELECT coalesce(sum(amount), 0) FROM ticket_line
      WHERE ticket_line.ticket = bill.ticket AND \(isUninvoiced)), (
      SELECT count(tariff_amount) FROM ticket_line
      WHERE ticket_line.ticket = bill.ticket AND \(isUninvoiced))
    """
  private static let isUninvoiced = "invoice IS NULL AND voided_by IS NULL"

  private func bill(_ row: any Row) throws(DeskError) -> FinishedBill {
    FinishedBill(
      ticket: Number(row.count(0)), client: ClientCode(stored: row.text(1)),
      state: try row.word(2), finished: row.instant(3), since: row.instant(4),
      reason: row.optionalText(5), amount: row.integer(6), overridden: row.count(7))
  }

  /// The bill of a ticket, if its job has ended.
  public func find(_ ticket: TicketNumber) throws(DeskError) -> FinishedBill? {
    try books.first(
      "SELECT \(Self.columns) FROM bill WHERE ticket = ?", [.number(ticket)], bill)
  }

  /// The bills that are not invoiced, the oldest first.
  public func queue(
    client: ClientCode? = nil, state: BillState? = nil, after: FinishedBill? = nil, limit: Int
  ) throws(DeskError) -> [FinishedBill] {
    var conditions = ["state <> 'invoiced'"]
    var values: [SQLValue] = []
    if let client {
      conditions.append("client = ?")
      values.append(.code(client))
    }
    if let state {
      conditions.append("state = ?")
      values.append(.text(state.rawValue))
    }
    if let after {
      conditions.append("(finished_at, ticket) > (?, ?)")
      values += [.instant(after.finished), .number(after.ticket)]
    }
    return try books.all(
      """
      SELECT \(Self.columns) FROM bill WHERE \(conditions.joined(separator: " AND "))
      ORDER BY finished_at, ticket LIMIT ?
      """, values + [.integer(limit)], bill)
  }

  /// A ticket's lines that no invoice carries, in order.
  public func lines(_ ticket: TicketNumber) throws(DeskError) -> [BillLine] {
    try books.all(
      """
      SELECT line, kind, body, quantity, list_amount, amount, done_at FROM ticket_line
      WHERE ticket = ? AND \(Self.isUninvoiced) ORDER BY line
      """, [.number(ticket)]
    ) { row throws(DeskError) in
      BillLine(
        line: row.count(0), kind: try row.word(1), text: row.text(2), quantity: row.count(3),
        listPrice: row.optionalInteger(4), amount: row.integer(5), at: row.instant(6))
    }
  }

  /// The invoices that carry a ticket's lines, by number.
  public func invoices(_ ticket: TicketNumber) throws(DeskError) -> [InvoiceNumber] {
    try books.all(
      "SELECT invoice FROM invoice_ticket WHERE ticket = ? ORDER BY invoice", [.number(ticket)]
    ) { row throws(DeskError) in try InvoiceNumber(row.text(0)) }
  }

  /// The invoice on which a ticket's line still stands: it is not taken back by a credit note.
  public func claim(
    _ ticket: TicketNumber, line: Int
  ) throws(DeskError) -> (invoice: InvoiceNumber, line: Int)? {
    try books.first(
      """
      SELECT invoice_line.invoice, invoice_line.line
      FROM invoice_ticket
      JOIN invoice ON invoice.number = invoice_ticket.invoice
      JOIN invoice_line ON invoice_line.invoice = invoice.number
      WHERE invoice_ticket.ticket = ? AND invoice_line.ticket = invoice_ticket.ticket
        AND invoice_line.ticket_line = ? AND invoice_line.credited_by IS NULL
        AND invoice_line.amount > 0 AND invoice.credited < invoice.total
      """, [.number(ticket), .integer(line)]
    ) { row throws(DeskError) in
      (invoice: try InvoiceNumber(row.text(0)), line: row.count(1))
    }
  }

  /// How a client is invoiced.
  public func terms(_ client: ClientCode) throws(DeskError) -> ClientTerms {
    try books.first(
      "SELECT tax, payment_days, address, tax_number FROM client_terms WHERE client = ?",
      [.code(client)]
    ) { row throws(DeskError) in
      var terms = ClientTerms()
      if !row.isNull(0) { terms.tax = try row.word(0) }
      if let days = row.optionalInteger(1) { terms.paymentDays = Int(days) }
      terms.address = row.optionalText(2)
      terms.taxNumber = row.optionalText(3)
      return terms
    } ?? ClientTerms()
  }

  /// The rates by their first day.
  public func rates() throws(DeskError) -> [TaxRate] {
    try books.all("SELECT from_date, basis_points FROM tax_rate ORDER BY from_date", [], rate)
  }

  /// The rate of a day of supply; nil where none was set for it.
  public func rate(on day: CalendarDate) throws(DeskError) -> TaxRate? {
    try books.first(
      """
      SELECT from_date, basis_points FROM tax_rate WHERE from_date <= ?
      ORDER BY from_date DESC LIMIT 1
      """, [.text(day.text)], rate)
  }

  private func rate(_ row: any Row) throws(DeskError) -> TaxRate {
    TaxRate(
      from: try CalendarDate(row.text(0)),
      rate: row.optionalInteger(1).map { Percent(stored: $0) })
  }
}

extension Books {
  /// Bills of finished jobs, and what invoices are made by.
  public var bills: BillStore { BillStore(books: self) }
}
