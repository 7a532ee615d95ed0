extension Instant {
  /// Whole days since 1970-01-01 in UTC: the day that counters go by, the same everywhere.
  public var day: Int { Int((seconds - (seconds % 86_400 + 86_400) % 86_400) / 86_400) }
}
