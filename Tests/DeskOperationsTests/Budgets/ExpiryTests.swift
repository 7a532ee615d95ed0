import DeskRules
import Testing

/// A promise that has run out keeps no money from others.
@Suite struct ExpiryTests {
  /// 900 of 1,000 are held until 23 November; it is 10 December, and somebody else needs 500.
  private func desk() throws -> TestDesk {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "budget set bakery repair --limit 1000 --period 2026",
      "ticket open bakery --problem one", "ticket estimate T-1 900",
      "ticket approve T-1 --by 1 --evidence mail --expires 2026-11-23",
      "ticket open bakery --problem two",
    ])
    try desk.now("2026-12-10T12:00+03:00")
    return desk
  }

  private func figures(_ desk: TestDesk, _ day: String = "2026-12-10") throws -> [String?] {
    let line = try desk.one("budget show bakery repair --on \(day)")
    return ["held", "spent", "unfunded", "available"].map { line.text($0) }
  }

  @Test func theNextPromiseGetsTheMoney() throws {
    let desk = try desk()
    #expect(try figures(desk) == ["900.00", "0.00", "0.00", "100.00"])
    let estimate = try desk.one("ticket estimate T-2 500")
    #expect(estimate["exceeds"] == nil)
    #expect(estimate.texts("flags") == ["hold_ended T-1"])
    #expect(try figures(desk) == ["0.00", "0.00", "0.00", "1000.00"])
    let approved = try desk.one("ticket approve T-2 --by 1 --evidence mail")
    #expect(approved["flags"] == nil)
    #expect(try figures(desk) == ["500.00", "0.00", "0.00", "500.00"])
    // It ended on the day after the last on which it was agreed, and under its own ticket.
    let history = try desk.type("budget history bakery repair")
    let release = try #require(history.first { $0.text("movement") == "release" })
    #expect(release.text("day") == "2026-11-24")
    #expect(release.text("ticket") == "T-1")
    #expect(try desk.problems() == [])
  }

  @Test func theTicketSaysThatItIsApprovedNoMore() throws {
    let desk = try desk()
    let shown = try desk.one("ticket show T-1")
    #expect(shown.flag("approved") == false)
    #expect(shown.texts("flags") == ["approval_expired"])
    let logged = try desk.one("ticket log T-1 --kind part --text x --amount 300")
    #expect(logged.texts("flags") == ["approval_expired"])
    let inTime = try desk.one(
      "ticket log T-1 --kind part --text x --amount 300 --at 2026-11-23T10:00")
    #expect(inTime["flags"] == nil)
    #expect(try figures(desk) == ["900.00", "0.00", "0.00", "100.00"])
    let done = try desk.one("ticket resolve T-1")
    #expect(done.texts("flags") == ["approval_expired"])
    #expect(try figures(desk) == ["0.00", "600.00", "0.00", "400.00"])
    #expect(try desk.problems() == [])
  }

  @Test(arguments: [
    (
      [
        "ticket log T-2 --kind part --text x --amount 700", "ticket resolve T-2",
      ], ["0.00", "700.00", "0.00", "300.00"]
    ),
    (
      [
        "budget set bakery goods --limit 1 --period 2026",
        "budget transfer bakery repair goods 1000 --by 1 --document d --reason r",
      ], ["0.00", "0.00", "0.00", "0.00"]
    ),
  ])
  func nothingElseIsKeptFromTheMoney(commands: [String], figures: [String]) throws {
    let desk = try desk()
    try desk.typeAll(commands)
    #expect(try self.figures(desk) == figures)
    #expect(try desk.problems() == [])
  }

  @Test func aBillIsTestedAgainstWhatIsReallyThere() throws {
    let desk = try desk()
    let draft = try desk.one("ticket log T-2 --kind part --text x --amount 1000")
    #expect(draft["exceeds"] == nil)
    let resolved = try desk.one("ticket resolve T-2")
    #expect(resolved.texts("flags") == ["hold_ended T-1"])
    #expect(resolved["exceeds"] == nil)
    // Work that was done in time and is entered now competes for what is left.
    try desk.type("ticket log T-1 --kind part --text x --amount 900 --at 2026-11-22T10:00")
    let late = try desk.one("ticket resolve T-1 --at 2026-11-22T12:00")
    #expect(late.texts("flags") == ["unfunded"])
    #expect(try figures(desk) == ["0.00", "1000.00", "900.00", "0.00"])
    #expect(try desk.problems() == [])
  }

  @Test func itGoesOverIntoNoOtherPeriod() throws {
    let desk = try desk()
    try desk.type("budget set bakery repair --limit 100 --period 2027")
    try desk.now("2027-01-02T12:00+03:00")
    let card = try desk.one("budget rollover bakery --from 2026 --to 2027 --rule carry_all")
    #expect(card.texts("holds") == [])
    #expect(card.texts("flags") == ["hold_ended T-1"])
    #expect(card.text("carried") == "1000.00")
    #expect(try figures(desk, "2027-01-02") == ["0.00", "0.00", "0.00", "1100.00"])
    // Given anew it holds again.
    try desk.type("ticket approve T-1 --by 1 --evidence \"mail again\"")
    #expect(try desk.one("ticket show T-1").flag("approved") == true)
    #expect(try figures(desk, "2027-01-02") == ["900.00", "0.00", "0.00", "200.00"])
    #expect(try desk.problems() == [])
  }
}
