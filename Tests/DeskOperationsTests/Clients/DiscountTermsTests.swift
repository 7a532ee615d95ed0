import DeskRules
import Testing

/// Discounts by client, group, service and day, and how several become one.
@Suite struct DiscountTermsTests {
  /// The bakery's visit of the night of 22 November: labour 4500.00, fee 500.00, a part of 4500.00.
  private func amounts(_ desk: TestDesk) throws -> [String] {
    try desk.one(TestDesk.night + " --dry-run", as: "boris").objects("lines")
      .compactMap { $0.text("amount") }
  }

  @Test(arguments: [
    // Every line, also where somebody typed the price.
    (["discount set 10% --client bakery --from 2026-11-22"], ["4050.00", "450.00", "4050.00"]),
    // The band goes before the kind, the kind before any; 0% excepts.
    (
      [
        "discount set 10% --client bakery --from 2026-01-01",
        "discount set 20% --client bakery --service labour --from 2026-01-01",
        "discount set 30% --client bakery --service night --from 2026-01-01",
        "discount set 0% --client bakery --service part --from 2026-01-01",
      ], ["3150.00", "450.00", "4500.00"]
    ),
    // By day goes before what knows no day, and a discount ends by 0%.
    (
      [
        "client edit bakery --discount 50%",
        "discount set 10% --client bakery --service labour --from 2026-01-01",
      ], ["4050.00", "250.00", "4500.00"]
    ),
    (
      [
        "discount set 10% --client bakery --from 2026-01-01",
        "discount set 0% --client bakery --from 2026-11-22",
      ], ["4500.00", "500.00", "4500.00"]
    ),
    (
      [
        "discount set 50% --group chains --from 2026-01-01",
        "client group bakery chains --from 2026-01-01",
        "client edit bakery --discount labour=0% --discount callout_fee=0%",
      ], ["4500.00", "500.00", "2250.00"]
    ),
    // Not yet, and the group's only while the client is in it.
    (["discount set 10% --client bakery --from 2026-11-23"], ["4500.00", "500.00", "4500.00"]),
    (
      ["discount set 10% --group chains --from 2026-01-01", "client group bakery chains"],
      ["4050.00", "450.00", "4050.00"]
    ),
    (
      [
        "discount set 10% --group chains --from 2026-01-01",
        "client group bakery chains --from 2026-01-01",
        "client group bakery --none --from 2026-11-22",
      ], ["4500.00", "500.00", "4500.00"]
    ),
  ])
  func theMostSpecificOfItsDayCounts(commands: [String], expected: [String]) throws {
    let desk = try TestDesk.pricedFirm()
    for command in commands { try desk.type(command, as: "mark") }
    #expect(try amounts(desk) == expected)
    #expect(try desk.problems() == [])
  }

  @Test(arguments: [
    ("most_specific", "4275.00", "client 5%"), ("best_of", "4050.00", "group chains 10%"),
    ("multiplicative", "3847.50", "client 5%, then group chains 10%"),
    ("additive", "3825.00", "client 5% + group chains 10%"),
  ])
  func severalBecomeOneByANamedRule(rule: String, labour: String, by: String) throws {
    let desk = try TestDesk.pricedFirm()
    try desk.typeAll([
      "discount set 5% --client bakery --service labour", "discount set 10% --group chains",
      "client group bakery chains", "discount stacking \(rule)",
    ])
    let quote = try #require(
      try desk.type(
        "tariff quote bakery --from 2026-11-22T01:40 --to 2026-11-22T03:10", as: "olga"
      ).first)
    #expect(quote.text("amount") == labour)
    #expect(quote.text("discount_by") == by)
    #expect((quote.text("discount") == nil) == by.contains { "+,".contains($0) })
    let line = try #require(
      try desk.one(TestDesk.night, as: "boris").objects("lines").first)
    #expect(line.text("amount") == labour && line.text("discount_by") == by)
    #expect(line.text("list") == "4500.00")
    let shown = try desk.one("client show bakery")
    #expect(shown.text("group") == "chains" && shown.text("discount_rule") == rule)
    #expect(try desk.problems() == [])
  }

  @Test func aVisitThatIsEnteredLateKeepsTheDiscountOfItsDay() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.typeAll([
      "client group bakery chains --from 2026-11-22",
      "discount set 10% --group chains --from 2026-01-01",
      "discount stacking additive --from 2026-12-01",
    ])
    try desk.now("2026-12-05T10:00+03:00")
    try desk.typeAll([
      "client group bakery --none --from 2026-12-01",
      "discount set 0% --group chains --from 2026-12-01",
    ])
    let late = try desk.one(
      "callout log bakery --device BK-P1 --arrived 2026-11-22T01:40 --done 2026-11-22T03:10"
        + " --problem jam", as: "boris")
    #expect(late.objects("lines").map { $0.text("amount") } == ["4050.00", "450.00"])
    let now = try desk.one("ticket log T-1 --kind part --text belt --amount 100")
    #expect(now.objects("lines").map { $0.text("amount") } == ["100.00"])
    let then = try desk.one(
      "ticket log T-1 --kind part --text belt --amount 100 --at 2026-11-30T23:59+03:00")
    #expect(then.objects("lines").map { $0.text("discount_by") } == ["group chains 10%"])
    #expect(try desk.problems() == [])
  }

  @Test func listsSayWhatHoldsFromWhen() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.typeAll([
      "client group bakery chains", "client group transco chains",
      "discount set 10% --group chains --service night --from 2026-12-01",
      "discount set 5% --client bakery", "discount set 1% --client office",
    ])
    let set = try desk.one("discount set 10% --group chains --service night --from 2026-12-01")
    #expect(set.texts("clients") == ["bakery", "transco"])
    let own = try desk.type("discount list --client bakery", as: "boris")
    #expect(own.map { $0.text("discount") } == ["5%", "10%"])
    #expect(own.map { $0.text("from") } == ["2026-11-22", "2026-12-01"])
    #expect(own.map { $0.text("service") } == ["any", "night"])
    #expect(try desk.type("discount list --group chains").count == 1)
    #expect(try desk.type("discount list").count == 3)
    try desk.refuse(.notAllowed, "discount list", as: "olga")
  }

  @Test func aBandCountsWhileATariffHasIt() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.typeAll([
      "tariff set --rate 1500.00 --band \"rush 06:00-08:00 x2\" --from 2026-11-23",
      "tariff set --rate 1500.00 --band \"dawn 06:00-08:00 x2\" --from 2026-12-01",
      "tariff set bakery --rate 1500.00 --band \"oven 03:00-04:00 x2\" --from 2026-12-05",
      "discount set 5% --client bakery --service rush",
      "discount set 5% --group chains --service oven --from 2027-01-01",
    ])
    try desk.refuse(
      .notFound, "discount set 5% --client bakery --service rush --from 2026-12-01")
    try desk.refuse(.notFound, "discount set 5% --client office --service oven")
    #expect(try desk.type("discount list").count == 2)
  }

  @Test(arguments: [
    (ErrorCode.usage, "discount set 10%"), (.usage, "discount set 10% --client bakery --group x"),
    (.amount, "discount set 101% --client bakery"), (.notFound, "discount set 1% --client nobody"),
    (.notFound, "discount set 1% --client bakery --service nigth"),
    (.usage, "discount set 1% --client bakery --service \"a b\""),
    (.usage, "discount stacking largest"), (.usage, "client group bakery"),
    (.usage, "client group bakery chains --none"), (.notFound, "client group nobody chains"),
    (.notFound, "discount list --client nobody"),
    (.usage, "discount list --client bakery --group chains"),
  ])
  func badOnesAreRefused(code: ErrorCode, command: String) throws {
    try TestDesk.pricedFirm().refuse(code, command)
  }

  @Test func discountsAreForThoseWhoKeepTheMoney() throws {
    let desk = try TestDesk.pricedFirm()
    for command in [
      "discount set 10% --client bakery", "client group bakery chains",
      "discount stacking additive",
    ] {
      try desk.refuse(.notAllowed, command, as: "dasha")
      try desk.refuse(.notAllowed, command, as: "olga")
    }
  }

  /// The same hour of the night costs the same whichever command writes it.
  @Test func labourWrittenByHandHasItsBandsDiscount() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.typeAll([
      "discount set 10% --client bakery --service night --from 2026-11-01",
      "discount set 5% --client bakery --service labour --from 2026-11-01",
      "ticket open bakery --problem x",
    ])
    let log = "ticket log T-1 --kind labour --text work"
    let night = try desk.one(log + " --quantity 60 --at 2026-11-22T03:00")
    #expect(night.objects("lines")[0].text("list") == "2250.00")
    #expect(night.objects("lines")[0].text("amount") == "2025.00")
    #expect(night.texts("flags") == [])
    let typed = try desk.one(log + " --quantity 60 --at 2026-11-22T03:00 --amount 1000")
    #expect(typed.objects("lines")[0].text("amount") == "900.00")
    let both = try desk.one(log + " --quantity 120 --at 2026-11-21T07:00")
    #expect(both.objects("lines")[0].text("amount") == "3562.50")
    #expect(both.texts("flags") == ["several_bands day, night"])
  }
}
