import DeskRules
import Testing

/// What was agreed to, when, by whom, and what stands beside it.
@Suite struct DecisionTests {
  @Test func theFirstOfTwoAmountsThatIsApprovedGetsTheMoney() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.typeAll([
      "ticket open bakery --problem one", "ticket log T-1 --kind part --text x --amount 75000",
      "ticket resolve T-1",
      "ticket open bakery --problem two", "ticket log T-2 --kind part --text x --amount 35000",
      "ticket resolve T-2",
    ])
    #expect(try desk.one("budget show bakery --line goods").text("available") == "-20000.00")
    let card = try desk.one("budget approve P-1 --by 1 --evidence mail")
    #expect(card["blocked_by"] == nil)
    let refusal = try desk.refuse(.overBudget, "budget approve P-2 --by 1 --evidence mail")
    #expect(refusal.details.text("available") == "15000.00")
    let refused = try desk.one("budget refuse P-2 --by 1 --reason dear")
    #expect(refused.texts("blocked_by") == ["P-2"])
    #expect(try desk.problems() == [])
  }

  @Test func anApprovalOfTheLastDayOfASubstituteIsGoodTheNextMorning() throws {
    let desk = try PendingTests.waiting()
    try desk.type(
      "contact substitute bakery --for Olga --by \"Petr Petrov\" --from 2026-11-22"
        + " --until 2026-11-23")
    try desk.typeAll(["ticket open bakery --problem x --line goods", "ticket estimate T-2 10"])
    try desk.now("2026-11-24T08:00+03:00")
    for command in [
      "budget approve P-1 --by 3 --evidence call", "budget refuse P-1 --by 3 --reason no",
      "ticket approve T-2 --by 3 --evidence call",
    ] {
      try desk.refuse(.notAllowed, command)
      try desk.refuse(.time, command + " --at 2026-11-25T08:00")
      let card = try desk.one(command + " --at 2026-11-23T18:00 --dry-run")
      #expect(card.text("client") == "bakery")
    }
    try desk.type("budget approve P-1 --by 3 --evidence call --at 2026-11-23T18:00")
    let moved = try #require(try desk.type("budget history bakery goods --limit 1").first)
    #expect(moved.text("happened") == "2026-11-23T18:00:00+03:00")
    #expect(moved.text("day") == "2026-11-23")
    #expect(moved.text("approved_by") == "Petr Petrov for Olga Ivanova")
    #expect(try desk.problems() == [])
  }

  @Test func theClientsWordIsReadOnTheSitesClockLikeTheWork() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.typeAll([
      "client add ny Bagels --timezone America/New_York",
      "contact add ny Olga --function approver",
      "budget set ny goods --limit 1000 --period 2026",
      "budget set ny repair --limit 100 --period 2026 --overflow goods",
      "ticket open ny --problem jam --at 2026-11-20T19:00",
      "ticket log T-1 --kind part --text belt --amount 300 --at 2026-11-20T20:00",
      "ticket resolve T-1 --at 2026-11-20T20:00",
      "budget remind P-1 --by phone --at 2026-11-20T21:00",
      "budget approve P-1 --by Olga --evidence call --at 2026-11-20T22:00",
    ])
    let moved = try #require(try desk.type("budget history ny goods --limit 1").first)
    #expect(moved.text("happened") == "2026-11-21T06:00:00+03:00")
    #expect(try desk.problems() == [])
  }

  @Test func aUsedApprovalStaysBesideTheNextOne() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.typeAll([
      "ticket open bakery --problem one", "ticket estimate T-1 100",
      "ticket approve T-1 --by 1 --evidence first",
      "ticket log T-1 --kind part --text x --amount 90", "ticket resolve T-1",
      "ticket reopen T-1 --reason \"jams again\"", "ticket approve T-1 --by 1 --evidence second",
    ])
    func approvals() throws -> [[String?]] {
      try desk.one("ticket show T-1").objects("approvals").map {
        [
          $0.text("version").map { "\($0)" } ?? $0.number("version").map { "\($0)" },
          $0.text("evidence"), $0.text("state"),
        ]
      }
    }
    #expect(try approvals() == [["1", "second", "open"], ["1", "first", "consumed"]])
    try desk.type("ticket estimate T-1 120")
    #expect(try approvals() == [["1", "second", "void"], ["1", "first", "consumed"]])
    #expect(try desk.one("budget show bakery --line repair").text("held") == "0.00")
    #expect(try desk.problems() == [])
  }

  @Test func smallBillsWithoutADeviceAreWatchedToo() throws {
    let desk = try TestDesk.pricedFirm()
    func bill(_ number: Int, _ amount: Int, _ more: String = "") throws -> [String] {
      try desk.typeAll([
        "ticket open bakery --problem x\(more)",
        "ticket log T-\(number) --kind part --text x --amount \(amount)",
      ])
      return try desk.one("ticket resolve T-\(number)").texts("flags")
        .filter { $0 == "possible_split" }
    }
    #expect(try bill(1, 35_000) == [])
    #expect(try bill(2, 34_000, " --line goods") == [])
    #expect(try bill(3, 20_000, " --device BK-P1") == [])
    #expect(try bill(4, 30_000) == ["possible_split"])
    // A large one among them is seen for itself, and hides nothing.
    #expect(try bill(5, 70_000) == [])
    #expect(try bill(6, 10_000) == ["possible_split"])
    // What of them waits says so too, though the bill itself was the large one's rest.
    let waiting = try desk.type("budget pending bakery").map { pending in
      [pending.text("ticket") ?? ""] + pending.texts("flags")
    }
    #expect(waiting == [["T-3"], ["T-4", "possible_split"], ["T-5"], ["T-6", "possible_split"]])
    #expect(try desk.problems() == [])
  }

  @Test func whatWaitsLeavesARolloverItsPreview() throws {
    let desk = try PendingTests.waiting()
    try desk.typeAll([
      "budget set bakery repair --limit 1 --period 2027",
      "budget set bakery goods --limit 1 --period 2027",
    ])
    try desk.now("2027-01-10T12:00+03:00")
    let command = "budget rollover bakery --from 2026 --to 2027 --rule carry_all"
    let refusal = try desk.refuse(.state, command)
    #expect(refusal.details.text("pending") == "P-1", "\(refusal)")
    #expect(try desk.type(command + " --dry-run").count == 2)
  }

  @Test func aLineThatNeverWasIsASlipOfTheHand() throws {
    let desk = try TestDesk.pricedFirm()
    let refusal = try desk.refuse(.notSet, "budget show bakery rep", as: "alla")
    #expect(refusal.message.contains("goods, repair"), "\(refusal)")
    #expect(try desk.type("budget show bakery repair --on 2020-01-01").isEmpty)
    #expect(try desk.type("budget show transco").isEmpty)
  }

  @Test func aTransferOfNothingIsRefused() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.refuse(
      .amount, "budget transfer bakery goods repair 0 --by 1 --document d --reason r")
  }

  @Test func thresholdsAndOverflowAreTakenAway() throws {
    let desk = try TestDesk.firm()
    let set = "budget set bakery repair --limit 100 --period 2026"
    let first = try desk.one(
      set + " --overflow goods --warn-at 80% --stop-at 90% --tolerance 5")
    #expect(first.texts("flags") == ["no_line goods"])
    try desk.type("budget set bakery goods --limit 100 --period 2026-11")
    let kept = try desk.one(set)
    #expect(kept["flags"] == nil)
    #expect(kept.text("overflow") == "goods")
    #expect(kept.text("tolerance") == "5")
    let bare = try desk.one(
      set + " --overflow none --warn-at none --stop-at none --tolerance none")
    for name in ["overflow", "warn_at", "stop_at", "tolerance"] { #expect(bare[name] == nil) }
    #expect(try desk.one("budget show bakery --line repair")["overflow"] == nil)
    #expect(try desk.problems() == [])
  }

  @Test func anOverflowLineThatIsMistypedIsAskedAbout() throws {
    let desk = try TestDesk.pricedFirm()
    let set = "budget set bakery repair --limit 50000 --period 2026 --overflow "
    let refusal = try desk.refuse(.notSet, set + "godos")
    #expect(refusal.message.contains("did you mean goods?"))
    let far = try desk.refuse(
      .notSet, "budget set bakery repair --limit 1 --period 2027 --overflow xyz")
    #expect(far.message.contains("bakery has no line xyz. If it is a new line, set that one first"))
    #expect(try desk.type("budget show bakery --on 2027-01-01").isEmpty)
    // One that every firm knows may be set afterwards.
    try desk.type("budget set bakery marketing --limit 1 --period 2025")
    #expect(try desk.one(set + "marketing").texts("flags") == ["no_line marketing"])
    #expect(try desk.one(set + "consumables").texts("flags") == ["no_line consumables"])
  }

  @Test func aLimitBelowWhatIsSpentIsRecordedAndFlagged() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.typeAll([
      "ticket open bakery --problem x", "ticket log T-1 --kind part --text x --amount 40000",
      "ticket resolve T-1",
    ])
    let card = try desk.one("budget set bakery repair --limit 30000 --period 2026")
    #expect(card.text("available") == "-10000.00")
    #expect(card.texts("flags") == ["negative"])
    #expect(try desk.problems() == [])
  }

  @Test func sumsThatDoNotFitAreRefused() throws {
    let desk = try TestDesk.firm()
    let most = "1000000000000.00"
    try desk.type("budget set bakery repair --limit 10 --period 2026")
    try desk.type("ticket open bakery --problem x")
    for amount in ["10000000000000.01", "1e3", "99999999999999999999", "0.001"] {
      try desk.refuse(.amount, "budget set bakery repair --limit \(amount) --period 2026")
      try desk.refuse(.amount, "ticket log T-1 --kind part --text x --amount \(amount)")
      try desk.refuse(.amount, "ticket estimate T-1 \(amount)")
    }
    try desk.type("ticket log T-1 --kind part --text x --amount \(most)")
    #expect(try desk.one("ticket resolve T-1").texts("flags").contains("unfunded"))
    #expect(try desk.problems() == [])
  }

  /// Nobody agrees to a late line before it was done, however long the job had ended by then.
  @Test func aLateLineIsAgreedToFromItsOwnDayOn() throws {
    let desk = try TestDesk.firm()
    try desk.now("2026-11-12T10:00+03:00")
    try desk.typeAll([
      "budget set bakery repair --limit 100 --period 2026",
      "budget set bakery goods --limit 1000 --period 2026", "ticket open bakery --problem n",
      "ticket log T-1 --kind part --text x --amount 100", "ticket resolve T-1",
    ])
    try desk.now("2026-11-17T10:00+03:00")
    try desk.type("ticket log T-1 --kind part --text late --amount 500")
    let word = "budget approve P-1 --by 1 --evidence e --line goods --at"
    let refusal = try desk.refuse(.time, word + " 2026-11-14T10:00")
    #expect(refusal.details.text("since") == "2026-11-17", "\(refusal)")
    // Entered late and done early, it was agreed to early; also where the day is closed by now.
    try desk.now("2026-11-20T10:00+03:00")
    try desk.typeAll([
      "budget approve P-1 --by 1 --evidence e --line goods --at 2026-11-17T11:00",
      "budget close bakery --period 2026-11-15..2026-11-16",
      "ticket log T-1 --kind part --text late --amount 50 --at 2026-11-15T10:00",
    ])
    let second = "budget approve P-2 --by 1 --evidence e --line goods --at"
    try desk.refuse(.time, second + " 2026-11-14T10:00")
    try desk.type(second + " 2026-11-15T11:00")
    #expect(try desk.problems() == [])
  }
}
