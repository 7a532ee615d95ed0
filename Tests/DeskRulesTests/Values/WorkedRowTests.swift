import DeskRules
import Testing

/// Every worked example of the trade is read by a test.
@Suite(.enabled(if: SharedCases.arePresent, SharedCases.reason)) struct WorkedRowTests {
  /// The families that tests read whole, here or through the operations.
  private static let families = [
    "night-", "callout-min-", "round-", "discount-order", "discount-rounding", "tier-", "vat-net-",
    "vat-gross-", "budget-overflow", "cashback-", "share-", "allocate-", "age-", "rest-", "sla-",
  ]

  @Test func noRowIsLeftOut() throws {
    for family in Self.families { _ = try SharedCases.examples(family) }
    for example in try SharedCases.examples("") {
      #expect(
        Self.families.contains { example.id.hasPrefix($0) }, "no test reads \(example.id)")
    }
  }
}
