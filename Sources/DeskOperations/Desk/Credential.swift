public import DeskRules
public import DeskStore

/// What the desk is given from outside, so that a run can be repeated.
public struct Surroundings: Sendable {
  /// The clock.
  public let now: @Sendable () -> Instant
  /// Fresh random bytes in hexadecimal digits, 32 bytes a call.
  public let random: @Sendable () -> String
  /// Who drives the chains of calls here.
  public let calling: Calling
  /// What the server has done, where one carries out the requests.
  public let server: (@Sendable () -> ServerFigures)?

  /// Makes surroundings without a server.
  public init(
    now: @escaping @Sendable () -> Instant, random: @escaping @Sendable () -> String
  ) {
    self.init(now: now, random: random, calling: .nobody, server: nil)
  }

  private init(
    now: @escaping @Sendable () -> Instant, random: @escaping @Sendable () -> String,
    calling: Calling, server: (@Sendable () -> ServerFigures)?
  ) {
    self.now = now
    self.random = random
    self.calling = calling
    self.server = server
  }

  /// The same in a server, which drives the chains of calls.
  public func served(
    calling: Calling, figures: @escaping @Sendable () -> ServerFigures
  ) -> Surroundings {
    Surroundings(now: now, random: random, calling: calling, server: figures)
  }
}

/// Who drives the chains of calls, where a change is carried out.
public enum Calling: Sendable, Equatable {
  /// Nobody: no server runs.
  case nobody
  /// A server decides the steps, and they stand on the feed; nothing is told of them.
  case feed
  /// A server decides the steps and runs the notifier.
  case notifier
}

/// As whom somebody speaks. The books are asked at every request whether that still holds.
public struct Credential: Sendable, Equatable {
  /// The short name of the member of staff.
  public let staff: String
  /// The token that was shown, if any.
  public let token: TokenNumber?
  private let isDesk: Bool

  /// Makes a credential.
  public init(staff: String, token: TokenNumber? = nil) {
    self.init(staff: staff, token: token, isDesk: false)
  }

  private init(staff: String, token: TokenNumber?, isDesk: Bool) {
    self.staff = staff
    self.token = token
    self.isDesk = isDesk
  }

  /// The desk itself, as which the chains of calls are driven. No short name can be written like it,
  /// and no session can speak as it.
  static let desk = Credential(staff: "(desk)", token: nil, isDesk: true)

  /// The credential of an operating system's user on the desk's own machine.
  ///
  /// - Throws: `unauthenticated` when the user is bound to nobody.
  public static func login(_ user: String, in books: Books) throws(DeskError) -> Credential {
    guard let member = try books.staff.find(login: user) else {
      throw DeskError(
        .unauthenticated,
        "the user \(user) is bound to nobody here; ask an admin for"
          + " swapdesk staff add NAME \"FULL NAME\" --role ROLE --login \(user)")
    }
    return Credential(staff: member.name)
  }

  /// The credential of a token.
  ///
  /// - Throws: `unauthenticated` when there is no such token, or it has ended.
  public static func token(
    _ secret: String, in books: Books, now: Instant
  ) throws(DeskError) -> Credential {
    guard let token = try books.staff.token(digest: Digest.hexadecimal(secret)),
      token.isValid(at: now), let member = try books.staff.find(token.staff),
      member.disabledAt == nil
    else { throw Self.invalid }
    return Credential(staff: member.name, token: token.number)
  }

  private static let invalid = DeskError(
    .unauthenticated, "the token is not valid; ask an admin for a new one")

  /// The caller behind the credential, as the books know them now.
  ///
  /// - Throws: `unauthenticated` when the access has ended, `time` for a request that says it was made
  ///   later than now: its clock times would be read from another day than the one they were typed on.
  func caller(
    in books: Books, surroundings: Surroundings, sent: Instant?
  ) throws(DeskError) -> Caller {
    let now = surroundings.now()
    if isDesk {
      return Caller(
        name: staff, role: .admin, client: nil, now: now, sent: now, random: surroundings.random)
    }
    guard let member = try books.staff.find(staff), member.disabledAt == nil else {
      throw Self.invalid
    }
    if let token {
      guard let token = try books.staff.token(token), token.isValid(at: now) else {
        throw Self.invalid
      }
    }
    if let sent, sent > now.adding(minutes: MomentResolver.leadMinutes) {
      let zone = try books.clients.settings().zone
      throw DeskError(
        .time,
        "the request was made at \(zone.text(of: sent)) by its own clock, and here it is"
          + " \(zone.text(of: now)); set that clock right and enter it again",
        ["parameter": .string("sent")])
    }
    return Caller(
      name: member.name, role: member.role, client: member.client, now: now,
      sent: min(sent ?? now, now), random: surroundings.random, calling: surroundings.calling,
      server: surroundings.server)
  }
}

extension Token {
  /// Whether the token opens the desk at a moment.
  func isValid(at now: Instant) -> Bool {
    revokedAt == nil && (expires.map { now < $0 } ?? true)
  }
}

extension Caller {
  /// Refuses what the caller's role may not do.
  ///
  /// - Throws: `not_allowed`, naming who may.
  func authorise(_ about: About) throws(DeskError) {
    guard about.roles.contains(role) else {
      let roles = about.roles.map(\.rawValue).joined(separator: ", ")
      throw DeskError(
        .notAllowed, "\(about.name) is for \(roles); you are \(role.rawValue)",
        ["operation": .string(about.name), "role": .string(role.rawValue)])
    }
  }
}
