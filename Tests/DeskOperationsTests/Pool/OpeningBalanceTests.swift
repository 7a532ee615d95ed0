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

  @Test func itMayBeOfTheBeginningOfADay() throws {
    let desk = try TestDesk.firm()
    try desk.type("swap opening bakery Q5942A --owes 1 --at 2026-11-01")
    #expect(
      try desk.one("swap list").only("from", "due")
        == (try json(#"{"from":"S-1","due":"2026-11-14"}"#)))
    try desk.refuse(.time, "swap opening transco Q5942A --owes 1 --at 2026-11-23")
    try desk.refuse(.time, "swap opening transco Q5942A --owes 1 --at 2026-13-01")
  }

  @Test(arguments: [
    "swap make bakery --given C-0012", "swap return S-1 --taken new:Q5942A --taken new:Q5942A",
    "swap opening transco Q5942A --owes 1", "refill send fix E-1",
  ])
  func whatIsExpectedBeforeItBeganIsRefused(command: String) throws {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "refiller add fix \"Toner Fix Ltd\"", "swap opening bakery Q5942A --owes 1",
      "cartridge add E-1 --type Q5942A --owner pool --state empty",
    ])
    let head = try desk.seq
    let refusal = try desk.refuse(.time, command + " --due 2026-11-21")
    #expect(refusal.message.contains("2026-11-21"))
    #expect(try desk.seq == head)
    // The day itself is early enough, and so is an old day for what is entered late.
    let late = "--at 2026-11-20T12:00 --due 2026-11-20"
    try desk.type(command + (command.hasPrefix("swap make") ? " \(late)" : " --due 2026-11-22"))
    #expect(try desk.problems() == [])
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
