/// A moment, in whole seconds since 1970-01-01T00:00:00Z; what the desk stores for every time.
public struct Instant: Sendable, Hashable, Comparable, Codable {
  /// Seconds since 1970-01-01T00:00:00Z.
  public let seconds: Int64

  /// Makes a moment from seconds since 1970-01-01T00:00:00Z.
  public init(seconds: Int64) { self.seconds = seconds }

  /// Reads the number that `encode` wrote.
  public init(from decoder: any Decoder) throws {
    seconds = try decoder.singleValueContainer().decode(Int64.self)
  }

  /// Writes the seconds as a plain number.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(seconds)
  }

  /// Earlier moments are smaller.
  public static func < (left: Instant, right: Instant) -> Bool { left.seconds < right.seconds }

  /// The moment so many elapsed seconds later (or earlier, if negative).
  public func adding(seconds: Int64) -> Instant { Instant(seconds: self.seconds + seconds) }

  /// The moment so many elapsed minutes later (or earlier, if negative).
  public func adding(minutes: Int64) -> Instant { adding(seconds: minutes * 60) }
}
