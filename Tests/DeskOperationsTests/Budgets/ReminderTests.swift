import DeskRules
import Testing

/// What waits, was refused or is unfunded is chased until somebody decides.
@Suite struct ReminderTests {
  private func row(_ desk: TestDesk) throws -> JSONObject { try desk.one("budget pending bakery") }

  @Test func whatNobodySpeaksAboutIsFlaggedAndCounted() throws {
    let desk = try PendingTests.waiting()
    #expect(try row(desk)["flags"] == nil)
    try desk.now("2026-11-28T12:00+03:00")
    #expect(try row(desk)["flags"] == nil)
    try desk.now("2026-11-29T12:00+03:00")
    #expect(try row(desk).texts("flags") == ["remind"])
    let answer = try desk.one(
      "budget remind P-1 --by mail --text \"asked for a letter\"", as: "dasha")
    #expect(answer.number("reminders") == 1)
    #expect(answer.text("reminded") == "2026-11-29")
    #expect(answer["flags"] == nil)
    #expect(try row(desk) == answer)
    // A refusal ends nothing: somebody has to carry it.
    try desk.type("budget refuse P-1 --by 1 --reason no")
    try desk.now("2026-12-06T12:00+03:00")
    #expect(try row(desk).texts("flags") == ["remind"])
    let again = try desk.one("budget remind P-1 --at 2026-12-05T18:00", as: "alla")
    #expect(again.number("reminders") == 2)
    #expect(again.text("reminded") == "2026-12-05")
    let steps = try desk.one("ticket show T-1").objects("history")
      .filter { $0.text("what")?.contains("reminded") == true }
    #expect(
      steps.map { $0.text("what") }
        == ["client reminded of P-1 by mail", "client reminded of P-1 by phone"])
    #expect(steps.map { $0.text("text") } == ["asked for a letter", nil])
    // The client sees that we asked, and not what we noted.
    let theirs = try desk.one("ticket show T-1", as: "olga").objects("history")
    #expect(theirs.contains { $0.text("what") == "client reminded of P-1 by mail" })
    #expect(!theirs.contains { $0.text("text") == "asked for a letter" })
    #expect(try desk.problems() == [])
  }

  @Test func whatIsDecidedIsChasedNoMore() throws {
    let desk = try PendingTests.waiting()
    try desk.refuse(.notFound, "budget remind P-9")
    try desk.refuse(.time, "budget remind P-1 --at 2026-11-30T10:00")
    try desk.refuse(.notAllowed, "budget remind P-1", as: "boris")
    try desk.refuse(.usage, "budget remind P-1 --by pigeon")
    try desk.type("budget approve P-1 --by 1 --evidence mail")
    let refusal = try desk.refuse(.state, "budget remind P-1")
    #expect(refusal.message.contains("is approved already"), "\(refusal)")
    #expect(try desk.problems() == [])
  }
}
