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

  @Test func thePriceListNamesThePriceOfItsDay() throws {
    let desk = try desk()
    try desk.typeAll(
      [
        "price set rm1-4554 4000 --from 2026-01-01", "price set RM1-4554 4500.00 --from 2026-11-21",
        "price set Q5942A 90 --from 2026-01-01", "price set Q5942A --none --from 2026-11-22",
      ], as: "alla")
    func amount(_ line: String) throws -> String? {
      try desk.one("ticket log T-1 \(line)").objects("lines").first?.text("amount")
    }
    #expect(try amount("--kind part --text \"RM1-4554 fuser\"") == "4500.00")
    #expect(try amount("--kind part --text \"rm1-4554, fuser\" --quantity 3") == "13500.00")
    #expect(
      try amount("--kind part --text \"RM1-4554 fuser\" --at 2026-11-20T23:59+03:00") == "4000.00")
    #expect(
      try amount("--kind consumable --text \"Q5942A toner\" --at 2026-11-21T12:00+03:00") == "90.00"
    )
    try desk.refuse(.usage, "ticket log T-1 --kind consumable --text \"Q5942A toner\"")
    try desk.refuse(.usage, "ticket log T-1 --kind other --text \"RM1-4554 fuser\"")
    try desk.refuse(.usage, "ticket log T-1 --kind part --text \"fuser RM1-4554\"")
    try desk.refuse(.usage, "ticket log T-1 --kind part --text RM1-4554 --quantity 0")
    #expect(try desk.type("report overrides") == [])
    // Neither does a discount without a kind, which is the tariff's, reach goods of the list.
    try desk.type("client edit bakery --discount 10%")
    #expect(try amount("--kind part --text RM1-4554") == "4500.00")
    try desk.type("client edit bakery --discount \"10% part=5%\"")
    #expect(try amount("--kind part --text RM1-4554") == "4275.00")
    #expect(try desk.problems() == [])
  }

  @Test func aTypedPriceIsListedBesideTheLists() throws {
    let desk = try desk()
    try desk.typeAll([
      "price set RM1-4554 4500 --from 2026-01-01",
      "ticket log T-1 --kind part --text \"RM1-4554 fuser\" --quantity 2 --amount 8000 --reason old",
      "ticket log T-1 --kind part --text \"RM1-4554 fuser\" --amount 4500",
      "ticket log T-1 --kind part --text \"RM1-9999 other\" --amount 1",
      "callout log bakery --arrived 01:40 --done 03:10 --problem jam"
        + " --part \"RM1-4554 fuser=4400\" --part \"rm1-4554 fuser=4500\"",
      "ticket open berlin --problem jam",
      "ticket log T-3 --kind part --text \"RM1-4554 fuser\" --amount 45",
    ])
    #expect(
      try desk.type("report overrides").map {
        $0.only("ticket", "tariff", "amount", "difference", "by", "reason")
      } == [
        try json(
          """
          {"ticket":"T-1","tariff":"9000.00","amount":"8000.00","difference":"-1000.00",
           "by":"nora","reason":"old"}
          """),
        try json(
          """
          {"ticket":"T-2","tariff":"4500.00","amount":"4400.00","difference":"-100.00","by":"nora"}
          """),
      ])
    // The price list is in the desk's currency.
    try desk.refuse(.usage, "ticket log T-3 --kind part --text \"RM1-4554 fuser\"")
    #expect(try desk.problems() == [])
  }

  @Test func theListIsKeptByDay() throws {
    let desk = try desk()
    try desk.typeAll([
      "price set b-2 20 --from 2026-01-01", "price set b-2 25 --from 2027-01-01",
      "price set a-1 10", "price set c-3 5", "price set c-3 --none --from 2026-12-01",
    ])
    func list(_ options: String = "") throws -> [String] {
      try desk.type("price list\(options)", as: "boris").map {
        "\($0.text("article") ?? "") \($0.text("price") ?? "-") \($0.text("from") ?? "")"
      }
    }
    #expect(try list() == ["A-1 10.00 2026-11-22", "B-2 20.00 2026-01-01", "C-3 5.00 2026-11-22"])
    #expect(try list(" --on 2027-01-01") == ["A-1 10.00 2026-11-22", "B-2 25.00 2027-01-01"])
    #expect(try list(" --after a-1 --limit 1") == ["B-2 20.00 2026-01-01"])
    #expect(try list(" c-3") == ["C-3 5.00 2026-11-22", "C-3 - 2026-12-01"])
    let head = try desk.seq
    try desk.type("price set A-1 10")
    #expect(try desk.seq == head)
    for (code, words) in [
      (ErrorCode.usage, "price set a-1"), (.usage, "price set a-1 5 --none"),
      (.usage, "price set \"a 1\" 5"), (.usage, "price set \"\" 5"),
      (.amount, "price set a-1 -5"), (.amount, "price set a-1 5.001"),
      (.usage, "price list a-1 --on 2026-11-22"),
    ] {
      try desk.refuse(code, words)
    }
    try desk.refuse(.notAllowed, "price set a-1 5", as: "boris")
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
