import DeskRules
import Testing

/// Working hours, and the clock that counts them.
@Suite struct CountedTimeTests {
  static func calendar(_ hours: [String], _ days: [String] = []) throws -> WorkCalendar {
    let days = try days.map { try CalendarDay($0) }
    return WorkCalendar(
      days: Dictionary(uniqueKeysWithValues: days.map { ($0.date, $0.kind) }),
      hours: try WorkingHours(hours.map { try OpenHours($0) }))
  }

  struct Row: Sendable {
    var hours = ["working 09:00-18:00"]
    var days: [String] = []
    var zone = "Europe/Moscow"
    let start: String
    let minutes: Int
    var pauses: [(String, String?)] = []
    let due: String?
  }

  static let rows = [
    // What ends at closing time is due then, and not the next morning.
    Row(start: "2026-11-20T17:00+03:00", minutes: 60, due: "2026-11-20T18:00:00+03:00"),
    Row(start: "2026-11-20T17:00+03:00", minutes: 61, due: "2026-11-23T09:01:00+03:00"),
    // Open day and night there is no gap at midnight, on no holiday and no short day.
    Row(
      hours: ["every 00:00-24:00"], days: ["2026-11-20=short", "2026-11-21=off"],
      start: "2026-11-20T23:30+03:00", minutes: 90, due: "2026-11-21T01:00:00+03:00"),
    // Only one weekday in the schedule.
    Row(
      hours: ["thu 09:00-10:00"], start: "2026-11-20T09:00+03:00", minutes: 61,
      due: "2026-12-03T09:01:00+03:00"),
    // A break is no holiday.
    Row(
      hours: ["working 09:00-13:00", "working 14:00-18:00"], start: "2026-11-20T12:30+03:00",
      minutes: 60, due: "2026-11-20T14:30:00+03:00"),
    // A short day ends an hour earlier, also where its last window is shorter than that.
    Row(
      hours: ["working 09:00-17:30", "working 17:30-18:00"], days: ["2026-11-20=short"],
      start: "2026-11-20T16:30+03:00", minutes: 60, due: "2026-11-23T09:30:00+03:00"),
    Row(
      hours: ["working 09:00-18:00", "short 09:00-12:00"], days: ["2026-11-20=short"],
      start: "2026-11-20T11:30+03:00", minutes: 60, due: "2026-11-23T09:30:00+03:00"),
    // Weekdays do not hold on a day off; a moved working Saturday has Monday's hours.
    Row(
      hours: ["mon-fri 10:00-12:00"], days: ["2026-11-20=off", "2026-11-21=work"],
      start: "2026-11-20T09:00+03:00", minutes: 60, due: "2026-11-21T11:00:00+03:00"),
    Row(
      hours: ["off 10:00-11:00", "mon-fri 10:00-12:00"], days: ["2026-11-20=off"],
      start: "2026-11-20T09:00+03:00", minutes: 90, due: "2026-11-23T10:30:00+03:00"),
    // Hours are wall-clock hours: neither change of the clocks moves them.
    Row(
      zone: "Europe/Berlin", start: "2026-03-27T17:00+01:00", minutes: 120,
      due: "2026-03-30T10:00:00+02:00"),
    Row(
      zone: "Europe/Berlin", start: "2026-10-23T17:00+02:00", minutes: 120,
      due: "2026-10-26T10:00:00+01:00"),
    Row(
      hours: ["every 00:00-24:00"], zone: "Europe/Berlin", start: "2026-10-25T00:00+02:00",
      minutes: 1_500, due: "2026-10-26T00:00:00+01:00"),
    Row(
      hours: ["every 00:00-02:30", "every 02:30-24:00"], zone: "Europe/Berlin",
      start: "2026-10-25T00:00+02:00", minutes: 1_500, due: "2026-10-26T00:00:00+01:00"),
    Row(
      hours: ["every 02:30-24:00"], zone: "Europe/Berlin", start: "2026-03-29T00:00+01:00",
      minutes: 60, due: "2026-03-29T04:00:00+02:00"),
    Row(
      hours: ["every 00:00-24:00"], zone: "Pacific/Apia", start: "2011-12-29T23:00-10:00",
      minutes: 120, due: "2011-12-31T01:00:00+14:00"),
    // A pause moves what is due by its working time only, from wherever it lies.
    Row(
      start: "2026-11-20T16:00+03:00", minutes: 180,
      pauses: [("2026-11-20T17:00+03:00", "2026-11-23T10:00+03:00")],
      due: "2026-11-23T12:00:00+03:00"),
    Row(
      start: "2026-11-20T16:00+03:00", minutes: 180,
      pauses: [("2026-11-21T10:00+03:00", "2026-11-22T10:00+03:00")],
      due: "2026-11-23T10:00:00+03:00"),
    Row(
      start: "2026-11-20T10:00+03:00", minutes: 60,
      pauses: [
        ("2026-11-20T10:10+03:00", "2026-11-20T10:40+03:00"),
        ("2026-11-20T10:20+03:00", "2026-11-20T10:50+03:00"),
        ("2026-11-20T09:00+03:00", "2026-11-20T10:05+03:00"),
      ], due: "2026-11-20T11:45:00+03:00"),
    Row(
      start: "2026-11-20T10:00+03:00", minutes: 60, pauses: [("2026-11-20T10:30+03:00", nil)],
      due: nil),
    Row(
      start: "2026-11-20T10:00+03:00", minutes: 30, pauses: [("2026-11-20T10:30+03:00", nil)],
      due: "2026-11-20T10:30:00+03:00"),
    Row(hours: ["short 09:00-10:00"], start: "2026-11-20T10:00+03:00", minutes: 1, due: nil),
  ]

  @Test(arguments: rows) func finds(row: Row) throws {
    let zone = try Zone(row.zone)
    let time = CountedTime(
      .business, try Self.calendar(row.hours, row.days), zone: zone,
      pauses: try row.pauses.map { since, until in
        ClockPause(
          since: try Instant(iso8601: since), until: try until.map { try Instant(iso8601: $0) })
      })
    let start = try Instant(iso8601: row.start)
    let due = time.instant(minutes: row.minutes, after: start)
    #expect(due.map { zone.text(of: $0) } == row.due)
    if let due { #expect(time.seconds(from: start, to: due) == Int64(row.minutes) * 60) }
  }

  @Test func theRealClockCountsEveryMinuteButThePauses() throws {
    let start = try Instant(iso8601: "2026-11-20T23:00Z")
    let pause = ClockPause(since: start.adding(minutes: 10), until: start.adding(minutes: 40))
    let time = CountedTime(.real, .weekdaysOnly, zone: try Zone("UTC"), pauses: [pause])
    #expect(time.instant(minutes: 60, after: start) == start.adding(minutes: 90))
    #expect(time.seconds(from: start, to: start.adding(minutes: 30)) == 600)
    #expect(time.isPaused(at: start.adding(minutes: 10)))
    #expect(!time.isPaused(at: start.adding(minutes: 40)))
  }

  @Test(arguments: [
    ("mon-fri 09:00-18:00", "mon,tue,wed,thu,fri 09:00-18:00"), ("every 00:00-24:00", nil),
    ("working,weekend 09:00-18:00", nil),
  ])
  func readsHours(text: String, canonical: String?) throws {
    #expect(try OpenHours(text).text == canonical ?? text)
  }

  @Test(arguments: [
    ("09:00-18:00", ErrorCode.usage), ("mon 22:00-06:00", .time), ("mon 9-18", .time),
    ("monday 09:00-18:00", .usage), ("mon 09:00-09:00", .time), ("", .usage),
  ])
  func refusesHours(text: String, code: ErrorCode) throws {
    try refusal(code) { try OpenHours(text) }
  }

  @Test(arguments: [
    ("30m", 30, "30m"), ("4h", 240, "4h"), ("1h30m", 90, "1h30m"), ("90M", 90, "1h30m"),
  ])
  func readsLengths(text: String, minutes: Int, canonical: String) throws {
    #expect(try MinuteSpan(text).minutes == minutes)
    #expect(try MinuteSpan(text).text == canonical)
  }

  @Test(arguments: ["", "0m", "30", "2d", "1h 30m", "-1h", "1m1h", "10001h", "٣h"])
  func refusesLengths(text: String) throws { try refusal(.time) { try MinuteSpan(text) } }
}

@Suite(.enabled(if: SharedCases.arePresent, SharedCases.reason)) struct WorkedClockTests {
  static func calendar() throws -> WorkCalendar {
    var days: [CalendarDate: DayKind] = [:]
    for row in try SharedCases.rows("../data/ru_calendar_2024_2026.csv") {
      let day = try CalendarDay("\(#require(row["date"]))=\(#require(row["kind"]))")
      days[day.date] = day.kind
    }
    return WorkCalendar(days: days)
  }

  @Test func dueTimes() throws {
    let zone = try Zone("Europe/Moscow")
    let time = CountedTime(.business, try Self.calendar(), zone: zone)
    for example in try SharedCases.examples("sla-") {
      let start = try Instant(iso8601: example.text("start"))
      let due = time.instant(minutes: Int(try example.given("minutes")), after: start)
      #expect(due.map { zone.text(of: $0) } == example.expected.text("due"), "\(example.id)")
    }
  }

  @Test(arguments: [(2024, 248, 5), (2025, 247, 4), (2026, 247, 4)])
  func workingDays(year: Int, working: Int, short: Int) throws {
    let calendar = try Self.calendar()
    let first = try CalendarDate(year: year, month: 1, day: 1).dayNumber
    let last = try CalendarDate(year: year, month: 12, day: 31).dayNumber
    let days = (first...last).map { calendar.facts(of: CalendarDate(dayNumber: $0)) }
    #expect(days.filter(\.isWorking).count == working)
    #expect(days.filter { $0.kind == .short }.count == short)
  }
}
