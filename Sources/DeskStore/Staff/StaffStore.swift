public import DeskRules
import DeskEngine

/// Somebody who works with the desk.
public struct StaffMember: Sendable, Equatable {
  /// The short name.
  public let name: String
  /// The full name; empty once erased.
  public let fullName: String
  /// What they do.
  public let role: Role
  /// The operating system's user that speaks as them.
  public let login: String?
  /// The client a `client` role belongs to.
  public let client: ClientCode?
  /// Since when they have no access.
  public let disabledAt: Instant?
  /// How to call.
  public let phone: String?
  /// Where to write.
  public let mail: String?

  /// Whether there is what a notifier needs to reach them.
  public func isReachable(by contact: NotifierContact) -> Bool {
    contact.isGiven(phone: phone, mail: mail)
  }
}

/// An access token, without its secret.
public struct Token: Sendable, Equatable {
  /// Its number.
  public let number: TokenNumber
  /// As whom it speaks.
  public let staff: String
  /// When it ends by itself.
  public let expires: Instant?
  /// When it was withdrawn.
  public let revokedAt: Instant?
}

/// Staff and their tokens.
public struct StaffStore {
  let books: Books
  private static let columns = "name, full_name, role, login, client, disabled_at, phone, mail"

  private func member(_ row: any Row) throws(DeskError) -> StaffMember {
    StaffMember(
      name: row.text(0), fullName: row.text(1), role: try row.word(2), login: row.optionalText(3),
      client: row.optionalText(4).map { ClientCode(stored: $0) },
      disabledAt: row.optionalInstant(5), phone: row.optionalText(6), mail: row.optionalText(7))
  }

  /// The member with a short name.
  public func find(_ name: String) throws(DeskError) -> StaffMember? {
    try books.first("SELECT \(Self.columns) FROM staff WHERE name = ?", [.text(name)], member)
  }

  /// The member for whom an operating system's user speaks.
  public func find(login: String) throws(DeskError) -> StaffMember? {
    try books.first(
      "SELECT \(Self.columns) FROM staff WHERE login = ? AND disabled_at IS NULL",
      [.text(login)], member)
  }

  /// Everybody, by name.
  public func list() throws(DeskError) -> [StaffMember] {
    try books.all("SELECT \(Self.columns) FROM staff ORDER BY name", [], member)
  }

  /// What an hour of each member costs, from which day on, in minor units; by name and day.
  public func rates() throws(DeskError) -> [StaffRated] {
    try books.all(
      """
      SELECT staff, from_date, hourly_rate FROM staff_rate WHERE hourly_rate IS NOT NULL
      ORDER BY staff, from_date
      """
    ) { row throws(DeskError) in
      StaffRated(
        name: row.text(0), from: try CalendarDate(row.text(1)), hourlyRate: row.integer(2))
    }
  }

  private func token(_ row: any Row) -> Token {
    Token(
      number: Number(row.count(0)), staff: row.text(1), expires: row.optionalInstant(2),
      revokedAt: row.optionalInstant(3))
  }

  /// The token with a digest.
  public func token(digest: String) throws(DeskError) -> Token? {
    try books.first(
      "SELECT number, staff, expires_at, revoked_at FROM token WHERE digest = ?",
      [.text(digest)], token)
  }

  /// The token with a number.
  public func token(_ number: TokenNumber) throws(DeskError) -> Token? {
    try books.first(
      "SELECT number, staff, expires_at, revoked_at FROM token WHERE number = ?",
      [.number(number)], token)
  }
}

extension Books {
  /// Staff and their tokens.
  public var staff: StaffStore { StaffStore(books: self) }
}
