import DeskRules
import Testing

@Suite struct TaxRuleTests {
  private let old = Percent(stored: 2_000)
  private let new = Percent(stored: 2_200)

  @Test func taxIsReckonedOncePerRate() throws {
    let lines: [(rate: Percent?, amount: Int64)] = [
      (new, 3_333), (old, 100), (new, 3_333), (nil, 50), (new, 3_333),
    ]
    let onTop = try TaxRule.totals(lines, .onTop)
    #expect(onTop.map(\.rate) == [nil, old, new])
    #expect(onTop.map(\.tax) == [0, 20, 2_200])
    #expect(onTop.map(\.gross) == [50, 120, 12_199])
    let inside = try TaxRule.totals(lines, .inside)
    #expect(inside.map(\.tax) == [0, 17, 1_803])
    #expect(inside.map(\.gross) == [50, 100, 9_999])
    #expect(try TaxRule.totals([], .inside) == [])
  }

  @Test func aHalfIsRoundedUp() throws {
    // 0.25 at 22 % on top is 0.055, a half of the last unit.
    #expect(try TaxRule.totals([(new, 25)], .onTop)[0].tax == 6)
    #expect(try TaxRule.totals([(new, 24)], .onTop)[0].tax == 5)
  }

  @Test func partsAddUpWhateverTheyAre() throws {
    var generator = SplitMix(state: 7)
    for round in 0..<500 {
      let amounts = (0..<Int(generator.next() % 7 + 1)).map { _ in
        Int64(generator.next() % 10_000_000)
      }
      let total = try #require(
        try TaxRule.totals(amounts.map { (new, $0) }, .inside).first)
      let parts = try TaxRule.parts(total, of: amounts)
      #expect(parts.reduce(0, +) == total.tax, "round \(round), seed 7: \(amounts)")
    }
    let nothing = try TaxRule.totals([(new, 0)], .inside)[0]
    #expect(try TaxRule.parts(nothing, of: [0, 0]) == [0, 0])
  }

  /// However an invoice is credited piece by piece, the credits' tax adds up to the invoice's.
  @Test func creditsTakeBackAllTheTax() throws {
    var generator = SplitMix(state: 11)
    for round in 0..<300 {
      let lines = (0..<4).map { index in
        (rate: [nil, old, new][index % 3], amount: Int64(generator.next() % 1_000_000 + 1))
      }
      let totals = try TaxRule.totals(lines, .inside)
      var left = totals
      var tax: Int64 = 0
      while left.contains(where: { $0.gross > 0 }) {
        let whole = left.reduce(0) { $0 + $1.gross }
        let amount = max(1, min(whole, Int64(generator.next() % UInt64(whole) + 1)))
        let credit = try TaxRule.credit(amount, of: left)
        #expect(credit.reduce(0) { $0 + $1.gross } == amount)
        for part in credit {
          tax += part.tax
          left = left.map { total in
            total.rate != part.rate
              ? total
              : TaxTotal(
                rate: total.rate, net: total.net - part.net, tax: total.tax - part.tax,
                gross: total.gross - part.gross)
          }
        }
        #expect(left.allSatisfy { $0.tax >= 0 && $0.gross >= 0 }, "round \(round), seed 11")
      }
      #expect(tax == totals.reduce(0) { $0 + $1.tax }, "round \(round), seed 11")
    }
  }

  @Test func aCreditIsNeverMoreThanWhatIsLeft() throws {
    let left = try TaxRule.totals([(new, 100)], .inside)
    #expect(throws: DeskError.self) { try TaxRule.credit(101, of: left) }
  }
}

/// A generator that repeats itself for the same seed (SplitMix64).
private struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
