/// The two kinds of thing that have a tag.
public enum PieceKind: String, Sendable, Codable, CaseIterable {
  /// A printer or a copier.
  case device
  /// A cartridge, drum or other supply with a tag of its own.
  case cartridge
}

/// What a piece is good for just now.
public enum PieceState: String, Sendable, Codable, CaseIterable {
  /// A device that works.
  case ready
  /// A device that does not, or waits to be looked at.
  case defective
  /// A cartridge that can be given.
  case full
  /// A cartridge that wants refilling.
  case empty
  /// Not to be used again.
  case retired
}

/// A piece came into the books.
public struct PieceAdded: Event {
  public static let kind = "piece.added"
  /// Its tag, unique for ever.
  public let piece: Tag
  /// Device or cartridge.
  public let pieceKind: PieceKind
  /// The model's name, or the cartridge's type number.
  public let item: String
  /// The client it belongs to; nil where it is ours.
  public let owner: ClientCode?
  /// The maker's serial number.
  public let serial: String?
  /// What it is good for.
  public let state: PieceState
  /// Who has it.
  public let holder: Holder
  /// Since when.
  public let at: Instant

  /// Makes the fact.
  public init(
    piece: Tag, pieceKind: PieceKind, item: String, owner: ClientCode?, serial: String?,
    state: PieceState, holder: Holder, at: Instant
  ) {
    self.piece = piece
    self.pieceKind = pieceKind
    self.item = item
    self.owner = owner
    self.serial = serial
    self.state = state
    self.holder = holder
    self.at = at
  }

  public var subjects: [Subject] { [.piece(piece)] + (owner.map { [.client($0)] } ?? []) }
}

/// A piece went from one holder to the next. Entered late, it takes its place in the order of what
/// happened: the holder has the piece from then until the next move that is known.
public struct PieceMoved: Event {
  public static let kind = "piece.moved"
  /// Which piece.
  public let piece: Tag
  /// Who has it from then on.
  public let to: Holder
  /// When it happened.
  public let at: Instant
  /// What it is good for from then on, where the move says so.
  public let state: PieceState?
  /// The swap, loan or repair that caused it.
  public let cause: String?
  /// Why the books were corrected, where the move ends a holding that was wrong on paper.
  public let correction: Private<String>?

  /// Makes the fact.
  public init(
    piece: Tag, to: Holder, at: Instant, state: PieceState? = nil, cause: String? = nil,
    correction: String? = nil
  ) {
    self.piece = piece
    self.to = to
    self.at = at
    self.state = state
    self.cause = cause
    self.correction = correction.map { Private($0) }
  }

  public var subjects: [Subject] {
    [.piece(piece)] + (to.clientCode.map { [.client($0)] } ?? [])
  }
}

/// A device's page counter was read.
public struct MeterRead: Event {
  public static let kind = "meter.read"
  /// Which device.
  public let device: Tag
  /// Pages in all.
  public let pages: Int
  /// When.
  public let at: Instant
  /// Why a reading below its neighbours was taken all the same.
  public let reason: Private<String>?

  /// Makes the fact.
  public init(device: Tag, pages: Int, at: Instant, reason: String? = nil) {
    self.device = device
    self.pages = pages
    self.at = at
    self.reason = reason.map { Private($0) }
  }

  public var subjects: [Subject] { [.piece(device)] }
}

/// A piece and the substitution group its type belongs to.
public struct SwappedPiece: Sendable, Codable, Equatable {
  /// The piece.
  public let piece: Tag
  /// The group: standard and high-yield shells of one kind are one.
  public let group: String

  /// Makes a pair.
  public init(piece: Tag, group: String) {
    self.piece = piece
    self.group = group
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

  /// Makes the fact.
  public init(
    number: SwapNumber, client: ClientCode, at: Instant, given: [SwappedPiece],
    taken: [SwappedPiece], owed: Int, due: Instant?, ticket: TicketNumber?,
    settles: SwapNumber?, reason: String?, flags: [String]
  ) {
    self.number = number
    self.client = client
    self.at = at
    self.given = given
    self.taken = taken
    self.owed = owed
    self.due = due
    self.ticket = ticket
    self.settles = settles
    self.reason = reason.map { Private($0) }
    self.flags = flags
  }

  public var subjects: [Subject] {
    [.client(client)] + (given + taken).map { .piece($0.piece) }
      + (ticket.map { [.ticket($0)] } ?? [])
  }
}
