extension Instant {
  /// Whole days since 1970-01-01 in UTC: the day that counters go by, the same everywhere.
  public var day: Int { LocalSeconds(seconds: seconds).dayNumber }
}
