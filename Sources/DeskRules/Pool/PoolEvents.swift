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
  /// A cartridge that came back from refilling and waits for its test page.
  case untested
  /// A cartridge whose refill failed.
  case failed
  /// Not to be used again.
  case retired

  /// Whether a cartridge in it wants refilling.
  public var wantsRefilling: Bool { self == .empty || self == .failed }
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
  /// What a scanner reads on it, if that is neither the tag nor the serial number.
  public let barcode: String?
  /// The swap with which it came into the books, if one did that.
  public let cause: String?

  /// Makes the fact.
  public init(
    piece: Tag, pieceKind: PieceKind, item: String, owner: ClientCode?, serial: String?,
    state: PieceState, holder: Holder, at: Instant, barcode: String? = nil, cause: String? = nil
  ) {
    self.piece = piece
    self.pieceKind = pieceKind
    self.item = item
    self.owner = owner
    self.serial = serial
    self.state = state
    self.holder = holder
    self.at = at
    self.barcode = barcode
    self.cause = cause
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
  /// The printer it was put into.
  public let device: Tag?
  /// Which of the printer's slots, such as a colour.
  public let slot: String?
  /// What was noticed; nil where nothing was, and where a swap says it.
  public let flags: [String]?

  /// Makes the fact.
  public init(
    piece: Tag, to: Holder, at: Instant, state: PieceState? = nil, cause: String? = nil,
    correction: String? = nil, device: Tag? = nil, slot: String? = nil, flags: [String] = []
  ) {
    self.piece = piece
    self.to = to
    self.at = at
    self.state = state
    self.cause = cause
    self.correction = correction.map { Private($0) }
    self.device = device
    self.slot = slot
    self.flags = flags.isEmpty ? nil : flags
  }

  public var subjects: [Subject] {
    [.piece(piece)] + (to.clientCode.map { [.client($0)] } ?? [])
      + (ticket.map { [.ticket($0)] } ?? [])
  }

  /// The repair that caused it, if one did.
  public var ticket: TicketNumber? {
    guard let cause, cause.hasPrefix("T-") else { return nil }
    return try? TicketNumber(cause)
  }
}

/// A piece became somebody else's, without going anywhere.
public struct TitlePassed: Event {
  public static let kind = "title.passed"
  /// Which piece.
  public let piece: Tag
  /// Whose it is from then on; nil for the pool's.
  public let owner: ClientCode?
  /// When.
  public let at: Instant
  /// The swap that passed it.
  public let cause: String

  /// Makes the fact.
  public init(piece: Tag, owner: ClientCode?, at: Instant, cause: String) {
    self.piece = piece
    self.owner = owner
    self.at = at
    self.cause = cause
  }

  public var subjects: [Subject] { [.piece(piece)] + (owner.map { [.client($0)] } ?? []) }
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
