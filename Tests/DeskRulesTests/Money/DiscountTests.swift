import DeskRules
import Testing

@Suite struct DiscountTests {
  @Test(arguments: [
    ("10%", 1_000, "10%"), ("12.5", 1_250, "12.5%"), ("0%", 0, "0%"), ("100%", 10_000, "100%"),
    ("0.05%", 5, "0.05%"),
  ])
  func readsPercentages(text: String, basisPoints: Int64, canonical: String) throws {
    #expect(try Discount(text).basisPoints == basisPoints)
    #expect(try Discount(text).text == canonical)
  }

  @Test(arguments: ["", "%", "-1%", "100.01%", "1.001%", "10%%", "ten"])
  func refusesPercentages(text: String) throws { try refusal(.amount) { try Discount(text) } }

  @Test(arguments: [
    ("10%", "10%"), ("part=5% 10%", "10% part=5%"), ("none", "none"), ("", "none"),
    ("labour=0% 10%", "10% labour=0%"),
  ])
  func readsAClientsDiscounts(text: String, canonical: String) throws {
    #expect(try ClientDiscounts(text).text == canonical)
    #expect(try ClientDiscounts(canonical) == ClientDiscounts(text))
  }

  @Test(arguments: [
    ("10% 5%", ErrorCode.usage), ("part=5% part=6%", .usage), ("screws=5%", .usage),
    ("part=5%=6%", .usage), ("part=", .amount),
  ])
  func refusesAClientsDiscounts(text: String, code: ErrorCode) throws {
    try refusal(code) { try ClientDiscounts(text) }
  }

  @Test func theKindGoesBeforeTheGeneralOne() throws {
    let discounts = try ClientDiscounts("10% labour=0% part=5%")
    #expect(discounts.discount(on: .travel, isTariffs: true)?.text == "10%")
    #expect(discounts.discount(on: .labour, isTariffs: true)?.text == "0%")
    #expect(discounts.discount(on: .part, isTariffs: false)?.text == "5%")
    #expect(discounts.discount(on: .other, isTariffs: false) == nil)
  }

  @Test func theExtremesHold() throws {
    let all = try Discount("100%")
    #expect(try DiscountRule.additive.net(of: 1_000, [all, all]) == 0)
    #expect(try DiscountRule.bestOf.net(of: 1_000, []) == 1_000)
    #expect(try DiscountRule.multiplicative.net(of: .max, []) == .max)
    try refusal(.amount) {
      try DiscountRule.multiplicative.net(of: 1, [all, all, all, all])
    }
  }
}

@Suite(.enabled(if: SharedCases.arePresent, SharedCases.reason)) struct WorkedDiscountTests {
  @Test func order() throws {
    let (tier, loyalty) = (try Discount("10%"), try Discount("5%"))
    for example in try SharedCases.examples("discount-order") {
      let list = try example.given("list")
      for rule in DiscountRule.allCases {
        #expect(
          try rule.net(of: list, [tier, loyalty]) == example.expected(rule.rawValue), "\(rule)")
      }
    }
  }

  @Test func rounding() throws {
    let (ten, five) = (try Discount("10%"), try Discount("5%"))
    for example in try SharedCases.examples("discount-rounding") {
      let list = try example.given("list")
      #expect(try five.net(of: ten.net(of: list)) == example.expected("ten_then_five"))
      #expect(try ten.net(of: five.net(of: list)) == example.expected("five_then_ten"))
      #expect(
        try DiscountRule.multiplicative.net(of: list, [ten, five]) == example.expected("once"))
    }
  }

  @Test func tiers() throws {
    for example in try SharedCases.examples("tier-") {
      let discount = try Discount("\(example.given("percent"))%")
      #expect(try discount.net(of: example.given("list")) == example.expected("net"))
    }
  }
}
