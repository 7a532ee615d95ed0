import DeskRules
import Testing

/// What is owed for a shell ends with money, or with another shell in its place.
@Suite struct SwapSettleTests {
  private func owed(_ desk: TestDesk, _ client: String = "bakery") throws -> Int64 {
    try desk.one("swap balance \(client)").number("owed") ?? 0
  }

  private func owner(_ desk: TestDesk, _ tag: String) throws -> String? {
    try desk.one("cartridge show \(tag)").text("owner")
  }

  /// The bakery had C-0012 of ours, and lost it.
  private func lost(ownBack: Bool = false) throws -> TestDesk {
    let desk = try TestDesk.firm()
    if ownBack { try desk.type("client edit bakery --contract own_back") }
    try desk.typeAll([
      "swap make bakery --given C-0012", "cartridge lose C-0012 --reason \"thrown away\"",
      "ticket open bakery --problem \"lost cartridge\"",
    ])
    try desk.now("2026-12-20T10:00+03:00")
    return desk
  }

  @Test(arguments: [false, true], ["W-1", "S-1"])
  func aLossThatIsPaidForLaterIsOwedNoMore(ownBack: Bool, from: String) throws {
    let desk = try lost(ownBack: ownBack)
    #expect(try owed(desk) == 1)
    let card = try desk.one("swap settle \(from) --reason \"billed on T-1\" --ticket T-1")
    #expect(card.text("cartridge") == "C-0012")
    #expect(card.text("owner") == "bakery")
    #expect(try owed(desk) == 0)
    #expect(try desk.type("swap list").isEmpty)
    let life = try desk.one("cartridge show C-0012").objects("history")
    #expect(life.contains { $0.text("what")?.contains("billed on T-1") == true })
    try desk.refuse(.state, "swap settle \(from) --reason again")
    try desk.refuse(.state, "swap return \(from) --taken new:Q5942A")
    #expect(try desk.problems() == [])
  }

  @Test(arguments: [("shelf", -1), ("client:bakery", 0)])
  func onePaidForAndFoundIsTheClients(place: String, owes: Int64) throws {
    let desk = try lost()
    try desk.typeAll([
      "swap settle W-1 --reason paid", "cartridge find C-0012 --to \(place)",
    ])
    #expect(try owed(desk) == owes)
    #expect(try desk.type("swap list").compactMap { $0.number("owed") } == (owes == 0 ? [] : [-1]))
    #expect(try desk.problems() == [])
  }

  @Test func aShellThatReplacesALostOneBecomesOurs() throws {
    let desk = try lost()
    try desk.type("cartridge add C-0060 --type Q5942X --owner bakery --state empty")
    let card = try desk.one("swap return W-1 --taken C-0060")
    #expect(card.text("settles") == "W-1")
    #expect(try owner(desk, "C-0060") == "pool")
    #expect(try owner(desk, "C-0012") == "bakery")
    #expect(try owed(desk) == 0)
    #expect(try desk.type("swap list").isEmpty)
    #expect(try desk.problems() == [])
  }

  @Test func underOwnBackAReplacementChangesNoTitle() throws {
    let desk = try lost(ownBack: true)
    try desk.type("swap return W-1 --taken C-0044")
    #expect(try owner(desk, "C-0044") == "bakery")
    #expect(try owed(desk) == 0)
    #expect(try desk.problems() == [])
  }

  @Test func anOpeningBalancePassesTheTitleOfWhatSettlesIt() throws {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "swap opening bakery Q5942A --owes 3", "swap return S-1 --taken C-0044",
      "swap settle S-2 --pieces 1 --reason paid",
    ])
    #expect(try owner(desk, "C-0044") == "pool")
    #expect(try owed(desk) == 1)
    #expect(try desk.type("swap list").map { $0.number("owed") } == [1])
    try desk.refuse(.usage, "swap settle S-2 --pieces 2 --reason paid")
    #expect(try desk.problems() == [])
  }

  @Test func oneThatTheClientKeepsIsTheClientsOncePaidFor() throws {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "swap make bakery --given C-0012", "swap settle S-1 --reason \"bought it\"",
    ])
    #expect(try owner(desk, "C-0012") == "bakery")
    #expect(try owed(desk) == 0)
    #expect(try desk.problems() == [])
  }

  @Test func oneOfTheClientsThatWeLostIsPaidForByUs() throws {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "client edit bakery --contract own_back", "swap make bakery --taken C-0044",
      "cartridge lose C-0044 --reason gone",
    ])
    #expect(try owed(desk) == -1)
    try desk.type("swap settle W-1 --reason \"credited\"")
    #expect(try owed(desk) == 0)
    #expect(try owner(desk, "C-0044") == "pool")
    #expect(try desk.type("swap list").isEmpty)
    #expect(try desk.problems() == [])
  }

  @Test func whatCannotBeSettledIsRefused() throws {
    let desk = try lost()
    try desk.typeAll(["ticket open transco --problem x"])
    try desk.refuse(.notFound, "swap settle W-9 --reason paid")
    try desk.refuse(.notFound, "swap settle S-9 --reason paid")
    try desk.refuse(.usage, "swap settle Q-9 --reason paid")
    try desk.refuse(.unsuitable, "swap settle W-1 --reason paid --ticket T-2")
    try desk.refuse(.state, "swap settle W-1 --reason paid --cartridge C-0013")
    try desk.refuse(.time, "swap settle W-1 --reason paid --at 2026-11-20T10:00")
    try desk.refuse(.notFound, "swap return W-9 --taken new:Q5942A")
    try desk.refuse(.state, "swap return W-1 --client transco --taken new:Q5942A")
  }

  @Test func twoClientsOfOneWriteOffSettleEachTheirOwn() throws {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "swap make bakery --given C-0012", "swap make transco --given C-0013",
      "cartridge lose C-0012 C-0013 --reason fire",
      "swap return W-1 --client transco --taken C-0051",
    ])
    #expect(try owed(desk, "transco") == 0)
    #expect(try owed(desk) == 1)
    #expect(try desk.type("swap list").map { $0.text("client") } == ["bakery"])
    try desk.type("swap settle W-1 --reason insured")
    #expect(try owed(desk) == 0)
    #expect(try desk.problems() == [])
  }

  @Test func twoSwapsOfOneVisitPairEachShellOnce() throws {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "swap make bakery --given C-0012",
      "cartridge add C-0060 --type Q5942X --owner bakery --state empty",
      "callout log bakery --device BK-P1 --arrived 01:10 --done 01:20 --problem x --reason \"was so\""
        + " --swap taken=C-0044 --swap taken=C-0060",
    ])
    #expect(try owed(desk) == -1)
    #expect(
      try ["C-0044", "C-0060"].map { try owner(desk, $0) ?? "" }.sorted() == ["bakery", "pool"])
    #expect(try desk.problems() == [])
  }

  /// A client's shell that is paid for while it stands at another client is ours there: it is owed by
  /// whoever has it, once, however it got there.
  @Test(arguments: [
    ["swap make bakery --given C-0051 --reason \"only one left\""],
    ["cartridge lose C-0051 --reason fell", "cartridge find C-0051 --to client:bakery"],
  ])
  func aShellThatStandsAtAnotherClientIsOwedThereFromThenOn(way: [String]) throws {
    let desk = try TestDesk.firm()
    try desk.typeAll(
      ["client edit transco --contract own_back", "swap make transco --taken C-0051"] + way
        + ["swap settle S-1 --reason paid"])
    #expect(try owner(desk, "C-0051") == "pool")
    #expect(try owed(desk) == 1)
    #expect(try desk.type("swap list --client bakery").map { $0.number("owed") } == [1])
    #expect(try desk.type("swap list --client transco").isEmpty)
    try desk.type("swap make bakery --taken C-0051")
    #expect(try owed(desk) == 0)
    #expect(try desk.type("swap list").isEmpty)
    #expect(try desk.problems() == [])
  }
}
