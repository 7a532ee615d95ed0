import DeskRules
import Testing

/// What was posted is reversed, never changed; closed days take nothing more.
@Suite struct VoidTests {
  @Test func oneLineIsReversedWhereItStands() throws {
    let desk = try PendingTests.waiting()
    try desk.type("ticket void T-1 --line 1 --reason \"typed twice\"", as: "alla")
    #expect(try desk.one("ticket show T-1").text("billed") == "45000.00")
    #expect(try desk.one("budget show bakery --line repair").text("spent") == "20000.00")
    #expect(try desk.one("budget show bakery --line goods").text("pending") == "25000.00")
    try desk.refuse(.state, "ticket void T-1 --line 1 --reason again")
    try desk.refuse(.notFound, "ticket void T-1 --line 7 --reason again")
    try desk.type("ticket void T-1 --line 2 --reason \"wrong part\"")
    #expect(try desk.one("budget show bakery --line repair").text("spent") == "0.00")
    #expect(try desk.one("budget show bakery --line goods").text("available") == "40000.00")
    #expect(try desk.type("budget pending").isEmpty)
    try desk.refuse(.state, "ticket void T-1 --reason again")
    try desk.refuse(.state, "budget approve P-1 --by 1 --evidence mail")
    let lines = try desk.one("ticket show T-1").objects("lines")
    #expect(lines.map { $0["void"] } == [.bool(true), .bool(true)])
    #expect(try desk.problems() == [])
  }

  @Test func whatWasRefusedOrApprovedIsReversedToo() throws {
    let desk = try PendingTests.waiting()
    try desk.typeAll([
      "budget refuse P-1 --by 1 --reason no", "ticket void T-1 --reason \"not ours\"",
    ])
    for line in ["repair", "goods"] {
      let shown = try desk.one("budget show bakery --line \(line)")
      #expect(shown.text("unfunded") == "0.00")
      #expect(shown.text("spent") == "0.00")
    }
    #expect(try desk.problems() == [])
  }

  @Test func aLineThatWasNotPostedYetIsTakenOff() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.typeAll([
      "ticket open bakery --problem jam", "ticket log T-1 --kind part --text x --amount 100",
      "ticket log T-1 --kind part --text x --amount 100", "ticket void T-1 --line 2 --reason twice",
      "ticket resolve T-1",
    ])
    #expect(try desk.one("budget show bakery --line repair").text("spent") == "100.00")
    #expect(try desk.problems() == [])
  }

  @Test func aHoldIsNotRevivedButCanBeMadeAgain() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.typeAll([
      "ticket open bakery --problem jam", "ticket estimate T-1 1000",
      "ticket approve T-1 --by 1 --evidence mail",
      "ticket log T-1 --kind part --text x --amount 900", "ticket resolve T-1",
      "ticket void T-1 --reason wrong",
    ])
    #expect(try desk.one("budget show bakery --line repair").text("held") == "0.00")
    try desk.typeAll([
      "ticket reopen T-1 --reason again", "ticket estimate T-1 1000",
      "ticket approve T-1 --by 1 --evidence mail",
    ])
    #expect(try desk.one("budget show bakery --line repair").text("held") == "1000.00")
    let states = try desk.one("ticket show T-1").objects("approvals").map { $0.text("state") }
    #expect(states == ["open", "consumed"])
    #expect(try desk.problems() == [])
  }

  /// The bakery with monthly lines, and a job of 100 done and posted on 22 November.
  private func monthly() throws -> TestDesk {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "budget set bakery repair --limit 500 --period 2026-11",
      "ticket open bakery --problem jam", "ticket log T-1 --kind part --text x --amount 100",
      "ticket resolve T-1",
    ])
    try desk.now("2026-12-03T10:00+03:00")
    return desk
  }

  @Test func aReversalGoesIntoTheOpenPeriodWithAReference() throws {
    let desk = try monthly()
    try desk.type("budget close bakery --period 2026-11", as: "alla")
    try desk.refuse(.notSet, "ticket void T-1 --reason wrong")
    try desk.type("budget set bakery repair --limit 500 --period 2026-12")
    try desk.type("ticket void T-1 --reason wrong")
    func spent(_ day: String) throws -> String? {
      try desk.one("budget show bakery --on \(day)").text("spent")
    }
    #expect(try spent("2026-11-30") == "100.00")
    #expect(try spent("2026-12-03") == "-100.00")
    let moved = try #require(try desk.type("budget history bakery repair").first)
    #expect(moved.text("movement") == "void")
    #expect(moved.text("day") == "2026-12-03")
    #expect(moved.text("reference") == "2026-11-22")
    #expect(moved.text("text") == "wrong")
    let part = try desk.one("ticket show T-1").objects("allocations").first
    #expect(part?.text("state") == "void")
    #expect(part?.text("period") == "2026-11")
    #expect(part?.text("returned") == "2026-12")
    #expect(try desk.problems() == [])
  }

  @Test func lateWorkForClosedDaysIsPostedTodayAndFlagged() throws {
    let desk = try monthly()
    try desk.typeAll([
      "budget set bakery repair --limit 500 --period 2026-12",
      "budget close --all --period 2026-11",
    ])
    let card = try desk.one(
      "ticket log T-1 --kind part --text y --amount 7 --at 2026-11-30T12:00")
    #expect(card.texts("flags") == ["late", "closed_period 2026-11"])
    #expect(card.objects("budget").first?.text("period") == "2026-12")
    #expect(card.objects("budget").first?.text("spent") == "7.00")
    #expect(try desk.problems() == [])
  }

  @Test func correctionsOfClosedDaysAreRefused() throws {
    let desk = try monthly()
    try desk.typeAll([
      "budget set bakery goods --limit 500 --period 2026-11",
      "budget set bakery repair --limit 500 --period 2026-12",
      "budget set bakery goods --limit 500 --period 2026-12",
      "budget close bakery --period 2026-11",
    ])
    try desk.refuse(.state, "budget set bakery repair --limit 600 --period 2026-11")
    try desk.refuse(
      .state,
      "budget transfer bakery goods repair 1 --by 1 --document d --reason r --on 2026-11-30")
    try desk.refuse(
      .state, "budget rollover bakery --from 2026-11 --to 2026-12 --rule carry_all")
    let again = try desk.refuse(.exists, "budget close bakery --period 2026-11-05..2026-11-20")
    #expect(again.message.contains("is closed already for bakery"), "\(again)")
    let entry = """
      INSERT INTO ledger_entry VALUES ('bakery', 'repair', '2026-11-01', 0, 0, 0, '2026-11-30',
        'spent', 'available', 1)
      """
    #expect(throws: (any Error).self) { try desk.force(entry) }
  }

  @Test func whatIsNotSettledKeepsItsPeriodOpen() throws {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "budget set bakery repair --limit 50 --period 2026-11 --overflow goods",
      "budget set bakery goods --limit 100 --period 2026-11",
      "ticket open bakery --problem jam", "ticket estimate T-1 10",
      "ticket approve T-1 --by 1 --evidence mail",
    ])
    try desk.refuse(.state, "budget close bakery --period 2026-11")
    try desk.now("2026-12-01T00:00+03:00")
    #expect(try desk.refuse(.state, "budget close --all --period 2026-11").message.contains("T-1"))
    try desk.typeAll([
      "ticket log T-1 --kind part --text x --amount 60 --at 2026-11-22T03:00",
      "ticket resolve T-1 --at 2026-11-22T03:10",
    ])
    #expect(
      try desk.refuse(.state, "budget close bakery --period 2026-11").message.contains("P-1"))
    try desk.typeAll([
      "budget approve P-1 --by 1 --evidence mail", "budget close bakery --period 2026-11",
    ])
    #expect(try desk.problems() == [])
  }

  @Test func whatNobodyCarriesKeepsItsPeriodOpen() throws {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "budget set bakery repair --limit 50 --period 2026-11 --overflow goods",
      "budget set bakery goods --limit 100 --period 2026", "ticket open bakery --problem jam",
      "ticket log T-1 --kind part --text x --amount 60", "ticket resolve T-1",
    ])
    try desk.now("2026-12-03T10:00+03:00")
    let close = "budget close bakery --period 2026-11"
    // It waits on goods, which goes on; refused, it comes back to the month.
    #expect(try desk.refuse(.state, close).message.contains("P-1"))
    try desk.type("budget refuse P-1 --by 1 --reason no")
    #expect(try desk.refuse(.state, close).message.contains("P-1"))
    try desk.typeAll(["budget approve P-1 --by 1 --evidence mail", close])
    let month = try desk.one("budget show bakery --line repair --on 2026-11-30")
    #expect(month.text("unfunded") == "0.00")
    try desk.refuse(.notSet, "ticket void T-1 --reason wrong")
    try desk.typeAll([
      "budget set bakery repair --limit 50 --period 2026-12", "ticket void T-1 --reason wrong",
    ])
    #expect(try desk.one("budget show bakery --line repair --on 2026-11-30") == month)
    #expect(try desk.problems() == [])
  }

  @Test func aLineIsClosedWithItsLastDay() throws {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "budget set bakery repair --limit 50 --period 2026 --overflow goods",
      "budget set bakery goods --limit 100 --period 2026", "ticket open bakery --problem jam",
      "ticket log T-1 --kind part --text x --amount 60", "ticket resolve T-1",
    ])
    try desk.now("2027-01-05T10:00+03:00")
    let close = "budget close bakery --period 2026-10-01..2026-12-31"
    #expect(try desk.refuse(.state, close).message.contains("P-1"))
    try desk.type("budget approve P-1 --by 1 --evidence mail")
    #expect(try desk.refuse(.state, close).message.contains("days before 2026-10-01"))
    try desk.typeAll([
      "budget close --all --period 2026-01-01..2026-06-30",
      "budget close bakery --period 2026-07-01..2026-09-30", close,
    ])
    try desk.refuse(.notSet, "ticket void T-1 --reason wrong")
    #expect(try desk.problems() == [])
  }

  @Test(arguments: [
    (ErrorCode.notFound, "ticket void T-9 --reason x"),
    (.state, "ticket void T-1 --reason x"),
    (.usage, "budget close --period 2025"),
    (.usage, "budget close bakery --all --period 2025"),
    (.notFound, "budget close bakeri --period 2025"),
  ])
  func isRefused(code: ErrorCode, command: String) throws {
    let desk = try TestDesk.pricedFirm()
    try desk.type("ticket open bakery --problem jam")
    try desk.refuse(code, command)
    try desk.refuse(.notAllowed, command, as: "boris")
  }

  @Test func anAmbiguousTicketIsNotVoided() throws {
    let desk = try TestDesk.pricedFirm()
    let step = " --client bakery --problem x --opened 2016-02-29T01:16Z"
    try desk.typeAll([
      "ticket record X1 --system one" + step, "ticket record X1 --system two" + step,
    ])
    try desk.refuse(.ambiguous, "ticket void X1 --reason x")
  }
}
