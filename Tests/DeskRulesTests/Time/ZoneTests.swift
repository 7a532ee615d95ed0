import DeskRules
import Foundation
import Testing

@Suite struct ZoneTests {
  /// A change of the clocks: the moment, and what the clock shows one second before and then.
  struct Change: Sendable {
    let zone, utc, before, after: String
  }

  static let changes = [
    Change("Europe/Berlin", "2026-03-29T01:00:00Z", "01:59:59+01:00", "03:00:00+02:00"),
    Change("Europe/Berlin", "2026-10-25T01:00:00Z", "02:59:59+02:00", "02:00:00+01:00"),
    Change("Europe/Moscow", "2011-03-26T23:00:00Z", "01:59:59+03:00", "03:00:00+04:00"),
    Change("Europe/Moscow", "2014-10-25T22:00:00Z", "01:59:59+04:00", "01:00:00+03:00"),
    Change("Australia/Lord_Howe", "2026-04-04T15:00:00Z", "01:59:59+11:00", "01:30:00+10:30"),
    Change("Australia/Lord_Howe", "2026-10-03T15:30:00Z", "01:59:59+10:30", "02:30:00+11:00"),
    Change("Antarctica/Troll", "2026-03-29T01:00:00Z", "00:59:59+00:00", "03:00:00+02:00"),
    Change("Pacific/Apia", "2011-12-30T10:00:00Z", "23:59:59-10:00", "00:00:00+14:00"),
    Change("Pacific/Kwajalein", "1993-08-21T12:00:00Z", "23:59:59-12:00", "00:00:00+12:00"),
    Change("America/Sao_Paulo", "2018-11-04T03:00:00Z", "23:59:59-03:00", "01:00:00-02:00"),
    Change("America/Sao_Paulo", "2019-02-17T02:00:00Z", "23:59:59-02:00", "23:00:00-03:00"),
    Change("Africa/Cairo", "2023-04-27T22:00:00Z", "23:59:59+02:00", "01:00:00+03:00"),
    Change("Europe/Dublin", "2026-10-25T01:00:00Z", "01:59:59+01:00", "01:00:00+00:00"),
    Change("Asia/Pyongyang", "2018-05-04T15:00:00Z", "23:29:59+08:30", "00:00:00+09:00"),
    Change("Europe/Volgograd", "2020-12-26T22:00:00Z", "01:59:59+04:00", "01:00:00+03:00"),
    Change("Asia/Almaty", "2024-02-29T18:00:00Z", "23:59:59+06:00", "23:00:00+05:00"),
    Change("America/New_York", "2150-03-08T07:00:00Z", "01:59:59-05:00", "03:00:00-04:00"),
  ]

  @Test(arguments: [
    ("2026-10-25", ["2026-10-25T00:30:30Z", "2026-10-25T01:30:30Z"], [nil, nil] as [String?]),
    ("2026-03-29", [], ["2026-03-29T00:30:30Z", "2026-03-29T01:30:30Z"]),
    ("2026-06-01", ["2026-06-01T00:30:30Z"], [nil, nil]),
  ])
  func secondsOfAWallClockNameTheirMoments(
    day: String, shown: [String], leftOut: [String?]
  ) throws {
    let zone = try Zone("Europe/Berlin")
    // Half a minute past 02:30.
    let seconds = Int64(try CalendarDate(day).dayNumber) * 86_400 + 9_030
    #expect(zone.instants(showing: seconds).map(\.utcText) == shown)
    let moved = [false, true].map { zone.instant(leftOut: seconds, forward: $0)?.utcText }
    #expect(moved == leftOut)
  }

  @Test(arguments: changes) func changesItsOffset(change: Change) throws {
    let zone = try Zone(change.zone)
    let instant = try Instant(iso8601: change.utc)
    let before = instant.adding(seconds: -1)
    #expect(zone.text(of: before).hasSuffix("T" + change.before))
    #expect(zone.text(of: instant).hasSuffix("T" + change.after))
    #expect(zone.nextOffsetChange(after: before) == instant)
    #expect(zone.offset(at: instant) == zone.wallClock(at: instant).offset)
    #expect(try Instant(iso8601: zone.text(of: instant)) == instant)
  }

  /// Zones whose rules have been the same in every edition of the database for decades.
  @Test(arguments: [
    "Europe/London", "Europe/Berlin", "America/New_York", "America/Los_Angeles", "Asia/Tokyo",
    "Asia/Kolkata", "Asia/Kathmandu", "Australia/Sydney", "Pacific/Auckland", "Pacific/Chatham",
    "Australia/Lord_Howe", "America/St_Johns", "Asia/Tehran", "Europe/Moscow", "Europe/Lisbon",
  ])
  func agreesWithAnotherReaderOfTheDatabase(identifier: String) throws {
    let zone = try Zone(identifier)
    let other = try #require(TimeZone(identifier: identifier))
    let first = try Instant(iso8601: "1990-01-01T00:00Z").seconds
    let last = try Instant(iso8601: "2037-12-31T00:00Z").seconds
    for seconds in stride(from: first, to: last, by: 35_999) {
      let expected = other.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))
      #expect(zone.offset(at: Instant(seconds: seconds)) == expected, "at \(seconds)")
    }
  }

  @Test(arguments: [
    ("Europe/Berln", ["Europe/Berlin"]), ("europe/berlin", ["Europe/Berlin"]),
    ("Moscow", ["Europe/Moscow"]), ("Mars/Olympus_Mons", []), ("", []),
    ("../../etc/passwd", []), ("right/Europe/Berlin", []), ("/Europe/Berlin", []), ("Europe", []),
    ("Europe/../Europe/Berlin", []), ("+03:00", []),
  ])
  func refusesUnknownZones(identifier: String, expected: [String]) throws {
    let error = try refusal(.time) { try Zone(identifier) }
    let nearest = error.details["nearest"]?.elements?.compactMap(\.text) ?? []
    #expect(expected.allSatisfy(nearest.contains), "\(nearest)")
    #expect(nearest.count <= 3)
  }

  @Test func listsTheZonesItCanRead() throws {
    let identifiers = Zone.identifiers
    #expect(identifiers.count > 400)
    for identifier in identifiers { #expect(try Zone(identifier).text == identifier) }
  }

  @Test func isCodedAsItsIdentifier() throws {
    let zone = try Zone("Europe/Moscow")
    let data = try JSONEncoder().encode([zone])
    #expect(try JSONDecoder().decode([Zone].self, from: data) == [zone])
    #expect(try JSONDecoder().decode([String].self, from: data) == ["Europe/Moscow"])
  }

  @Test(arguments: [
    ("Europe/Berlin", "2026-11-21", "12:00", ["2026-11-21T11:00:00Z"]),
    ("Europe/Berlin", "2026-03-29", "02:00", []), ("Europe/Berlin", "2026-03-29", "02:59", []),
    ("Europe/Berlin", "2026-03-29", "03:00", ["2026-03-29T01:00:00Z"]),
    ("Europe/Berlin", "2026-10-25", "02:00", ["2026-10-25T00:00:00Z", "2026-10-25T01:00:00Z"]),
    ("Europe/Berlin", "2026-10-25", "03:00", ["2026-10-25T02:00:00Z"]),
    ("Pacific/Apia", "2011-12-30", "12:00", []),
    ("Australia/Lord_Howe", "2026-04-05", "01:29", ["2026-04-04T14:29:00Z"]),
    (
      "Australia/Lord_Howe", "2026-04-05", "01:30",
      ["2026-04-04T14:30:00Z", "2026-04-04T15:00:00Z"]
    ),
    ("Antarctica/Troll", "2026-03-29", "02:59", []),
    ("Antarctica/Troll", "2026-10-25", "01:00", ["2026-10-24T23:00:00Z", "2026-10-25T01:00:00Z"]),
  ])
  func findsTheMomentsOfAWallClockTime(
    identifier: String, date: String, clock: String, expected: [String]
  ) throws {
    let zone = try Zone(identifier)
    let instants = try zone.instants(of: CalendarDate(date), ClockTime(clock))
    #expect(instants.map(\.utcText) == expected)
  }

  @Test(arguments: [
    ("2026-03-29", "02:30", "2026-03-29T02:30:00+01:00", "2026-03-29T02:30:00+02:00"),
    ("2026-10-25", "02:30", "2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+01:00"),
  ])
  func namesBothReadings(date: String, clock: String, first: String, second: String) throws {
    let zone = try Zone("Europe/Berlin")
    let error = try refusal(.time) { try zone.instant(of: CalendarDate(date), ClockTime(clock)) }
    #expect(error.details["readings"] == .array([.string(first), .string(second)]))
    #expect(error.message.contains(first) && error.message.contains(second))
  }

  @Test(arguments: [
    ("Europe/Berlin", "2026-11-21", "2026-11-20T23:00:00Z", "2026-11-21T23:00:00Z"),
    ("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z", "2018-11-05T02:00:00Z"),
    ("America/Sao_Paulo", "2019-02-16", "2019-02-16T02:00:00Z", "2019-02-17T03:00:00Z"),
    ("America/Havana", "2025-11-02", "2025-11-02T04:00:00Z", "2025-11-03T05:00:00Z"),
    ("Pacific/Apia", "2011-12-29", "2011-12-29T10:00:00Z", "2011-12-30T10:00:00Z"),
    ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z", "2011-12-30T10:00:00Z"),
    ("Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z", "2011-12-31T10:00:00Z"),
    ("America/St_Johns", "2006-10-29", "2006-10-29T02:30:00Z", "2006-10-30T03:30:00Z"),
  ])
  func boundsDays(identifier: String, date: String, start: String, end: String) throws {
    let zone = try Zone(identifier)
    #expect(zone.startOfDay(try CalendarDate(date)).utcText == start)
    #expect(zone.endOfDay(try CalendarDate(date)).utcText == end)
  }

  @Test(.enabled(if: SharedCases.arePresent, SharedCases.reason))
  func addsElapsedHours() throws {
    for example in try SharedCases.examples("rest-") {
      let zone = try Zone(example.text("zone"))
      let finished = try Instant(iso8601: example.text("finished"))
      #expect(
        zone.text(of: finished.adding(minutes: 11 * 60)) == example.expected.text("earliest"))
    }
  }

  @Test func aTimeIsCutWhereTheOffsetChanges() throws {
    let berlin = try Zone("Europe/Berlin")
    let from = try Instant(iso8601: "2026-10-24T00:00+02:00")
    let change = try Instant(iso8601: "2026-10-25T01:00Z")
    let until = try Instant(iso8601: "2026-10-27T00:00+01:00")
    let stretches = berlin.stretches(from: from, until: until)
    #expect(stretches.map(\.from) == [from, change])
    #expect(stretches.map(\.until) == [change, until])
    #expect(stretches.map(\.offset) == [7_200, 3_600])
    #expect(berlin.stretches(from: until, until: until).isEmpty)
    #expect(berlin.month(at: try Instant(iso8601: "2026-10-31T23:30Z")) == "2026-11")
    #expect(Instant(quarter: change.quarter) == change)
  }
}

extension ZoneTests.Change {
  init(_ zone: String, _ utc: String, _ before: String, _ after: String) {
    self.init(zone: zone, utc: utc, before: before, after: after)
  }
}
