import DeskRules
import Testing

/// Compares the split of visits around clock changes with a count minute by minute.
@Suite struct ClockChangeTests {
  static let bands = [
    "night 22:00-06:00 x1.5", "early 00:00-05:00 x2", "weekend 00:00-24:00 x2 days=sat,sun",
    "low 01:30-03:15 x0.5 priority=1 days=mon,sun", "noon 11:30-12:30 x3",
    "holiday off 00:00-24:00 x2 priority=5", "eve before-off 21:00-24:00 x2.5 priority=4",
    "after after-off 00:00-08:00 x1.7 priority=2", "short short 16:00-18:00 x0.9 priority=3",
    "rest weekend 09:00-11:00 x2.2", "office working 09:00-10:00 x1.1",
  ]

  /// A calendar in which every kind of day is near the changes: what kind a day is follows from its
  /// number, so that the count needs no calendar.
  static func kind(dayNumber: Int) -> DayKind? {
    switch dayNumber % 5 {
    case 0: .off
    case 2: .short
    case 3: .work
    default: nil
    }
  }

  static func calendar() throws -> WorkCalendar {
    let first = try CalendarDate("2023-12-01").dayNumber
    let last = try CalendarDate("2032-02-01").dayNumber
    var days: [CalendarDate: DayKind] = [:]
    for number in first...last { days[CalendarDate(dayNumber: number)] = kind(dayNumber: number) }
    return WorkCalendar(days: days)
  }

  /// Whether a band is for a day, told without the code under test.
  static func isFor(_ band: TariffBand, dayNumber: Int, _ weekday: Weekday) -> Bool {
    let own = kind(dayNumber: dayNumber)
    let isWorking = own.map { $0 != .off } ?? (weekday.index < 5)
    return band.days.weekdays.contains(weekday)
      || band.days.classes.contains { word in
        switch word {
        case .every: true
        case .working: isWorking
        case .short: own == .short
        case .off: own == .off
        case .weekend: weekday.index >= 5 && !isWorking
        case .beforeOff: kind(dayNumber: dayNumber + 1) == .off
        case .afterOff: kind(dayNumber: dayNumber - 1) == .off
        }
      }
  }

  /// The clock changes of a zone in the years 2024 to 2031, as the code under test has them.
  static func changes(_ zone: Zone) throws -> [Instant] {
    let end = try Instant(iso8601: "2032-01-01T00:00Z")
    var changes: [Instant] = []
    var instant = try Instant(iso8601: "2024-01-01T00:00Z")
    while let next = zone.nextOffsetChange(after: instant), next < end {
      changes.append(next)
      instant = next
    }
    return changes
  }

  /// The minutes of each band from one whole minute to another, counted one by one on a wall clock
  /// that changes once.
  static func count(
    _ bands: [TariffBand], from start: Instant, to end: Instant, around change: ZoneDump.Change
  ) -> [String: Int] {
    var counts: [String: Int] = [:]
    for seconds in stride(from: start.seconds, to: end.seconds, by: 60) {
      let local = seconds + Int64(seconds < change.at.seconds ? change.before : change.after)
      let minute = Int((local % 86_400 + 86_400) % 86_400) / 60
      let dayNumber = Int(local / 86_400)
      let weekday = Weekday.allCases[(dayNumber + 3) % 7]
      let inForce = bands.filter { band in
        let (from, to) = (band.from.minutes, band.to.minutes == 0 ? 1440 : band.to.minutes)
        let isInWindow = from < to ? minute >= from && minute < to : minute >= from || minute < to
        return isInWindow && isFor(band, dayNumber: dayNumber, weekday)
      }
      let best = inForce.max {
        ($0.priority, $0.factor.basisPoints) < ($1.priority, $1.factor.basisPoints)
      }
      counts[best?.name ?? "day", default: 0] += 1
    }
    return counts
  }

  /// Zones and changes are the machine's own, and so are the offsets that the minutes are counted by.
  @Test(.enabled(if: ZoneDump.isPresent, "zdump tells the changes"))
  func splitsLikeACountMinuteByMinute() throws {
    let seed = UInt64.random(in: 0 ... .max)
    print("seed \(seed)")
    var generator = SeededGenerator(seed: seed)
    let bands = try Self.bands.map { try TariffBand($0) }
    let tariff = try Tariff(currency: Currency("RUB"), hourlyRate: 150_000, bands: bands)
    let calendar = try Self.calendar()
    var touched: Set<String> = []
    var visits = 0
    let known = try ZoneDump.changes(of: Zone.identifiers, years: 2024..<2032)
    for identifier in Zone.identifiers {
      let zone = try Zone(identifier)
      let changes = known[identifier] ?? []
      #expect(try Self.changes(zone) == changes.map(\.at), "\(identifier)")
      for (index, change) in changes.enumerated() {
        let before = Int64.random(in: 0...900, using: &generator)
        let after = Int64.random(in: 0...900, using: &generator)
        let start = change.at.adding(minutes: -before)
        let end = change.at.adding(minutes: after)
        let isAlone =
          (index == 0 || changes[index - 1].at < start)
          && (index + 1 == changes.count || end < changes[index + 1].at)
        #expect(isAlone, "two changes of \(identifier) within a visit")
        let quote = try tariff.quote(
          arrived: start, done: end, zone: zone, calendar: calendar)
        let expected = Self.count(bands, from: start, to: end, around: change)
        let minutes = Dictionary(
          quote.bands.filter { $0.minutes > 0 }.map { ($0.band, $0.minutes) }
        ) { $0 + $1 }
        #expect(minutes == expected, "\(identifier) from \(start.utcText) to \(end.utcText)")
        #expect(quote.elapsedMinutes == Int(before + after))
        touched.formUnion(minutes.keys)
        visits += 1
      }
    }
    #expect(visits > 2_000)
    #expect(touched == Set(bands.map(\.name) + ["day"]), "a band was never in force")
  }
}
