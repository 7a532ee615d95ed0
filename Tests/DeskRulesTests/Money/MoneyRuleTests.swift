import DeskRules
import Testing

@Suite struct MoneyRuleTests {
  static let roundings: [(Int, Int, Int64, Int64, Int64)] = [
    (5, 2, 3, 2, 2), (-5, 2, -3, -2, -2), (7, 2, 4, 4, 3), (-7, 2, -4, -4, -3), (1, 2, 1, 0, 0),
    (-1, 2, -1, 0, 0), (1, 3, 0, 0, 0), (2, 3, 1, 1, 0), (-2, 3, -1, -1, 0), (6, 3, 2, 2, 2),
    (0, 7, 0, 0, 0),
  ]

  @Test(arguments: roundings)
  func roundsByTheNamedRule(
    numerator: Int, denominator: Int, halfUp: Int64, halfEven: Int64, down: Int64
  ) throws {
    for (rule, expected) in [(Rounding.halfUp, halfUp), (.halfEven, halfEven), (.down, down)] {
      let rounded = try MoneyRule.rounded(Int128(numerator), Int128(denominator), rule)
      #expect(rounded == expected, "\(rule)")
    }
  }

  static let allocations: [(Int64, [Int64], [Int64])] = [
    (10_000, [1, 1, 1], [3334, 3333, 3333]), (-10_000, [1, 1, 1], [-3334, -3333, -3333]),
    (1, [1, 1, 1], [1, 0, 0]), (100, [0, 1, 0], [0, 100, 0]), (7, [3, 2, 2], [3, 2, 2]),
    (0, [1, 2], [0, 0]), (5, [1, 9], [1, 4]), (.min, [1], [.min]),
    (.max, [.max, .max], [4_611_686_018_427_387_904, 4_611_686_018_427_387_903]),
  ]

  @Test(arguments: allocations)
  func allocatesByLargestRemainder(total: Int64, weights: [Int64], parts: [Int64]) throws {
    #expect(try MoneyRule.allocate(total, weights: weights) == parts)
  }

  @Test(arguments: [[], [0, 0], [1, -1, 1]]) func refusesWeights(weights: [Int64]) throws {
    try refusal(.amount) { try MoneyRule.allocate(100, weights: weights) }
  }

  @Test func partsAddUp() throws {
    let seed = UInt64.random(in: 0 ... .max)
    print("seed \(seed)")
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<500 {
      let total = Int64.random(in: -1_000_000...1_000_000, using: &generator)
      let weights = (0...Int.random(in: 0...9, using: &generator)).map { _ in
        Int64.random(in: 1...1000, using: &generator)
      }
      let parts = try MoneyRule.allocate(total, weights: weights)
      #expect(try MoneyRule.sum(parts) == total)
      let sum = weights.reduce(0, +)
      for (part, weight) in zip(parts, weights) {
        #expect(abs(part * sum - total * weight) < sum, "a part is off by a whole unit")
      }
    }
  }

  @Test func neverOverflowsSilently() throws {
    try refusal(.amount) { try MoneyRule.sum(.max, 1) }
    try refusal(.amount) { try MoneyRule.sum(.min, -1) }
    try refusal(.amount) { try MoneyRule.percent(of: .max, basisPoints: 10_001, .down) }
    try refusal(.amount) { try MoneyRule.vatInside(100, basisPoints: -1) }
    #expect(try MoneyRule.sum(.max, 1, -1) == .max)
  }
}

@Suite(.enabled(if: SharedCases.arePresent, SharedCases.reason)) struct WorkedMoneyTests {
  @Test func allocations() throws {
    for example in try SharedCases.examples("allocate-") {
      let parts = try MoneyRule.allocate(
        example.given("total"), weights: example.givenList("weights"))
      #expect(try parts == example.expectedList("parts"), "\(example.id)")
    }
  }

  @Test func cashBack() throws {
    for example in try SharedCases.examples("cashback-") {
      for rule in Rounding.allCases {
        let amount = try MoneyRule.percent(
          of: example.given("paid"), basisPoints: example.given("percent") * 100, rule)
        #expect(try amount == example.expected(rule.rawValue), "\(example.id) \(rule)")
      }
    }
  }

  @Test func discountTiers() throws {
    for example in try SharedCases.examples("tier-") {
      let left = 10_000 - (try example.given("percent")) * 100
      let net = try MoneyRule.percent(of: example.given("list"), basisPoints: left, .halfUp)
      #expect(try net == example.expected("net"), "\(example.id)")
    }
  }

  @Test func taxOnTop() throws {
    for example in try SharedCases.examples("vat-net-") {
      let rate = try example.given("rate") * 100
      let lines = try example.givenList("lines")
      let perLine = try lines.map { try MoneyRule.vatOnTop($0, basisPoints: rate) }
      let whole = try MoneyRule.vatOnTop(MoneyRule.sum(lines), basisPoints: rate)
      #expect(try MoneyRule.sum(perLine) == example.expected("per_line"), "\(example.id)")
      #expect(try whole == example.expected("per_invoice"), "\(example.id)")
    }
  }

  @Test func taxInside() throws {
    for example in try SharedCases.examples("vat-gross-") {
      let rate = Int64(try #require(Int(example.id.split(separator: "-")[2]))) * 100
      let parts = try example.givenList("parts")
      let taxes = try parts.map { try MoneyRule.vatInside($0, basisPoints: rate) }
      let whole = try MoneyRule.vatInside(MoneyRule.sum(parts), basisPoints: rate)
      #expect(try taxes == example.expectedList("per_part"), "\(example.id)")
      #expect(try MoneyRule.sum(taxes) == example.expected("sum"), "\(example.id)")
      #expect(try whole == example.expected("whole"), "\(example.id)")
    }
  }
}
