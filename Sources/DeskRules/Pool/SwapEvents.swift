/// A piece and the substitution group its type belongs to.
public struct SwappedPiece: Sendable, Codable, Equatable {
  /// The piece.
  public let piece: Tag
  /// The group: standard and high-yield shells of one kind are one.
  public let group: String
  /// What its printer had printed with it when it was taken out, where meters tell.
  public let pages: Int?
  /// What it should have printed.
  public let yieldPages: Int?
  /// Whether one that was taken is full still; absent where it is not, and where nobody said so yet.
  public let isUnused: Bool?

  /// What is odd about the pages printed with a cartridge.
  public enum Oddity: String, Sendable {
    /// Less than half of its yield: it leaks, or was filled badly.
    case early
    /// More than one and a half times its yield: a swap in between is not in the books.
    case missed
  }

  /// What is odd about its pages, where they are known; DOMAIN.md names the two limits.
  public var oddity: Oddity? {
    guard let pages, let yieldPages else { return nil }
    if pages * 2 < yieldPages { return .early }
    return pages * 2 > yieldPages * 3 ? .missed : nil
  }

  /// Makes a pair.
  public init(
    piece: Tag, group: String, pages: Int? = nil, yieldPages: Int? = nil, isUnused: Bool = false
  ) {
    self.piece = piece
    self.group = group
    self.pages = pages
    self.yieldPages = yieldPages
    self.isUnused = isUnused ? true : nil
  }
}

/// A missing side became expected, or less of it.
public struct DebtChange: Sendable, Codable, Equatable {
  /// The swap or write-off that the debt comes from, such as `S-3`.
  public let origin: String
  /// With whom.
  public let client: ClientCode
  /// The substitution group.
  public let group: String
  /// How many empties more the client owes; negative for fewer, or where we owe.
  public let by: Int
  /// Until when the missing side is expected.
  public let due: Instant

  /// Makes a change.
  public init(origin: String, client: ClientCode, group: String, by: Int, due: Instant) {
    self.origin = origin
    self.client = client
    self.group = group
    self.by = by
    self.due = due
  }
}

/// Full ones were given for empty ones; either side may be missing.
public struct SwapMade: Event {
  public static let kind = "swap.made"
  /// The swap's number.
  public let number: SwapNumber
  /// With whom.
  public let client: ClientCode
  /// When it happened.
  public let at: Instant
  /// Our full ones.
  public let given: [SwappedPiece]
  /// Their empty ones.
  public let taken: [SwappedPiece]
  /// How many empties the client still owes after it; negative where we owe full ones.
  public let owed: Int
  /// Until when the missing side is expected.
  public let due: Instant?
  /// The repair during which it happened.
  public let ticket: TicketNumber?
  /// The swap whose debt this one settles.
  public let settles: SwapNumber?
  /// Why a rule was overridden.
  public let reason: Private<String>?
  /// What was noticed.
  public let flags: [String]
  /// The printer it was for.
  public let device: Tag?
  /// What became owed, and what is owed no more. Swaps of schema 1 do not say: their debt is what
  /// they gave and took by group.
  public let debts: [DebtChange]?
  /// The write-off whose debt this swap settles.
  public let settlesWriteOff: WriteOffNumber?

  /// Makes the fact.
  public init(
    number: SwapNumber, client: ClientCode, at: Instant, given: [SwappedPiece],
    taken: [SwappedPiece], owed: Int, due: Instant?, ticket: TicketNumber?,
    settles: DebtOrigin?, reason: String?, flags: [String], device: Tag?,
    debts: [DebtChange]
  ) {
    self.number = number
    self.client = client
    self.at = at
    self.given = given
    self.taken = taken
    self.owed = owed
    self.due = due
    self.ticket = ticket
    if case .swap(let number) = settles { self.settles = number } else { self.settles = nil }
    if case .writeOff(let number) = settles {
      settlesWriteOff = number
    } else {
      settlesWriteOff = nil
    }
    self.reason = reason.map { Private($0) }
    self.flags = flags
    self.device = device
    self.debts = debts
  }

  public var subjects: [Subject] {
    [.client(client)] + (given + taken).map { .piece($0.piece) }
      + (ticket.map { [.ticket($0)] } ?? [])
  }
}
