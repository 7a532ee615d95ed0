/// A cartridge was registered as something it is not, or as somebody else's.
public struct PieceCorrected: Event {
  public static let kind = "piece.corrected"

  /// Another type, and the substitution groups of both.
  public struct Retyping: Sendable, Codable, Equatable {
    /// What it was registered as.
    public let from: String
    /// What it is.
    public let to: String
    /// The group in which it was counted.
    public let fromGroup: String
    /// The group in which it counts.
    public let toGroup: String

    /// Makes one.
    public init(from: String, to: String, fromGroup: String, toGroup: String) {
      self.from = from
      self.to = to
      self.fromGroup = fromGroup
      self.toGroup = toGroup
    }
  }

  /// Another owner; none is the pool.
  public struct Reowning: Sendable, Codable, Equatable {
    /// Whose it was said to be.
    public let from: ClientCode?
    /// Whose it is.
    public let to: ClientCode?

    /// Makes one.
    public init(from: ClientCode?, to: ClientCode?) {
      self.from = from
      self.to = to
    }
  }

  /// Which piece.
  public let piece: Tag
  /// What it is, where that was wrong.
  public let type: Retyping?
  /// Whose it is, where that was wrong.
  public let owner: Reowning?
  /// When it was corrected.
  public let at: Instant
  /// Why.
  public let reason: Private<String>

  /// Makes the fact.
  public init(piece: Tag, type: Retyping?, owner: Reowning?, at: Instant, reason: String) {
    self.piece = piece
    self.type = type
    self.owner = owner
    self.at = at
    self.reason = Private(reason)
  }

  public var subjects: [Subject] {
    [.piece(piece)] + [owner?.from, owner?.to].compactMap { $0 }.map { .client($0) }
  }
}
