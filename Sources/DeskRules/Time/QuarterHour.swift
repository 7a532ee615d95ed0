extension Instant {
  /// How long a quarter of an hour is, in seconds. Every zone's offset is a whole number of quarters, so
  /// what is counted by them can be cut into the days of any zone.
  private static let quarterSeconds: Int64 = 900

  /// Whole quarters of an hour since 1970.
  public var quarter: Int64 { seconds / Self.quarterSeconds }

  /// The beginning of a quarter of an hour, counted since 1970.
  public init(quarter: Int64) { self.init(seconds: quarter * Self.quarterSeconds) }
}

/// A stretch of time in which a zone's offset stays the same.
public struct ZoneStretch: Sendable, Equatable {
  /// When it begins.
  public let from: Instant
  /// When it ends: the first moment that is not in it.
  public let until: Instant
  /// Seconds east of Greenwich in it.
  public let offset: Int
}

extension Zone {
  /// The month of a moment on the wall clock, such as `2026-11`.
  public func month(at instant: Instant) -> String { String(date(at: instant).text.prefix(7)) }

  /// The stretches of one offset from one moment to another.
  public func stretches(from: Instant, until: Instant) -> [ZoneStretch] {
    var stretches: [ZoneStretch] = []
    var begin = from
    while begin < until {
      let end = min(nextOffsetChange(after: begin) ?? until, until)
      stretches.append(ZoneStretch(from: begin, until: end, offset: offset(at: begin)))
      begin = end
    }
    return stretches
  }
}
