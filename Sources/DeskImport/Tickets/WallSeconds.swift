import DeskRules

/// What wall clocks show, in seconds since 1970-01-01T00:00 on the same wall clock.
enum WallSeconds {
  /// The wall clock of a date and a time, or nil when there is no such date or time of day.
  static func seconds(
    year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int
  ) -> Int64? {
    guard let date = try? CalendarDate(year: year, month: month, day: day),
      (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second)
    else { return nil }
    return Int64(date.dayNumber * 86_400 + hour * 3_600 + minute * 60 + second)
  }
}

/// Turns a source's written times into moments by the mapping's rules.
struct TimeReader {
  /// How many times are remembered; a log repeats most of its times from row to row.
  private static let memoryLimit = 4_096

  private let format: TimeFormat
  private let zone: Zone
  private let doubled: TicketMapping.DoubledTimeRule
  private let missing: TicketMapping.MissingTimeRule
  private var known: [String: Instant] = [:]

  /// - Throws: `usage` when the mapping's zone or format cannot be used on this machine.
  init(_ mapping: TicketMapping) throws(DeskError) {
    zone = try Zone(mapping.zone)
    do {
      format = try TimeFormat(mapping.timeFormat)
    } catch {
      throw DeskError(.usage, error.reason)
    }
    doubled = mapping.doubledTime
    missing = mapping.missingTime
  }

  /// The moment of a written time.
  mutating func instant(_ text: String) throws(TimeFormat.Refusal) -> Instant {
    if let instant = known[text] { return instant }
    let instant: Instant
    switch try format.read(text) {
    case .moment(let moment): instant = moment
    case .wallClock(let seconds): instant = try moment(of: seconds)
    }
    if known.count >= Self.memoryLimit { known.removeAll(keepingCapacity: true) }
    known[text] = instant
    return instant
  }

  private func moment(of seconds: Int64) throws(TimeFormat.Refusal) -> Instant {
    let moments = zone.instants(showing: seconds)
    guard let first = moments.first, let last = moments.last else {
      guard missing != .refuse,
        let moved = zone.instant(leftOut: seconds, forward: missing == .after)
      else {
        throw TimeFormat.Refusal(reason: "a time that does not exist in \(zone.identifier)")
      }
      return moved
    }
    guard first == last || doubled != .refuse else {
      throw TimeFormat.Refusal(reason: "a time that exists twice in \(zone.identifier)")
    }
    return doubled == .last ? last : first
  }
}
