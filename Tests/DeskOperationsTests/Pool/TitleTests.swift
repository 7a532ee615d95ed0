import DeskOperations
import DeskRules
import Testing

/// Whose a shell is after a swap, and what is owed then.
@Suite struct TitleTests {
  private func owner(_ desk: TestDesk, _ tag: String) throws -> String? {
    try desk.one("cartridge show \(tag)").text("owner")
  }

  private func shells(_ desk: TestDesk, _ client: String) throws -> Int {
    try desk.rows(
      "SELECT count(*) FROM piece WHERE kind = 'cartridge' AND owner = '\(client)'"
    )
    .first.flatMap { Int($0[0].shown) } ?? 0
  }

  @Test func underExchangeAnEmptyBecomesOursAndAFullOneTheirs() throws {
    let desk = try TestDesk.firm()
    try desk.type("swap make bakery --given C-0012 --taken C-0044")
    #expect(try owner(desk, "C-0012") == "bakery")
    #expect(try owner(desk, "C-0044") == "pool")
    #expect(try desk.one("swap balance bakery").number("owed") == 0)
    #expect(try desk.problems() == [])
  }

  @Test func standardAndHighYieldShellsAreOneGroup() throws {
    let desk = try TestDesk.firm()
    try desk.type("swap make transco --given C-0012 --taken C-0051")
    #expect(try owner(desk, "C-0012") == "transco")
    #expect(
      try desk.one("swap balance transco").only("group", "owed")
        == (try json(#"{"group":"Q5942A","owed":0}"#)))
  }

  @Test func aGivenOneWithoutItsEmptyStaysOursUntilThatComes() throws {
    let desk = try TestDesk.firm()
    try desk.type("swap make bakery --given C-0012")
    #expect(try owner(desk, "C-0012") == "pool")
    let balance = try desk.one("swap balance bakery")
    #expect(balance.number("owed") == 1)
    #expect(balance.texts("ours_there") == ["C-0012"])
    #expect(
      balance.objects("debts").map { $0.only("from", "owed") }
        == [try json(#"{"from":"S-1","owed":1}"#)])
    #expect(try desk.type("swap list").map { $0.text("from") } == ["S-1"])
    #expect(try desk.type("swap list --overdue").isEmpty)
    try desk.type("swap return S-1 --taken C-0044")
    #expect(try owner(desk, "C-0012") == "bakery")
    #expect(try owner(desk, "C-0044") == "pool")
    #expect(try desk.type("swap list").isEmpty)
    try desk.now("2027-01-01T09:00+03:00")
    #expect(try desk.type("swap list --overdue").isEmpty)
    #expect(try desk.problems() == [])
  }

  @Test func oursThatComesBackEmptySettlesWithoutAnyTitle() throws {
    let desk = try TestDesk.firm()
    try desk.type("swap make bakery --given C-0012")
    try desk.type("swap make bakery --taken C-0012")
    #expect(try owner(desk, "C-0012") == "pool")
    #expect(try owner(desk, "C-0044") == "bakery")
    #expect(try desk.type("swap list").isEmpty)
    try desk.refuse(.state, "swap return S-1 --taken C-0044")
  }

  @Test func anEmptyTakenWithoutAFullOneIsOwedByUs() throws {
    let desk = try TestDesk.firm()
    let swap = try desk.one("swap make bakery --taken C-0044 --due 2026-11-30")
    #expect(swap.number("owed") == -1)
    #expect(swap.text("due") == "2026-11-30")
    #expect(try owner(desk, "C-0044") == "bakery")
    try desk.now("2026-12-02T09:00+03:00")
    let line = try desk.one("swap list --overdue")
    #expect(
      line.only("owed", "client", "days_overdue")
        == (try json(#"{"owed":-1,"client":"bakery","days_overdue":2}"#)))
    try desk.type("swap make bakery --given C-0012")
    #expect(try owner(desk, "C-0044") == "pool")
    #expect(try owner(desk, "C-0012") == "bakery")
    #expect(try desk.type("swap list").isEmpty)
    #expect(try desk.problems() == [])
  }

  @Test func aReturnSettlesTheSwapItNamesAndNoOlderOne() throws {
    let desk = try TestDesk.firm()
    try desk.typeAll(["swap make bakery --given C-0012", "swap make bakery --given C-0013"])
    let settled = try desk.one("swap return S-2 --taken C-0044")
    #expect(settled.number("owed") == nil)
    #expect(
      try desk.type("swap list").map { $0.only("from", "owed") }
        == [try json(#"{"from":"S-1","owed":1}"#)])
    #expect(try desk.one("swap balance bakery").number("owed") == 1)
    #expect(try desk.problems() == [])
  }

  @Test func ownBackChangesNobodysTitleAndOwesByTag() throws {
    let desk = try TestDesk.firm()
    try desk.type("client edit bakery --contract own_back")
    try desk.type("swap make bakery --given C-0012 --taken C-0044")
    #expect(try owner(desk, "C-0012") == "pool")
    #expect(try owner(desk, "C-0044") == "bakery")
    let balance = try desk.one("swap balance bakery")
    #expect(
      balance.only("owed", "ours_there", "theirs_here", "ready")
        == (try json(#"{"owed":0,"ours_there":["C-0012"],"theirs_here":["C-0044"]}"#)))
    try desk.refuse(.unsuitable, "swap make bakery --given C-0044 --taken C-0012")
    try desk.type("refiller add fix \"Toner Fix\"")
    try desk.type("refill send fix C-0044")
    try desk.type("refill receive R-1 C-0044 --passed")
    #expect(try desk.one("swap balance bakery").texts("ready") == ["C-0044"])
    try desk.type("swap make bakery --given C-0044 --taken C-0012")
    let closed = try desk.one("swap balance bakery")
    #expect(closed.keys.isDisjoint(with: ["ours_there", "theirs_here", "ready", "debts"]))
    #expect(closed.number("owed") == 0)
    #expect(try desk.problems() == [])
  }

  @Test func anUntaggedEmptyIsRegisteredOnTheSpot() throws {
    let desk = try TestDesk.firm()
    let swap = try desk.one(
      "swap make bakery --given C-0012 --given C-0013 --taken new:Q5942A --taken new:q5942x")
    #expect(swap.texts("label") == ["C-0052", "C-0053"])
    #expect(swap.texts("taken") == ["C-0052", "C-0053"])
    #expect(try owner(desk, "C-0052") == "pool")
    #expect(try desk.one("cartridge show C-0053").text("type") == "Q5942X")
    #expect(try desk.one("cartridge show C-0052").text("state") == "empty")
    #expect(try desk.one("cartridge add --type Q2612A --owner pool").text("cartridge") == "C-0054")
    try desk.refuse(.unsuitable, "swap make bakery --given C-0014 --taken new:TN-9")
    let night = try desk.one(
      "callout log office --arrived 01:40 --done 02:10 --problem x"
        + " --swap given=C-0014,taken=new:Q2612A --swap taken=new:Q2612A")
    #expect(night.objects("swaps").flatMap { $0.texts("label") } == ["C-0055", "C-0056"])
    #expect(try desk.problems() == [])
  }

  @Test func anEmptyOfAnotherKindNeedsAReason() throws {
    let desk = try TestDesk.firm()
    try desk.type("device add BK-P2 --model \"HP LaserJet 1020\" --owner bakery")
    try desk.refuse(.unsuitable, "swap make bakery --given C-0014 --taken C-0044")
    let swap = try desk.one("swap make bakery --given C-0014 --taken C-0044 --reason \"as agreed\"")
    #expect(swap.texts("flags") == ["corrected", "owed"])
    let balance = try desk.type("swap balance bakery")
    #expect(balance.map { $0.number("owed") } == [1, -1])
    #expect(balance.map { $0.text("group") } == ["Q2612A", "Q5942A"])
    #expect(try desk.problems() == [])
  }

  private static let visits: [([String], given: [String])] = [
    (["given=C-0012", "taken=C-0044"], ["C-0012"]),
    (["taken=C-0044", "given=C-0012"], ["C-0012"]),
    (["given=C-0012,taken=C-0044", "taken=C-0045", "given=C-0013"], ["C-0012", "C-0013"]),
    (["given=C-0012", "given=C-0013", "taken=C-0044,taken=new:Q5942A"], ["C-0012", "C-0013"]),
  ]

  @Test(arguments: visits)
  func whatOneVisitGivesAndTakesIsNetted(swaps: [String], given: [String]) throws {
    let desk = try TestDesk.pricedFirm()
    try desk.type("cartridge add C-0045 --type Q5942A --owner bakery --holder client:bakery")
    let before = try shells(desk, "bakery")
    let visit = try desk.one(
      "callout log bakery --device BK-P1 --arrived 01:40 --done 03:10 --problem x --work y"
        + swaps.map { " --swap \($0)" }.joined())
    #expect(!visit.texts("flags").contains("owed"))
    #expect(try desk.type("swap list").isEmpty)
    let balance = try desk.one("swap balance bakery")
    #expect(balance.number("owed") == 0)
    #expect(balance.keys.isDisjoint(with: ["ours_there", "theirs_here", "debts"]))
    for tag in given { #expect(try owner(desk, tag) == "bakery") }
    let added = swaps.joined().contains("new:") ? 1 : 0
    #expect(try shells(desk, "bakery") == before + added)
    #expect(try desk.problems() == [])
  }

  @Test func oneVisitUsesUpEachOlderDebtOnce() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.typeAll(
      ["C-0012", "C-0013"].map { "swap make transco --given \($0) --at 2026-11-21T10:00" })
    try desk.type(
      "callout log bakery --device BK-P1 --arrived 01:40 --done 03:10 --problem x --work y"
        + " --reason \"fetched from transco\" --swap given=C-0012 --swap given=C-0013")
    #expect(
      try desk.type("swap list").map { $0.only("client", "owed") }
        == Array(repeating: try json(#"{"client":"bakery","owed":1}"#), count: 2))
    #expect(try desk.problems() == [])
  }

  @Test(arguments: [1, 20_261_122, 5])
  func noSwapChangesHowManyShellsAClientOwns(seed: UInt64) throws {
    print("swaps with seed \(seed)")
    let desk = try TestDesk.firm(seed: seed)
    var random = SeededGenerator(seed: seed)
    try desk.type("client edit office --contract own_back")
    try desk.type("device add OF-P2 --model \"HP LaserJet 4250\" --owner office")
    let pieces = try (0..<24).map { index in
      let owner = ["pool", "pool", "bakery", "transco", "office"][index % 5]
      let type = random.pick(["Q5942A", "Q5942X"])
      let state = owner == "pool" ? "full" : "empty"
      return try desk.one("cartridge add --type \(type) --owner \(owner) --state \(state)")
        .text("cartridge") ?? ""
    }
    let clients = ["bakery", "transco", "office"]
    let before = try clients.map { try shells(desk, $0) }
    var made = 0
    for _ in 0..<300 {
      desk.clock.advance(minutes: 5)
      let client = random.pick(clients)
      var command = "swap make \(client)"
      if !random.once(in: 4) { command += " --given \(random.pick(pieces))" }
      if !random.once(in: 4) { command += " --taken \(random.pick(pieces))" }
      if random.once(in: 6) { command += " --at 2026-11-22T0\(random.pick([1, 2, 3])):30" }
      for outcome in try desk.group([command]) {
        if case .success = outcome.result { made += 1 }
      }
      if random.once(in: 3) {
        let back = random.pick(pieces)
        _ = try desk.group(["cartridge move shelf \(back) --state full --reason x"])
      }
    }
    #expect(made > 30)
    #expect(try clients.map { try shells(desk, $0) } == before)
    #expect(try desk.problems() == [])
  }

  @Test func whatOneSwapOfAVisitPassedTheNextDoesNotPassAgain() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.typeAll([
      "client edit bakery --contract own_back", "swap make bakery --given C-0012 --taken C-0044",
      "client edit bakery --contract exchange",
    ])
    try desk.now("2026-11-22T05:00+03:00")
    try desk.type(
      "callout log bakery --device BK-P1 --arrived 04:00 --done 04:10 --problem empty --work swapped"
        + " --swap taken=new:Q5942A --swap given=C-0012 --reason \"noted late\"")
    #expect(try owner(desk, "C-0012") == "bakery")
    #expect(try owner(desk, "C-0044") == "bakery")
    #expect(try desk.problems() == [])
  }

  @Test func aSiteThatIsNotThePrintersIsADoubt() throws {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "site add bakery north \"North shop\"",
      "device add BK-N --model \"HP LaserJet 4250\" --owner bakery --holder client:bakery/north",
    ])
    let swap = "swap make bakery --device BK-N --site main --given C-0012 --taken C-0044"
    let refusal = try desk.refuse(.taken, swap)
    #expect(refusal.message.contains("at client:bakery/north, not at bakery/main"))
    #expect(try desk.one(swap + " --reason \"moved today\"").texts("flags") == ["corrected"])
  }
}
