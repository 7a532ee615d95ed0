import DeskRules
import Testing

/// What the roster shows: whole duties, now and tonight whatever the period, and who is not there.
@Suite struct RosterSightTests {
  /// A desk on Saturday 21 November 2026, 20:00, with three people who hand over at 09:00.
  private func desk(_ every: String = "day") throws -> TestDesk {
    let desk = try TestDesk.firm()
    try desk.now("2026-11-01T12:00+03:00")
    try desk.typeAll([
      "staff add vera \"Vera Engineer\" --role engineer",
      "staff add gleb \"Gleb Engineer\" --role engineer",
      "staff edit boris --phone \"+7 900 1\"", "staff edit vera --phone \"+7 900 2\"",
      "staff edit gleb --phone \"+7 900 3\"", "staff edit mark --phone \"+7 900 4\"",
      "roster set boris vera gleb --every \(every) --handover 09:00",
    ])
    try desk.now("2026-11-21T20:00+03:00")
    return desk
  }

  private func shown(_ desk: TestDesk, _ period: String) throws -> [String] {
    try desk.type("roster show \(period)").map { duty in
      let marks = ["now", "tonight", "outside", "left"].filter { duty.flag($0) == true }
      let times = ["from", "to"].map { String((duty.text($0) ?? "").dropFirst(5).prefix(11)) }
      return ([duty.text("person") ?? "-"] + times + marks).joined(separator: " ")
    }
  }

  @Test(arguments: [
    (
      "2026-11-21..2026-11-21",
      [
        "vera 11-20T09:00 11-21T09:00", "gleb 11-21T09:00 11-22T09:00 now tonight",
      ]
    ),
    (
      "2026-11-20..2026-11-20",
      [
        "boris 11-19T09:00 11-20T09:00", "vera 11-20T09:00 11-21T09:00",
      ]
    ),
    (
      "2026-12-01..2026-12-01",
      [
        "gleb 11-30T09:00 12-01T09:00",
        "boris 12-01T09:00 12-02T09:00",
      ]
    ),
  ])
  func dutiesAreWholeAndNowIsToldInAPeriodThatHasToday(period: String, expected: [String]) throws {
    #expect(try shown(try desk(), period) == expected)
  }

  @Test func aDateIsAPeriodAndAPersonMustExist() throws {
    let desk = try desk()
    #expect(try shown(desk, "2026-11-21") == shown(desk, "2026-11-21..2026-11-21"))
    let refused = try desk.refuse(.notFound, "roster calendar gelb")
    #expect(refused.message.contains("did you mean gleb"))
    try desk.type("staff disable vera")
    #expect(try desk.one("roster calendar vera").text("text")?.hasPrefix("BEGIN:VCALENDAR") == true)
  }

  @Test func whoIsAwayHasNoPhoneToRing() throws {
    let desk = try desk()
    func phones() throws -> [String?] {
      try desk.type("roster show 2026-11-21").filter { $0.flag("now") == true }
        .map { $0.text("phone") }
    }
    #expect(try phones() == ["+7 900 3"])
    try desk.type("staff absence gleb --to 2026-11-30 --why ill")
    #expect(try phones().allSatisfy { $0 == nil })
  }

  @Test func tonightIsWhatIsStillToCome() throws {
    let desk = try desk()
    try desk.type("roster override vera --from 2026-11-21T23:00 --to 2026-11-22T01:00 --why swap")
    func tonight() throws -> [String] {
      try desk.type("roster show 2026-11-21..2026-11-22").filter { $0.flag("tonight") == true }
        .compactMap { $0.text("person") }
    }
    #expect(try tonight() == ["gleb", "vera", "gleb"])
    try desk.now("2026-11-22T02:00+03:00")
    #expect(try tonight() == ["gleb"])
    try desk.now("2026-11-22T05:59+03:00")
    #expect(try tonight() == ["gleb"])
    // The day's duty of the 22nd goes on behind the period, and so does its night.
    try desk.type("roster override vera --from 2026-11-23T01:00 --to 2026-11-23T02:00 --why swap")
    try desk.now("2026-11-22T23:00+03:00")
    #expect(
      try shown(desk, "2026-11-22..2026-11-22").suffix(3) == [
        "boris 11-22T09:00 11-23T01:00 now tonight", "vera 11-23T01:00 11-23T02:00 tonight outside",
        "boris 11-23T02:00 11-23T09:00 tonight outside",
      ])
    try desk.now("2026-11-22T05:59+03:00")
    // The night is over: tonight is the next one.
    try desk.now("2026-11-22T06:00+03:00")
    #expect(try tonight() == ["boris", "vera", "boris"])
  }

  @Test func aDutyIsAsLongAsItIsWhereverThePeriodCuts() throws {
    let desk = try desk("mon")
    let week = try desk.type("roster show 2026-11-18..2026-11-18")
    #expect(week.count == 1)
    #expect(week[0].text("from") == "2026-11-16T09:00:00+03:00")
    #expect(week[0].text("to") == "2026-11-23T09:00:00+03:00")
    #expect(week[0].text("listed_from") == "2026-11-18T00:00:00+03:00")
  }

  @Test(arguments: ["day", "mon"])
  func anEventOfTheCalendarFileIsTheSameWhenTheFileIsMadeOnAnotherDay(every: String) throws {
    let desk = try desk(every)
    try desk.typeAll([
      "roster override vera --instead-of boris --from 2026-11-24T18:00 --to 2026-12-20 --why x",
      "staff absence gleb --from 2026-11-22T12:00 --to 2026-11-24 --why y",
    ])
    func events(_ first: String) throws -> [String: String] {
      let text = try desk.one("roster calendar --period \(first)..2026-12-31").text("text") ?? ""
      let events = text.split(separator: "BEGIN:VEVENT").dropFirst().map { event in
        event.split(separator: "\r\n").filter { !$0.hasPrefix("DTSTAMP") }.map(String.init)
      }
      return Dictionary(
        uniqueKeysWithValues: events.map { lines in
          (lines.first { $0.hasPrefix("UID") } ?? "", lines.joined(separator: "\n"))
        })
    }
    let first = try events("2026-11-20")
    for day in ["2026-11-21", "2026-11-22", "2026-11-23", "2026-11-25", "2026-12-01"] {
      try desk.now("\(day)T10:00+03:00")
      let later = try events(day)
      #expect(!later.isEmpty)
      for (identifier, event) in later { #expect(first[identifier] == event, "\(day)") }
    }
  }

  @Test func whoHasLeftIsNotOnDuty() throws {
    let desk = try desk()
    let left = try desk.one("staff disable gleb")
    let uncovered = left.objects("uncovered")
    #expect(uncovered.count == 11)
    #expect(uncovered.first?.text("from") == "2026-11-21T09:00:00+03:00")
    #expect(
      try shown(desk, "2026-11-21..2026-11-22") == [
        "vera 11-20T09:00 11-21T09:00", "gleb 11-21T09:00 11-22T09:00 now tonight left",
        "boris 11-22T09:00 11-23T09:00",
      ])
    let now = try desk.type("roster show 2026-11-21..2026-11-21").first { $0.flag("now") == true }
    #expect(now?["phone"] == nil)
    // What was done before stays done.
    #expect(try shown(desk, "2026-11-18..2026-11-18").first == "vera 11-17T09:00 11-18T09:00")
    #expect(try shown(desk, "2026-11-18..2026-11-18")[1] == "gleb 11-18T09:00 11-19T09:00")
    let file = try desk.one("roster calendar").text("text") ?? ""
    #expect(!file.contains("On duty: gleb") && file.contains("On duty: vera"))
    #expect(try desk.problems() == [])
  }

  @Test func restThatIsTooShortIsToldUntilTheSecondDutyBegins() throws {
    let desk = try desk()
    try desk.type("roster override boris --from 2026-11-21T22:00 --to 2026-11-22T04:25 --why x")
    func short() throws -> [String] {
      try desk.type("roster gaps --days 1").filter { $0.text("kind") == "short_rest" }
        .compactMap { $0.text("person") }
    }
    #expect(try short() == ["gleb", "boris"])
    try desk.now("2026-11-22T04:26+03:00")
    #expect(try short() == ["boris"])
    try desk.now("2026-11-22T08:59+03:00")
    #expect(try short() == ["boris"])
    try desk.now("2026-11-22T09:01+03:00")
    #expect(try short() == [])
    // Who is away has no duty to rest from.
    try desk.now("2026-11-22T04:26+03:00")
    try desk.type("staff absence boris --to 2026-11-22T12:00 --why ill")
    #expect(try short() == ["boris"])
    try desk.type("staff absence boris --to 2026-11-24 --why ill")
    #expect(try short() == [])
  }
}
