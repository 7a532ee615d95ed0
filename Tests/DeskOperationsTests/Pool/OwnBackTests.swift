import DeskRules
import Testing

/// Under own back each shell is chased until it is with its owner again.
@Suite struct OwnBackTests {
  /// Ours is with the bakery meanwhile, and theirs with us.
  private func desk() throws -> TestDesk {
    let desk = try TestDesk.firm()
    try desk.typeAll(["client edit bakery --contract own_back", "refiller add fix \"Toner Fix\""])
    let swap = try desk.one("swap make bakery --given C-0012 --taken C-0044 --due 2026-11-25")
    #expect(swap.text("due") == "2026-11-25")
    #expect(swap.number("owed") == nil)
    return desk
  }

  private func lines(_ desk: TestDesk, _ command: String = "swap list") throws -> [String] {
    try desk.type(command).map { line in
      "\(line.text("from") ?? "") \(line.text("cartridge") ?? "-") \(line.number("owed") ?? 0)"
    }.sorted()
  }

  @Test func bothShellsAreListedAndOverdue() throws {
    let desk = try desk()
    #expect(try lines(desk) == ["S-1 C-0012 1", "S-1 C-0044 -1"])
    #expect(try lines(desk, "swap list --overdue").isEmpty)
    #expect(try lines(desk, "swap list --client transco").isEmpty)
    try desk.now("2026-11-27T10:00+03:00")
    let overdue = try desk.type("swap list --overdue")
    #expect(overdue.map { $0.number("days_overdue") } == [2, 2])
    #expect(overdue.map { $0.text("due") } == ["2026-11-25", "2026-11-25"])
    let trip = try desk.one("stock round")
    #expect(trip.texts("collect") == ["C-0012, a Q5942A (S-1)"])
    #expect(trip.texts("bring") == ["C-0044, a Q5942A (S-1)"])

    try desk.typeAll(["refill send fix C-0044", "refill receive R-1 C-0044 --passed"])
    #expect(try desk.one("stock round").texts("bring").isEmpty)
    #expect(try desk.one("stock round").texts("own") == ["C-0044"])
    try desk.type("swap return S-1 --given C-0044 --taken C-0012")
    #expect(try lines(desk).isEmpty)
    #expect(try desk.type("stock round").isEmpty)
    #expect(try desk.problems() == [])
  }

  @Test func oneThatWeLoseIsOwedThoughTheirsIsNotBack() throws {
    let desk = try desk()
    try desk.type("cartridge lose C-0044 --reason fell")
    #expect(try desk.one("swap balance bakery").number("owed") == 0)
    #expect(try lines(desk) == ["S-1 C-0012 1", "W-1 C-0044 -1"])
    try desk.type("swap settle W-1 --reason paid")
    #expect(try lines(desk) == ["S-1 C-0012 1"])
    try desk.type("swap settle S-1 --reason \"they keep it\"")
    #expect(try desk.one("cartridge show C-0012").text("owner") == "bakery")
    #expect(try lines(desk).isEmpty)
    #expect(try desk.problems() == [])
  }

  @Test func whatHasNoTagIsListedByCount() throws {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "client edit bakery --contract own_back", "swap opening bakery Q5942A --owes 3",
      "swap make bakery --given C-0012",
    ])
    #expect(try lines(desk) == ["S-1 - 3", "S-2 C-0012 1"])
    try desk.type("swap return S-1 --taken new:Q5942A")
    #expect(try desk.problems() == [])
  }

  @Test func oneThatStandsWithAnotherClientIsNotReady() throws {
    let desk = try desk()
    try desk.typeAll([
      "refill send fix C-0044", "refill receive R-1 C-0044 --passed",
      "swap make office --given C-0044 --reason \"only one left\"",
    ])
    let balance = try desk.one("swap balance bakery")
    #expect(balance.texts("theirs_here") == ["C-0044"])
    #expect(balance.texts("ready").isEmpty)
    #expect(try desk.type("stock round").allSatisfy { $0.texts("own").isEmpty })
    #expect(try desk.problems() == [])
  }

  @Test func anOpeningBalanceIsNettedWithWhatIsOwedTheOtherWay() throws {
    let desk = try TestDesk.firm()
    try desk.typeAll(["swap make bakery --taken C-0044", "swap opening bakery Q5942A --owes 3"])
    #expect(try lines(desk) == ["S-2 - 2"])
    #expect(try desk.one("swap balance bakery").number("owed") == 2)
    #expect(try desk.problems() == [])
  }
}
