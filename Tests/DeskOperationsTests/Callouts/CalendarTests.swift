import DeskRules
import Testing

/// Calendars, and the bands and discounts that price by them.
@Suite struct CalendarTests {
  private func desk() throws -> TestDesk {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "calendar record ru --year 2026 --day 2026-11-04=off --day 2026-11-03=short",
      "calendar record ru --year 2027 --day 2027-01-01=off",
      "desk edit --calendar ru",
      "tariff set --rate 1500.00 --from 2026-01-01 --band \"night x1.5\""
        + " --band \"holiday off 00:00-24:00 x2 priority=5\""
        + " --band \"eve before-off 21:00-24:00 x2 priority=5\"",
    ])
    return desk
  }

  @Test func aYearIsRecordedWholeAndOnlyOnce() throws {
    let desk = try desk()
    let again = try desk.one(
      "calendar record ru --year 2026 --day 2026-11-03=short --day 2026-11-04=off")
    #expect(
      again.only("version", "result") == (try json(#"{"version":2,"result":"unchanged"}"#)))
    let changed = try desk.one("calendar record ru --year 2026 --day 2026-11-04=off")
    #expect(
      changed.only("version", "result") == (try json(#"{"version":3,"result":"changed"}"#)))
    let shown = try desk.one("calendar show ru --year 2026", as: "olga")
    #expect(
      shown["days"]?.sorted
        == (try json(#"[{"date":"2026-11-04","weekday":"wed","kind":"off"}]"#)))
    let year = try #require(shown.objects("summary").first)
    #expect(year.number("working_days") == 260)
    #expect(year.number("short_days") == 0)
    #expect(try desk.one("calendar list").texts("hours") == ["working 09:00-18:00"])
    #expect(try desk.problems() == [])
  }

  @Test func hoursAreAVersionToo() throws {
    let desk = try desk()
    let card = try desk.one("calendar hours ru --open \"mon-fri 10:00-16:00\"")
    #expect(card.number("version") == 3)
    #expect(card.texts("hours") == ["mon,tue,wed,thu,fri 10:00-16:00"])
    #expect(
      try desk.one("calendar hours ru --open \"mon-fri 10:00-16:00\"").number("version") == 3)
    #expect(try desk.problems() == [])
  }

  @Test func bandsFollowTheCalendarOfTheClientElseTheDesks() throws {
    let desk = try desk()
    func bands(_ from: String, _ to: String) throws -> [String] {
      let steps = try desk.type("tariff quote bakery --from \(from) --to \(to)")
      return steps.filter { $0.text("kind") == "labour" }.map {
        "\($0.text("band") ?? "") \($0.number("minutes") ?? 0)"
      }
    }
    let eve = ("2026-11-03T20:30", "2026-11-04T00:40")
    #expect(try bands(eve.0, eve.1) == ["day 30", "eve 180", "holiday 40"])
    try desk.typeAll(["calendar record plain --year 2026", "client edit bakery --calendar plain"])
    #expect(try bands(eve.0, eve.1) == ["day 90", "night 160"])
    #expect(try desk.one("client show bakery").text("calendar") == "plain")
    try desk.typeAll(["client edit bakery --calendar none", "desk edit --calendar none"])
    #expect(try bands(eve.0, eve.1) == ["day 90", "night 160"])
    #expect(try desk.one("desk show").text("calendar") == nil)
  }

  @Test func aYearThatTheCalendarDoesNotKnowIsSaid() throws {
    let desk = try desk()
    func flags(_ from: String, _ to: String) throws -> [String] {
      try desk.type("tariff quote bakery --from \(from) --to \(to)").first?.texts("flags") ?? []
    }
    #expect(try flags("2027-01-01T10:00", "2027-01-01T11:00") == [])
    #expect(try flags("2028-01-01T10:00", "2028-01-01T11:00") == ["calendar_ends 2028"])
    // The evening before a day off is told by the next day.
    #expect(try flags("2027-12-31T20:00", "2027-12-31T21:30") == ["calendar_ends 2028"])
    #expect(try flags("2027-12-30T20:00", "2027-12-30T21:30") == [])
    try desk.now("2028-02-01T12:00+03:00")
    let visit = try desk.one(
      "callout log bakery --arrived 10:00 --done 11:00 --problem jam")
    #expect(visit.texts("flags").contains("calendar_ends 2028"))
    // Who has no calendar has no holidays to miss, and neither has a tariff that asks for none.
    try desk.type("client edit bakery --calendar none")
    #expect(try flags("2028-02-01T10:00", "2028-02-01T11:00") == ["calendar_ends 2028"])
    try desk.typeAll(["desk edit --calendar none"])
    #expect(try flags("2028-02-01T10:00", "2028-02-01T11:00") == [])
    try desk.typeAll([
      "desk edit --calendar ru", "tariff set bakery --rate 1000.00 --band \"night x1.5\"",
    ])
    #expect(try flags("2028-02-01T10:00", "2028-02-01T11:00") == [])
    #expect(try desk.problems() == [])
  }

  @Test func aPromiseOfWorkingTimeSaysWhatItsCalendarDoesNotKnow() throws {
    let desk = try desk()
    try desk.type("target set --fix 16h --clock business")
    try desk.now("2027-12-30T12:00+03:00")
    #expect(
      try desk.one("ticket open bakery --problem jam").texts("flags") == [
        "calendar_ends 2028"
      ])
    let call = try desk.one("callout receive bakery --problem jam")
    #expect(call.texts("flags").last == "calendar_ends 2028")
    try desk.now("2027-12-20T12:00+03:00")
    #expect(try desk.one("ticket open bakery --problem jam")["flags"] == nil)
    try desk.type("target set --fix 16h")
    try desk.now("2028-01-10T12:00+03:00")
    #expect(try desk.one("ticket open bakery --problem jam")["flags"] == nil)
    #expect(try desk.problems() == [])
  }

  @Test func sixtyDaysBeforeItsEndACalendarSaysSo() throws {
    let desk = try desk()
    func said() throws -> ([String], [String]) {
      (
        try desk.one("calendar list").texts("flags"),
        try desk.type("roster gaps").filter { $0.text("kind") == "calendar_ends" }
          .compactMap { $0.text("what") }
      )
    }
    try desk.now("2027-11-01T12:00+03:00")
    #expect(try said() == ([], []))
    try desk.now("2027-11-02T12:00+03:00")
    let (flags, gaps) = try said()
    #expect(flags == ["lacks 2028"])
    #expect(gaps.count == 1 && gaps[0].hasPrefix("the calendar ru names no days of 2028"))
  }

  @Test func theDesksNightFillsABandThatNamesNoWindow() throws {
    let desk = try desk()
    try desk.type("desk edit --night 23:00-05:00")
    #expect(try desk.one("desk show").text("night") == "23:00-05:00")
    let card = try desk.one("tariff set --rate 1 --band \"night sat,sun x1.5 priority=2\"")
    #expect(card.texts("bands") == ["night 23:00-05:00 x1.5 days=sat,sun priority=2"])
    let visit = try desk.one(
      "callout log berlin --arrived 2026-11-21T22:30 --done 2026-11-21T23:30 --problem jam")
    #expect(visit.texts("flags").contains("no_tariff RUB"))
    #expect(visit.objects("minutes").map { $0.text("band") } == ["day", "night"])
    #expect(visit.objects("minutes").map { $0.number("minutes") } == [30, 30])
    #expect(try desk.problems() == [])
  }

  @Test func aStepInEachBandIsAnotherPrice() throws {
    let desk = try TestDesk.firm()
    func total(_ rounding: String) throws -> String? {
      try desk.type(
        "tariff set --rate 1500 --band \"night x1.5\" --step 15 --rounding \(rounding)"
          + " --from 2026-11-01 --reason trial")
      return try desk.type(
        "tariff quote bakery --from 2026-11-20T21:10 --to 2026-11-20T22:35"
      ).first?.text("total")
    }
    #expect(try total("visit") == "2750.00")
    #expect(try total("band") == "3187.50")
    #expect(try desk.type("tariff show").last?.text("rounding") == "band")
    #expect(try desk.problems() == [])
  }

  @Test func aDiscountIsTakenOffTheLineAndShownOnIt() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.type("client edit bakery --discount 10% --discount part=5%", as: "mark")
    let quote = try desk.type(
      "tariff quote bakery --from 2026-11-21T21:15 --to 2026-11-22T00:40", as: "olga")
    #expect(quote.map { $0.text("list") } == ["1125.00", "6187.50", "500.00"])
    #expect(quote.map { $0.text("amount") } == ["1012.50", "5568.75", "450.00"])
    #expect(quote.map { $0.text("discount") } == ["10%", "10%", "10%"])
    #expect(quote.last?.text("how") == "once a visit 500.00 - 10% = 450.00")
    #expect(quote.allSatisfy { $0.text("total") == "7031.25" && $0.text("fee") == "450.00" })
    let card = try desk.one(TestDesk.night, as: "boris")
    #expect(card.objects("lines").map { $0.text("list") } == ["4500.00", "500.00", "4500.00"])
    #expect(card.objects("lines").map { $0.text("amount") } == ["4050.00", "450.00", "4275.00"])
    #expect(card.objects("minutes").map { $0.text("amount") } == ["4050.00"])
    #expect(card.text("total") == "8775.00")
    #expect(card.objects("budget").first?.text("spent") == "8775.00")
    let shown = try desk.one("ticket show T-1").objects("lines")
    #expect(shown.map { $0.text("discount") } == ["10%", "10%", "5%"])
    let typed = try desk.one("ticket log T-1 --kind part --text belt --amount 100.10")
    #expect(typed.objects("lines").map { $0.text("amount") } == ["95.10"])
    try desk.type("client edit bakery --discount none", as: "mark")
    #expect(try desk.one("client show bakery").text("discount") == nil)
    let later = try desk.one("ticket log T-1 --kind part --text belt --amount 100.10")
    #expect(later.objects("lines").first?.text("list") == nil)
    #expect(try desk.problems() == [])
  }

  @Test func aDryRunShowsThePriceAndWhatTheBudgetWillHave() throws {
    let desk = try TestDesk.pricedFirm()
    let before = try desk.seq
    let would = try desk.one(TestDesk.night + " --dry-run", as: "boris")
    #expect(would.text("total") == "9500.00")
    #expect(would.objects("budget").first?.text("available") == "40500.00")
    #expect(try desk.seq == before)
    #expect(try desk.one("budget show bakery --line repair").text("available") == "50000.00")
  }

  @Test(arguments: [
    (ErrorCode.time, "calendar record ru --year 2026 --day 2027-01-01=off"),
    (.usage, "calendar record ru --year 2026 --day 2026-01-01=off --day 2026-01-01=short"),
    (.usage, "calendar record none --year 2026"), (.time, "calendar record ru --year 10000"),
    (.usage, "calendar record ru --year 2026 --day 2026-01-01=holiday"),
    (.notFound, "calendar hours rus --open \"every 00:00-24:00\""),
    (.usage, "calendar hours ru"), (.time, "calendar hours ru --open \"mon 22:00-06:00\""),
    (.usage, "calendar hours ru --open \"monday 09:00-18:00\""),
    (.notFound, "calendar show rus"), (.time, "calendar show ru --year 2030"),
    (.notFound, "desk edit --calendar rus"), (.usage, "desk edit"),
    (.time, "desk edit --night 10:00-10:00"), (.time, "desk edit --night 22"),
    (.notFound, "client edit bakery --calendar rus"),
    (.usage, "client edit bakery --discount 10% --discount 5%"),
    (.amount, "client edit bakery --discount 101%"),
    (.usage, "client edit bakery --discount screws=10%"),
    (.usage, "tariff set --rate 1 --band \"evening x1.5\""),
    (.usage, "tariff set --rate 1 --band \"night\""),
    (.usage, "tariff set --rate 1 --rounding month"),
  ])
  func isRefused(code: ErrorCode, command: String) throws { try desk().refuse(code, command) }

  @Test(arguments: [
    "calendar record ru --year 2026", "calendar hours ru --open \"every 00:00-24:00\"",
    "desk edit --night 22:00-05:00", "target set --fix 8h",
  ])
  func isNotForEngineers(command: String) throws {
    try desk().refuse(.notAllowed, command, as: "boris")
  }

  @Test func discountsAreNotForDispatchers() throws {
    try desk().refuse(.notAllowed, "client edit bakery --discount 10%", as: "dasha")
  }
}
