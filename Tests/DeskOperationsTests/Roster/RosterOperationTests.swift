import DeskOperations
import DeskRules
import Testing

@Suite struct RosterOperationTests {
  /// A desk on Sunday 22 November 2026, 03:15, with three people to call.
  private func desk() throws -> TestDesk {
    let desk = try TestDesk.pricedFirm()
    try desk.typeAll([
      "staff add vera \"Vera Engineer\" --role engineer",
      "staff add gleb \"Gleb Engineer\" --role engineer",
      "staff edit boris --phone \"+7 900 1\" --mail boris@example.org",
      "staff edit vera --phone \"+7 900 2\"", "staff edit mark --phone \"+7 900 9\"",
      "staff edit gleb --mail gleb@example.org",
    ])
    return desk
  }

  private func people(_ items: [JSONObject]) -> [String] {
    items.map { "\($0.text("person") ?? "-") \($0.text("from")?.prefix(16) ?? "")" }
  }

  @Test func theFirstRotationBeginsAtOnceAndALaterOneAtItsHandover() throws {
    let desk = try desk()
    let first = try desk.one("roster set boris vera --every day --handover 09:00", as: "dasha")
    #expect(first.text("from") == "2026-11-22T03:15:00+03:00")
    #expect(first.text("zone") == "Europe/Moscow" && first.number("rest") == 11)
    let second = try desk.one("roster set gleb vera --every mon --handover 18:00 --rest 12")
    #expect(second.text("from") == "2026-11-23T18:00:00+03:00")
    let duties = try desk.type("roster show 2026-11-22..2026-12-01")
    #expect(
      people(duties) == [
        "- 2026-11-22T00:00", "boris 2026-11-22T03:15", "vera 2026-11-22T09:00",
        "boris 2026-11-23T09:00", "gleb 2026-11-23T18:00", "vera 2026-11-30T18:00",
      ])
    #expect(duties[1].flag("now") == true && duties[1].text("phone") == "+7 900 1")
    #expect(duties[1].flag("tonight") == true && duties[2].flag("tonight") == nil)
    #expect(try desk.problems().isEmpty)
  }

  @Test func aRotationReplacesTheOnesThatWouldHaveBegunLater() throws {
    let desk = try desk()
    try desk.typeAll([
      "roster set boris --every day --handover 09:00",
      "roster set vera --every day --handover 09:00 --from 2026-12-10",
      "roster set gleb --every day --handover 09:00 --from 2026-12-05",
    ])
    let duties = try desk.type("roster show 2026-12-04..2026-12-12")
    #expect(Set(duties.compactMap { $0.text("person") }) == ["boris", "gleb"])
    #expect(try desk.problems().isEmpty)
  }

  /// A bare time of an end is the next one after it was typed, not after it was sent.
  @Test func aWindowTypedWithoutANetworkEndsWhenItWasMeant() throws {
    let desk = try desk()
    try desk.type("roster set boris --every day --handover 09:00")
    for words in ["roster.override person=vera why=dinner", "staff.absence name=boris why=ill"] {
      try desk.refuse(.time, line: words + " to=23:00 sent=2026-11-21T22:10+03:00")
      let outcome = try desk.outcome(
        try TestDesk.request(words + " to=04:00 sent=2026-11-21T22:10+03:00"))
      let window = try #require(try outcome.result.get().first)
      #expect(window.text("from") == "2026-11-22T03:15:00+03:00")
      #expect(window.text("to") == "2026-11-22T04:00:00+03:00")
    }
  }

  /// The calendar ends with the year 9999; nobody plans duty for it.
  @Test func farYearsAreRefused() throws {
    let desk = try desk()
    try desk.type("roster set boris --every day --handover 09:00")
    for command in [
      "roster override vera --from 9999-12-31T01:00 --to 9999-12-31T23:00 --why x --dry-run",
      "staff absence boris --from 9999-12-30T01:00 --to 9999-12-31T20:00 --why x",
      "roster set vera --every day --handover 09:00 --from 9999-12-31",
      "roster show 9999", "roster show 9999-12-30", "roster calendar --period 9999-12",
    ] {
      try desk.refuse(.time, command)
    }
    #expect(try desk.type("roster show 2036-10").isEmpty == false)
  }

  @Test func pastShiftsStayAsTheyWere() throws {
    let desk = try desk()
    try desk.type("roster set boris --every day --handover 09:00")
    let before = try desk.type("roster show 2026-11-22..2026-11-23")
    try desk.now("2026-11-24T12:00+03:00")
    try desk.refuse(.time, "roster set vera --every day --handover 09:00 --from 2026-11-24")
    try desk.refuse(.time, "roster override vera --from 2026-11-23T12:00 --to 18:00 --why swap")
    try desk.refuse(.time, "staff absence boris --from 2026-11-23 --to 2026-11-30 --why ill")
    try desk.typeAll([
      "roster set vera --every day --handover 09:00",
      "roster override gleb --to 18:00 --why swap",
      "staff absence vera --to 2026-11-30 --why ill",
    ])
    let after = try desk.type("roster show 2026-11-22..2026-11-23")
    #expect(people(after) == people(before))
    #expect(try desk.problems().isEmpty)
  }

  /// It is 03:15 on Sunday.
  @Test(arguments: [
    ("03:10", "2026-11-22T03:15:00+03:00"), ("03:20", "2026-11-22T03:20:00+03:00"),
    ("14:00", "2026-11-22T14:00:00+03:00"),
  ])
  func aBareTimeIsTheNextOneOrHasJustPassed(from: String, begins: String) throws {
    let desk = try CallDesk().desk
    let card = try #require(
      try desk.type("roster override vera --from \(from) --to 18:00 --why swap").first)
    #expect(card.text("from") == begins)
  }

  @Test(arguments: ["03:00", "22:00", "16:00"])
  func aBareTimeThatHasPassedIsAskedAbout(from: String) throws {
    let desk = try CallDesk().desk
    let refused = try desk.refuse(
      .time, "roster override vera --from \(from) --to 2026-11-24 --why swap")
    #expect(refused.message.hasPrefix("\(from) has passed, and the next one is 2026-11-2"))
    #expect(refused.message.contains("T\(from), or leave it out for now"))
    try desk.refuse(.time, "staff absence vera --from \(from) --to 2026-11-24 --why ill")
  }

  @Test func overridesSayForWhomAndWhy() throws {
    let desk = try desk()
    try desk.type("roster set boris vera --every day --handover 09:00")
    let duties = try desk.type(
      "roster override gleb --instead-of vera --from 2026-11-22 --to 2026-11-24 --why wedding",
      as: "boris")
    #expect(
      people(duties) == [
        "boris 2026-11-22T03:15", "gleb 2026-11-22T09:00", "boris 2026-11-23T09:00",
        "gleb 2026-11-24T09:00",
      ])
    #expect(duties[1].text("instead_of") == "vera" && duties[1].text("why") == "wedding")
    // Without --from it begins now; a bare time is the next such time.
    let now = try desk.type("roster override gleb --to 06:00 --why tired")
    #expect(people(now) == ["gleb 2026-11-22T03:15"])
    #expect(now[0].text("to") == "2026-11-22T06:00:00+03:00")
    #expect(try desk.problems().isEmpty)
  }

  @Test(arguments: [
    (ErrorCode.usage, "roster set --every day --handover 09:00"),
    (.notFound, "roster set nobody --every day --handover 09:00"),
    (.notFound, "roster set olga --every day --handover 09:00"),
    (.usage, "roster set boris --every never --handover 09:00"),
    (.time, "roster set boris --every day --handover 25:00"),
    (.usage, "roster set boris --every day --handover 09:00 --rest 169"),
    (.time, "roster set boris --every mon --handover 09:00 --from 2026-11-16"),
    (.notFound, "roster override nobody --to 18:00 --why x"),
    (.notFound, "roster override vera --instead-of nobody --to 18:00 --why x"),
    (.usage, "roster override vera --instead-of vera --to 18:00 --why x"),
    (.usage, "roster override vera --instead-of gleb --to 18:00 --why x"),
    (.usage, "roster override vera --to 18:00"),
    (.time, "roster override vera --from 2026-11-25 --to 2026-11-24 --why x"),
    (.time, "roster override vera --to 2027-11-24 --why x"),
    (.time, "roster override vera --to soon --why x"),
    (.time, "roster show 2020..2026"),
    (.time, "roster show 2020-01-01..2026-01-01"),
    (.time, "roster calendar --period 2020-01-01..2026-01-01"),
    (.usage, "roster gaps --days 0"),
    (.usage, "roster gaps --days 400"),
    (.usage, "staff edit vera"),
    (.notFound, "staff edit nobody --phone 1"),
    (.usage, "staff edit vera --mail \"a b@c\""),
    (.usage, "staff edit vera --mail a,b@c"),
    (.usage, "staff edit vera --mail -x@c"),
    (.usage, "staff absence vera"),
    (.notFound, "staff absence nobody --to 18:00 --why x"),
    (.state, "staff absence vera --over"),
    (.usage, "staff absence vera --over --why x"),
    (.time, "staff absence vera --to 2029-01-01 --why x"),
  ])
  func isRefused(code: ErrorCode, command: String) throws {
    let desk = try desk()
    try desk.type("roster set boris vera --every day --handover 09:00")
    try desk.refuse(code, command)
  }

  @Test func gapsNameWhatIsMissing() throws {
    let desk = try desk()
    let nobody = try desk.type("roster gaps --days 2")
    #expect(nobody.map { $0.text("kind") } == ["uncovered"])
    #expect(nobody[0].number("nights") == 4)
    try desk.typeAll([
      "staff add ivan \"Ivan Engineer\" --role engineer",
      "roster set boris ivan --every day --handover 09:00",
      "staff absence boris --from 2026-11-25 --to 2026-11-25 --why leave",
    ])
    let gaps = try desk.type("roster gaps --days 5")
    #expect(gaps.map { $0.text("kind") } == ["uncovered", "no_contact"])
    #expect(gaps[0].text("from") == "2026-11-25T09:00:00+03:00")
    #expect(gaps[0].text("to") == "2026-11-26T00:00:00+03:00" && gaps[0].number("nights") == 1)
    #expect(gaps[1].text("person") == "ivan")
    try desk.typeAll(["staff disable ivan", "staff absence boris --over"])
    let left = try desk.type("roster gaps --days 2")
    #expect(left.allSatisfy { $0.text("what") == "ivan has left" })
    #expect(try desk.problems().isEmpty)
  }

  @Test func anAbsenceThatIsOverEndsAndLaterOnesDoNotBegin() throws {
    let desk = try desk()
    let away = try desk.one("staff absence boris --to 2026-11-25 --why ill")
    #expect(away.text("from") == "2026-11-22T03:15:00+03:00")
    try desk.type("staff absence boris --from 2026-12-01 --to 2026-12-05 --why leave")
    try desk.now("2026-11-23T09:00+03:00")
    try desk.type("staff absence boris --over")
    try desk.refuse(.state, "staff absence boris --over")
    #expect(try desk.problems().isEmpty)
  }

  @Test func restThatIsTooShortIsWarnedOf() throws {
    let desk = try desk()
    try desk.type("roster set boris vera --every day --handover 09:00")
    // Vera works the night for boris, and her own duty begins six hours later.
    let visit = try desk.one(
      "callout log bakery --arrived 01:40 --done 03:10 --problem jam --engineer vera")
    #expect(visit.texts("flags").contains("short_rest 2026-11-22T09:00:00+03:00"))
    let gaps = try desk.type("roster gaps").filter { $0.text("kind") == "short_rest" }
    #expect(gaps.map { $0.text("person") } == ["vera"] && gaps.first?.number("hours") == 5)
    // Five elapsed hours are enough where the setting says so; work by day needs no rest.
    try desk.type("roster set boris vera --every day --handover 09:00 --rest 5 --from 2026-11-23")
    try desk.now("2026-11-23T20:00+03:00")
    let day = try desk.one(
      "callout log bakery --arrived 15:00 --done 16:00 --problem jam --engineer vera")
    #expect(!day.texts("flags").contains { $0.hasPrefix("short_rest") })
    // Between two duties, too.
    try desk.type(
      "roster override vera --from 2026-11-26T20:00 --to 2026-11-27T02:00 --why help")
    let between = try desk.type("roster gaps --days 10").filter { $0.text("kind") == "short_rest" }
    #expect(between.isEmpty || between.allSatisfy { $0.text("person") == "vera" })
    #expect(try desk.problems().isEmpty)
  }

  @Test func restIsCountedFromTheLastWorkAfterANight() throws {
    let desk = try desk()
    try desk.type("roster set boris vera --every day --handover 09:00 --rest 11")
    try desk.now("2026-11-22T08:30+03:00")
    func flags(_ times: String, _ engineer: String = "vera") throws -> [String] {
      try desk.one("callout log bakery \(times) --problem jam --engineer \(engineer)")
        .texts("flags").filter { $0.hasPrefix("short_rest") }
    }
    func gaps() throws -> [String] {
      try desk.type("roster gaps").filter { $0.text("kind") == "short_rest" }
        .compactMap { $0.text("what") }
    }
    #expect(
      try flags("--arrived 04:00 --done 05:30") == ["short_rest 2026-11-22T09:00:00+03:00"])
    #expect(
      try gaps() == ["3 h after the night's work, which ended with V-1; 11 h are wanted"])
    // It touches no night by itself, and is what the night's work ended with.
    #expect(
      try flags("--arrived 06:10 --done 08:00") == ["short_rest 2026-11-22T09:00:00+03:00"])
    #expect(
      try gaps() == ["1 h after the night's work, which ended with V-2; 11 h are wanted"])
    // Work of a day that no night's work went before, and what follows a whole rest.
    #expect(try flags("--arrived 06:10 --done 08:00", "boris") == [])
    try desk.now("2026-11-23T23:00+03:00")
    #expect(try flags("--arrived 19:00 --done 20:00") == [])
    #expect(try desk.problems().isEmpty)
  }

  @Test func aRotationToComeWantsItsOwnRest() throws {
    let desk = try desk()
    try desk.typeAll([
      "roster set boris --every mon --handover 08:00 --rest 11",
      "roster set vera gleb --every day --handover 08:00 --rest 48 --from 2026-11-24",
    ])
    let gaps = try desk.type("roster gaps --days 10").filter { $0.text("kind") == "short_rest" }
    #expect(Set(gaps.compactMap { $0.text("person") }) == ["vera", "gleb"])
    #expect(gaps.allSatisfy { $0.number("hours") == 24 })
  }

  @Test func whoStandsInForSomebodyAwayIsThere() throws {
    let desk = try desk()
    try desk.typeAll([
      "roster set boris --every day --handover 09:00",
      "staff absence boris --from 2026-11-22 --to 2026-11-30 --why ill",
    ])
    let duties = try desk.type("roster override vera --to 06:00 --why \"boris is ill\"")
    #expect(duties.first?.text("person") == "vera" && duties.first?["away"] == nil, "\(duties)")
    try desk.refuse(.notFound, "roster show --person gelb")
  }

  @Test func theSeasonDecidesHowLongTheRestIs() throws {
    let desk = try TestDesk(at: "2026-10-24T12:00+02:00")
    try desk.typeAll([
      "client add berlin \"Berliner\" --timezone Europe/Berlin",
      "staff add vera \"Vera\" --role engineer", "staff add boris \"Boris\" --role engineer",
    ])
    // The desk is in Moscow, where the clock stays; elapsed hours are the same everywhere.
    try desk.typeAll(["roster set boris vera --every day --handover 13:10 --rest 11"])
    try desk.now("2026-10-25T03:30+01:00")
    let visit = try desk.one(
      "callout log berlin --arrived 2026-10-24T23:00 --done 2026-10-25T00:10 --problem x"
        + " --engineer vera")
    // 00:10+02:00 to 13:10+03:00 are 12 elapsed hours, though the wall clocks say 13.
    #expect(!visit.texts("flags").contains { $0.hasPrefix("short_rest") })
  }

  @Test func contactsAreForStaffAndNotInTheOpenPartOfTheJournal() throws {
    let desk = try desk()
    let card = try desk.one("staff edit vera --phone \"+7 900 77\"")
    #expect(card["phone"] == nil && card.flag("reachable") == true)
    let open = try desk.rows("SELECT events FROM journal").map { $0[0].shown }.joined()
    #expect(!open.contains("+7 900 77") && !open.contains("gleb@example.org"))
    try desk.refuse(.notAllowed, "roster show", as: "olga")
    try desk.refuse(.notAllowed, "roster calendar", as: "olga")
    try desk.refuse(.notAllowed, "roster set boris --every day --handover 09:00", as: "boris")
    #expect(try desk.problems().isEmpty)
  }

  @Test func takingADutyAndTakingACallCannotBeConfused() throws {
    let desk = try desk()
    try desk.type("roster set boris --every day --handover 09:00")
    let ticket = try desk.one("callout receive bakery --problem jam").text("ticket") ?? ""
    try desk.refuse(.usage, "roster override \(ticket)")
    try desk.refuse(.notFound, "roster override \(ticket) --to 18:00 --why x")
    try desk.refuse(.notFound, "roster override 1234 --to 18:00 --why x")
    try desk.refuse(.notFound, "callout acknowledge vera")
    try desk.refuse(.notFound, "callout acknowledge 1234")
    try desk.refuse(.usage, "callout acknowledge \(ticket) --to 18:00")
    try desk.refuse(.unknownOperation, "roster acknowledge")
  }

  @Test func theCalendarFileHasTheDuties() throws {
    let desk = try desk()
    try desk.type("roster set boris vera --every mon --handover 09:00")
    let file = try desk.one("roster calendar vera --period 2026-11-22..2026-12-31", as: "vera")
    let text = try #require(file.text("text"))
    #expect(text.split(separator: "BEGIN:VEVENT").count - 1 == 3)
    #expect(text.contains("DTSTART:20261123T060000Z") && !text.contains("On duty: boris"))
    #expect(try desk.one("roster calendar vera --period 2026-11-22..2026-12-31") == file)
  }
}
