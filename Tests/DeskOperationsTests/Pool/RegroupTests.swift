import DeskRules
import Testing

/// A type that goes over into another substitution group takes what is owed of it along.
@Suite struct RegroupTests {
  private func desk() throws -> TestDesk {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "cartridge add N-1 --type Q5942N --owner pool",
      "cartridge add N-2 --type Q5942N --owner pool",
      "cartridge add N-3 --type Q5942N --owner pool",
      "swap make bakery --given N-1", "swap make bakery --given C-0012",
      "swap make transco --given N-2", "cartridge lose N-2 --reason gone",
      "swap opening office Q5942N --owes 2",
    ])
    return desk
  }

  /// Owed, given and listed by client and group, where anything is.
  private func books(_ desk: TestDesk) throws -> [String: [Int64]] {
    var books: [String: [Int64]] = [:]
    for balance in try desk.type("swap balance") {
      let lines = balance.objects("debts").reduce(0) { $0 + ($1.number("owed") ?? 0) }
      let name = (balance.text("client") ?? "") + " " + (balance.text("group") ?? "")
      books[name] = [balance.number("owed") ?? 0, balance.number("given") ?? 0, lines]
    }
    return books
  }

  @Test func aWholeGroupGoesOver() throws {
    let desk = try desk()
    try desk.type("supply set Q5942N --group Q5942A")
    #expect(
      try books(desk) == [
        "bakery Q5942A": [2, 2, 2], "transco Q5942A": [1, 1, 1], "office Q5942A": [2, 0, 2],
      ])
    #expect(try desk.type("stock list --group Q5942A").contains { $0.text("type") == "Q5942N" })
    // What was owed of the one is settled with the other.
    try desk.type("swap return S-1 --taken C-0044")
    #expect(try books(desk)["bakery Q5942A"] == [1, 2, 1])
    try desk.type("swap settle W-1 --reason paid")
    #expect(try books(desk)["transco Q5942A"] == nil)
    #expect(try desk.problems() == [])
  }

  @Test func oneTypeOfAGroupGoesOverWithItsOwn() throws {
    let desk = try desk()
    try desk.typeAll([
      "supply set Q5942N --group Q5942A", "supply set NEW --yield 9000",
      "supply set Q5942N --group NEW",
    ])
    #expect(
      try books(desk) == [
        "bakery NEW": [1, 1, 1], "bakery Q5942A": [1, 1, 1], "transco NEW": [1, 1, 1],
        // Untagged shells say no type: they stay where they were counted.
        "office Q5942A": [2, 0, 2],
      ])
    try desk.type("swap settle W-1 --reason paid")
    #expect(try books(desk)["transco NEW"] == nil)
    #expect(try desk.problems() == [])
  }

  /// What the lists by date say of a client: group, origin and how many.
  private func lines(_ desk: TestDesk, _ client: String) throws -> [String] {
    try desk.type("swap list --client \(client)").map {
      "\($0.text("group") ?? "") \($0.text("from") ?? "") \($0.number("owed") ?? 0)"
    }
  }

  @Test func groupsThatJoinAreOwedOneWayOnly() throws {
    let desk = try desk()
    try desk.typeAll([
      "swap make office --given N-3", "swap opening office Q5942A --is-owed 5",
      "supply set Q5942N --group Q5942A",
    ])
    #expect(try lines(desk, "office") == ["Q5942A S-6 -2"])
    #expect(try books(desk)["office Q5942A"] == [-2, 1, -2])
    #expect(try desk.problems() == [])
  }

  @Test func aTypeThatJoinsAnotherGroupIsNettedThere() throws {
    let desk = try desk()
    try desk.typeAll([
      "supply set Q5942N --group Q5942A", "swap opening bakery NEW --is-owed 3",
      "supply set NEW --yield 9000", "supply set Q5942N --group NEW",
    ])
    #expect(try lines(desk, "bakery").sorted() == ["NEW S-5 -2", "Q5942A S-2 1"])
    #expect(try desk.problems() == [])
  }

  @Test func aShellThatNoSwapCountedGoesOverToo() throws {
    let desk = try desk()
    try desk.typeAll([
      "cartridge add L-1 --type LOOSE --owner pool --holder client:bakery",
      "supply set LOOSE --group Q5942A --reason \"the same shell\"",
    ])
    #expect(try books(desk)["bakery Q5942A"] == [2, 1, 2])
    #expect(try desk.problems() == [])
  }

  @Test func aTypeThatATaggedOneBringsTakesTheUntaggedOnesAlong() throws {
    let desk = try desk()
    try desk.typeAll([
      "swap make bakery --taken new:LOOSE --reason \"the same shell\"",
      "cartridge add L-1 --type \"LOOSE group=Q5942A\" --owner pool",
    ])
    #expect(try books(desk)["bakery LOOSE"] == nil)
    #expect(try desk.problems() == [])
  }

  @Test func aGroupIsNamedByOneOfItsOwn() throws {
    let desk = try desk()
    let unknown = try desk.refuse(.notFound, "supply set Q5942N --group Q5942AA")
    #expect(unknown.message.contains("Q5942A"))
    // The name of any member stands for its group.
    #expect(try desk.one("supply set Q5942N --group Q5942X").text("group") == "Q5942A")
    let head = try desk.refuse(.unsuitable, "supply set Q5942A --group Q2612A --reason x")
    #expect(head.message.contains("Q5942X"))
    // Crossed, they are one.
    try desk.type("supply set TN-1 --yield 100")
    try desk.type("supply set TN-2 --group TN-1")
    #expect(try desk.one("supply set TN-1 --group TN-2").text("group") == "TN-1")
    #expect(try desk.one("supply show TN-2").text("group") == "TN-1")
    // Naming a type for another model leaves its group as it was.
    try desk.type("model add \"HP LaserJet 4350\" --supply Q5942X")
    #expect(try desk.one("supply show Q5942X").text("group") == "Q5942A")
    try desk.refuse(.notFound, "model add \"HP LaserJet 4350\" --supply \"TN-3 group=NEWNEW\"")
    #expect(try desk.problems() == [])
  }

  @Test func whatNoPrinterTakesBothOfIsOneGroupForAReasonOnly() throws {
    let desk = try desk()
    try desk.refuse(.unsuitable, "supply set Q2612A --group Q5942A")
    #expect(try desk.one("supply show Q2612A").text("group") == "Q2612A")
    try desk.type("supply set Q2612A --group Q5942A --reason \"the same shell\"")
    #expect(try desk.one("supply show Q2612A").text("group") == "Q5942A")
    #expect(try desk.problems() == [])
  }

  @Test(
    arguments: [
      "supply set Q5942A --yield 0", "supply set Q5942A --cycle-limit 0",
      "model add M --supply \"Q5942A yield=0\"", "model add M --service-buffer 43201",
    ])
  func aNumberOutOfBoundsIsRefused(command: String) throws {
    let refusal = try TestDesk.firm().refuse(.usage, command)
    #expect(refusal.message.contains(" is from "))
  }

  @Test func aGroupThatStaysChangesNothing() throws {
    let desk = try desk()
    let before = try books(desk)
    try desk.typeAll([
      "supply set Q5942N --group Q5942N --yield 9000", "supply set OTHER --group Q5942A",
    ])
    #expect(try books(desk) == before)
    #expect(try desk.problems() == [])
  }
}
