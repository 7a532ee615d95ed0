import DeskRules
import Testing

/// Swaps entered late are judged by what is known of the time they were made.
@Suite struct LateSwapTests {
  private func desk() throws -> TestDesk {
    let desk = try TestDesk.firm()
    try desk.now("2026-11-17T08:00+03:00")
    try desk.typeAll(["cartridge add C-5 --type Q1 --owner pool"])
    try desk.now("2026-11-22T08:00+03:00")
    try desk.type("swap make bakery --given C-5 --at 2026-11-18T10:00")
    return desk
  }

  @Test func nothingIsTakenTwiceUnseen() throws {
    let desk = try desk()
    try desk.type("swap make bakery --taken C-5 --at 2026-11-21T10:00")
    let late = "swap make bakery --taken C-5 --at 2026-11-19T10:00"
    try desk.refuse(.taken, late)
    let card = try desk.one(late + " --reason \"found on the round\"")
    #expect(card["flags"]?.elements?.contains(.string("corrected")) == true)
    #expect(try desk.problems() == [])
  }

  @Test func nothingIsTakenBeforeItWasGiven() throws {
    try desk().refuse(.taken, "swap make bakery --taken C-5 --at 2026-11-18T09:00")
  }

  @Test func aTicketOfAnotherClientIsNotSwappedFor() throws {
    let desk = try desk()
    try desk.type("ticket open transco --problem jam")
    try desk.refuse(.unsuitable, "swap make bakery --taken C-5 --ticket T-1")
  }
}
