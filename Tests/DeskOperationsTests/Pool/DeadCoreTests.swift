import DeskRules
import Testing

/// A core that the books have as dead comes back with a reason only, and what is owed follows.
@Suite struct DeadCoreTests {
  /// What a client owes, by the balance and by the lists.
  private func owed(_ desk: TestDesk, _ client: String) throws -> [Int64] {
    let balances = try desk.type("swap balance \(client)")
    let lines = balances.flatMap { $0.objects("debts") }
    return [
      balances.reduce(0) { $0 + ($1.number("owed") ?? 0) },
      lines.reduce(0) { $0 + ($1.number("owed") ?? 0) },
    ]
  }

  @Test(
    arguments: [
      // Lost at the client: it is owed until it comes back, once.
      (["cartridge lose C-0012 --reason gone"], "swap make bakery --taken C-0012", 0),
      (["cartridge scrap C-0012 --reason cracked"], "swap return S-1 --taken C-0012", 0),
      (["cartridge lose C-0012 --reason gone"], "swap return W-1 --taken C-0012", 0),
      // Paid for, so that the shell is the client's: then we owe it.
      (["cartridge lose C-0012 --reason gone --settle"], "swap make bakery --taken C-0012", -1),
      // With another one, and against a full one.
      (
        ["cartridge lose C-0012 --reason gone"],
        "swap make bakery --given C-0013 --taken C-0012", 1
      ),
      (
        ["swap make bakery --given C-0013", "cartridge lose C-0012 C-0013 --reason gone"],
        "swap make bakery --taken C-0012 --taken C-0013", 0
      ),
      (["cartridge lose C-0013 --reason \"at the dock\""], "swap make bakery --given C-0013", 2),
    ] as [([String], String, Int64)])
  func whatWasWrittenOffComesBackWithAReason(before: [String], swap: String, owes: Int64) throws {
    let desk = try TestDesk.firm()
    try desk.type("swap make bakery --given C-0012")
    try desk.typeAll(before)
    let head = try desk.seq
    let refusal = try desk.refuse(.taken, swap)
    #expect(refusal.message.contains("written off"))
    #expect(try desk.seq == head)
    let card = try desk.one(swap + " --reason \"it lay behind the printer\"")
    #expect(card.texts("flags").contains("corrected"))
    #expect(try owed(desk, "bakery") == [owes, owes])
    try desk.refuse(.state, "cartridge find C-0012 --to shelf")
    #expect(try desk.problems() == [])
  }

  @Test func oneThatAnotherClientLostIsOwedByThatOneNoMore() throws {
    let desk = try TestDesk.firm()
    try desk.typeAll(["swap make bakery --given C-0012", "cartridge lose C-0012 --reason gone"])
    try desk.type("swap make office --taken C-0012 --reason \"was in the van's box\"")
    #expect(try owed(desk, "bakery") == [0, 0])
    #expect(try owed(desk, "office") == [0, 0])
    #expect(try desk.problems() == [])
  }

  @Test func aClientsOwnThatWeLostWasThereAllAlong() throws {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "client edit bakery --contract own_back", "swap make bakery --taken C-0044",
      "cartridge lose C-0044 --reason gone",
    ])
    #expect(try owed(desk, "bakery") == [-1, -1])
    try desk.type("swap make bakery --taken C-0044 --reason \"it had stayed there\"")
    #expect(try owed(desk, "bakery") == [-1, -1])
    try desk.refuse(.state, "swap settle W-1 --reason paid")
    #expect(try desk.problems() == [])
  }

  @Test func theLogOfANightTakesThemTheSameWay() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.typeAll(["swap make bakery --given C-0012", "cartridge lose C-0012 --reason gone"])
    let log =
      "callout log bakery --device BK-P1 --arrived 01:10 --done 01:20 --problem x"
      + " --swap given=C-0013 --swap taken=C-0012"
    try desk.refuse(.taken, log)
    try desk.type(log + " --reason \"it lay behind the printer\"")
    #expect(try owed(desk, "bakery") == [1, 1])
    #expect(try desk.problems() == [])
  }
}
