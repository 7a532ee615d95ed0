import DeskRules
import Testing

/// The engineer at 03:15: one command, everything recorded.
@Suite struct CalloutStoryTests {
  @Test func theListGoesByTheDaysOfTheSitesClock() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.type("site add bakery nyc NYC --timezone America/New_York")
    for (site, times) in [
      ("nyc", "--arrived 2026-11-20T21:15 --done 2026-11-20T22:15"),
      ("nyc", "--arrived 2026-11-21T10:00 --done 2026-11-21T11:00"),
      ("main", "--arrived 2026-11-21T00:30 --done 2026-11-21T01:30"),
    ] {
      try desk.type("callout log bakery --site \(site) \(times) --problem jam")
    }
    func visits(_ words: String) throws -> [String?] {
      try desk.type("callout list \(words)").map { $0["visit"]?.members?.text("number") }
    }
    // In Moscow it was the 21st when V-1 began, and V-3 began before it.
    #expect(try visits("--from 2026-11-21") == ["V-2", "V-3"])
    #expect(try visits("--from 2026-11-21 --before V-2 --limit 1") == ["V-3"])
    #expect(try visits("--from 2026-11-20") == ["V-2", "V-1", "V-3"])
    #expect(try visits("--from 2026-11-22") == [])
  }

  @Test func aClientIsNotToldWhoCame() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.type(TestDesk.night, as: "boris")
    func engineers(_ person: String) throws -> [String?] {
      try desk.type("callout list", as: person).map { $0["visit"]?.members?.text("engineer") }
    }
    #expect(try engineers("dasha") == ["boris"])
    #expect(try engineers("olga") == [nil])
    try desk.refuse(.notAllowed, "callout list --engineer boris", as: "olga")
    let refused = try desk.refuse(.notFound, "callout list --engineer bors", as: "dasha")
    #expect(refused.message.contains("did you mean boris"))
    // Who has left was there all the same.
    try desk.type("staff disable boris")
    #expect(try desk.type("callout list --engineer boris").count == 1)
  }

  @Test func theDesignsCommandSaysItAll() throws {
    let desk = try TestDesk.pricedFirm()
    let card = try desk.one(TestDesk.night, as: "boris")
    #expect(card.text("ticket") == "T-1")
    #expect(card.text("total") == "9500.00")
    #expect(
      card["visit"]?.sorted
        == (try json(
          #"""
          {"number":"V-1","engineer":"boris","called":"2026-11-22T01:10:00+03:00",
          "arrived":"2026-11-22T01:40:00+03:00","done":"2026-11-22T03:10:00+03:00"}
          """#)))
    #expect(
      card["minutes"]?.sorted
        == (try json(#"[{"band":"night","minutes":90,"amount":"4500.00"}]"#)))
    #expect(
      card["lines"]?.sorted
        == (try json(
          #"""
          [{"kind":"labour","text":"labour, night x1.5","quantity":120,"amount":"4500.00"},
          {"kind":"callout_fee","text":"call-out fee","quantity":1,"amount":"500.00"},
          {"kind":"part","text":"RM1-4554 fuser","quantity":1,"amount":"4500.00"}]
          """#)))
    #expect(card.texts("flags").isEmpty)
  }

  @Test func theKeysOfTheContractAreThere() throws {
    let card = try TestDesk.pricedFirm().one(TestDesk.night, as: "boris")
    let contract: Set = ["ticket", "visit", "minutes", "lines", "total", "budget", "flags"]
    #expect(card.keys.isSuperset(of: contract))
    #expect(card.objects("minutes").allSatisfy { $0.keys == ["band", "minutes", "amount"] })
    let lineKeys: Set = ["kind", "text", "quantity", "amount"]
    #expect(card.objects("lines").allSatisfy { $0.keys.isSuperset(of: lineKeys) })
    #expect(card.objects("budget").allSatisfy { $0.keys.isSuperset(of: BudgetKeys.contract) })
  }

  @Test func theBudgetAndTheShelfFollow() throws {
    let desk = try TestDesk.pricedFirm()
    let card = try desk.one(TestDesk.night, as: "boris")
    let line = try #require(card.objects("budget").first)
    #expect(line.text("line") == "repair")
    #expect(line.text("spent") == "9500.00")
    #expect(line.text("available") == "40500.00")
    #expect(card["budget"]?.elements == [.object(try desk.one("budget show bakery --line repair"))])
    #expect(try desk.one("cartridge show C-0012").text("holder") == "client:bakery/main")
    #expect(
      try desk.one("cartridge show C-0044").only("holder", "state")
        == (try json(#"{"holder":"van:boris","state":"empty"}"#)))
    #expect(
      try desk.one("swap balance bakery").only("group", "given", "taken", "owed")
        == (try json(#"{"group":"Q5942A","given":1,"taken":1,"owed":0}"#)))
    #expect(try desk.one("ticket show T-1").text("state") == "resolved")
  }

  @Test func aVisitAcrossTheEdgeOfTheNightIsSplit() throws {
    let desk = try TestDesk.pricedFirm()
    let card = try desk.one(
      "callout log bakery --departed 2026-11-21T20:45 --arrived 21:15 --done 00:40 --problem jam"
        + " --consumable paper=99.90", as: "boris")
    #expect(
      card["minutes"]?.sorted
        == (try json(
          #"""
          [{"band":"day","minutes":45,"amount":"1125.00"},
          {"band":"night","minutes":160,"amount":"6187.50"}]
          """#)))
    #expect(
      card.objects("lines").map { $0.text("kind") }
        == ["labour", "labour", "callout_fee", "travel", "consumable"])
    #expect(card.text("total") == "8662.40")
    #expect(try sumOfLines(card) == 866_240)
  }

  @Test(arguments: [
    ("01:40", "03:10", 90), ("23:40", "00:20", 40), ("22:00", "22:00", 0),
    ("2026-11-20T23:00", "2026-11-22T01:30", 1590),
  ])
  func linesAddUpToTheTotal(arrived: String, done: String, minutes: Int64) throws {
    let desk = try TestDesk.pricedFirm()
    let card = try desk.one(
      "callout log bakery --arrived \(arrived) --done \(done) --problem jam --part roller=0.01",
      as: "boris")
    #expect(try sumOfLines(card) == (try minorUnits(card.text("total"))))
    #expect(card.objects("minutes").reduce(0) { $0 + ($1.number("minutes") ?? 0) } == minutes)
    let shown = try desk.one("ticket show T-1")
    #expect(try sumOfLines(shown) == (try minorUnits(shown.text("billed"))))
  }

  private func sumOfLines(_ card: JSONObject) throws -> Int64 {
    try card.objects("lines").reduce(0) { try $0 + minorUnits($1.text("amount")) }
  }

  @Test func withoutTariffAndBudgetTheVisitIsRecordedAndFlagged() throws {
    let desk = try TestDesk.firm()
    let card = try desk.one(
      "callout log office --arrived 01:40 --done 03:10 --problem jam --part roller=100", as: "boris"
    )
    #expect(card.texts("flags") == ["no_tariff", "no_budget"])
    #expect(card.text("total") == "100.00")
    #expect(
      card["minutes"]?.sorted == (try json(#"[{"band":"night","minutes":90,"amount":"0.00"}]"#)))
  }

  @Test func aLaterVisitJoinsItsTicketAndAnEarlierOneOverlaps() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.type(
      "callout log bakery --arrived 01:00 --done 01:30 --problem jam --goes-on", as: "boris")
    #expect(try desk.one("ticket show T-1").text("state") == "in_progress")
    #expect(try desk.one("budget show bakery --line repair").text("spent") == "0.00")
    let second = try desk.one(
      "callout log bakery --ticket t-1 --arrived 01:20 --done 02:30", as: "boris")
    #expect(second.text("ticket") == "T-1")
    #expect(second.texts("flags") == ["overlaps V-1"])
    #expect(try desk.one("ticket show T-1").text("billed") == "10000.00")
    #expect(second.objects("budget").first?.text("spent") == "10000.00")
    let third = try desk.one(
      "callout log bakery --ticket T-1 --arrived 02:40 --done 02:50", as: "dasha")
    #expect(third.texts("flags") == ["late"])
    #expect(
      try desk.type("callout list --client bakery").map { $0["visit"]?.members?.text("number") }
        == ["V-3", "V-2", "V-1"])
  }

  @Test(arguments: [
    "callout log bakery --arrived 01:40 --done 03:10 --problem \"jam again\"",
    "callout log bakery --device BK-P1 --arrived 01:40 --done 03:10 --problem jam",
    "callout log transco --arrived 01:40 --done 03:10 --problem jam",
  ])
  func theVerySameTimesAreTheSameVisitUnlessThereIsAReason(again: String) throws {
    let desk = try TestDesk.pricedFirm()
    try desk.typeAll(
      ["callout log bakery --arrived 01:40 --done 03:10 --problem jam"], as: "boris")
    let refused = try desk.refuse(.implausible, again, as: "boris")
    #expect(refused.details.text("visit") == "V-1")
    #expect(refused.details.text("ticket") == "T-1")
    #expect(refused.wantsReason)
    #expect(try desk.type("callout list").count == 1)
    let second = try desk.one(again + " --reason \"two printers at once\"", as: "boris")
    #expect(second.texts("flags").contains("overlaps V-1"))
    let history = try desk.one("ticket show T-2").objects("history")
    #expect(history.contains { $0.text("text") == "set aside: two printers at once" })
    // Somebody else may have been there at the same time.
    try desk.type(again + " --engineer dasha")
    #expect(try desk.problems() == [])
  }

  @Test func workOnACancelledTicketIsRecordedAndBilled() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.type("ticket open bakery --problem jam --at 2026-11-21T23:00")
    try desk.type("ticket cancel T-1 --reason phone")
    let card = try desk.one(
      "callout log bakery --ticket T-1 --arrived 01:40 --done 02:00", as: "boris")
    #expect(card.texts("flags") == ["late"])
    #expect(card.objects("budget").first?.text("spent") == "5000.00")
    #expect(try desk.one("ticket show T-1").text("state") == "cancelled")
  }

  @Test func anEntryAfterTheFactTakesPiecesThatCameIntoTheBooksLater() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.typeAll([
      "cartridge add C-0900 --type Q5942A --owner pool --state full",
      "cartridge add C-0901 --type Q5942A --owner bakery",
    ])
    try desk.type(
      "callout log bakery --arrived 01:40 --done 03:10 --problem jam"
        + " --swap given=C-0900,taken=C-0901", as: "boris")
    #expect(try desk.one("cartridge show C-0900").text("holder") == "client:bakery/main")
    #expect(
      try desk.one("cartridge show C-0901").only("holder", "state")
        == (try json(#"{"holder":"van:boris","state":"empty"}"#)))
    #expect(try desk.problems() == [])
  }
}
