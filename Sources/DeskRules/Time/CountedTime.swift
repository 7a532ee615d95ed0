/// Which time a promise counts.
public enum ClockKind: String, Sendable, Hashable, Codable, CaseIterable {
  /// Every minute, day and night.
  case real
  /// The working hours of a calendar only.
  case business
}

/// A time that a clock does not count.
public struct ClockPause: Sendable, Hashable {
  /// Its first moment.
  public let since: Instant
  /// The first moment after it; nil while it lasts.
  public let until: Instant?

  /// Makes a pause; one that ends before it begins has no length.
  public init(since: Instant, until: Instant?) {
    self.since = since
    self.until = until.map { max($0, since) }
  }
}

/// Counts time at a site: real or working hours, without the pauses. Hours are read on the wall
/// clock of each day, so that a change of the clocks moves nothing.
public struct CountedTime: Sendable {
  /// How far ahead a moment is looked for, in days.
  static let horizonDays = 3_660

  private let kind: ClockKind
  private let calendar: WorkCalendar
  private let zone: Zone
  private let pauses: [ClockPause]

  /// Counts on a calendar's hours on a zone's wall clock.
  public init(_ kind: ClockKind, _ calendar: WorkCalendar, zone: Zone, pauses: [ClockPause] = []) {
    (self.kind, self.calendar, self.zone) = (kind, calendar, zone)
    self.pauses = pauses.sorted { $0.since < $1.since }
  }

  /// The moment after the last of so many counted minutes; nil where they are not reached, because a
  /// pause still lasts or nobody ever works.
  public func instant(minutes: Int, after start: Instant) -> Instant? {
    var rest = Int64(minutes) * 60
    var reached: Instant?
    eachStretch(from: start) { from, to in
      let length = to.seconds - from.seconds
      guard length < rest else {
        reached = from.adding(seconds: rest)
        return false
      }
      rest -= length
      return true
    }
    return reached
  }

  /// The counted seconds between two moments.
  public func seconds(from start: Instant, to end: Instant) -> Int64 {
    var sum: Int64 = 0
    eachStretch(from: start) { from, to in
      guard from < end else { return false }
      sum += min(to, end).seconds - from.seconds
      return to < end
    }
    return sum
  }

  /// Whether a pause lasts at a moment.
  public func isPaused(at instant: Instant) -> Bool {
    pauses.contains { pause in
      pause.since <= instant && pause.until.map { instant < $0 } ?? true
    }
  }

  /// Hands out the counted stretches from a moment on, until `body` returns false.
  private func eachStretch(from start: Instant, _ body: (Instant, Instant) -> Bool) {
    eachOpenStretch(from: start) { open, close in
      var from = open
      for pause in pauses where pause.since < close {
        if let until = pause.until, until <= from { continue }
        if pause.since > from, !body(from, pause.since) { return false }
        guard let until = pause.until else { return false }
        from = max(from, until)
      }
      return from < close ? body(from, close) : true
    }
  }

  private func eachOpenStretch(from start: Instant, _ body: (Instant, Instant) -> Bool) {
    guard kind == .business else {
      _ = body(start, start.adding(minutes: Int64(Self.horizonDays) * 1_440))
      return
    }
    var date = zone.date(at: start)
    var cursor = start
    for _ in 0..<Self.horizonDays {
      for minutes in calendar.hours.minutes(on: calendar.facts(of: date)) {
        let open = max(cursor, zone.opening(of: date, minute: minutes.lowerBound))
        let close = zone.closing(of: date, minute: minutes.upperBound)
        guard open < close else { continue }
        guard body(open, close) else { return }
        cursor = close
      }
      date = date.adding(days: 1)
    }
  }
}

extension Zone {
  /// The first moment at which the wall clock has reached a minute of a date.
  func opening(of date: CalendarDate, minute: Int) -> Instant {
    edge(of: date, minute: minute, \.first)
  }

  /// The last moment at which the wall clock reaches a minute of a date; minute 1440 is its end.
  func closing(of date: CalendarDate, minute: Int) -> Instant {
    edge(of: date, minute: minute, \.last)
  }

  private func edge(
    of date: CalendarDate, minute: Int, _ which: (([Instant]) -> Instant?)
  ) -> Instant {
    guard minute > 0 else { return startOfDay(date) }
    guard minute < ClockTime.minutesPerDay else { return endOfDay(date) }
    let clock = ClockTime(secondOfDay: minute * 60)
    return which(instants(of: date, clock)) ?? gapStart(at: date, clock) ?? startOfDay(date)
  }
}
