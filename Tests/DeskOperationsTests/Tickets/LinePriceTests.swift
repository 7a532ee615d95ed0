import DeskRules
import Testing

/// Lines that are written by hand: priced by the tariff, or typed against it.
@Suite struct LinePriceTests {
  private func desk() throws -> TestDesk {
    let desk = try TestDesk.pricedFirm()
    try desk.type("ticket open bakery --problem jam")
    return desk
  }

  /// 1500.00 an hour, nights one and a half times; neither the minimum of visits nor the step.
  @Test(arguments: [
    ("labour --quantity 90 --at 2026-11-21T15:00+03:00", "2250.00"),
    ("labour --quantity 60 --at 2026-11-21T22:30+03:00", "1875.00"),
    ("labour --quantity 20 --at 2026-11-22T03:00+03:00", "750.00"),
    ("labour --quantity 0", "0.00"), ("travel --quantity 30", "750.00"),
    ("callout_fee", "500.00"),
  ])
  func theTariffNamesThePrice(line: String, amount: String) throws {
    let desk = try desk()
    let card = try desk.one("ticket log T-1 --text x --kind \(line)", as: "boris")
    #expect(card.objects("lines").map { $0.text("amount") } == [amount])
    #expect(card.objects("lines").allSatisfy { $0.text("tariff") == nil })
    #expect(try desk.type("report overrides") == [])
  }

  @Test(arguments: [
    "part", "other", "labour", "travel", "labour --quantity 99999999", "travel --quantity 99999999",
  ])
  func whatNoTariffPricesNeedsAnAmount(kind: String) throws {
    try desk().refuse(.usage, "ticket log T-1 --text x --kind \(kind)")
  }

  @Test func withoutATariffAnAmountIsNeeded() throws {
    let desk = try TestDesk.firm()
    try desk.type("ticket open bakery --problem jam")
    try desk.refuse(.usage, "ticket log T-1 --text x --kind labour --quantity 30")
    try desk.type("ticket log T-1 --text x --kind labour --quantity 30 --amount 99")
    #expect(try desk.type("report overrides") == [])
  }

  @Test func aTypedPriceIsListedBesideTheTariffs() throws {
    let desk = try desk()
    try desk.typeAll([
      "discount set 10% --client bakery --from 2026-01-01",
      "ticket log T-1 --kind labour --text fitting --quantity 90 --amount 3000"
        + " --at 2026-11-21T15:00+03:00 --reason \"agreed with Olga\"",
      "ticket log T-1 --kind travel --text way --quantity 30 --amount 750",
      "ticket log T-1 --kind labour --text check --quantity 60 --amount 0"
        + " --at 2026-11-21T12:00+03:00",
    ])
    let line = try #require(try desk.one("ticket show T-1").objects("lines").first)
    #expect(line.text("tariff") == "2250.00" && line.text("list") == "3000.00")
    #expect(line.text("amount") == "2700.00")
    let listed = try desk.type("report overrides --period 2026-11 --client bakery", as: "alla")
    #expect(
      listed.map {
        $0.only("ticket", "line", "tariff", "amount", "difference", "by", "reason", "invoice")
      } == [
        try json(
          """
          {"ticket":"T-1","line":1,"tariff":"2250.00","amount":"3000.00","difference":"750.00",
           "by":"nora","reason":"agreed with Olga"}
          """),
        try json(
          """
          {"ticket":"T-1","line":3,"tariff":"1500.00","amount":"0.00","difference":"-1500.00",
           "by":"nora"}
          """),
      ])
    let place = try #require(listed.first?.text("place"))
    #expect(try desk.type("report overrides --after \(place)").map { $0.number("line") } == [3])
    #expect(try desk.type("report overrides --limit 1").count == 1)
    #expect(try desk.type("report overrides --client office") == [])
    #expect(try desk.type("report overrides --period 2026-10") == [])
    try desk.type("ticket resolve T-1")
    #expect(try desk.one("invoice queue").number("overridden") == 2)
    try desk.typeAll(["invoice review T-1", "invoice issue bakery"])
    #expect(try desk.type("report overrides").allSatisfy { $0.text("invoice") == "A-2026-000001" })
    #expect(try desk.problems() == [])
  }

  @Test func aVoidedLineIsNoOverride() throws {
    let desk = try desk()
    try desk.typeAll([
      "ticket log T-1 --kind labour --text x --quantity 90 --amount 1", "ticket resolve T-1",
      "ticket void T-1 --line 1 --reason typo",
    ])
    #expect(try desk.type("report overrides") == [])
    #expect(try desk.one("invoice queue").number("overridden") == nil)
  }

  @Test func theListIsForThoseWhoKeepTheMoney() throws {
    let desk = try desk()
    try desk.refuse(.notAllowed, "report overrides", as: "boris")
    try desk.refuse(.notAllowed, "report overrides", as: "olga")
    try desk.refuse(.notFound, "report overrides --client nobody")
    try desk.refuse(.usage, "report overrides --after here")
  }
}
