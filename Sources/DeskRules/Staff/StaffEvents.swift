/// Somebody began to work with the desk.
public struct StaffAdded: Event {
  public static let kind = "staff.added"
  /// The short name, unique for ever.
  public let name: String
  /// The full name.
  public let fullName: Private<String>
  /// What they do.
  public let role: Role
  /// The operating system's user that speaks as them on the desk's own machine.
  public let login: String?
  /// The client a `client` role belongs to.
  public let client: ClientCode?

  /// Makes the fact.
  public init(
    name: String, fullName: String, role: Role, login: String?, client: ClientCode?
  ) {
    self.name = name
    self.fullName = Private(fullName)
    self.role = role
    self.login = login
    self.client = client
  }

  public var subjects: [Subject] { [.staff(name)] + (client.map { [.client($0)] } ?? []) }
}

/// Something about a member of staff was changed; what is absent stays as it was.
public struct StaffChanged: Event {
  public static let kind = "staff.changed"
  /// Who.
  public let name: String
  /// The new full name.
  public let fullName: Private<String>?
  /// How to call.
  public let phone: Private<String>?
  /// Where to write.
  public let mail: Private<String>?

  /// Makes the fact.
  public init(name: String, fullName: String?, phone: String?, mail: String?) {
    self.name = name
    self.fullName = fullName.map { Private($0) }
    self.phone = phone.map { Private($0) }
    self.mail = mail.map { Private($0) }
  }

  public var subjects: [Subject] { [.staff(name)] }
}

/// Somebody's access ended.
public struct StaffDisabled: Event {
  public static let kind = "staff.disabled"
  /// Who.
  public let name: String
  /// From when.
  public let at: Instant

  /// Makes the fact.
  public init(name: String, at: Instant) {
    self.name = name
    self.at = at
  }

  public var subjects: [Subject] { [.staff(name)] }
}

/// What an hour of somebody costs the firm from a day on.
public struct StaffRated: Event {
  public static let kind = "staff.rated"
  /// Who.
  public let name: String
  /// The first day it holds.
  public let from: CalendarDate
  /// The cost of an hour, in minor units of the desk's currency; a person's wage is private.
  public let hourlyRate: Private<Int64>

  /// Makes the fact.
  public init(name: String, from: CalendarDate, hourlyRate: Int64) {
    (self.name, self.from, self.hourlyRate) = (name, from, Private(hourlyRate))
  }

  public var subjects: [Subject] { [.staff(name)] }
}

/// A token that speaks as somebody was issued. Only its digest is kept.
public struct TokenIssued: Event {
  public static let kind = "token.issued"
  /// The token's number, by which it is revoked.
  public let number: TokenNumber
  /// As whom it speaks.
  public let staff: String
  /// The SHA-256 of the token in hexadecimal digits.
  public let digest: String
  /// When it was issued.
  public let at: Instant
  /// When it ends by itself.
  public let expires: Instant?

  /// Makes the fact.
  public init(
    number: TokenNumber, staff: String, digest: String, at: Instant, expires: Instant?
  ) {
    self.number = number
    self.staff = staff
    self.digest = digest
    self.at = at
    self.expires = expires
  }

  public var subjects: [Subject] { [.staff(staff)] }
}

/// A token was withdrawn.
public struct TokenRevoked: Event {
  public static let kind = "token.revoked"
  /// Which.
  public let number: TokenNumber
  /// Whose it was.
  public let staff: String
  /// From when.
  public let at: Instant

  /// Makes the fact.
  public init(number: TokenNumber, staff: String, at: Instant) {
    self.number = number
    self.staff = staff
    self.at = at
  }

  public var subjects: [Subject] { [.staff(staff)] }
}
