import DeskRules
import Testing

/// How a credit is divided over the budget lines that carry its invoice.
@Suite struct CreditSplitTests {
  private static func part(
    _ amount: Int64, isOpen: Bool = false, isNamed: Bool = false
  ) -> CreditSplit.Part {
    CreditSplit.Part(amount: amount, isOpen: isOpen, isNamed: isNamed)
  }

  struct Case: Sendable, CustomStringConvertible {
    let description: String
    let split: CreditSplit
    let parts: [CreditSplit.Part]
    let shares: [Int64]
  }

  private static let cases = [
    Case(
      description: "in proportion",
      split: CreditSplit(credit: 5_000_00, left: 75_000_00, isOfLine: false),
      parts: [part(50_000_00), part(25_000_00)], shares: [3_333_33, 1_666_67]),
    Case(
      description: "of equal remainders the earlier first",
      split: CreditSplit(credit: 1, left: 2, isOfLine: false), parts: [part(1), part(1)],
      shares: [1, 0]),
    Case(
      description: "what no budget carries has its part",
      split: CreditSplit(credit: 50, left: 200, isOfLine: false), parts: [part(100)], shares: [25]),
    Case(
      description: "what nobody agreed to first",
      split: CreditSplit(credit: 50, left: 200, isOfLine: false),
      parts: [part(90), part(30, isOpen: true), part(80)], shares: [11, 30, 9]),
    Case(
      description: "all of it", split: CreditSplit(credit: 70, left: 70, isOfLine: false),
      parts: [part(40), part(0), part(30)], shares: [40, 0, 30]),
    Case(
      description: "a line, all that it has",
      split: CreditSplit(credit: 40, left: 100, isOfLine: true),
      parts: [part(40, isNamed: true), part(60)], shares: [40, 0]),
    Case(
      description: "a line of which a part had gone back before",
      split: CreditSplit(credit: 100, left: 150, isOfLine: true),
      parts: [part(75, isNamed: true), part(75)], shares: [75, 25]),
    Case(
      description: "never more than is left of the invoice afterwards",
      split: CreditSplit(credit: 10, left: 60, isOfLine: false), parts: [part(100)], shares: [50]),
    Case(
      description: "no budget", split: CreditSplit(credit: 10, left: 60, isOfLine: false),
      parts: [],
      shares: []),
  ]

  @Test(arguments: cases) func sharesAreWhatTheRuleSays(_ example: Case) throws {
    #expect(try example.split.shares(of: example.parts) == example.shares)
  }

  @Test func noPartGivesMoreThanItHas() throws {
    let seed = UInt64(20_261_122)
    print("credits over budget lines, seed \(seed)")
    var random = SeededGenerator(seed: seed)
    for _ in 0..<2_000 {
      let parts = (0..<Int.random(in: 0...5, using: &random)).map { index in
        Self.part(
          Int64.random(in: 0...300, using: &random), isOpen: Bool.random(using: &random),
          isNamed: index == 1)
      }
      let carried = parts.reduce(0) { $0 + $1.amount }
      let left = carried + Int64.random(in: 1...200, using: &random)
      let credit = Int64.random(in: 1...left, using: &random)
      let split = CreditSplit(credit: credit, left: left, isOfLine: Bool.random(using: &random))
      let shares = try split.shares(of: parts)
      #expect(zip(parts, shares).allSatisfy { $1 >= 0 && $1 <= $0.amount }, "\(split) \(parts)")
      let given = shares.reduce(0, +)
      #expect(carried - given <= left - credit, "\(split) \(parts)")
      #expect(split.isOfLine || given <= credit, "\(split) \(parts)")
    }
  }
}
