/// Finds the moments that the times of one request mean, in the order in which they happened.
///
/// The first bare time of day is the latest such moment not after the sending time plus ten minutes
/// (clocks differ, and people round up); each later one is the first such moment at or after the
/// time resolved before it, whatever form that had. So 23:40, 00:20 passes midnight by itself.
public struct MomentResolver: Sendable {
  /// How far ahead of the sending time the first time of day may lie.
  public static let leadMinutes: Int64 = 10

  private let zone: Zone
  private let latest: Instant
  private var previous: Instant?

  /// Makes a resolver for a request about a site in `zone` that was sent at `sent`.
  public init(zone: Zone, sent: Instant) {
    self.zone = zone
    latest = sent.adding(minutes: Self.leadMinutes)
  }

  /// The moment that a time means, in the parameter `name`.
  ///
  /// - Throws: `time` when the wall clock does not show the time on its date, or shows it twice;
  ///   the details carry `name` and both `readings`.
  public mutating func resolve(_ moment: Moment, name: String) throws(DeskError) -> Instant {
    do {
      let instant = try instant(of: moment)
      previous = instant
      return instant
    } catch {
      var details: JSONObject = ["name": .string(name)]
      for member in error.details.members { details[member.key] = member.value }
      throw DeskError(error.code, "\(name): \(error.message)", details)
    }
  }

  private func instant(of moment: Moment) throws(DeskError) -> Instant {
    switch moment {
    case .instant(let instant): return instant
    case .local(let date, let clock): return try zone.instant(of: date, clock)
    case .clock(let clock):
      if let previous {
        let day = zone.date(at: previous)
        return try first(clock, on: (-1...4).map(day.adding)) { $0 >= previous }
      }
      let day = zone.date(at: latest)
      return try first(clock, on: (-4...1).reversed().map(day.adding)) { $0 <= latest }
    }
  }

  /// The moment on the first of some dates that has one that is wanted.
  private func first(
    _ clock: ClockTime, on dates: [CalendarDate], where isWanted: (Instant) -> Bool
  ) throws(DeskError) -> Instant {
    for date in dates where zone.has(date) {
      let wanted = zone.instants(of: date, clock).filter(isWanted)
      let isLeftOut = zone.gapStart(at: date, clock).map(isWanted) ?? false
      if isLeftOut || wanted.count > 1 { throw zone.notOneInstant(of: date, clock) }
      if let only = wanted.first { return only }
    }
    throw DeskError(
      .time, "\(clock.text) did not come in \(zone.identifier) near that day; give the date")
  }
}
