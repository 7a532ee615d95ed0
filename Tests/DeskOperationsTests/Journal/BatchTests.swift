import DeskEngine
import DeskOperations
import DeskRules
import Testing

/// Several changes that stand or fall together, and several that only share a commit.
@Suite struct BatchTests {
  private static let commands = [
    "ticket open bakery --problem jam", "ticket start T-1",
    "ticket log T-1 --kind part --text fuser --amount 100", "ticket resolve T-1",
  ]

  @Test func laterChangesSeeEarlierOnes() throws {
    let desk = try TestDesk.pricedFirm()
    let head = try desk.seq
    let outcome = try desk.batch(Self.commands)
    let items = try outcome.result.get()
    #expect(items.map { $0.number("index") } == [1, 2, 3, 4])
    #expect(items.map { $0.number("seq") } == (1...4).map { head + $0 })
    #expect(items.map { $0.objects("items").first?.text("state") }
      == ["new", "in_progress", "in_progress", "resolved"])
    #expect(outcome.seq == head + 4)
    #expect(try desk.problems() == [])
  }

  @Test func oneRefusalLeavesNothing() throws {
    let desk = try TestDesk.pricedFirm()
    let error = try desk.refuse(.state, "the batch") {
      try desk.batch(Self.commands + ["ticket start T-1"])
    }
    #expect(error.details.number("index") == 5)
    #expect(error.details.text("state") == "resolved")
    #expect(try desk.one("ticket open bakery --problem jam").text("number") == "T-1")
  }

  @Test func theKeyOfABatchStandsForAllOfIt() throws {
    let desk = try TestDesk.pricedFirm()
    let first = try desk.batch(Self.commands, key: "b")
    try desk.reopen()
    let again = try desk.batch(Self.commands, key: "b")
    #expect(try again.result.get() == (try first.result.get()))
    #expect(again.seq == first.seq)
    for other in [
      Array(Self.commands.dropLast()), Self.commands + ["ticket close T-1"],
      ["ticket open bakery --problem other"] + Self.commands.dropFirst(),
    ] {
      try desk.refuse(.keyReused, "other content") { try desk.batch(other, key: "b") }
    }
  }

  @Test func aRefusedBatchDoesNotUseItsKeyUp() throws {
    let desk = try TestDesk.firm()
    let commands = ["ticket open bakery --problem jam", "ticket assign T-1 ivan"]
    try desk.refuse(.notFound, "the batch") { try desk.batch(commands, key: "b") }
    try desk.type("staff add ivan \"Ivan New\" --role engineer")
    #expect(try desk.batch(commands, key: "b").result.get().count == 2)
  }

  @Test func aGroupSharesACommitAndNothingElse() throws {
    let desk = try TestDesk.firm()
    let head = try desk.seq
    let outcomes = try desk.group([
      "ticket open bakery --problem one", "ticket open nobody --problem two",
      "ticket assign T-1 boris", "ticket open bakery --problem three",
    ])
    #expect(outcomes.map { (try? $0.result.get()) != nil } == [true, false, true, true])
    #expect(outcomes.map(\.seq) == [head + 1, head + 1, head + 2, head + 3])
  }

  @Test func aConstraintInAGroupCostsOnlyTheRequestAtFault() throws {
    let desk = try TestDesk.firm()
    try desk.force(
      """
      CREATE TRIGGER poison BEFORE INSERT ON ticket WHEN NEW.problem = 'poison'
      BEGIN SELECT RAISE(ABORT, 'poison'); END
      """)
    let head = try desk.seq
    let outcomes = try desk.group([
      "ticket open bakery --problem one", "ticket open bakery --problem poison",
      "ticket open bakery --problem two", "ticket open nobody --problem three",
    ])
    #expect(outcomes.map { code($0) } == [nil, .internalFault, nil, .notFound])
    #expect(outcomes.map(\.seq) == [head + 1, head + 1, head + 2, head + 2])
    #expect(try desk.type("ticket list").map { $0.text("problem") } == ["one", "two"])
    #expect(desk.reports.lines.count == 2)
    #expect(try desk.problems() == [])
    try desk.refuse(.internalFault, "ticket open bakery --problem poison")
    try desk.refuse(.internalFault, "a poisoned batch") {
      try desk.batch(["ticket open bakery --problem three", "ticket open bakery --problem poison"])
    }
  }

  private func code(_ outcome: Outcome) -> ErrorCode? {
    if case .failure(let error) = outcome.result { error.code } else { nil }
  }
}
