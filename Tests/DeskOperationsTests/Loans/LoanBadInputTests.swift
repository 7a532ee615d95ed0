import DeskEngine
import DeskRules
import Testing

@Suite struct LoanBadInputTests {
  private func desk() throws -> TestDesk {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "ticket open transco --device TC-P1 --problem \"fuser dead\" --at 2026-11-21T09:00",
      "ticket open bakery --problem noise", "ticket resolve T-2", "ticket close T-2",
      "device add BK-P2 --model \"HP LaserJet 4250\" --owner bakery",
      "device add LP-04 --model \"HP LaserJet 4250\" --owner pool --holder bench",
      "device add LP-05 --model \"HP LaserJet 4250\" --owner pool --serial SAME",
      "device add LP-06 --model \"HP LaserJet 1020\" --owner pool --serial same",
    ])
    return desk
  }

  private static let refusals: [(ErrorCode, String)] = [
    (.notFound, "loan suggest T-99"),
    (.notFound, "loan issue T-99 LP-03 --due 2026-11-30"),
    (.notFound, "loan issue T-1 LP-3O --due 2026-11-30"),
    (.notFound, "loan issue T-1 C-0012 --due 2026-11-30"),
    (.ambiguous, "loan issue T-1 SAME --due 2026-11-30"),
    (.state, "loan issue T-2 LP-03 --due 2026-11-30"),
    (.unsuitable, "loan issue T-1 BK-P2 --due 2026-11-30"),
    (.taken, "loan issue T-1 LP-04 --due 2026-11-30"),
    (.time, "loan issue T-1 LP-03 --due 2026-11-21"),
    (.time, "loan issue T-1 LP-03 --due 2026-02-30"),
    (.time, "loan issue T-1 LP-03 --due 2026-11-30 --at 2026-11-22T03:26"),
    (.implausible, "loan issue T-1 LP-03 --due 2026-11-30 --meter 10119"),
    (.usage, "loan issue T-1 LP-03 --due 2026-11-30 --meter -5"),
    (.usage, "loan issue T-1 LP-03 --due 2026-11-30 --meter 10.5"),
    (.usage, "loan issue T-1 LP-03"),
    (.notFound, "loan return L-9"),
    (.notFound, "loan return LP-99"),
    (.state, "loan return LP-03"),
    (.notFound, "loan list --client nobody"),
  ]

  @Test(arguments: refusals)
  func isRefused(code: ErrorCode, command: String) throws {
    try desk().refuse(code, command, as: "dasha")
  }

  @Test func aReturnBeforeTheHandOverOrToNobodyIsRefused() throws {
    let desk = try desk()
    try desk.type("loan issue T-1 LP-03 --due 2026-11-30 --meter 10233")
    try desk.refuse(.time, "loan return L-1 --at 2026-11-22T03:00")
    try desk.refuse(.notFound, "loan return L-1 --to client:nobody")
    try desk.refuse(.notFound, "loan return L-1 --to client:bakery/nowhere")
    try desk.refuse(.usage, "loan return L-1 --to client:bakery")
    try desk.refuse(.implausible, "loan return L-1 --meter 10232")
    let back = try desk.one("loan return L-1 --meter 5 --reason \"new board\" --defective")
    #expect(back.texts("flags") == ["meter_contradicted"])
    let error = try desk.refuse(.unsuitable, "loan issue T-1 LP-03 --due 2026-11-30")
    #expect(error.details.texts("reasons") == ["is defective"])
    try desk.type("device move LP-03 shelf --state ready")
    try desk.type("loan issue T-1 LP-03 --due 2026-11-30")
    #expect(try desk.problems() == [])
  }

  @Test func aReasonSetsADoubtAsideAndIsFlagged() throws {
    let desk = try desk()
    try desk.type("ticket open office --device OF-C1 --problem streaks")
    let loan = try desk.one(
      "loan issue T-3 LP-03 --due 2026-11-30 --meter 7 --reason \"they only need A4\"")
    #expect(loan.texts("flags") == ["unsuitable", "meter_contradicted"])
  }

  @Test func aHandOverBeforeALaterKnownMoveIsRefused() throws {
    let desk = try desk()
    try desk.type("device move LP-03 van:boris --at 2026-11-22T02:00")
    try desk.refuse(
      .implausible, "loan issue T-1 LP-03 --due 2026-11-30 --at 2026-11-22T01:00")
    try desk.type("loan issue T-1 LP-03 --due 2026-11-30 --at 2026-11-22T02:30")
    #expect(try desk.one("device show LP-03").text("holder") == "client:transco/main")
  }

  @Test func theDatabaseItselfRefusesASecondLoan() throws {
    let desk = try desk()
    try desk.type("loan issue T-1 LP-03 --due 2026-11-30")
    let fault = try #require(throws: (any Error).self) {
      try desk.force(
        """
        INSERT INTO loan (number, device, ticket, client, site, state, begins_at, due_at, is_pinned,
          buffer_minutes, blocks_until, is_presumed, flags)
        VALUES (99, 'LP-03', 1, 'bakery', 'main', 'out', 0, 1, 1, 0, 1, 0, '')
        """)
    }
    #expect("\(fault)".contains("constraint"))
    #expect(try desk.rows("SELECT count(*) FROM loan") == [[.integer(1)]])
  }
}
