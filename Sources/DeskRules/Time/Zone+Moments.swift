extension Zone {
  /// The moments at which the wall clock shows a time, given in seconds since it showed
  /// 1970-01-01T00:00, in order: none where the clock was put forward over it, two where it was put
  /// back.
  public func instants(showing wallSeconds: Int64) -> [Instant] {
    rules.instants(showing: LocalSeconds(seconds: wallSeconds))
  }

  /// What was meant by a wall-clock time over which the clock was put forward, given in seconds since
  /// it showed 1970-01-01T00:00; nil where it was not put over it.
  ///
  /// - Parameter forward: whether the clock had not been put forward yet for who wrote the time, which
  ///   then falls behind the change; else it falls before it.
  public func instant(leftOut wallSeconds: Int64, forward: Bool) -> Instant? {
    rules.gap(at: LocalSeconds(seconds: wallSeconds)).map {
      Instant(seconds: wallSeconds - Int64(forward ? $0.offsetBefore : $0.offsetAfter))
    }
  }

  /// The moments at which the wall clock shows a time on a date, in order: none where the clock was
  /// put forward over it, two where it was put back.
  public func instants(of date: CalendarDate, _ clock: ClockTime) -> [Instant] {
    rules.instants(showing: LocalSeconds(date, clock))
  }

  /// The only moment at which the wall clock shows a time on a date.
  ///
  /// - Throws: `time` when there is none or more than one; the message and the detail `readings`
  ///   give the two times with their offsets that may have been meant.
  public func instant(of date: CalendarDate, _ clock: ClockTime) throws(DeskError) -> Instant {
    let instants = instants(of: date, clock)
    guard instants.count == 1, let only = instants.first else {
      throw notOneInstant(of: date, clock)
    }
    return only
  }

  /// The first moment at which a wall-clock time has come on a date: where the clock shows it for
  /// the first time, or where it is put forward over it.
  public func firstMoment(of date: CalendarDate, _ clock: ClockTime) -> Instant {
    moments(of: date, clock).min() ?? Instant(seconds: LocalSeconds(date, clock).seconds)
  }

  /// The last moment at which a wall-clock time comes on a date: where the clock shows it for the
  /// last time, or where it is put forward over it.
  public func lastMoment(of date: CalendarDate, _ clock: ClockTime) -> Instant {
    moments(of: date, clock).max() ?? Instant(seconds: LocalSeconds(date, clock).seconds)
  }

  /// Every wall-clock time is either shown or left out, so that there is at least one.
  private func moments(of date: CalendarDate, _ clock: ClockTime) -> [Instant] {
    instants(of: date, clock) + [gapStart(at: date, clock)].compactMap { $0 }
  }

  /// The moment at which the clock was put forward over a time, if it was.
  func gapStart(at date: CalendarDate, _ clock: ClockTime) -> Instant? {
    rules.gap(at: LocalSeconds(date, clock))?.start
  }

  /// Whether any moment belongs to a date: Apia had no 2011-12-30.
  func has(_ date: CalendarDate) -> Bool { self.date(at: startOfDay(date)) == date }

  /// The refusal of a wall-clock time that does not exist or exists twice.
  func notOneInstant(of date: CalendarDate, _ clock: ClockTime) -> DeskError {
    let local = LocalSeconds(date, clock)
    let gap = rules.gap(at: local)
    let offsets =
      gap.map { [$0.offsetBefore, $0.offsetAfter] }
      ?? rules.instants(showing: local).map { Int(local.seconds - $0.seconds) }
    let readings = offsets.map { local.text + Self.offsetText($0) }
    let what = gap == nil ? "exists twice" : "does not exist"
    return DeskError(
      .time,
      "\(clock.text) on \(date.text) \(what) in \(identifier); "
        + "write \(readings.joined(separator: " or "))",
      ["readings": .array(readings.map(JSON.string)), "zone": .string(identifier)])
  }
}
