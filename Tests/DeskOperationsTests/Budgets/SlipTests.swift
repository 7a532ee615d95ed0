import DeskRules
import Testing

/// Slips of the hand are refused, or flagged where they may be meant.
@Suite struct SlipTests {
  @Test func aLinesNameMayBeTypedWithBlanks() throws {
    let desk = try TestDesk.firm()
    let set = try desk.one("budget set bakery \"Goods  supply\" --limit 100 --period 2026")
    #expect(set.text("line") == "goods-supply")
    try desk.typeAll([
      "budget set bakery repair --limit 10 --period 2026 --overflow \"goods supply\"",
      "client edit bakery --goods-line \"goods supply\"",
      "ticket open bakery --problem x --line \"goods supply\"",
      "ticket log T-1 --kind part --text x --amount 30", "ticket resolve T-1",
    ])
    #expect(try desk.one("budget show bakery \"goods supply\"").text("spent") == "30.00")
    #expect(try desk.one("budget show bakery repair").text("overflow") == "goods-supply")
    for name in ["\"\"", "\" \"", "\"a/b\""] {
      try desk.refuse(.usage, "budget set bakery \(name) --limit 1 --period 2026")
    }
    #expect(try desk.problems() == [])
  }

  @Test(arguments: [
    ("--warn-at 60% --stop-at 50%", true), ("--warn-at 50% --stop-at 60%", false),
    ("--warn-at 100.01", true), ("--warn-at 100%", false), ("--warn-at 90 --stop-at 90%", false),
  ])
  func aWarningAfterTheStopIsFlagged(guards: String, isFlagged: Bool) throws {
    let desk = try TestDesk.firm()
    let card = try desk.one("budget set bakery repair --limit 100 --period 2026 " + guards)
    #expect(card.texts("flags").contains("warn_beyond_stop") == isFlagged)
  }

  @Test func theBooksHaveNotSaidAnythingOfNextYear() throws {
    let desk = try TestDesk.pricedFirm()
    let refusal = try desk.refuse(.time, "budget show bakery --as-of 2027-11-22")
    #expect(refusal.message.contains("still to come"), "\(refusal)")
    #expect(try desk.type("budget show bakery --as-of 2026-11-22").count == 2)
    #expect(try desk.type("budget show bakery --until 2026-12-31").count == 2)
  }

  @Test(arguments: ["9999-12-31", "2036-12-31", "2020-01-01", "2026-11-21"])
  func noWorkIsExpectedLongBeforeOrAfter(day: String) throws {
    let desk = try TestDesk.firm()
    try desk.type("ticket open bakery --problem x")
    let refusal = try desk.refuse(.time, "ticket expect T-1 \(day)")
    #expect(refusal.message.contains(day), "\(refusal)")
    #expect(try desk.one("ticket show T-1")["expected"] == nil)
    try desk.type("ticket expect T-1 2026-11-22")
    try desk.type("ticket expect T-1 2036-11-01")
  }

  @Test func anEmptyWordIsNoWord() throws {
    let desk = try PendingTests.waiting()
    let refusal = try desk.refuse(.usage, "budget approve P-1 --by 1 --evidence \"\"")
    #expect(
      refusal.message.contains("evidence is empty, and must be given: The letter"), "\(refusal)")
  }

  /// Late lines of one job, each within what the approver may say, agreed to one after the other.
  @Test func manySmallApprovalsOfOneJobAreFlagged() throws {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "contact add bakery \"Anna Small\" --function approver --approval-limit 1000",
      "budget set bakery repair --limit 0 --period 2026",
      "budget set bakery goods --limit 9000 --period 2026",
      "ticket open bakery --device BK-P1 --problem x", "ticket resolve T-1",
    ])
    func approve(_ number: Int) throws -> [String] {
      try desk.type("ticket log T-1 --kind part --text x --amount 900")
      return try desk.one("budget approve P-\(number) --by 3 --evidence mail --line goods")
        .texts("flags")
    }
    #expect(try approve(1) == [])
    #expect(try approve(2) == ["possible_split"])
    #expect(try approve(3) == ["possible_split"])
    #expect(try desk.problems() == [])
  }
}
