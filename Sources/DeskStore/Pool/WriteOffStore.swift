public import DeskRules
import DeskEngine

/// A cartridge of a write-off.
public struct WriteOffLine: Sendable, Equatable {
  /// The write-off.
  public let number: WriteOffNumber
  /// The piece.
  public let piece: Tag
  /// What it was good for before.
  public let state: PieceState
  /// The client whose balance it belongs to.
  public let client: ClientCode?
  /// The substitution group.
  public let group: String
  /// What stays owed for it: positive where the client owes it.
  public let adjusted: Int
  /// When it came to light again.
  public let found: Instant?
}

/// Cartridges written off together.
public struct WriteOffRecord: Sendable, Equatable {
  /// The number.
  public let number: WriteOffNumber
  /// Scrapped or lost.
  public let fate: PiecesWrittenOff.Fate
  /// When.
  public let at: Instant
  /// Why.
  public let reason: String?
}

/// What was scrapped and lost.
public struct WriteOffStore {
  let books: Books
  private static let columns =
    "write_off, piece, state, client, substitution, adjusted, found_at"

  private func line(_ row: any Row) throws(DeskError) -> WriteOffLine {
    WriteOffLine(
      number: Number(row.count(0)), piece: Tag(stored: row.text(1)), state: try row.word(2),
      client: row.optionalText(3).map { ClientCode(stored: $0) }, group: row.text(4),
      adjusted: row.count(5), found: row.optionalInstant(6))
  }

  /// The write-off with a number.
  public func find(_ number: WriteOffNumber) throws(DeskError) -> WriteOffRecord? {
    try books.first(
      "SELECT number, kind, written_at, reason FROM write_off WHERE number = ?",
      [.number(number)]
    ) { row throws(DeskError) in
      WriteOffRecord(
        number: Number(row.count(0)), fate: try row.word(1), at: row.instant(2),
        reason: row.optionalText(3))
    }
  }

  /// The pieces of a write-off by tag.
  public func lines(_ number: WriteOffNumber) throws(DeskError) -> [WriteOffLine] {
    try books.all(
      "SELECT \(Self.columns) FROM write_off_piece WHERE write_off = ? ORDER BY piece",
      [.number(number)], line)
  }

  /// What of a client's is gone and still owed, either way, by write-off and tag.
  public func owed(_ client: ClientCode) throws(DeskError) -> [WriteOffLine] {
    try owed(client...client)
  }

  /// The same of the clients from one code to another, by client.
  func owed(_ clients: ClosedRange<ClientCode>) throws(DeskError) -> [WriteOffLine] {
    try books.all(
      """
      SELECT \(Self.columns) FROM write_off_piece
      WHERE client >= ? AND client <= ? AND adjusted <> 0 AND found_at IS NULL
      ORDER BY client, write_off, piece
      """, [.code(clients.lowerBound), .code(clients.upperBound)], line)
  }

  /// The last write-off that a piece was in, if it has not come to light since.
  public func last(_ piece: Tag) throws(DeskError) -> WriteOffLine? {
    try books.first(
      """
      SELECT \(Self.columns) FROM write_off_piece WHERE piece = ? AND found_at IS NULL
      ORDER BY write_off DESC LIMIT 1
      """, [.tag(piece)], line)
  }
}

extension Books {
  /// What was scrapped and lost.
  public var writeOffs: WriteOffStore { WriteOffStore(books: self) }
}
