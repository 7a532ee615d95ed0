import DeskRules
import Testing

/// A full one that the client did not need comes back full, and settles as an empty does.
@Suite struct UnusedReturnTests {
  private func desk() throws -> TestDesk {
    let desk = try TestDesk.firm()
    try desk.type("swap make bakery --device BK-P1 --meter 1000 --given C-0012")
    return desk
  }

  @Test(arguments: [
    "swap make bakery --taken unused:C-0012", "swap return S-1 --taken unused:c-0012",
    "callout log bakery --device BK-P1 --arrived 02:10 --done 02:20 --problem x --meter 1001"
      + " --swap taken=unused:C-0012",
  ])
  func itStaysFull(command: String) throws {
    let desk = try desk()
    try desk.now("2026-11-23T03:15+03:00")
    let card = try desk.one(command)
    #expect(card["flags"].map { !"\($0)".contains("early") } ?? true, "\(card)")
    let shown = try desk.one("cartridge show C-0012")
    #expect(shown.text("state") == "full")
    #expect(try desk.type("swap list").isEmpty)
    #expect(try desk.one("swap balance bakery").number("owed") == 0)
    try desk.type("cartridge move shelf:main C-0012")
    try desk.type("swap make bakery --given C-0012 --taken C-0044")
    #expect(try desk.problems() == [])
  }

  @Test func theRightOneForAWrongOneIsNoDoubt() throws {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "device add BK-P2 --model \"HP LaserJet 1020\" --owner bakery",
      "swap make bakery --given C-0014",
    ])
    // As an empty it would be none for the other kind.
    try desk.refuse(.unsuitable, "swap make bakery --given C-0012 --taken C-0014")
    let card = try desk.one("swap make bakery --given C-0012 --taken unused:C-0014")
    #expect(card.texts("flags") == ["owed"])
    #expect(try desk.type("swap list").map { $0.text("group") } == ["Q5942A"])
    #expect(try desk.problems() == [])
  }

  @Test func whatWasEmptyDoesNotComeBackFull() throws {
    let desk = try desk()
    try desk.type("cartridge add C-9 --type Q5942A --owner bakery --state empty")
    let refusal = try desk.refuse(.unsuitable, "swap make bakery --taken unused:C-9")
    #expect(refusal.details.text("state") == "empty")
    #expect(refusal.message.contains("taken=C-9"))
    let card = try desk.one("swap make bakery --taken unused:C-9 --reason \"never opened\"")
    #expect(card.texts("flags").contains("corrected"))
    #expect(try desk.one("cartridge show C-9").text("state") == "full")
    try desk.refuse(.taken, "swap make bakery --taken unused:C-0013")
    for bad in ["unused:", "unused:C-0099", "unused"] {
      let code: ErrorCode = bad == "unused:" ? .usage : .notFound
      try desk.refuse(code, "swap make bakery --taken \(bad)")
    }
    #expect(try desk.problems() == [])
  }

  @Test func whatWasNotNeededIsNoConsumption() throws {
    let desk = try desk()
    func given() throws -> Int64? { try desk.one("stock par --group Q5942A").number("given") }
    let before = try given() ?? 0
    try desk.typeAll([
      "cartridge add F-1 --type Q5942A --owner pool", "swap make transco --given F-1",
    ])
    #expect(try given() == before + 1)
    try desk.now("2026-11-24T12:00+03:00")
    try desk.type("swap make transco --taken unused:F-1")
    #expect(try given() == before)
    // Given again it is one, and as an empty it stays one.
    try desk.type("swap make transco --given F-1")
    try desk.type("swap make transco --taken F-1")
    #expect(try given() == before + 1)
    #expect(try desk.problems() == [])
  }
}
