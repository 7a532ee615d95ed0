import DeskRules
import Testing

@Suite struct TariffTests {
  @Test func aQuoteShowsEveryBandAndTheWhole() throws {
    let desk = try TestDesk.pricedFirm()
    let items = try desk.type(
      "tariff quote bakery --departed 2026-11-21T20:45 --from 2026-11-21T21:15"
        + " --to 2026-11-22T00:40", as: "olga")
    let contract: Set = [
      "band", "minutes", "billed_minutes", "factor", "amount", "elapsed_minutes", "total",
    ]
    #expect(items.allSatisfy { $0.keys.isSuperset(of: contract) })
    #expect(items.map { $0.text("band") } == ["day", "night", "call-out fee", "travel"])
    #expect(items.map { $0.text("kind") } == ["labour", "labour", "callout_fee", "travel"])
    #expect(items.map { $0.number("minutes") } == [45, 160, 0, 0])
    #expect(items.map { $0.number("billed_minutes") } == [45, 165, 0, 30])
    #expect(items.map { $0.text("amount") } == ["1125.00", "6187.50", "500.00", "750.00"])
    #expect(items.map { $0.text("factor") } == ["1", "1.5", "1", "1"])
    #expect(
      items.suffix(2).map { $0.text("how") } == [
        "once a visit 500.00", "30/60 h x 1500.00 = 750.00",
      ])
    #expect(items.allSatisfy { $0.text("total") == "8562.50" })
  }

  @Test func aQuoteSaysWhatItWasReckonedFrom() throws {
    let desk = try TestDesk.pricedFirm()
    // It is 03:15: bare times are those of the night that has passed.
    let here = try #require(
      try desk.type("tariff quote bakery --from 23:00 --to 23:30", as: "olga").first)
    #expect(here.text("from") == "2026-11-21T23:00:00+03:00")
    #expect(here.text("to") == "2026-11-21T23:30:00+03:00")
    #expect(here.text("zone") == "Europe/Moscow")
    #expect(here.text("tariff_from") == "2026-01-01")
    #expect(here.text("tariff_of") == nil)
    try desk.type("tariff set bakery --rate 1000 --from 2026-11-01 --reason own", as: "alla")
    let there = try #require(
      try desk.type(
        "tariff quote bakery --from 2026-11-21T23:00 --to 2026-11-21T23:30 --zone Asia/Tokyo"
      ).first)
    #expect(there.text("from") == "2026-11-21T23:00:00+09:00")
    #expect(there.text("zone") == "Asia/Tokyo")
    #expect(there.text("tariff_of") == "bakery")
  }

  @Test func aFlatWayIsAStepOfItsOwnToo() throws {
    let desk = try TestDesk.firm()
    try desk.type("tariff set --rate 1000 --travel flat=500.00", as: "alla")
    let items = try desk.type(
      "tariff quote bakery --departed 2026-11-22T10:00 --from 2026-11-22T10:20"
        + " --to 2026-11-22T11:20")
    #expect(
      items.map { $0.text("how") } == ["60/60 h x 1000.00 x 1 = 1000.00", "once a visit 500.00"])
    #expect(items.last?.text("total") == "1500.00")
  }

  @Test func aClientsOwnTariffAndTheDayDecide() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.type("tariff set bakery --rate 1000 --from 2026-11-22", as: "alla")
    func total(_ from: String, _ to: String, _ client: String = "bakery") throws -> String? {
      try desk.type("tariff quote \(client) --from \(from) --to \(to)").first?.text("total")
    }
    #expect(try total("2026-11-21T12:00", "2026-11-21T13:00") == "3500.00")
    #expect(try total("2026-11-22T12:00", "2026-11-22T13:00") == "1000.00")
    #expect(try total("2026-11-22T12:00", "2026-11-22T13:00", "transco") == "3500.00")
    #expect(try desk.type("tariff show bakery").count == 1)
    #expect(try desk.type("tariff show").count == 2)
  }

  @Test func daysGoneArePricedAnewWithAReasonOnly() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.refuse(.usage, "tariff set --rate 9.00 --from 2026-01-01", as: "alla")
    try desk.refuse(.usage, "tariff set --rate 9.00 --from 2026-11-21", as: "alla")
    let corrected = try desk.one(
      "tariff set --rate 1600.00 --from 2026-01-01 --reason \"wrong list\"", as: "alla")
    #expect(
      corrected.texts("flags") == [
        "replaces 2026-01-01, rate 1500.00", "reprices since 2026-01-01",
      ])
    // The same again changes nothing, and neither does what begins today or later.
    #expect(try desk.one("tariff set --rate 1600.00 --from 2026-01-01")["flags"] == nil)
    #expect(try desk.one("tariff set --rate 1700.00")["flags"] == nil)
    #expect(try desk.one("tariff set --rate 1700.00 --from 2026-12-01")["flags"] == nil)
    #expect(
      try desk.one("tariff set --rate 1800.00").texts("flags") == [
        "replaces 2026-11-22, rate 1700.00"
      ])
    // A client that had the default's prices until now.
    try desk.refuse(.usage, "tariff set bakery --rate 1.00 --from 2026-11-01")
    #expect(
      try desk.one("tariff set bakery --rate 1.00 --from 2026-11-01 --reason contract")
        .texts("flags") == ["reprices since 2026-11-01"])
    try desk.refuse(.usage, "tariff set bakery --rate 2.00 --from 2026-11-02")
    #expect(try desk.problems() == [])
  }

  @Test func aVisitOverTheFirstDayOfATariffHasThePricesOfBoth() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.typeAll([
      "tariff set --rate 2000.00 --band \"night 22:00-06:00 x2\" --from 2026-11-22 --fee 900.00",
      "client edit bakery --discount 10%",
    ])
    let quote = try desk.type(
      "tariff quote bakery --from 2026-11-21T23:20 --to 2026-11-22T00:30"
    ).filter { $0.text("band") == "night" }
    #expect(
      quote.map { $0.text("how") } == [
        "40/60 h x 1500.00 x 1.5 = 1500.00 - 10% = 1350.00",
        "tariff of 2026-11-22: 30 min + 50 min to the minimum = 80 min; 80/60 h x 2000.00 x 2"
          + " = 5333.33 - 10% = 4800.00",
      ])
    #expect(quote.allSatisfy { $0.text("fee") == "450.00" && $0.text("total") == "6600.00" })
    let visit = try desk.one(
      "callout log bakery --arrived 2026-11-21T23:20 --done 2026-11-22T00:30 --problem jam")
    #expect(visit.text("total") == "6600.00")
    #expect(visit.objects("minutes").map { $0.number("minutes") } == [40, 30])
    #expect(visit.objects("minutes").map { $0.text("amount") } == ["1350.00", "4800.00"])
    #expect(
      visit.objects("lines").map { $0.text("text") } == [
        "labour, night x1.5", "labour, night x2, tariff of 2026-11-22", "call-out fee",
      ])
    // The day is the site's: in Vladivostok the new prices hold seven hours earlier.
    try desk.type("site add transco east \"East\" --timezone Asia/Vladivostok")
    let east = try desk.type(
      "tariff quote transco --site east --from 2026-11-22T00:30 --to 2026-11-22T01:30")
    #expect(east.first?.text("total") == "4900.00")
    #expect(try desk.problems() == [])
  }

  @Test func aQuoteTellsMinimumAndStepApart() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.type("tariff set --rate 60.00 --minimum 100 --step 30 --from 2026-12-01")
    #expect(
      try desk.type("tariff quote bakery --from 2026-12-01T10:00 --to 2026-12-01T11:30")
        .map { $0.text("how") } == [
          "90 min + 10 min to the minimum + 20 min to the step = 120 min; 120/60 h x 60.00 x 1"
            + " = 120.00"
        ])
  }

  @Test(arguments: ["night 22:00-06:00 x1.5 minimum=0", "night x1.5 minimum=0"])
  func aBandMayHaveNoMinimumWhereTheTariffHasOne(band: String) throws {
    let desk = try TestDesk.firm()
    let card = try desk.one(
      "tariff set --rate 60.00 --minimum 120 --band \"\(band)\" --band \"noon 12:00-13:00 x2\"")
    #expect(
      card.texts("bands") == [
        "night 22:00-06:00 x1.5 minimum=0", "noon 12:00-13:00 x2 minimum=120",
      ])
    #expect(try desk.one("tariff show").texts("bands") == card.texts("bands"))
    func billed(_ from: String, _ to: String) throws -> [Int64?] {
      try desk.type("tariff quote transco --from \(from) --to \(to)")
        .map { $0.number("billed_minutes") }
    }
    #expect(try billed("2026-11-22T23:00", "2026-11-22T23:10") == [10])
    #expect(try billed("2026-11-22T12:00", "2026-11-22T12:10") == [120])
    #expect(try billed("2026-11-22T10:00", "2026-11-22T10:10") == [120])
  }

  @Test(arguments: [
    (ErrorCode.notSet, "tariff quote bakery --from 2025-12-31T10:00 --to 2025-12-31T11:00"),
    (.notSet, "tariff quote berlin --from 2026-11-21T10:00 --to 2026-11-21T11:00"),
    (.notFound, "tariff quote nobody --from 10:00 --to 11:00"),
    (.time, "tariff quote bakery --from 2026-11-21T10:00 --to 2026-11-21T09:00"),
    (.time, "tariff quote berlin --from 2026-03-29T02:30 --to 2026-03-29T03:30"),
    (.amount, "tariff set --rate 1500.001"),
    (.amount, "tariff set --rate -1"),
    (.amount, "tariff set --rate 1 --fee 10000000000000.01"),
    (.amount, "tariff set berlin --rate 1 --travel flat=1.001"),
    (.notFound, "tariff set bakry --rate 1"),
    (.exists, "tariff set --rate 1 --band \"day 10:00-11:00 x1.5\""),
    (.exists, "tariff set --rate 1 --band \"a 10:00-11:00 x2\" --band \"a 12:00-13:00 x2\""),
    (.usage, "tariff set --rate 1 --minimum 1441"),
    (.usage, "tariff set --rate 1 --step 0"),
    (.usage, "tariff set --rate 1 --travel walking"),
    (.usage, "tariff set"),
  ])
  func isRefused(code: ErrorCode, command: String) throws {
    try TestDesk.pricedFirm().refuse(code, command)
  }
}
