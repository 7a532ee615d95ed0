public import DeskRules
import DeskEngine

/// A line with a typed price where the tariff says another; amounts are minor units before discounts.
public struct OverriddenLine: Sendable, Equatable {
  /// Of which ticket.
  public let ticket: TicketNumber
  /// Counts the ticket's lines from 1.
  public let line: Int
  /// Whose.
  public let client: ClientCode
  /// What it is for.
  public let kind: LineKind
  /// What was done or supplied.
  public let text: String
  /// Minutes for labour and travel, pieces otherwise.
  public let quantity: Int
  /// What the tariff says.
  public let tariffAmount: Int64
  /// What was typed.
  public let amount: Int64
  /// When it was done.
  public let at: Instant
  /// Who typed the price.
  public let pricedBy: String
  /// Why.
  public let reason: String?
  /// The invoice that carries it.
  public let invoice: InvoiceNumber?
}

/// Which overridden prices to list.
public struct OverrideFilter: Sendable {
  /// Only one client's.
  public var client: ClientCode?
  /// Only of work from a moment on.
  public var from: Instant?
  /// Only of work before a moment.
  public var before: Instant?
  /// Only those after this one in the order of the list.
  public var after: (at: Instant, ticket: TicketNumber, line: Int)?
  /// At most so many.
  public var limit = 100

  /// All of them.
  public init() {}
}

extension TicketStore {
  /// The lines with overridden prices, the newest work first; voided ones are left out.
  public func overrides(_ filter: OverrideFilter) throws(DeskError) -> [OverriddenLine] {
    var conditions = ["tariff_amount IS NOT NULL", "voided_by IS NULL"]
    var values: [SQLValue] = []
    if let client = filter.client {
      conditions.append("ticket.client = ?")
      values.append(.code(client))
    }
    if let from = filter.from {
      conditions.append("done_at >= ?")
      values.append(.instant(from))
    }
    if let before = filter.before {
      conditions.append("done_at < ?")
      values.append(.instant(before))
    }
    if let after = filter.after {
      conditions.append("(done_at, ticket_line.ticket, ticket_line.line) < (?, ?, ?)")
      values += [.instant(after.at), .number(after.ticket), .integer(after.line)]
    }
    return try books.all(
      """
      SELECT ticket_line.ticket, ticket_line.line, ticket.client, kind, body, quantity, tariff_amount,
        coalesce(list_amount, amount), done_at, priced_by, price_reason, invoice
      FROM ticket_line JOIN ticket ON ticket.number = ticket_line.ticket
      WHERE \(conditions.joined(separator: " AND "))
      ORDER BY done_at DESC, ticket_line.ticket DESC, ticket_line.line DESC LIMIT ?
      """, values + [.integer(filter.limit)]
    ) { row throws(DeskError) in
      OverriddenLine(
        ticket: Number(row.count(0)), line: row.count(1), client: ClientCode(stored: row.text(2)),
        kind: try row.word(3), text: row.text(4), quantity: row.count(5),
        tariffAmount: row.integer(6), amount: row.integer(7), at: row.instant(8),
        pricedBy: row.text(9), reason: row.optionalText(10),
        invoice: row.isNull(11) ? nil : try InvoiceNumber(row.text(11)))
    }
  }
}
