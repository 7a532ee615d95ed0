import DeskRules
import Testing

/// Bands on the days of a calendar, with the traps that real ones hold.
@Suite struct HolidayBandTests {
  /// A piece of Russia's calendar: a holiday on a Saturday, its eve a short Friday; a moved working
  /// Saturday, also short, before three days off.
  static func calendar() throws -> WorkCalendar {
    let days = try [
      "2026-05-08=short", "2026-05-09=off", "2026-05-11=off", "2024-04-27=work",
      "2025-11-01=short", "2025-11-03=off", "2025-11-04=off",
    ].map { try CalendarDay($0) }
    return WorkCalendar(days: Dictionary(uniqueKeysWithValues: days.map { ($0.date, $0.kind) }))
  }

  static let bands = [
    "holiday off 00:00-24:00 x2 priority=5", "eve before-off 21:00-24:00 x2 priority=4",
    "morning after-off 00:00-08:00 x1.9 priority=3", "rest weekend 00:00-24:00 x1.5",
    "short short 17:00-18:00 x1.2 priority=1",
  ]

  @Test(arguments: [
    // The holiday band begins at 21:00 the evening before.
    ("2026-05-08T20:30+03:00", "2026-05-09T00:40+03:00", ["day 30", "eve 180", "holiday 40"]),
    // Sunday between two days off is a weekend, both before and after one.
    (
      "2026-05-10T07:00+03:00", "2026-05-10T22:00+03:00",
      ["morning 60", "rest 780", "eve 60"]
    ),
    // After the last day off, until 08:00.
    ("2026-05-12T07:30+03:00", "2026-05-12T08:30+03:00", ["morning 30", "day 30"]),
    // A working Saturday is no weekend, a short one is still short.
    ("2024-04-27T10:00+03:00", "2024-04-27T12:00+03:00", ["day 120"]),
    ("2025-11-01T16:30+03:00", "2025-11-01T18:30+03:00", ["day 60", "short 60"]),
    // A day that no calendar names is judged by its weekday.
    ("2027-01-02T10:00+03:00", "2027-01-02T11:00+03:00", ["rest 60"]),
    ("2027-01-01T10:00+03:00", "2027-01-01T11:00+03:00", ["day 60"]),
  ])
  func splits(arrived: String, done: String, expected: [String]) throws {
    let quote = try TariffQuoteTests.tariff(Self.bands).quote(
      arrived: Instant(iso8601: arrived), done: Instant(iso8601: done),
      zone: Zone("Europe/Moscow"), calendar: Self.calendar())
    #expect(quote.bands.map { "\($0.band) \($0.minutes)" } == expected)
  }

  @Test func theNightOfTheDeskSplitsWithoutATariff() throws {
    let minutes = try DayWindow.usualNight.split(
      from: Instant(iso8601: "2026-11-21T21:15:30+03:00"),
      to: Instant(iso8601: "2026-11-22T06:40+03:00"), zone: Zone("Europe/Moscow"))
    #expect(minutes.map { "\($0.band) \($0.minutes) \($0.amount)" } == ["day 85 0", "night 480 0"])
    try refusal(.time) {
      try DayWindow("10:00-10:00").split(
        from: Instant(seconds: 0), to: Instant(seconds: 60), zone: Zone("UTC"))
    }
  }
}
