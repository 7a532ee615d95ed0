public import DeskRules
import DeskEngine

/// A loan, open or closed.
public struct Loan: Sendable, Equatable {
  /// Its number.
  public let number: LoanNumber
  /// The device lent.
  public let device: Tag
  /// The repair it belongs to.
  public let ticket: TicketNumber
  /// To whom.
  public let client: ClientCode
  /// To which site.
  public let site: ClientCode
  /// When it was handed over.
  public let issued: Instant
  /// When it is expected back.
  public let due: Instant
  /// The page counter at hand-over.
  public let meterOut: Int?
  /// When it came back.
  public let returned: Instant?
  /// The page counter at return.
  public let meterIn: Int?
  /// What was noticed at hand-over and return.
  public let flags: [String]
}

/// Loans.
public struct LoanStore {
  let books: Books
  private static let columns = """
    number, device, ticket, client, site, issued_at, due_at, meter_out, returned_at, meter_in, flags
    """

  private func loan(_ row: any Row) -> Loan {
    Loan(
      number: Number(row.count(0)), device: Tag(stored: row.text(1)),
      ticket: Number(row.count(2)), client: ClientCode(stored: row.text(3)),
      site: ClientCode(stored: row.text(4)), issued: row.instant(5), due: row.instant(6),
      meterOut: row.optionalInteger(7).map(Int.init), returned: row.optionalInstant(8),
      meterIn: row.optionalInteger(9).map(Int.init),
      flags: row.text(10).split(separator: " ").map(String.init))
  }

  /// The loan with a number.
  public func find(_ number: LoanNumber) throws(DeskError) -> Loan? {
    try books.first(
      "SELECT \(Self.columns) FROM loan WHERE number = ?", [.number(number)], loan)
  }

  /// The loan a device is out on.
  public func open(_ device: Tag) throws(DeskError) -> Loan? {
    try books.first(
      "SELECT \(Self.columns) FROM loan WHERE device = ? AND returned_at IS NULL",
      [.tag(device)], loan)
  }

  /// A ticket's loans in order.
  public func list(ticket: TicketNumber) throws(DeskError) -> [Loan] {
    try books.all(
      "SELECT \(Self.columns) FROM loan WHERE ticket = ? ORDER BY number", [.number(ticket)], loan)
  }

  /// Loans that are out, the most urgent first; of one client, due before a moment.
  public func out(
    client: ClientCode?, dueBefore: Instant?, limit: Int
  ) throws(DeskError) -> [Loan] {
    try books.all(
      """
      SELECT \(Self.columns) FROM loan
      WHERE returned_at IS NULL AND due_at < ?\(client == nil ? "" : " AND client = ?")
      ORDER BY due_at, number LIMIT ?
      """,
      [.integer(dueBefore?.seconds ?? .max)] + (client.map { [.code($0)] } ?? [])
        + [.integer(limit)], loan)
  }

  /// Every loan, newest first, before a number; of one client.
  public func all(
    client: ClientCode?, before: LoanNumber?, limit: Int
  ) throws(DeskError) -> [Loan] {
    try books.all(
      """
      SELECT \(Self.columns) FROM loan
      WHERE number < ?\(client == nil ? "" : " AND client = ?") ORDER BY number DESC LIMIT ?
      """,
      [.integer(before.map { Int64($0.value) } ?? .max)] + (client.map { [.code($0)] } ?? [])
        + [.integer(limit)], loan)
  }
}

extension Books {
  /// Loans.
  public var loans: LoanStore { LoanStore(books: self) }
}
