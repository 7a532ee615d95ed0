/// A cartridge that is written off, and what that does to its client's balance.
public struct WrittenOffPiece: Sendable, Codable, Equatable {
  /// The piece.
  public let piece: Tag
  /// What it was good for before.
  public let state: PieceState
  /// The client whose balance it belongs to, if one's does.
  public let client: ClientCode?
  /// The substitution group.
  public let group: String
  /// By how much the client's balance is adjusted, so that a debt outlives the piece.
  public let adjusted: Int

  /// Makes one.
  public init(
    piece: Tag, state: PieceState, client: ClientCode?, group: String, adjusted: Int
  ) {
    self.piece = piece
    self.state = state
    self.client = client
    self.group = group
    self.adjusted = adjusted
  }
}

/// Cartridges were scrapped, or are lost.
public struct PiecesWrittenOff: Event {
  public static let kind = "pieces.written_off"

  /// What became of them.
  public enum Fate: String, Sendable, Codable, CaseIterable {
    /// Thrown away.
    case scrapped
    /// Nobody knows where they are.
    case lost
  }

  /// The write-off's number, which its act bears.
  public let number: WriteOffNumber
  /// What became of them.
  public let fate: Fate
  /// When.
  public let at: Instant
  /// Which.
  public let pieces: [WrittenOffPiece]
  /// What is owed by date from then on, and no more.
  public let debts: [DebtChange]
  /// Why.
  public let reason: Private<String>

  /// Makes the fact.
  public init(
    number: WriteOffNumber, fate: Fate, at: Instant, pieces: [WrittenOffPiece],
    debts: [DebtChange], reason: String
  ) {
    self.number = number
    self.fate = fate
    self.at = at
    self.pieces = pieces
    self.debts = debts
    self.reason = Private(reason)
  }

  public var subjects: [Subject] {
    pieces.map { .piece($0.piece) } + Set(pieces.compactMap(\.client)).map { .client($0) }
  }
}

/// A cartridge that was written off came to light again.
public struct PieceFound: Event {
  public static let kind = "piece.found"
  /// The write-off it was in.
  public let number: WriteOffNumber
  /// The piece.
  public let piece: Tag
  /// When.
  public let at: Instant
  /// The client whose balance is set back.
  public let client: ClientCode?
  /// The substitution group.
  public let group: String
  /// By how much the balance is set back.
  public let adjusted: Int
  /// What is owed by date no more.
  public let debts: [DebtChange]

  /// Makes the fact.
  public init(
    number: WriteOffNumber, piece: Tag, at: Instant, client: ClientCode?, group: String,
    adjusted: Int, debts: [DebtChange]
  ) {
    self.number = number
    self.piece = piece
    self.at = at
    self.client = client
    self.group = group
    self.adjusted = adjusted
    self.debts = debts
  }

  public var subjects: [Subject] { [.piece(piece)] + (client.map { [.client($0)] } ?? []) }
}
