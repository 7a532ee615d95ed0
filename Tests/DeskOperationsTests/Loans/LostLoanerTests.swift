import DeskRules
import Testing

/// A loaner that does not come back, or not whole, is owed until somebody settles it.
@Suite struct LostLoanerTests {
  private func deskWithLoan() throws -> TestDesk {
    let desk = try TestDesk.firm()
    try desk.type("ticket open transco --device TC-P1 --problem \"fuser dead\"")
    try desk.type(
      "loan issue T-1 LP-03 --due 2026-11-30 --meter 10233 --condition \"like new\""
        + " --accessory \"power cable\" --accessory \"USB cable\"", as: "dasha")
    return desk
  }

  private let lost = "loan return LP-03 --to lost --reason \"fell off the van\""

  @Test func aLostOneIsOwedWithAllThatWentWithIt() throws {
    let desk = try deskWithLoan()
    let gone = try desk.one(lost, as: "dasha")
    #expect(gone.texts("missing") == ["power cable", "USB cable", "LP-03"])
    #expect(gone.texts("flags") == ["lost"])
    try desk.now("2026-11-25T09:00+03:00")
    let owed = try desk.one("loan list --owed")
    #expect(owed.texts("missing") == ["power cable", "USB cable", "LP-03"])
    #expect(owed.number("days_owed") == 3)
    try desk.type("loan remind L-1 --by phone", as: "dasha")
    try desk.type("ticket open transco --device TC-P1 --problem again")
    let next = try #require(try desk.type("loan suggest T-2").first)
    #expect(
      next.texts("client_overdue") == [
        "L-1 LP-03 was lost and is not settled, nor is power cable, USB cable"
      ])
    #expect(try desk.problems() == [])
  }

  @Test func itIsSettledPieceByPiece() throws {
    let desk = try deskWithLoan()
    try desk.type(lost, as: "dasha")
    try desk.refuse(.usage, "loan return L-1 --write-off LP-03", as: "dasha")
    try desk.type("loan return L-1 --accessory \"USB cable\"", as: "dasha")
    let rest = try desk.one(
      "loan return L-1 --write-off LP-03 --write-off \"power cable\" --reason \"billed, T-5\"",
      as: "dasha")
    #expect(rest["missing"] == nil)
    #expect(try desk.type("loan list --owed").isEmpty)
    #expect(try desk.one("device show LP-03").text("holder") == "lost")
    #expect(try desk.problems() == [])
  }

  @Test func oneThatComesToLightIsBackOnTheShelf() throws {
    let desk = try deskWithLoan()
    try desk.type(lost, as: "dasha")
    try desk.refuse(.usage, "loan return L-1 --accessory \"USB cable\" --to van:boris", as: "dasha")
    try desk.refuse(.time, "loan return L-1 --accessory LP-03 --at 2026-11-22T02:00", as: "dasha")
    try desk.now("2026-11-24T09:00+03:00")
    try desk.type("loan return L-1 --accessory LP-03 --to van:boris --defective", as: "dasha")
    let found = try desk.one("device show LP-03")
    #expect(found.text("holder") == "van:boris")
    #expect(found.text("state") == "defective")
    #expect(try desk.one("loan list --owed").texts("missing") == ["power cable", "USB cable"])
    #expect(try desk.problems() == [])
  }

  @Test func oneThatWasFoundByHandIsOnlySettled() throws {
    let desk = try deskWithLoan()
    try desk.type(lost, as: "dasha")
    try desk.type("device move LP-03 shelf:north --state ready", as: "dasha")
    try desk.type("loan return L-1 --accessory lp-03", as: "dasha")
    #expect(try desk.one("device show LP-03").text("holder") == "shelf:north")
    #expect(try desk.problems() == [])
  }

  @Test func oneThatWasBrokenForGoodIsOwedAlone() throws {
    let desk = try deskWithLoan()
    let gone = try desk.one(
      "loan return LP-03 --to scrap --missing \"USB cable\" --reason \"dropped\"", as: "dasha")
    #expect(gone.texts("missing") == ["USB cable", "LP-03"])
    try desk.type("loan return L-1 --accessory \"USB cable\"", as: "dasha")
    try desk.type("ticket open transco --device TC-P1 --problem again")
    let next = try #require(try desk.type("loan suggest T-2").first)
    #expect(next.texts("client_overdue") == ["L-1 LP-03 was broken for good and is not settled"])
  }

  @Test func theTicketTellsWhenAndHowItCameBack() throws {
    let desk = try deskWithLoan()
    try desk.now("2026-11-25T10:00+03:00")
    try desk.type(
      "loan return LP-03 --meter 10480 --missing \"USB cable\" --condition \"tray cracked\""
        + " --at 2026-11-24T18:00", as: "boris")
    try desk.type("loan return L-1 --accessory \"USB cable\"", as: "boris")
    let history = try desk.one("ticket show T-1").objects("history")
    #expect(
      history.map { $0.text("what") } == [
        "opened", "LP-03 lent, L-1", "LP-03 came back, L-1, without USB cable",
        "what was owed of L-1 is settled",
      ])
    #expect(
      history.map { $0.text("text") } == ["fuser dead", "like new", "tray cracked", "USB cable"])
    #expect(history.map { $0.text("by") } == ["nora", "dasha", "boris", "boris"])
    #expect(history[2].text("at") == "2026-11-24T18:00:00+03:00")
    // The client reads the same of its own loan.
    let seen = try desk.one("ticket show T-1", as: "tom").objects("history")
    #expect(seen.map { $0.text("what") } == history.map { $0.text("what") })
  }

  @Test func anotherTicketsLoanIsNotTold() throws {
    let desk = try deskWithLoan()
    try desk.type("ticket open office --device OF-P1 --problem grey")
    try desk.now("2026-11-22T10:00+03:00")
    try desk.type(
      "loan issue T-2 LP-03 --at 09:10 --due 2026-11-27 --reason \"Boris took it there\"")
    let told = try desk.one("ticket show T-2").objects("history").map { $0.text("what") }
    #expect(told == ["opened", "LP-03 lent, L-2"])
    let before = try desk.one("ticket show T-1").objects("history").map { $0.text("what") }
    #expect(before.last == "LP-03 is back by presumption only, L-1")
  }
}
