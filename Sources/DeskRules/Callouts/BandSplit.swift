/// An unbroken stretch of a visit in one band.
struct BandStretch: Sendable, Equatable {
  /// The band's place in the tariff, or nil for the hours that no band covers.
  let band: Int?
  /// Elapsed whole minutes.
  var minutes: Int
}

/// Splits a visit at the edges of a tariff's bands on the wall clock of a zone, going from edge to
/// edge and from one change of the offset to the next rather than minute by minute.
struct BandSplit {
  private let bands: [TariffBand]
  private let zone: Zone
  private let calendar: WorkCalendar
  /// The minutes of a day at which the band may change, the end of the day last.
  private let edges: [Int]

  init(_ bands: [TariffBand], zone: Zone, calendar: WorkCalendar) {
    self.bands = bands
    self.zone = zone
    self.calendar = calendar
    let ends = bands.flatMap { [$0.from.minutes, $0.to.minutes] }
    edges = Set(ends + [ClockTime.minutesPerDay]).subtracting([0]).sorted()
  }

  /// The stretches between two whole minutes, in order, neighbours in different bands; for an empty
  /// visit one stretch of no minutes.
  func stretches(from start: Instant, to end: Instant) -> [BandStretch] {
    var stretches = [BandStretch(band: band(at: zone.wallClock(at: start)), minutes: 0)]
    var instant = start
    while instant < end {
      let clock = zone.wallClock(at: instant)
      let next = min(end, nextEdge(after: instant, showing: clock))
      let minutes = Int(next.seconds - instant.seconds) / 60
      let band = band(at: clock)
      if stretches[stretches.count - 1].band == band {
        stretches[stretches.count - 1].minutes += minutes
      } else {
        stretches.append(BandStretch(band: band, minutes: minutes))
      }
      instant = next
    }
    return stretches
  }

  /// The band in force: the highest priority, then the highest factor, then the earliest listed.
  private func band(at clock: WallClock) -> Int? {
    let minute = clock.secondOfDay / 60
    let day = calendar.facts(of: clock.date)
    var best: Int?
    for (index, band) in bands.enumerated() where band.covers(minuteOfDay: minute, on: day) {
      guard let current = best.map({ bands[$0] }) else { best = index; continue }
      if (band.priority, band.factor) > (current.priority, current.factor) { best = index }
    }
    return best
  }

  /// The first whole minute after a moment at which another band may be in force.
  private func nextEdge(after instant: Instant, showing clock: WallClock) -> Instant {
    let edge = edges.first { $0 * 60 > clock.secondOfDay } ?? ClockTime.minutesPerDay
    let next = instant.adding(seconds: Int64(edge * 60 - clock.secondOfDay)).roundedUpToMinute
    guard let change = zone.nextOffsetChange(after: instant) else { return next }
    return min(next, change.roundedUpToMinute)
  }
}

extension DayWindow {
  /// The name of the band that the night is.
  public static let nightName = "night"

  /// The whole minutes of a visit in the window, which is called night, and outside it, unpriced, in
  /// the order in which they were touched.
  ///
  /// - Throws: `time` when the window starts where it ends.
  public func split(
    from start: Instant, to end: Instant, zone: Zone
  ) throws(DeskError) -> [BandMinutes] {
    let night = try TariffBand(name: Self.nightName, from: from, to: to, factor: .one)
    let stretches = BandSplit([night], zone: zone, calendar: .weekdaysOnly)
      .stretches(from: start.roundedDownToMinute, to: end.roundedDownToMinute)
    var order: [Int?] = []
    for stretch in stretches where !order.contains(stretch.band) { order.append(stretch.band) }
    return order.map { band in
      BandMinutes(
        band: band == nil ? Tariff.baseBandName : Self.nightName,
        minutes: stretches.reduce(0) { $0 + ($1.band == band ? $1.minutes : 0) }, amount: 0)
    }
  }
}

extension Instant {
  /// The last whole minute at or before the moment.
  var roundedDownToMinute: Instant {
    let remainder = seconds % 60
    return adding(seconds: remainder < 0 ? -remainder - 60 : -remainder)
  }

  /// The first whole minute at or after the moment.
  var roundedUpToMinute: Instant {
    let floor = roundedDownToMinute
    return floor == self ? self : floor.adding(minutes: 1)
  }
}
