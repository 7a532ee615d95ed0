import DeskOperations
import DeskRules
import Testing

/// What was owed before the swaps were kept here.
@Suite struct OpeningBalanceTests {
  @Test func whatAClientOwedIsChasedAndSettledLikeASwap() throws {
    let desk = try TestDesk.firm()
    let opened = try desk.one("swap opening transco Q5942X --owes 2 --due 2026-11-30")
    #expect(
      opened.only("swap", "group", "owed", "due")
        == (try json(#"{"swap":"S-1","group":"Q5942A","owed":2,"due":"2026-11-30"}"#)))
    #expect(try desk.one("swap balance transco").number("owed") == 2)
    try desk.now("2026-12-02T09:00+03:00")
    #expect(
      try desk.one("swap list --overdue").only("from", "owed")
        == (try json(#"{"from":"S-1","owed":2}"#)))
    try desk.type("swap return S-1 --taken new:Q5942A --taken new:Q5942A")
    #expect(try desk.type("swap list").isEmpty)
    #expect(try desk.one("swap balance transco").number("owed") == 0)
    #expect(try desk.problems() == [])
  }

  @Test func whatWeOwedIsSettledByAFullOne() throws {
    let desk = try TestDesk.firm()
    try desk.type("swap opening bakery Q5942A --is-owed 1")
    #expect(try desk.one("swap balance bakery").number("owed") == -1)
    try desk.type("swap return S-1 --given C-0012")
    #expect(try desk.type("swap list").isEmpty)
    #expect(try desk.one("swap balance bakery").number("owed") == 0)
  }

  @Test func badBalancesChangeNothing() throws {
    let desk = try TestDesk.firm()
    try desk.type("swap opening transco Q5942A --owes 2")
    try desk.refuse(.exists, "swap opening transco Q5942X --is-owed 1")
    try desk.refuse(.usage, "swap opening bakery Q5942A")
    try desk.refuse(.usage, "swap opening bakery Q5942A --owes 1 --is-owed 1")
    try desk.refuse(.usage, "swap opening bakery Q5942A --owes 0")
    try desk.refuse(.notFound, "swap opening nobody Q5942A --owes 1")
    try desk.refuse(.time, "swap opening bakery Q5942A --owes 1 --at 2030-01-01T09:00")
    try desk.refuse(.notAllowed, "swap opening bakery Q5942A --owes 1", as: "boris")
  }
}
