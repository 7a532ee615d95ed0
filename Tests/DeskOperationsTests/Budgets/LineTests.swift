import DeskRules
import Testing

/// Warnings, stops, transfers, the next period, past days.
@Suite struct LineTests {
  /// A stop as the books of another trade reckon it: 100 and 10 more, 92 used, 110 %, so 29 left.
  @Test func theStopIsInclusiveAndReckonedOnAllFunding() throws {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "budget set bakery repair --limit 100 --period 2026 --stop-at 110%",
      "budget set bakery goods --limit 10 --period 2026",
      "budget transfer bakery goods repair 10 --by 1 --document d --reason r",
      "ticket open bakery --problem one", "ticket log T-1 --kind part --text x --amount 92",
      "ticket resolve T-1",
      "ticket open bakery --problem two", "ticket estimate T-2 29.01",
    ])
    let refusal = try desk.refuse(.overBudget, "ticket approve T-2 --by 1 --evidence mail")
    #expect(refusal.details.text("room") == "29.00")
    #expect(refusal.details.text("available") == "18.00")
    try desk.typeAll(["ticket estimate T-2 29", "ticket approve T-2 --by 1 --evidence mail"])
    let line = try desk.one("budget show bakery --line repair")
    #expect(line.text("held") == "29.00")
    #expect(line.text("stop_at") == "110%")
    #expect(line.texts("flags") == ["negative"])
    #expect(try desk.problems() == [])
  }

  @Test func theWarningIsInTheAnswer() throws {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "budget set bakery repair --limit 100 --period 2026 --warn-at 80% --stop-at 90.00"
        + " --tolerance 5",
      "ticket open bakery --problem one", "ticket estimate T-1 79.99",
    ])
    let before = try desk.one("ticket approve T-1 --by 1 --evidence mail")
    #expect(before["flags"] == nil)
    try desk.type("ticket estimate T-1 80")
    let warned = try desk.one("ticket approve T-1 --by 1 --evidence mail")
    #expect(warned.texts("flags") == ["warn repair"])
    #expect(try desk.one("budget show bakery").texts("flags") == ["warn"])
    try desk.type("ticket estimate T-1 95")
    let beyond = try desk.one("ticket approve T-1 --by 1 --evidence mail")
    #expect(beyond.texts("flags") == ["tolerance repair", "stop repair"])
    try desk.type("ticket estimate T-1 95.01")
    try desk.refuse(.overBudget, "ticket approve T-1 --by 1 --evidence mail")
    // What was done is recorded, whatever the stop.
    try desk.type("ticket log T-1 --kind part --text x --amount 100")
    #expect(try desk.one("ticket resolve T-1").texts("flags") == ["stop repair"])
    #expect(try desk.one("budget show bakery").text("spent") == "100.00")
  }

  @Test(arguments: [
    ("80%", "80%"), ("112.5%", "112.5%"), ("0.05%", "0.05%"), ("40000", "40000"),
    ("40000.50", "40000.5"), ("1000%", "1000%"),
  ])
  func aThresholdIsAShareOrAnAmount(text: String, canonical: String) throws {
    let threshold = try BudgetThreshold(text)
    #expect(threshold.text == canonical)
    #expect(try BudgetThreshold(threshold.text) == threshold)
  }

  @Test(arguments: ["-1%", "1000.01%", "0.001%", "%", "x", "-5", "80 %"])
  func anythingElseIsNoThreshold(text: String) {
    #expect(throws: DeskError.self) { try BudgetThreshold(text) }
  }

  @Test func moneyMovesBetweenLinesOnTheClientsOrder() throws {
    let desk = try TestDesk.pricedFirm()
    let card = try desk.one(
      "budget transfer bakery goods repair 10000 --by Olga --document \"letter 17\""
        + " --reason \"two fusers\"", as: "alla")
    #expect(card.number("by") == 1)
    #expect(card.objects("budget").map { $0.text("transferred") } == ["-10000.00", "10000.00"])
    #expect(card.objects("budget").map { $0.text("available") } == ["30000.00", "60000.00"])
    let moved = try #require(try desk.type("budget history bakery goods --limit 1").first)
    #expect(moved.text("movement") == "transfer_out")
    #expect(moved.text("from") == "repair")
    #expect(moved.text("debit") == "transferred")
    #expect(moved.text("credit") == "available")
    #expect(moved.text("approved_by") == "Olga Ivanova")
    #expect(moved.text("text") == "letter 17: two fusers")
    #expect(try desk.problems() == [])
  }

  private static let order = " --by 1 --document d --reason r"

  @Test(arguments: [
    (ErrorCode.usage, "budget transfer bakery goods goods 1" + order),
    (.amount, "budget transfer bakery goods repair 0.001" + order),
    (.overBudget, "budget transfer bakery goods repair 40000.01" + order),
    (.notSet, "budget transfer bakery toner repair 1" + order),
    (.notSet, "budget transfer bakery goods repair 1 --on 2027-01-01" + order),
    (.notFound, "budget transfer bakeri goods repair 1" + order),
    (.notAllowed, "budget transfer bakery goods repair 1 --by 2 --document d --reason r"),
    (.ambiguous, "budget transfer bakery goods repair 1 --by Petr --document d --reason r"),
    (.notFound, "budget rollover bakeri --from 2026 --to 2027 --rule lapse"),
    (.usage, "budget rollover bakery --from 2026 --to 2026-12 --rule lapse"),
    (.usage, "budget rollover bakery --from 2026 --to 2027 --rule all"),
    (.notSet, "budget rollover bakery --from 2025 --to 2027 --rule lapse"),
    (.notSet, "budget rollover bakery --from 2026 --to 2027 --rule lapse"),
    (.time, "budget rollover bakery --from 2026-13 --to 2027 --rule lapse"),
    (.usage, "budget show bakery --as-of 2026-11-22 --until 2026-11-22"),
    (.amount, "budget set bakery repair --limit 1 --period 2026 --warn-at 2000%"),
    (.time, "ticket approve T-1 --by 1 --evidence mail --expires 2026-11-21"),
  ])
  func isRefused(code: ErrorCode, command: String) throws {
    let desk = try TestDesk.pricedFirm()
    try desk.typeAll([
      "contact add bakery \"Petr Petrov\" --function other", "ticket open bakery --problem x",
      "ticket estimate T-1 1",
    ])
    try desk.refuse(code, command)
  }

  @Test(arguments: [
    ("lapse", "0.00", "100.00"), ("carry_all", "30.00", "130.00"),
    ("carry_deficit", "0.00", "100.00"),
  ])
  func theNextPeriodGetsWhatTheRuleSays(rule: String, carried: String, available: String) throws {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "budget set bakery repair --limit 100 --period 2026",
      "budget set bakery repair --limit 100 --period 2027",
      "ticket open bakery --problem one", "ticket log T-1 --kind part --text x --amount 70",
      "ticket resolve T-1", "ticket open bakery --problem two", "ticket estimate T-2 20",
      "ticket approve T-2 --by 1 --evidence mail",
    ])
    let command = "budget rollover bakery --from 2026 --to 2027 --rule \(rule)"
    let preview = try desk.one(command + " --dry-run")
    let card = try desk.one(command, as: "alla")
    #expect(card == preview)
    #expect(card.text("carried") == carried)
    #expect(card.texts("holds") == ["T-2"])
    let next = try desk.one("budget show bakery --on 2027-01-01")
    #expect(next.text("held") == "20.00")
    #expect(try minorUnits(next.text("available")) == minorUnits(available) - 2000)
    #expect(try desk.one("budget show bakery --on 2026-12-31").text("held") == "0.00")
    try desk.refuse(.state, command)
    try desk.now("2027-01-10T10:00+03:00")
    try desk.typeAll(["ticket log T-2 --kind part --text y --amount 15", "ticket resolve T-2"])
    let after = try desk.one("budget show bakery")
    #expect(after.text("held") == "0.00")
    #expect(after.text("spent") == "15.00")
    #expect(try desk.problems() == [])
  }

  @Test func aDeficitGoesOverByTheRulesThatSaySo() throws {
    for (rule, available) in [
      ("lapse", "100.00"), ("carry_all", "60.00"), ("carry_deficit", "60.00"),
    ] {
      let desk = try TestDesk.firm()
      try desk.typeAll([
        "budget set bakery repair --limit 100 --period 2026",
        "budget set bakery repair --limit 100 --period 2027",
        "ticket open bakery --problem one", "ticket log T-1 --kind part --text x --amount 90",
        "ticket resolve T-1", "budget set bakery repair --limit 50 --period 2026",
        "budget rollover bakery --from 2026 --to 2027 --rule \(rule)",
      ])
      #expect(
        try desk.one("budget show bakery --on 2027-01-01").text("available") == available, "\(rule)"
      )
      #expect(try desk.problems() == [])
    }
  }

  @Test func theBooksAsTheyWereAndAsTheyWouldHaveBeen() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.now("2026-11-24T10:00+03:00")
    try desk.typeAll([
      "ticket open bakery --problem one --at 2026-11-22T03:15",
      "ticket log T-1 --kind part --text x --amount 100", "ticket resolve T-1",
    ])
    try desk.now("2026-11-26T10:00+03:00")
    try desk.typeAll(["ticket log T-1 --kind part --text y --amount 7 --at 2026-11-23T10:00"])
    func spent(_ how: String) throws -> String? {
      try desk.type("budget show bakery --line repair " + how).first?.text("spent")
    }
    #expect(try spent("--as-of 2026-11-21") == nil)
    #expect(try spent("--as-of 2026-11-22") == "0.00")
    #expect(try spent("--as-of 2026-11-23") == "0.00")
    #expect(try spent("--as-of 2026-11-24") == "100.00")
    #expect(try spent("--as-of 2026-11-26") == "107.00")
    #expect(try spent("--until 2026-11-22") == "0.00")
    #expect(try spent("--until 2026-11-23") == "7.00")
    #expect(try spent("--until 2026-11-24") == "107.00")
    #expect(try spent("--until 2026-01-01") == "0.00")
    #expect(try spent("") == "107.00")
  }

  @Test func aHoldBelongsToTheDayTheWorkIsExpected() throws {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "budget set bakery repair --limit 100 --period 2026-11",
      "budget set bakery repair --limit 200 --period 2026-12",
      "ticket open bakery --problem one --due 2026-12-01", "ticket estimate T-1 10",
      "ticket approve T-1 --by 1 --evidence mail",
      "ticket open bakery --problem two --due 2026-11-30", "ticket estimate T-2 20",
      "ticket approve T-2 --by 1 --evidence mail",
      "ticket open bakery --problem three", "ticket estimate T-3 30",
      "ticket approve T-3 --by 1 --evidence mail --expected 2026-12-24",
    ])
    #expect(try desk.one("budget show bakery --on 2026-11-22").text("held") == "20.00")
    #expect(try desk.one("budget show bakery --on 2026-12-01").text("held") == "40.00")
    try desk.typeAll(["ticket log T-3 --kind part --text x --amount 5", "ticket resolve T-3"])
    #expect(try desk.one("budget show bakery --on 2026-12-01").text("held") == "10.00")
    #expect(try desk.one("budget show bakery --on 2026-11-22").text("spent") == "5.00")
    #expect(try desk.problems() == [])
  }

  @Test func anApprovalRunsOutAndCanBeGivenAnew() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.typeAll([
      "ticket open bakery --problem one", "ticket estimate T-1 10",
      "ticket approve T-1 --by 1 --evidence mail --expires 2026-11-23",
    ])
    try desk.now("2026-11-23T12:00+03:00")
    try desk.refuse(.state, "ticket approve T-1 --by 1 --evidence mail")
    try desk.now("2026-11-24T12:00+03:00")
    #expect(
      try desk.one("ticket show T-1").objects("approvals").first?.text("state") == "expired")
    #expect(
      try desk.one("ticket resolve T-1 --dry-run").texts("flags") == ["approval_expired"])
    try desk.type("ticket approve T-1 --by 1 --evidence \"mail again\"")
    #expect(try desk.one("budget show bakery --line repair").text("held") == "10.00")
    #expect(try desk.one("ticket resolve T-1")["flags"] == nil)
    #expect(try desk.problems() == [])
  }
}
