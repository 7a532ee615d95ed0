import DeskRules
import Testing

@Suite struct MomentTests {
  @Test(arguments: [
    ("01:10", "01:10"), ("2026-11-21T01:10", "2026-11-21T01:10"),
    ("2026-11-21 01:10", "2026-11-21T01:10"),
    ("2026-11-21T01:10+03:00", "2026-11-20T22:10:00Z"),
    ("2026-11-20T22:10:00Z", "2026-11-20T22:10:00Z"),
  ])
  func readsEveryForm(text: String, canonical: String) throws {
    let moment = try Moment(text)
    #expect(moment.canonical == canonical)
    #expect(try Moment(canonical) == moment)
  }

  @Test(arguments: [
    "", "1:10", "25:00", "2026-11-21", "2026-11-21T01:10:00", "yesterday", "01:10+03:00",
  ])
  func refusesOtherForms(text: String) throws {
    let error = try refusal(.time) { try Moment(text) }
    #expect(error.message.contains("HH:MM"))
  }

  /// What was written, in which zone, when it was sent, and what it means.
  struct Row: Sendable {
    let zone, sent: String
    let written, meant: [String]
  }

  static let rows = [
    Row(
      zone: "Europe/Moscow", sent: "2026-11-22T03:15+03:00",
      written: ["01:10", "01:40", "03:10"],
      meant: [
        "2026-11-22T01:10:00+03:00", "2026-11-22T01:40:00+03:00", "2026-11-22T03:10:00+03:00",
      ]
    ),
    // Ten minutes ahead are still today, eleven are yesterday.
    Row(
      zone: "Europe/Moscow", sent: "2026-11-22T03:15+03:00", written: ["03:25"],
      meant: ["2026-11-22T03:25:00+03:00"]),
    Row(
      zone: "Europe/Moscow", sent: "2026-11-22T03:15+03:00", written: ["03:26"],
      meant: ["2026-11-21T03:26:00+03:00"]),
    Row(
      zone: "Europe/Moscow", sent: "2026-11-22T23:55+03:00", written: ["00:05"],
      meant: ["2026-11-23T00:05:00+03:00"]),
    // Later times pass midnight, and the same minute twice is one moment.
    Row(
      zone: "Europe/Moscow", sent: "2026-11-22T00:30+03:00",
      written: ["23:40", "23:40", "00:20", "00:10"],
      meant: [
        "2026-11-21T23:40:00+03:00", "2026-11-21T23:40:00+03:00", "2026-11-22T00:20:00+03:00",
        "2026-11-23T00:10:00+03:00",
      ]),
    // A full form in between is the new starting point, even an earlier one.
    Row(
      zone: "Europe/Moscow", sent: "2026-11-22T12:00+03:00",
      written: ["11:00", "2026-11-20T22:00", "23:00", "2026-11-21T01:00+03:00", "00:30"],
      meant: [
        "2026-11-22T11:00:00+03:00", "2026-11-20T22:00:00+03:00", "2026-11-20T23:00:00+03:00",
        "2026-11-21T01:00:00+03:00", "2026-11-22T00:30:00+03:00",
      ]),
    // The doubled hour is plain when only one reading fits.
    Row(
      zone: "Europe/Berlin", sent: "2026-10-25T02:25+02:00", written: ["02:30"],
      meant: ["2026-10-25T02:30:00+02:00"]),
    Row(
      zone: "Europe/Berlin", sent: "2026-10-25T09:00+01:00",
      written: ["2026-10-25T02:40+02:00", "02:30"],
      meant: ["2026-10-25T02:40:00+02:00", "2026-10-25T02:30:00+01:00"]),
    // A missing hour that is over no longer matters, and a date that never was is passed over.
    Row(
      zone: "Europe/Berlin", sent: "2026-03-30T09:00+02:00",
      written: ["2026-03-29T03:10", "02:30"],
      meant: ["2026-03-29T03:10:00+02:00", "2026-03-30T02:30:00+02:00"]),
    Row(
      zone: "Pacific/Apia", sent: "2011-12-31T01:00+14:00", written: ["23:30", "00:15"],
      meant: ["2011-12-29T23:30:00-10:00", "2011-12-31T00:15:00+14:00"]),
  ]

  @Test(arguments: rows) func findsTheMomentsMeant(row: Row) throws {
    let zone = try Zone(row.zone)
    var resolver = MomentResolver(zone: zone, sent: try Instant(iso8601: row.sent))
    let meant = try row.written.map { written in
      zone.text(of: try resolver.resolve(Moment(written), name: "called"))
    }
    #expect(meant == row.meant)
  }

  @Test(arguments: [
    ("2026-03-29T09:00+02:00", ["02:30"], "02:30:00+01:00", "02:30:00+02:00"),
    ("2026-03-29T09:00+02:00", ["01:30", "02:30"], "02:30:00+01:00", "02:30:00+02:00"),
    ("2026-03-30T09:00+02:00", ["2026-03-29T02:30"], "02:30:00+01:00", "02:30:00+02:00"),
    ("2026-10-25T09:00+01:00", ["02:30"], "02:30:00+02:00", "02:30:00+01:00"),
    ("2026-10-25T09:00+01:00", ["01:30", "02:30"], "02:30:00+02:00", "02:30:00+01:00"),
    ("2026-10-26T09:00+01:00", ["2026-10-25T02:30"], "02:30:00+02:00", "02:30:00+01:00"),
  ])
  func refusesMissingAndDoubledTimes(
    sent: String, written: [String], first: String, second: String
  ) throws {
    var resolver = MomentResolver(
      zone: try Zone("Europe/Berlin"), sent: try Instant(iso8601: sent))
    for text in written.dropLast() { _ = try resolver.resolve(Moment(text), name: "called") }
    let last = try Moment(#require(written.last))
    let error = try refusal(.time) { try resolver.resolve(last, name: "arrived") }
    let readings = try #require(error.details["readings"]?.elements).compactMap(\.text)
    #expect(readings.map { $0.suffix(14) } == [first[...], second[...]])
    #expect(error.details.text("name") == "arrived")
    #expect(error.message.hasPrefix("arrived: "))
  }

  @Test func aRefusedTimeDoesNotMoveTheStartingPoint() throws {
    let zone = try Zone("Europe/Berlin")
    var resolver = MomentResolver(zone: zone, sent: try Instant(iso8601: "2026-03-29T09:00+02:00"))
    _ = try resolver.resolve(Moment("01:30"), name: "called")
    try refusal(.time) { try resolver.resolve(Moment("02:30"), name: "arrived") }
    let next = try resolver.resolve(Moment("01:45"), name: "arrived")
    #expect(zone.text(of: next) == "2026-03-29T01:45:00+01:00")
  }
}
