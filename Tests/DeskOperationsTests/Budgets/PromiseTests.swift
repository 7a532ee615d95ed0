import DeskOperations
import DeskRules
import Testing

/// A line without a budget lifts no limit: what is promised is asked about, what was done is recorded
/// and kept off the invoice until it has reached a budget.
@Suite struct PromiseTests {
  @Test func aTicketIsNotOpenedOnALineThatIsMistyped() throws {
    let desk = try TestDesk.pricedFirm()
    let refusal = try desk.refuse(.notSet, "ticket open bakery --problem n --line repai")
    #expect(refusal.message.contains("did you mean repair?"), "\(refusal)")
    #expect(refusal.details.texts("nearest") == ["repair"])
    let far = try desk.refuse(.notSet, "ticket open bakery --problem n --line xyz", as: "boris")
    #expect(far.message.contains("it has goods, repair."), "\(far)")
    // A client without budgets names whatever they like, and a line of another period is one.
    try desk.typeAll([
      "ticket open office --problem n --line repai",
      "budget set bakery reserve --limit 1 --period 2027",
      "ticket open bakery --problem n --line reserve",
    ])
    #expect(try desk.problems() == [])
  }

  @Test func aNightIsRecordedOnAnyLineAndKeptOffTheInvoice() throws {
    let desk = try TestDesk.pricedFirm()
    let card = try desk.one(TestDesk.night + " --line nosuch")
    #expect(card.texts("flags").contains("no_budget"))
    #expect(try desk.one("invoice queue --client bakery").texts("blocked_by") == ["no_budget"])
    let refusal = try desk.refuse(.overBudget, "invoice review T-1")
    #expect(refusal.message.contains("budget settle bakery --ticket T-1"), "\(refusal)")
    #expect(refusal.details.text("state") == "no_budget")
    try desk.typeAll([
      "budget set bakery nosuch --limit 90000 --period 2026", "budget settle bakery --ticket T-1",
      "invoice review T-1",
    ])
    #expect(try desk.one("invoice queue --client bakery")["blocked_by"] == nil)
    try desk.type("invoice issue bakery")
    #expect(try desk.problems() == [])
  }

  @Test func workWithoutAnyLimitStaysFreeBesideOtherLines() throws {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "budget set bakery goods --limit 100 --period 2026",
      "ticket open bakery --problem n", "ticket estimate T-1 9000",
      "ticket approve T-1 --by 1 --evidence e",
      "ticket log T-1 --kind labour --text x --amount 9000",
      "ticket resolve T-1", "invoice review T-1", "invoice issue bakery T-1",
    ])
    #expect(try desk.problems() == [])
  }

  @Test func aJobIsInvoicedAtWillUntilTheClientHasABudget() throws {
    let desk = try TestDesk.firm()
    try desk.resolvedTicket([30_000], client: "bakery")
    #expect(try desk.one("invoice queue")["blocked_by"] == nil)
    try desk.type("invoice review T-1")
    // Ready is not invoiced: the budget that came between is asked too.
    try desk.type("budget set bakery repair --limit 100 --period 2026")
    try desk.refuse(.overBudget, "invoice issue bakery T-1")
    try desk.type("budget settle bakery")
    let refusal = try desk.refuse(.overBudget, "invoice issue bakery T-1")
    // The advice works as typed: the amount has no line, and needs one named.
    #expect(
      refusal.message.contains("budget approve P-1 --by NAME --evidence TEXT --line LINE"),
      "\(refusal)")
    try desk.typeAll([
      "budget set bakery goods --limit 1000 --period 2026",
      "budget approve P-1 --by 1 --evidence mail --line goods", "invoice issue bakery T-1",
    ])
    #expect(try desk.problems() == [])
  }

  @Test func theAdviceNamesNoLineWhereOneIsKnown() throws {
    let desk = try PendingTests.waiting()
    let refusal = try desk.refuse(.overBudget, "invoice review T-1")
    #expect(refusal.message.contains("--evidence TEXT, or"), "\(refusal)")
  }

  @Test func anEstimateIsNotApprovedOnALineWithoutABudget() throws {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "ticket open bakery --problem n --line repai", "ticket estimate T-1 1000000",
      "ticket open bakery --problem n", "ticket estimate T-2 9000", "ticket expect T-2 2027-02-01",
      "ticket open bakery --problem n --line repai", "ticket estimate T-3 0",
      "contact add bakery \"Ivan Chief\" --function approver",
      "budget set bakery repair --limit 50000 --period 2026",
    ])
    let line = try desk.refuse(.notSet, "ticket approve T-1 --by 3 --evidence e")
    #expect(line.message.contains("did you mean repair?"), "\(line)")
    let day = try desk.refuse(.notSet, "ticket approve T-2 --by 1 --evidence e")
    #expect(day.message.contains("budget set bakery repair"), "\(day)")
    #expect(day.details.texts("periods") == ["2026"])
    // What costs nothing is no promise of money.
    let free = try desk.one("ticket approve T-3 --by 1 --evidence e")
    #expect(free.texts("flags") == ["no_budget"])
    try desk.typeAll(["ticket expect T-2 2026-12-01", "ticket approve T-2 --by 1 --evidence e"])
    #expect(try desk.one("budget show bakery").text("held") == "9000.00")
    #expect(try desk.problems() == [])
  }

  @Test func whatWasApprovedWithoutABudgetIsHeldOnceTheDayHasOne() throws {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "ticket open bakery --problem n", "ticket estimate T-1 300",
      "ticket approve T-1 --by 1 --evidence e",
      "ticket open bakery --problem n", "ticket estimate T-2 300",
      "ticket approve T-2 --by 1 --evidence e", "ticket open bakery --problem n",
      "ticket estimate T-3 300",
    ])
    #expect(try desk.one("ticket expect T-1 2026-11-30")["flags"] == nil)
    try desk.type("budget set bakery repair --limit 500 --period 2026-12")
    let without = try desk.one("ticket expect T-1 2027-02-01")
    #expect(without.texts("flags") == ["not_held repair"])
    let held = try desk.one("ticket expect T-1 2026-12-05")
    #expect(held["flags"] == nil)
    #expect(held.objects("budget").map { $0.text("held") } == ["300.00"])
    let beyond = try desk.one("ticket expect T-2 2026-12-05")
    #expect(beyond.texts("flags") == ["not_held repair 2026-12"])
    // What nobody approved is held nowhere.
    #expect(try desk.one("ticket expect T-3 2026-12-05")["flags"] == nil)
    #expect(try desk.one("budget show bakery --on 2026-12-01").text("held") == "300.00")
    #expect(try desk.problems() == [])
  }

  @Test func nobodyAgreesBeforeThereIsSomethingToAgreeTo() throws {
    let desk = try PendingTests.waiting()
    try desk.typeAll([
      "contact substitute bakery --for Olga --by \"Petr Petrov\" --from 2026-11-01"
        + " --until 2026-11-02",
      "ticket open bakery --problem x", "ticket estimate T-2 10",
    ])
    for command in [
      "budget approve P-1 --by 3 --evidence e", "budget refuse P-1 --by 3 --reason no",
      "ticket approve T-2 --by 3 --evidence e",
    ] {
      let refusal = try desk.refuse(.time, command + " --at 2026-11-02T10:00")
      #expect(refusal.message.contains("is of 2026-11-22; nobody could"), "\(refusal)")
      try desk.refuse(.notAllowed, command + " --at 2026-11-22T01:00")
    }
    #expect(try desk.problems() == [])
  }

  /// The bill stands on today, for its own month is closed; the client agreed when the work was done.
  @Test func theDayOfTheWorkCountsWhereTheBooksWereClosed() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.typeAll([
      "budget close bakery --period 2026-10",
      "ticket open bakery --problem x --at 2026-10-29T10:00",
      "ticket log T-1 --kind part --text x --amount 60000 --at 2026-10-30T10:00",
      "ticket resolve T-1 --at 2026-10-30T12:00",
    ])
    try desk.refuse(
      .time, "budget approve P-1 --by 1 --evidence letter --at 2026-10-29T10:00")
    try desk.type("budget approve P-1 --by 1 --evidence letter --at 2026-10-31T10:00")
    #expect(try desk.problems() == [])
  }

  @Test func anApprovalThatRanOutBeforeItWasEnteredIsRecordedAndHoldsNothing() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.typeAll([
      "ticket open bakery --problem x --at 2026-11-09T10:00", "ticket estimate T-1 10",
    ])
    let command = "ticket approve T-1 --by 1 --evidence e --at 2026-11-10T12:00 --expires "
    let refusal = try desk.refuse(.time, command + "2026-11-09")
    #expect(refusal.message.contains("2026-11-10"), "\(refusal)")
    let card = try desk.one(command + "2026-11-15")
    #expect(card.texts("flags") == ["approval_expired"])
    #expect(try desk.one("budget show bakery --line repair").text("held") == "0.00")
    // Expected anew it is still run out.
    try desk.type("ticket expect T-1 2026-12-01")
    #expect(try desk.one("budget show bakery --line repair").text("held") == "0.00")
    let inTime = try desk.one("ticket resolve T-1 --at 2026-11-14T12:00 --dry-run")
    #expect(inTime["flags"] == nil)
    #expect(try desk.problems() == [])
  }

  /// A day that is named is that day at the site, and the hold is of its period.
  @Test func theLastDayOfAYearIsHeldInThatYearWhereverTheSiteIs() throws {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "client add ny \"New York\" --timezone America/New_York",
      "contact add ny \"Ann Lee\" --function approver",
      "budget set ny repair --limit 1000 --period 2026",
      "budget set ny repair --limit 1000 --period 2027",
    ])
    for (number, named) in [
      " --due 2026-12-31", "", "", " --due 2026-12-31T20:00",
    ].enumerated() {
      try desk.typeAll([
        "ticket open ny --problem n" + named, "ticket estimate T-\(number + 1) 50",
      ])
    }
    try desk.typeAll(["ticket expect T-2 2026-12-31", "ticket approve T-2 --by 1 --evidence e"])
    try desk.type("ticket approve T-1 --by 1 --evidence e")
    try desk.type("ticket approve T-3 --by 1 --evidence e --expected 2026-12-31")
    func held() throws -> [String?] {
      try desk.type("budget show ny --all-periods").map { $0.text("held") }
    }
    #expect(try held() == ["150.00", "0.00"])
    // A moment belongs to the desk's day, which is the next one by then.
    try desk.type("ticket approve T-4 --by 1 --evidence e")
    #expect(try held() == ["150.00", "50.00"])
    try desk.type("ticket expect T-4 2026-12-31")
    #expect(try held() == ["200.00", "0.00"])
    #expect(try desk.problems() == [])
  }

  /// A tolerance, or a stop above the limit, lets more be promised than there is: who promises it
  /// knows by how much.
  @Test(arguments: ["--tolerance 10%", "--stop-at 110%"])
  func whatATolerancePromisesIsBeyondTheLine(guards: String) throws {
    let desk = try TestDesk.firm()
    let set = try desk.one("budget set bakery repair --limit 1000 --period 2026 " + guards)
    let isStop = guards.hasPrefix("--stop")
    #expect(set.texts("flags") == (isStop ? ["stop_beyond_limit"] : []))
    try desk.type("ticket open bakery --problem n")
    let estimate = try desk.one("ticket estimate T-1 1100")
    #expect(estimate.text("exceeds") == "100.00")
    #expect(try desk.one("ticket estimate T-1 1000")["exceeds"] == nil)
    try desk.type("ticket estimate T-1 1100")
    let approval = try desk.one("ticket approve T-1 --by 1 --evidence e")
    #expect(approval.texts("flags").contains("tolerance repair"), "\(approval)")
    #expect(approval.objects("budget").first?.text("available") == "-100.00")
    #expect(try desk.problems() == [])
  }
}
