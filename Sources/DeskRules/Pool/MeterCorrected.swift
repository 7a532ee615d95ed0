/// A reading of a page counter that had been taken was wrong.
public struct MeterCorrected: Event {
  public static let kind = "meter.corrected"
  /// Which device.
  public let device: Tag
  /// When the counter was read.
  public let readAt: Instant
  /// The journal entry that took the reading.
  public let entry: Int64
  /// What was taken.
  public let was: Int
  /// What the counter showed.
  public let pages: Int
  /// When it was corrected.
  public let at: Instant
  /// Why.
  public let reason: Private<String>

  /// Makes the fact.
  public init(
    device: Tag, readAt: Instant, entry: Int64, was: Int, pages: Int, at: Instant, reason: String
  ) {
    self.device = device
    self.readAt = readAt
    self.entry = entry
    self.was = was
    self.pages = pages
    self.at = at
    self.reason = Private(reason)
  }

  public var subjects: [Subject] { [.piece(device)] }
}
