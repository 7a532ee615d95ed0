/// What a page counter showed at a moment between its readings.
public struct MeterEstimate: Sendable {
  /// A reading.
  public struct Reading: Sendable, Equatable {
    /// Pages in all.
    public let pages: Int
    /// When.
    public let at: Instant

    /// Makes a reading.
    public init(pages: Int, at: Instant) {
      self.pages = pages
      self.at = at
    }
  }

  private let before: Reading?
  private let after: Reading?

  /// A reading this close counts as one of the moment itself.
  private static let nearSeconds: Int64 = 86_400

  /// Estimates from the nearest readings on both sides.
  public init(before: Reading?, after: Reading?) {
    self.before = before
    self.after = after
  }

  /// The pages at a moment: on the straight line between the readings, or the one that is within a
  /// day; nil where neither is known.
  public func pages(at moment: Instant) -> Int? {
    if let before, let after, after.pages >= before.pages, after.at > before.at {
      let part = Int(moment.seconds - before.at.seconds)
      return before.pages + (after.pages - before.pages) * part
        / Int(after.at.seconds - before.at.seconds)
    }
    if let before, moment.seconds - before.at.seconds <= Self.nearSeconds { return before.pages }
    if let after, after.at.seconds - moment.seconds <= Self.nearSeconds { return after.pages }
    return nil
  }
}
