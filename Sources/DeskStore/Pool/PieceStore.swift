import DeskEngine
public import DeskRules

/// A device or a cartridge and who has it now.
public struct Piece: Sendable, Equatable {
  /// Its tag.
  public let tag: Tag
  /// Device or cartridge.
  public let kind: PieceKind
  /// The model's name, or the cartridge's type number.
  public var item: String
  /// The client it belongs to; nil where it is ours.
  public var owner: ClientCode?
  /// The maker's serial number in upper case.
  public var serial: String?
  /// What it is good for.
  public var state: PieceState
  /// Who has it now.
  public var holder: Holder
  /// Since when.
  public var since: Instant
  /// What a scanner reads on it, in upper case, if that is neither tag nor serial number.
  public var barcode: String?
  /// How often it was refilled.
  public var cycles = 0
}

extension Piece {
  /// The piece as its first entry says.
  public init(_ added: PieceAdded) {
    self.init(
      tag: added.piece, kind: added.pieceKind, item: added.item, owner: added.owner,
      serial: added.serial?.uppercased(), state: added.state, holder: added.holder,
      since: added.at, barcode: added.barcode?.uppercased())
  }

  /// The piece after a move, if the move is the last that is known.
  public func moved(by move: PieceMoved) -> Piece {
    guard move.at >= since else { return self }
    var piece = self
    piece.state = move.state ?? state
    piece.holder = move.to
    piece.since = move.at
    return piece
  }
}

/// One stretch of a piece's life with one holder.
public struct Holding: Sendable, Equatable {
  /// Who had it.
  public let holder: Holder
  /// From when.
  public let since: Instant
  /// Until when; nil for now.
  public let until: Instant?
  /// The swap, loan or repair that caused it.
  public let cause: String?
  /// What its move said of the piece's state.
  public let state: PieceState?
  /// The printer it was put into.
  public let device: Tag?
  /// Which of the printer's slots.
  public let slot: String?
  /// Whether it is where the piece stood when it came into the books, so that nobody knows since
  /// when.
  public let isFirst: Bool
  /// Whether it was entered after one that had happened later.
  public let isLate: Bool
}

/// What to list of the pieces.
public struct PieceFilter: Sendable {
  /// Devices or cartridges.
  public var kind: PieceKind
  /// Only those a client owns; `.some(nil)` for those the pool owns.
  public var owner: ClientCode??
  /// Only those that this kind of holder, and this holder by name, has now.
  public var holder: Holder?
  /// Only those of this model or type.
  public var item: String?
  /// Only those in this state.
  public var state: PieceState?
  /// Only those that this client owns or holds.
  public var visibleTo: ClientCode?
  /// Only those after this tag.
  public var after: Tag?
  /// Only those of this owner among those of the owner asked for.
  var onlyOwner: ClientCode?
  /// Only those that this client has.
  var onlyHolder: ClientCode?
  /// At most so many.
  public var limit: Int

  /// Everything of a kind.
  public init(_ kind: PieceKind, limit: Int) {
    self.kind = kind
    self.limit = limit
  }
}

/// Devices and cartridges.
public struct PieceStore {
  let books: Books
  static let columns = """
    p.tag, p.kind, p.item, p.owner, p.serial, p.state, h.holder, h.holder_name, h.site, h.since_at,
    p.barcode, p.cycles
    """
  static let tables =
    "piece AS p JOIN holding AS h ON h.piece = p.tag AND h.until_at IS NULL"

  func piece(_ row: any Row) throws(DeskError) -> Piece {
    Piece(
      tag: Tag(stored: row.text(0)), kind: try row.word(1), item: row.text(2),
      owner: row.optionalText(3).map { ClientCode(stored: $0) }, serial: row.optionalText(4),
      state: try row.word(5),
      holder: Holder(try row.word(6), row.optionalText(7), site: row.optionalText(8)),
      since: row.instant(9), barcode: row.optionalText(10), cycles: row.count(11))
  }

  /// The piece with a tag.
  public func find(_ tag: Tag) throws(DeskError) -> Piece? {
    try books.first(
      "SELECT \(Self.columns) FROM \(Self.tables) WHERE p.tag = ?", [.tag(tag)], piece)
  }

  /// The pieces with a serial number, in whatever case it is written; at most three.
  public func find(serial: String) throws(DeskError) -> [Piece] {
    try books.all(
      "SELECT \(Self.columns) FROM \(Self.tables) WHERE p.serial = ? ORDER BY p.tag LIMIT 3",
      [.text(serial.uppercased())], piece)
  }

  /// The piece of one model or type with a serial number, in whatever case it is written; not the one
  /// with a tag.
  public func find(
    serial: String, of item: String, except tag: Tag
  ) throws(DeskError) -> Piece? {
    try books.first(
      """
      SELECT \(Self.columns) FROM \(Self.tables)
      WHERE p.serial = ? AND p.item = ? AND p.tag <> ? ORDER BY p.tag LIMIT 1
      """, [.text(serial.uppercased()), .text(item), .tag(tag)], piece)
  }

  /// The piece with a barcode, in whatever case it is written.
  public func find(barcode: String) throws(DeskError) -> Piece? {
    try books.first(
      "SELECT \(Self.columns) FROM \(Self.tables) WHERE p.barcode = ?",
      [.text(barcode.uppercased())], piece)
  }

  /// The number that the next cartridge of our own numbering gets.
  public func nextTagNumber() throws(DeskError) -> Int {
    try books.lastNumber(TagSeries.name) + 1
  }

  /// Tags of a kind that begin like one, for "did you mean".
  public func tagsLike(
    _ text: String, _ kind: PieceKind, visibleTo client: ClientCode?
  ) throws(DeskError) -> [String] {
    let beginning = String(text.uppercased().prefix(2))
    return try books.all(
      """
      SELECT p.tag FROM \(Self.tables)
      WHERE p.tag >= ? AND p.tag < ? AND p.kind = ?
        AND (? IS NULL OR p.owner = ? OR (h.holder = 'client' AND h.holder_name = ?))
      ORDER BY p.tag LIMIT 2000
      """,
      [
        .text(beginning), .text(beginning + "\u{10FFFF}"), .text(kind.rawValue), .code(client),
        .code(client), .code(client),
      ]
    ) { row in row.text(0) }
  }

}

extension Books {
  /// Devices and cartridges.
  public var pieces: PieceStore { PieceStore(books: self) }
}
