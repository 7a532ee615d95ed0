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

  /// A bill of 120 of which 100 are of a month that was never set.
  private func overTwoMonths() throws -> TestDesk {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "budget set bakery repair --limit 50 --period 2026-11",
      "budget set bakery goods --limit 1000 --period 2026", "ticket open bakery --problem jam",
      "ticket log T-1 --kind labour --text x --amount 100 --at 2026-10-20T10:00",
      "ticket log T-1 --kind part --text y --amount 20",
    ])
    return desk
  }

  private func figures(_ desk: TestDesk) throws -> [String] {
    try desk.type("budget show bakery --all-periods").map { line in
      ["line", "period", "spent", "unfunded"].map { line.text($0) ?? "" }.joined(separator: " ")
    }
  }

  @Test func thePartWithoutALineIsUnfundedAtOnce() throws {
    let desk = try overTwoMonths()
    let draft = try desk.one("ticket resolve T-1 --dry-run")
    #expect(draft.text("exceeds") == "100.00")
    let card = try desk.one("ticket resolve T-1")
    #expect(card.texts("flags") == ["unfunded"])
    #expect(card.objects("pending").map { $0.text("amount") } == ["100.00"])
    #expect(
      try figures(desk) == ["goods 2026 0.00 0.00", "repair 2026-11 20.00 100.00"])
    let waiting = try desk.one("budget pending")
    #expect(waiting.text("number") == "P-1")
    #expect(waiting.text("since") == "2026-10-20")
    // One word of the client's is enough, for a line of that day or of another.
    let refusal = try desk.refuse(.notSet, "budget approve P-1 --by 1 --evidence e --line repair")
    #expect(refusal.message.contains("2026-10-20"), "\(refusal)")
    try desk.type("budget refuse P-1 --by 1 --reason no")
    try desk.type("budget approve P-1 --by 1 --evidence e --line goods")
    #expect(
      try figures(desk) == ["goods 2026 100.00 0.00", "repair 2026-11 20.00 0.00"])
    try desk.typeAll(["invoice review T-1", "invoice issue bakery"])
    #expect(try desk.problems() == [])
  }

  @Test func itIsCarriedLikeAnyBillOnceItsDayHasABudget() throws {
    let desk = try overTwoMonths()
    try desk.type("ticket resolve T-1")
    try desk.refuse(.notSet, "budget settle bakery --ticket T-1")
    let set = try desk.one("budget set bakery repair --limit 70 --period 2026-10 --overflow goods")
    #expect(set.texts("flags") == ["unsettled"])
    let card = try desk.one("budget settle bakery", as: "alla")
    #expect(card.texts("tickets") == ["T-1"])
    #expect(card.text("amount") == "100.00")
    #expect(card.texts("flags") == ["pending P-2"])
    #expect(
      try figures(desk)
        == ["goods 2026 0.00 0.00", "repair 2026-10 70.00 0.00", "repair 2026-11 20.00 0.00"])
    #expect(try desk.type("budget pending").map { $0.text("number") } == ["P-2"])
    try desk.refuse(.state, "budget settle bakery")
    try desk.refuse(.state, "budget approve P-1 --by 1 --evidence e --line goods")
    let parts = try desk.one("ticket show T-1").objects("allocations")
    #expect(
      parts.map { "\($0.text("amount") ?? "") \($0.text("state") ?? "")" }
        == ["100.00 void", "20.00 spent", "70.00 spent", "30.00 pending"])
    try desk.type("ticket void T-1 --reason wrong")
    #expect(
      try figures(desk)
        == ["goods 2026 0.00 0.00", "repair 2026-10 0.00 0.00", "repair 2026-11 0.00 0.00"])
    #expect(try desk.problems() == [])
  }

  @Test func whatIsUnfundedOnALineKeepsItOpen() throws {
    let desk = try overTwoMonths()
    try desk.type("ticket resolve T-1")
    try desk.now("2026-12-02T12:00+03:00")
    let refusal = try desk.refuse(.state, "budget close bakery --period 2026-11")
    #expect(refusal.details.text("pending") == "P-1", "\(refusal)")
    try desk.typeAll([
      "ticket void T-1 --line 1 --reason x", "budget close bakery --period 2026-11",
    ])
    // Where all periods of the line are closed there is nothing to stand on.
    let late = try desk.one(
      "ticket log T-1 --kind labour --text z --amount 3 --at 2026-10-20T11:00")
    #expect(late.texts("flags") == ["late", "no_budget"])
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

  /// A job that was opened again keeps what it holds, and is not finished behind its back.
  @Test func aJobThatIsOpenAgainWaitsForItsEnd() throws {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "budget set bakery repair --limit 1000 --period 2026-12", "ticket open bakery --problem x",
      "ticket log T-1 --kind part --text p --amount 50", "ticket resolve T-1",
      "ticket reopen T-1 --reason r", "ticket estimate T-1 400",
      "ticket approve T-1 --by 1 --evidence e --expected 2026-12-05",
      "ticket log T-1 --kind part --text p2 --amount 300",
    ])
    for command in ["budget settle bakery", "budget settle bakery --ticket T-1"] {
      try desk.refuse(.state, command)
    }
    let set = try desk.one("budget set bakery repair --limit 1000 --period 2026-11")
    #expect(set["flags"] == nil)
    try desk.refuse(.state, "budget settle bakery")
    let held = try desk.one("budget show bakery --on 2026-12-01")
    #expect(held.text("held") == "400.00" && held.text("unfunded") == "50.00", "\(held)")
    // A finished one beside it is settled without it.
    try desk.typeAll([
      "budget set bakery service --limit 10 --period 2027",
      "ticket open bakery --problem y --line service",
      "ticket log T-2 --kind part --text p --amount 5", "ticket resolve T-2",
      "budget set bakery service --limit 10 --period 2026",
    ])
    #expect(try desk.one("budget settle bakery").texts("tickets") == ["T-2"])
    try desk.type("ticket resolve T-1")
    #expect(try desk.one("budget settle bakery").text("amount") == "50.00")
    #expect(try desk.one("budget show bakery repair").text("spent") == "350.00")
    #expect(try desk.problems() == [])
  }
}
