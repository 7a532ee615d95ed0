import DeskRules
import Testing

/// Each part of a bill counts in the period of its own day, and its hold follows the expected one.
@Suite struct WorkDayTests {
  /// The bakery with monthly lines, on 22 November.
  private func monthly(_ months: [String] = ["2026-10", "2026-11", "2026-12"]) throws -> TestDesk {
    let desk = try TestDesk.firm()
    try desk.typeAll(months.map { "budget set bakery repair --limit 500 --period \($0)" })
    return desk
  }

  private func figures(_ desk: TestDesk, _ day: String, _ name: String = "spent") throws -> String?
  {
    try desk.one("budget show bakery --line repair --on \(day)").text(name)
  }

  @Test func labourOfOctoberIsOctobersThoughTheJobEndsInNovember() throws {
    let desk = try monthly()
    try desk.typeAll([
      "ticket open bakery --problem jam --at 2026-10-29T10:00",
      "ticket log T-1 --kind labour --text x --amount 100 --at 2026-10-30T10:00",
      "ticket log T-1 --kind labour --text x --amount 20 --at 2026-10-31T10:00",
      "ticket log T-1 --kind part --text y --amount 30",
    ])
    let card = try desk.one("ticket resolve T-1")
    #expect(card["flags"] == nil)
    #expect(card.objects("budget").map { $0.text("spent") } == ["120.00", "30.00"])
    #expect(try figures(desk, "2026-10-30") == "120.00")
    #expect(try figures(desk, "2026-11-22") == "30.00")
    let days = try desk.one("ticket show T-1").objects("allocations").map { $0.text("day") }
    #expect(days == ["2026-10-31", "2026-10-31", "2026-11-22"])
    #expect(try desk.problems() == [])
  }

  @Test func theExcessOfEachPeriodHasANumberOfItsOwn() throws {
    let desk = try monthly()
    try desk.typeAll([
      "ticket open bakery --problem jam",
      "ticket log T-1 --kind labour --text x --amount 700 --at 2026-10-30T10:00",
      "ticket log T-1 --kind part --text y --amount 501",
    ])
    let preview = try desk.one("ticket resolve T-1 --dry-run")
    #expect(preview.text("exceeds") == "201.00")
    #expect(preview.objects("budget").map { $0.text("available") } == ["0.00", "0.00"])
    let card = try desk.one("ticket resolve T-1")
    #expect(card.objects("pending").map { $0.text("number") } == ["P-1", "P-2"])
    #expect(card.objects("pending").map { $0.text("amount") } == ["200.00", "1.00"])
    #expect(card.objects("pending").map { $0.text("state") } == ["unfunded", "unfunded"])
    #expect(card.texts("flags") == ["unfunded"])
    #expect(try figures(desk, "2026-10-30", "unfunded") == "200.00")
    #expect(try desk.problems() == [])
  }

  @Test func whatBelongsToClosedDaysIsPostedTodayWithAReference() throws {
    let desk = try monthly()
    try desk.typeAll([
      "budget close bakery --period 2026-10", "ticket open bakery --problem jam",
      "ticket log T-1 --kind labour --text x --amount 100 --at 2026-10-30T10:00",
      "ticket log T-1 --kind part --text y --amount 30",
    ])
    #expect(try desk.one("ticket resolve T-1").texts("flags") == ["closed_period 2026-10"])
    #expect(try figures(desk, "2026-10-30") == "0.00")
    #expect(try figures(desk, "2026-11-22") == "130.00")
    let moves = try desk.type("budget history bakery repair")
    #expect(moves.map { $0.text("amount") } == ["30.00", "100.00", "500.00"])
    #expect(moves.map { $0.text("reference") } == [nil, "2026-10-30", nil])
    #expect(moves.first?.text("day") == "2026-11-22")
    #expect(try desk.problems() == [])
  }

  /// A line that was written later than the work had ended is of the day on which it ended.
  @Test func nothingWasDoneAfterTheWorkHadEnded() throws {
    let desk = try monthly()
    try desk.typeAll([
      "ticket open bakery --problem jam --at 2026-10-29T10:00",
      "ticket log T-1 --kind part --text x --amount 40", "ticket resolve T-1 --at 2026-10-30T11:00",
    ])
    #expect(try figures(desk, "2026-10-30") == "40.00")
    #expect(try figures(desk, "2026-11-22") == "0.00")
  }

  @Test func theHoldMovesWithTheExpectedDay() throws {
    let desk = try monthly()
    try desk.typeAll([
      "ticket open bakery --problem jam", "ticket estimate T-1 300",
      "ticket approve T-1 --by 1 --evidence mail",
    ])
    // The end of 30 November is still November's.
    let same = try desk.one("ticket expect T-1 2026-11-30")
    #expect(same["budget"] == nil)
    #expect(try figures(desk, "2026-11-22", "held") == "300.00")
    let moved = try desk.one("ticket expect T-1 2026-12-01")
    #expect(moved.objects("budget").map { $0.text("held") } == ["0.00", "300.00"])
    #expect(moved["flags"] == nil)
    #expect(try figures(desk, "2026-12-01", "held") == "300.00")
    let moves = try desk.type("budget history bakery repair --on 2026-11-22")
    #expect(moves.first?.text("movement") == "release")
    // The month before knows nothing of it.
    let november = try desk.one(
      "budget show bakery --line repair --on 2026-12-01 --until 2026-12-01")
    #expect(november.text("held") == "300.00")
    #expect(
      try desk.type("budget show bakery --line repair --on 2026-12-01 --until 2026-11-30").isEmpty)
    try desk.typeAll([
      "ticket log T-1 --kind part --text x --amount 250", "ticket resolve T-1",
    ])
    #expect(try figures(desk, "2026-12-01", "held") == "0.00")
    #expect(try figures(desk, "2026-11-22") == "250.00")
    #expect(try desk.problems() == [])
  }

  @Test(arguments: [
    "budget set bakery repair --limit 299 --period 2027-01",
    "budget set bakery repair --limit 600 --period 2027-01 --stop-at 49%",
    "ping",
  ])
  func aHoldStaysWhereTheNewPeriodHasNotTheMoney(setting: String) throws {
    let desk = try monthly()
    try desk.typeAll([
      "ticket open bakery --problem jam", "ticket estimate T-1 300",
      "ticket approve T-1 --by 1 --evidence mail",
    ])
    if setting != "ping" { try desk.type(setting) }
    let card = try desk.one("ticket expect T-1 2027-01-15")
    #expect(card.texts("flags") == ["hold_stays repair 2026-11"])
    #expect(try figures(desk, "2026-11-22", "held") == "300.00")
  }

  @Test func theEstimateLooksAtThePeriodInWhichTheWorkIsExpected() throws {
    let desk = try monthly(["2026-11", "2026-12"])
    try desk.typeAll([
      "budget set bakery repair --limit 500 --period 2026-12 --stop-at 90% --tolerance 10",
      "ticket open bakery --problem jam", "ticket expect T-1 2026-12-15",
    ])
    let fits = try desk.one("ticket estimate T-1 460")
    #expect(fits["exceeds"] == nil)
    #expect(fits.objects("budget").first?.text("period") == "2026-12")
    let beyond = try desk.one("ticket estimate T-1 475.50")
    #expect(beyond.text("exceeds") == "15.50")
    try desk.refuse(.overBudget, "ticket approve T-1 --by 1 --evidence mail")
    try desk.typeAll(["ticket estimate T-1 460", "ticket approve T-1 --by 1 --evidence mail"])
    #expect(try figures(desk, "2026-12-01", "held") == "460.00")
    try desk.type("ticket expect T-1 2027-02-01")
    #expect(try desk.one("ticket estimate T-1 5").texts("flags") == ["no_budget"])
    #expect(try desk.problems() == [])
  }

  /// The work was done before the period went over, and is entered after it did.
  @Test func workEnteredAfterARolloverStillHasItsHold() throws {
    let desk = try monthly(["2026-11", "2026-12"])
    try desk.typeAll([
      "ticket open bakery --problem jam", "ticket estimate T-1 450",
      "ticket approve T-1 --by 1 --evidence mail",
    ])
    try desk.now("2026-12-03T10:00+03:00")
    try desk.type("budget rollover bakery --from 2026-11 --to 2026-12 --rule carry_all")
    #expect(try figures(desk, "2026-12-03", "available") == "550.00")
    try desk.typeAll([
      "ticket log T-1 --kind labour --text x --amount 450 --at 2026-11-28T10:00"
    ])
    let card = try desk.one("ticket resolve T-1 --at 2026-11-28T12:00")
    #expect(card["flags"] == nil)
    #expect(card["exceeds"] == nil)
    #expect(try figures(desk, "2026-11-28") == "450.00")
    #expect(try figures(desk, "2026-11-28", "available") == "0.00")
    #expect(try figures(desk, "2026-12-03", "available") == "550.00")
    #expect(try figures(desk, "2026-12-03", "held") == "0.00")
    #expect(try desk.problems() == [])
  }

  @Test func noMoreComesBackThanWasHeld() throws {
    let desk = try monthly(["2026-11", "2026-12"])
    try desk.typeAll([
      "ticket open bakery --problem jam", "ticket estimate T-1 100",
      "ticket approve T-1 --by 1 --evidence mail",
    ])
    try desk.now("2026-12-03T10:00+03:00")
    try desk.typeAll([
      "budget rollover bakery --from 2026-11 --to 2026-12 --rule carry_all",
      "ticket log T-1 --kind labour --text x --amount 130 --at 2026-11-28T10:00",
    ])
    let card = try desk.one("ticket resolve T-1 --at 2026-11-28T12:00")
    #expect(card.text("exceeds") == "30.00")
    #expect(card.objects("pending").map { $0.text("amount") } == ["30.00"])
    // Another period's line carries the rest once the client says so.
    try desk.refuse(.overBudget, "budget approve P-1 --by 1 --evidence mail --line repair")
    try desk.type("budget approve P-1 --by 1 --evidence mail --line repair --on 2026-12-03")
    #expect(try figures(desk, "2026-12-03") == "30.00")
    #expect(try figures(desk, "2026-11-28", "unfunded") == "0.00")
    #expect(try desk.type("budget pending bakery").isEmpty)
    try desk.refuse(.state, "budget approve P-1 --by 1 --evidence mail --line repair")
    #expect(try desk.problems() == [])
  }

  /// The clock was put right behind days that had been closed by it: the first open day takes the work.
  @Test func todayIsOpenAlsoWhereTheClockWentBack() throws {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "budget set bakery repair --limit 1000 --period 2026", "ticket open bakery --problem n",
      "ticket log T-1 --kind part --text x --amount 10", "ticket resolve T-1",
    ])
    try desk.now("2026-11-29T10:00+03:00")
    try desk.typeAll([
      "budget close bakery --period 2026-11-20..2026-11-25",
      "budget close bakery --period 2026-11-26..2026-11-28",
    ])
    try desk.now("2026-11-24T10:00+03:00")
    let late = try desk.one("ticket log T-1 --kind part --text y --amount 5")
    #expect(late.texts("flags").contains("closed_period 2026-11-20..2026-11-25"), "\(late)")
    let posted = try desk.type("budget history bakery repair").first
    #expect(posted?.text("day") == "2026-11-29" && posted?.text("reference") == "2026-11-24")
    try desk.type("ticket void T-1 --line 2 --reason x")
    #expect(try desk.one("budget show bakery").text("spent") == "10.00")
    #expect(try desk.problems() == [])
  }
}
