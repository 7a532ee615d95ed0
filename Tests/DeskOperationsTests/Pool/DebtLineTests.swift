import DeskRules
import Testing

/// By whatever door a cartridge leaves or reaches a client, what is listed by date adds up to the
/// balance.
@Suite struct DebtLineTests {
  private func desk() throws -> TestDesk {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "refiller add fix \"Toner Fix Ltd\"", "swap make bakery --given C-0012",
    ])
    return desk
  }

  /// What each client owes by the balance and by the lists, where either says anything.
  private func owed(_ desk: TestDesk) throws -> [String: [Int64]] {
    var owed: [String: [Int64]] = [:]
    for balance in try desk.type("swap balance") {
      let lines = balance.objects("debts").reduce(0) { $0 + ($1.number("owed") ?? 0) }
      let both = [balance.number("owed") ?? 0, lines]
      if both != [0, 0] { owed[balance.text("client") ?? ""] = both }
    }
    return owed
  }

  @Test(
    arguments: [
      ("refill send fix C-0012 --reason \"fetched\"", [:]),
      ("refill receive R-1 C-0012 --reason \"fetched\"", [:]),
      ("swap make office --taken C-0012 --reason \"was there\"", [:]),
      ("swap make office --given C-0012 --reason \"was there\"", ["office": 1]),
      (
        "swap make office --given C-0051 --reason \"was there\"",
        ["bakery": 1, "office": 1, "transco": -1]
      ),
      ("swap make office --taken C-0044 --reason \"was there\"", ["office": -1]),
      (
        "cartridge add C-77 --type Q5942X --owner pool --holder client:office",
        ["bakery": 1, "office": 1]
      ),
      (
        "cartridge add C-77 --type Q5942X --owner office --holder shelf",
        ["bakery": 1, "office": -1]
      ),
      ("cartridge lose C-0012 --reason gone --at-client office", ["office": 1]),
      ("cartridge lose C-0013 --reason gone --at-client office", ["bakery": 1, "office": 1]),
      ("cartridge scrap C-0012 --reason gone --settle", [:]),
    ] as [(String, [String: Int64])])
  func theListsAddUpToTheBalance(command: String, owes: [String: Int64]) throws {
    let desk = try desk()
    if command.contains("R-1") {
      try desk.type("cartridge add E-1 --type Q5942A --owner pool --state empty")
      try desk.type("refill send fix E-1")
    }
    try desk.type(command)
    #expect(try owed(desk) == owes.mapValues { [$0, $0] })
    #expect(try desk.problems() == [])
  }

  @Test(
    arguments: [("client:office", ["office": [1, 1]]), ("shelf", [:])]
      as [(String, [String: [Int64]])])
  func whatComesToLightElsewhereIsOwedThere(place: String, owes: [String: [Int64]]) throws {
    let desk = try desk()
    try desk.typeAll([
      "cartridge lose C-0012 --reason gone", "cartridge find C-0012 --to \(place)",
    ])
    #expect(try owed(desk) == owes)
    #expect(try desk.problems() == [])
  }

  @Test func whatIsListedSoIsSettledLikeASwap() throws {
    let desk = try desk()
    try desk.typeAll([
      "cartridge add C-77 --type Q2612A --owner pool --holder client:office",
      "swap return S-2 --taken C-77",
    ])
    #expect(try owed(desk) == ["bakery": [1, 1]])
    #expect(try desk.problems() == [])
  }

  @Test func aSwapEndsTheWaitingAtTheRefiller() throws {
    let desk = try desk()
    try desk.typeAll([
      "cartridge add E-1 --type Q5942A --owner pool --state empty", "refill send fix E-1",
      "swap make transco --given E-1 --reason \"fetched there\"",
    ])
    #expect(try desk.type("refill list").isEmpty)
    #expect(
      try desk.one("refill show R-1").objects("received").map { $0.text("result") } == ["untested"])
    try desk.refuse(.state, "refill receive R-1 E-1 --passed")
    #expect(try owed(desk)["transco"] == [1, 1])
    #expect(try desk.problems() == [])
  }
}
