import DeskRules
import Testing

/// Compares the split of visits around clock changes with a count minute by minute.
@Suite struct ClockChangeTests {
  static let bands = [
    "night 22:00-06:00 x1.5", "early 00:00-05:00 x2", "weekend 00:00-24:00 x2 days=sat,sun",
    "low 01:30-03:15 x0.5 priority=1 days=mon,sun", "noon 11:30-12:30 x3",
  ]

  /// The clock changes of a zone in the years 2024 to 2031.
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

  /// The minutes of each band from one whole minute to another, counted one by one.
  static func count(
    _ bands: [TariffBand], from start: Instant, to end: Instant, zone: Zone
  ) -> [String: Int] {
    var counts: [String: Int] = [:]
    for seconds in stride(from: start.seconds, to: end.seconds, by: 60) {
      let local = seconds + Int64(zone.offset(at: Instant(seconds: seconds)))
      let minute = Int((local % 86_400 + 86_400) % 86_400) / 60
      let weekday = Weekday.allCases[Int((local / 86_400 + 3) % 7)]
      let inForce = bands.filter { band in
        let (from, to) = (band.from.minutes, band.to.minutes == 0 ? 1440 : band.to.minutes)
        let isInWindow = from < to ? minute >= from && minute < to : minute >= from || minute < to
        return isInWindow && band.weekdays.contains(weekday)
      }
      let best = inForce.max {
        ($0.priority, $0.factor.basisPoints) < ($1.priority, $1.factor.basisPoints)
      }
      counts[best?.name ?? "day", default: 0] += 1
    }
    return counts
  }

  @Test func splitsLikeACountMinuteByMinute() throws {
    let seed = UInt64.random(in: 0 ... .max)
    print("seed \(seed)")
    var generator = SeededGenerator(seed: seed)
    let bands = try Self.bands.map { try TariffBand($0) }
    let tariff = try Tariff(currency: Currency("RUB"), hourlyRate: 150_000, bands: bands)
    var visits = 0
    for identifier in Zone.identifiers {
      let zone = try Zone(identifier)
      var changes = try Self.changes(zone)
      changes.shuffle(using: &generator)
      for change in changes.prefix(3) {
        let before = Int64.random(in: 0...900, using: &generator)
        let after = Int64.random(in: 0...900, using: &generator)
        let start = change.adding(minutes: -before)
        let end = change.adding(minutes: after)
        let quote = try tariff.quote(arrived: start, done: end, zone: zone)
        let expected = Self.count(bands, from: start, to: end, zone: zone)
        let minutes = Dictionary(
          quote.bands.filter { $0.minutes > 0 }.map { ($0.band, $0.minutes) }
        ) { $0 + $1 }
        #expect(minutes == expected, "\(identifier) from \(start.utcText) to \(end.utcText)")
        #expect(quote.elapsedMinutes == Int(before + after))
        visits += 1
      }
    }
    #expect(visits > 200)
  }
}
