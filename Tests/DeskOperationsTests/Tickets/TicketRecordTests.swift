import DeskRules
import Testing

/// What another service desk said is taken as facts, and repeated without harm.
@Suite struct TicketRecordTests {
  private static let first =
    "ticket.record foreign=INC0000045 system=old-desk client=bakery problem=\"paper jam\""
    + " opened=2016-02-29T01:16Z step=at=2016-02-29T01:23Z,state=resolved"

  @Test func factsAreTakenWithoutARuleAndARepetitionChangesNothing() throws {
    let desk = try TestDesk.firm()
    #expect(try desk.run(Self.first).first?.text("result") == "added")
    let seq = try desk.seq
    #expect(try desk.run(Self.first).first?.text("result") == "unchanged")
    #expect(try desk.seq == seq)
    let more = #" step="at=2016-02-29T02:00Z,state=closed,assignee=\"Resolver 5\",priority=1""#
    #expect(try desk.run(Self.first + more).first?.text("result") == "completed")
    let shown = try desk.one("ticket show INC0000045")
    #expect(
      shown.only("number", "state", "priority", "foreign", "opened")
        == (try json(
          #"""
          {"number":"T-1","state":"closed","priority":1,"foreign":"INC0000045",
          "opened":"2016-02-29T04:16:00+03:00"}
          """#)))
    #expect(shown.objects("history").map { $0.text("what") } == [
      "state resolved", "state closed, priority 1",
    ])
    #expect(try desk.problems() == [])
  }

  @Test func ordinaryRulesHoldFromThereOn() throws {
    let desk = try TestDesk.firm()
    try desk.run(Self.first)
    try desk.refuse(.state, "ticket start INC0000045")
    try desk.type("ticket reopen INC0000045 --reason again")
    let error = try desk.refuse(
      .state, line: Self.first + " step=at=2016-02-29T02:00Z,state=closed")
    #expect(error.details.text("ticket") == "T-1")
    #expect(try desk.run(Self.first).first?.text("result") == "unchanged")
  }

  @Test func anotherDesksNumberIsThatDesksOwn() throws {
    let desk = try TestDesk.firm()
    try desk.run(Self.first)
    try desk.run(Self.first.replacing("old-desk", with: "older"))
    let error = try desk.refuse(.ambiguous, "ticket show INC0000045")
    #expect(error.message == "INC0000045 is T-1 (old-desk) and T-2 (older)")
    try desk.refuse(
      .exists, line: Self.first.replacing("client=bakery", with: "client=transco"))
  }

  private static let refusals: [(ErrorCode, String)] = [
    (.notFound, first.replacing("bakery", with: "nobody")),
    (.time, first.replacing("01:16Z", with: "01:16")),
    (.time, first + " step=at=2016-02-30T01:23Z"),
    (.usage, first + " step=state=new"),
    (.usage, first + " step=at=2016-02-29T01:23Z,state=lost"),
    (.usage, first + " step=at=2016-02-29T01:23Z,mood=bad"),
    (.usage, first + " step=at=2016-02-29T01:23Z,state=new,state=new"),
    (.usage, first + #" step="at=2016-02-29T01:23Z,note=\"a\"b""#),
    (.usage, first + " priority=9"),
    (.usage, first.replacing(" system=old-desk", with: "")),
  ]

  @Test(arguments: refusals)
  func isRefused(code: ErrorCode, line: String) throws {
    try TestDesk.firm().refuse(code, line: line, as: "dasha")
  }
}
