/// The night on a wall clock: from one time of day to another on the next.
public struct Night: Sendable, Equatable {
  /// When the night begins in the evening.
  public let from: ClockTime
  /// When it ends in the morning.
  public let to: ClockTime

  /// A window as a night.
  public init(_ window: DayWindow) { self.init(from: window.from, to: window.to) }

  init(from: ClockTime, to: ClockTime) { (self.from, self.to) = (from, to) }

  /// The night that begins on a day: from the first such evening to the last such morning.
  public func span(of day: CalendarDate, in zone: Zone) -> (start: Instant, end: Instant) {
    (zone.firstMoment(of: day, from), zone.lastMoment(of: day.adding(days: 1), to))
  }

  /// The night that goes on at a moment, or else the next one.
  public func next(at moment: Instant, in zone: Zone) -> (start: Instant, end: Instant) {
    let today = zone.date(at: moment)
    let last = span(of: today.adding(days: -1), in: zone)
    return moment < last.end ? last : span(of: today, in: zone)
  }

  /// How many nights have time in common with a stretch, which must not be longer than some years.
  public func count(from start: Instant, to end: Instant, in zone: Zone) -> Int {
    guard start < end else { return 0 }
    let first = zone.date(at: start).dayNumber - 1
    let last = zone.date(at: end).dayNumber
    return (first...last).count { number in
      let night = span(of: CalendarDate(dayNumber: number), in: zone)
      return night.start < end && start < night.end
    }
  }
}
