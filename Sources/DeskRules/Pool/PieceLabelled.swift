/// What stands on a piece, besides its tag, was added or corrected.
public struct PieceLabelled: Event {
  public static let kind = "piece.labelled"
  /// Which piece.
  public let piece: Tag
  /// The maker's serial number from now on, empty for none; absent where it stays.
  public let serial: String?
  /// What a scanner reads on it from now on, empty for nothing; absent where it stays.
  public let barcode: String?
  /// When.
  public let at: Instant

  /// Makes the fact.
  public init(piece: Tag, serial: String?, barcode: String?, at: Instant) {
    self.piece = piece
    self.serial = serial
    self.barcode = barcode
    self.at = at
  }

  public var subjects: [Subject] { [.piece(piece)] }
}
