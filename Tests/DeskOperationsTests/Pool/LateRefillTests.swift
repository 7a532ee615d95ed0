import DeskRules
import Testing

/// What was said of a refill counts by when it happened; what happened before a loss is recorded too.
@Suite struct LateRefillTests {
  /// E-1 came back on the 22nd, full by its test page.
  private func desk(_ then: String...) throws -> TestDesk {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "refiller add fix \"Toner Fix Ltd\" --warranty 30",
      "cartridge add E-1 --type Q5942A --owner pool --state empty",
      "cartridge add E-2 --type Q5942A --owner pool --state empty",
      "refill send fix E-1 --at 2026-11-21T10:00",
      "refill receive R-1 E-1 --passed --at 2026-11-22T03:00",
    ])
    try desk.now("2026-12-01T10:00+03:00")
    try desk.typeAll(then)
    return desk
  }

  private func result(_ desk: TestDesk) throws -> String? {
    try desk.one("refill show R-1").objects("received").first?.text("result")
  }

  private func failed(_ desk: TestDesk) throws -> Int64? {
    try desk.type("report refills").first { $0.text("month") == "2026-11" }?.number("failed")
  }

  private func piece(_ desk: TestDesk) throws -> [String?] {
    let card = try desk.one("cartridge show E-1")
    return [card.text("state"), card.text("holder")]
  }

  @Test(arguments: ["shelf", "bakery"])
  func aTestPageFromBeforeTheClaimErasesNothing(place: String) throws {
    let desk = try desk()
    if place == "bakery" { try desk.type("swap make bakery --given E-1 --at 2026-11-24T10:00") }
    try desk.type("refill claim E-1 --reason leaks --at 2026-11-25T10:00")
    let card = try desk.one("refill test E-1 --passed --at 2026-11-23T10:00")
    #expect(card.texts("flags") == ["superseded"])
    #expect(card.text("result") == "failed")
    #expect(try result(desk) == "failed")
    #expect(try failed(desk) == 1)
    #expect(try piece(desk)[0] == "failed")
    #expect(try desk.problems() == [])
  }

  @Test func aClaimEnteredAfterTheEmptyCameBack() throws {
    let desk = try desk(
      "swap make bakery --given E-1 --at 2026-11-23T10:00",
      "swap make bakery --taken E-1 --at 2026-11-28T10:00",
      "refill claim E-1 --reason leaks --at 2026-11-25T10:00")
    #expect(try piece(desk) == ["failed", "shelf:main"])
    #expect(try result(desk) == "failed")
    #expect(try failed(desk) == 1)
    #expect(try desk.one("refill send fix E-1").texts("flags") == ["redo E-1"])
    #expect(try desk.problems() == [])
  }

  @Test func aClaimBeforeALaterTestPageCountsAgainstTheRefiller() throws {
    let desk = try desk(
      "swap make bakery --given E-1 --at 2026-11-23T10:00",
      "swap make bakery --taken E-1 --at 2026-11-26T10:00")
    try desk.type("refill claim E-1 --reason leaks --at 2026-11-24T10:00")
    try desk.type("refill claim E-1 --reason \"leaks still\" --at 2026-11-25T10:00")
    #expect(try failed(desk) == 1)
    #expect(try desk.problems() == [])
  }

  @Test func aClaimIsOfTheRefillThatItHadThen() throws {
    let desk = try desk(
      "swap make bakery --given E-1 --at 2026-11-23T10:00",
      "swap make bakery --taken E-1 --at 2026-11-26T10:00", "refill send fix E-1",
      "refill receive R-2 E-1 --passed")
    let card = try desk.one("refill claim E-1 --reason leaks --at 2026-11-24T10:00")
    #expect(card.text("refill") == "R-1")
    #expect(card.texts("flags") == ["refilled_since"])
    #expect(try result(desk) == "failed")
    #expect(try piece(desk) == ["full", "shelf:main"])
    #expect(try desk.problems() == [])
  }

  @Test func aClaimOfOneThatIsAtTheRefillerAgainSaysSo() throws {
    let desk = try desk(
      "swap make bakery --given E-1 --at 2026-11-23T10:00",
      "swap make bakery --taken E-1 --at 2026-11-26T10:00", "refill send fix E-1")
    let card = try desk.one("refill claim E-1 --reason leaks --at 2026-11-24T10:00")
    #expect(card.texts("flags") == ["sent_since R-2"])
    #expect(try failed(desk) == 1)
    #expect(try desk.problems() == [])
  }

  @Test func aTestPageEnteredAfterThePieceWasGivenIsKept() throws {
    let desk = try desk(
      "cartridge move shelf E-1 --state empty", "refill send fix E-1", "refill receive R-2 E-1")
    try desk.now("2026-12-01T12:00+03:00")
    try desk.type("swap make bakery --given E-1 --reason \"tested by hand\"")
    try desk.refuse(.state, "refill test E-1 --passed")
    try desk.now("2026-12-02T10:00+03:00")
    try desk.type("refill test E-1 --passed --at 2026-12-01T11:00")
    try desk.refuse(.state, "refill test E-1 --passed --at 2026-12-02T09:00")
    #expect(try piece(desk) == ["full", "client:bakery/main"])
    #expect(try desk.problems() == [])
  }

  @Test func aHandOverEnteredLateOfOneThatIsElsewhereSinceTakesAReason() throws {
    let desk = try desk("cartridge move van:boris E-2 --at 2026-11-25T10:00")
    let late = "refill send fix E-2 --at 2026-11-23T10:00"
    let refusal = try desk.refuse(.taken, late)
    #expect(
      refusal.message.contains("van:boris") && refusal.message.contains("refill receive --at"))
    let sent = try desk.one(late + " --reason \"was with them\"")
    #expect(sent.texts("flags") == ["moved_since E-2"])
    #expect(try desk.one("cartridge show E-2").text("holder") == "van:boris")
    try desk.type("refill receive R-2 E-2 --passed --at 2026-11-24T10:00")
    #expect(try desk.type("refill list").isEmpty)
    #expect(try desk.one("cartridge show E-2").text("state") == "full")
    #expect(try desk.problems() == [])
  }

  @Test(arguments: ["R-2", "R-3"])
  func oneThatCameBackBeforeItsBatchWasEntered(named: String) throws {
    let desk = try desk("refill send fix E-2", "refill send fix E-1 --reason again")
    try desk.now("2026-12-01T12:00+03:00")
    let back = "refill receive \(named) E-2 --passed --at 2026-12-01T09:00"
    let refusal = try desk.refuse(named == "R-2" ? .time : .unsuitable, back)
    #expect(refusal.message.contains("reason"))
    let card = try desk.one(back + " --reason \"sent yesterday\"")
    #expect(
      card.texts("flags")
        == (named == "R-2" ? [] : ["other_batch"]) + ["before_hand_over"])
    let piece = try desk.one("cartridge show E-2")
    #expect([piece.text("state"), piece.text("holder")] == ["full", "shelf:main"])
    #expect(try desk.type("refill list").map { $0.texts("waiting") } == [["E-1"]])
    try desk.type("swap make bakery --given E-2")
    try desk.refuse(.state, "refill receive R-2 E-2 --passed --reason again")
    #expect(try desk.problems() == [])
  }

  @Test func whatHappenedBeforeALossIsRecordedWithAReason() throws {
    let desk = try desk(
      "cartridge lose E-1 E-2 --reason \"not on the shelf\" --at 2026-11-30T10:00")
    let late = "refill send fix E-2 --at 2026-11-29T10:00"
    try desk.refuse(.state, late)
    let sent = try desk.one(late + " --reason \"act found\"")
    #expect(sent.texts("flags") == ["written_off E-2"])
    #expect(sent.texts("waiting") == [])
    #expect(try desk.type("refill list").isEmpty)
    let back = "refill receive R-2 E-2 --at 2026-11-29T18:00"
    try desk.refuse(.unsuitable, back)
    #expect(
      try desk.one(back + " --reason \"signed for\"").texts("flags") == ["not_sent", "written_off"])
    #expect(
      try desk.one("refill claim E-1 --reason leaks --at 2026-11-29T10:00").texts("flags")
        == ["written_off"])
    #expect(try desk.one("cartridge show E-2").text("holder") == "lost")
    #expect(try desk.type("refill list").isEmpty)
    try desk.refuse(.state, "refill send fix E-2 --reason again")
    #expect(try desk.problems() == [])
  }
}
