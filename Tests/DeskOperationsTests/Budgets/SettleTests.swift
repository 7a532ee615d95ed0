import DeskRules
import Testing

/// Finished jobs that had no budget are chased, and reach one once there is one.
@Suite struct SettleTests {
  /// A job of 120 that ended without a line, beside a client who never had a budget.
  private func desk() throws -> TestDesk {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "ticket open bakery --problem jam --line service",
      "ticket log T-1 --kind labour --text x --amount 100 --at 2026-11-20T10:00",
      "ticket log T-1 --kind part --text y --amount 20", "ticket resolve T-1",
      "ticket open transco --problem jam", "ticket log T-2 --kind part --text x --amount 5",
      "ticket resolve T-2",
    ])
    return desk
  }

  @Test func aJobWithoutABudgetIsChasedAndSettledLater() throws {
    let desk = try desk()
    // Nobody chases a client who has no budgets.
    #expect(try desk.type("budget pending").isEmpty)
    let first = try desk.one("budget set bakery repair --limit 1000 --period 2026")
    #expect(first.texts("flags") == ["unsettled"])
    let waiting = try desk.one("budget pending bakery")
    #expect(waiting.text("state") == "no_budget")
    #expect(waiting["number"] == nil)
    #expect(waiting.text("ticket") == "T-1")
    #expect(waiting.text("amount") == "120.00")
    #expect(waiting.text("from") == "service")
    #expect(waiting.text("since") == "2026-11-22")
    let refusal = try desk.refuse(.notSet, "budget settle bakery")
    #expect(refusal.message.contains("service on 2026-11-20"))
    try desk.type("budget set bakery service --limit 110 --period 2026")
    let card = try desk.one("budget settle bakery", as: "alla")
    #expect(card.texts("tickets") == ["T-1"])
    #expect(card.text("amount") == "120.00")
    #expect(card.objects("pending").map { $0.text("amount") } == ["10.00"])
    #expect(card.objects("budget").map { $0.text("spent") } == ["110.00"])
    #expect(card.objects("budget").map { $0.text("unfunded") } == ["10.00"])
    #expect(try desk.type("budget pending bakery").map { $0.text("number") } == ["P-1"])
    try desk.refuse(.state, "budget settle bakery")
    try desk.refuse(.state, "budget settle bakery --ticket T-1")
    #expect(try desk.problems() == [])
  }

  @Test func whatStillHasNoLineIsNamed() throws {
    let desk = try desk()
    try desk.typeAll([
      "ticket open bakery --problem two", "ticket log T-3 --kind part --text x --amount 7",
      "ticket resolve T-3", "budget set bakery repair --limit 1000 --period 2026",
    ])
    #expect(try desk.type("budget pending").map { $0.text("ticket") } == ["T-1", "T-3"])
    #expect(try desk.type("budget pending --limit 1").map { $0.text("ticket") } == ["T-1"])
    #expect(try desk.type("budget pending --after T-1").map { $0.text("ticket") } == ["T-3"])
    let card = try desk.one("budget settle bakery")
    #expect(card.texts("tickets") == ["T-3"])
    #expect(card.texts("left") == ["T-1"])
    #expect(try desk.problems() == [])
  }

  /// A month that was never set, with the rest of the bill in one that was.
  @Test func onlyThePartWithoutALineWaits() throws {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "budget set bakery repair --limit 50 --period 2026-11",
      "ticket open bakery --problem jam",
      "ticket log T-1 --kind labour --text x --amount 100 --at 2026-10-20T10:00",
      "ticket log T-1 --kind part --text y --amount 20",
    ])
    #expect(try desk.one("ticket resolve T-1").texts("flags") == ["no_budget"])
    #expect(try desk.one("budget pending").text("amount") == "100.00")
    #expect(try desk.one("budget show bakery").text("spent") == "20.00")
    try desk.type("budget set bakery repair --limit 100 --period 2026-10")
    let card = try desk.one("budget settle bakery --ticket T-1")
    #expect(card.objects("budget").map { $0.text("period") } == ["2026-10"])
    #expect(card.objects("budget").map { $0.text("available") } == ["0.00"])
    #expect(try desk.one("budget show bakery").text("spent") == "20.00")
    #expect(try desk.problems() == [])
  }

  @Test(arguments: [
    (ErrorCode.notFound, "budget settle bakeri"),
    (.notFound, "budget settle bakery --ticket T-9"),
    (.unsuitable, "budget settle bakery --ticket T-2"),
    (.state, "budget settle bakery --ticket T-3"),
    (.notSet, "budget settle bakery --ticket T-1"),
    (.ambiguous, "budget settle bakery --ticket X1"),
    (.ambiguous, "budget pending --after T-X1"),
  ])
  func isRefused(code: ErrorCode, command: String) throws {
    let desk = try desk()
    let step = " --client bakery --problem x --opened 2016-02-29T01:16Z"
    try desk.typeAll([
      "budget set bakery repair --limit 50 --period 2026", "ticket open bakery --problem three",
      "ticket record X1 --system one" + step, "ticket record X1 --system two" + step,
      "ticket record T-X1 --system one" + step, "ticket record T-X1 --system two" + step,
    ])
    try desk.refuse(code, command)
    guard command.hasPrefix("budget settle") else { return }
    try desk.refuse(.notAllowed, command, as: "boris")
  }

  @Test func aClientSeesOnlyTheirOwn() throws {
    let desk = try desk()
    try desk.typeAll([
      "budget set bakery repair --limit 50 --period 2026",
      "budget set transco repair --limit 50 --period 2027",
    ])
    #expect(try desk.type("budget pending", as: "olga").map { $0.text("ticket") } == ["T-1"])
    #expect(try desk.type("budget pending", as: "tom").map { $0.text("ticket") } == ["T-2"])
    try desk.refuse(.notFound, "budget pending --after T-1", as: "tom")
  }
}
