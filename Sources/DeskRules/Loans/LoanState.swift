/// Where a loan stands.
public enum LoanState: String, Sendable, Codable, CaseIterable {
  /// Promised; it has not begun.
  case reserved
  /// The client has the device.
  case out
  /// The device is back.
  case returned
  /// It never began.
  case cancelled
}

/// A stretch of time from its first moment up to, and without, its last: what touches does not
/// overlap.
public struct LoanWindow: Sendable, Equatable {
  /// The first moment.
  public let from: Instant
  /// The first moment after it.
  public let until: Instant

  /// Makes a window.
  public init(from: Instant, until: Instant) {
    self.from = from
    self.until = until
  }

  /// Whether the two have a moment in common.
  public func overlaps(_ other: LoanWindow) -> Bool {
    from < other.until && other.from < until
  }

  /// The window and the time that servicing takes after it.
  public func followed(byMinutes minutes: Int) -> LoanWindow {
    LoanWindow(from: from, until: until.adding(minutes: Int64(minutes)))
  }
}
