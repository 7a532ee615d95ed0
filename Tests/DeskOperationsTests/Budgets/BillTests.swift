import DeskRules
import Testing

/// Which line carries what, and what is said of it before and after.
@Suite struct BillTests {
  @Test func goodsGoToTheGoodsLineByTheirNature() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.type("client edit bakery --goods-line goods")
    #expect(try desk.one("client show bakery").text("goods_line") == "goods")
    try desk.typeAll([
      "ticket open bakery --problem fuser",
      "ticket log T-1 --kind part --text fuser --amount 20000",
      "ticket log T-1 --kind labour --text fitting --amount 50000",
      "ticket log T-1 --kind consumable --text toner --amount 5000", "ticket resolve T-1",
    ])
    let parts = try desk.one("ticket show T-1").objects("allocations")
    #expect(
      parts.map { [$0.text("kind"), $0.text("line"), $0.text("amount")] } == [
        ["part", "goods", "20000.00"], ["consumable", "goods", "5000.00"],
        ["labour", "repair", "50000.00"],
      ])
    #expect(try desk.type("budget pending").isEmpty)
    try desk.type("ticket void T-1 --line 2 --reason wrong")
    #expect(try desk.one("budget show bakery --line goods").text("spent") == "25000.00")
    #expect(try desk.one("budget show bakery --line repair").text("spent") == "0.00")
    #expect(try desk.problems() == [])
  }

  @Test func whatTheGoodsLineLacksIsOnTheTicketsOwnThatHoldsTheEstimate() throws {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "client edit bakery --goods-line goods",
      "budget set bakery repair --limit 50000 --period 2026 --overflow goods",
      "budget set bakery goods --limit 1000 --period 2026",
      "ticket open bakery --problem fuser", "ticket estimate T-1 45000",
      "ticket approve T-1 --by 1 --evidence mail",
    ])
    let logged = try desk.one("ticket log T-1 --kind part --text fuser --amount 45000")
    #expect(logged["exceeds"] == nil)
    #expect(try desk.one("ticket resolve T-1")["flags"] == nil)
    #expect(try allocations(desk, "T-1") == ["part goods 1000.00", "part repair 44000.00"])
    #expect(try desk.one("budget show bakery --line repair").text("available") == "6000.00")
    try desk.typeAll([
      "ticket open bakery --problem rollers",
      "ticket log T-2 --kind part --text rollers --amount 3000",
    ])
    let beyond = try desk.one("ticket log T-2 --kind labour --text fitting --amount 5000")
    #expect(beyond.text("exceeds") == "2000.00")
    #expect(try desk.one("ticket resolve T-2").texts("flags") == ["pending P-1"])
    #expect(
      try allocations(desk, "T-2")
        == ["part repair 1000.00", "labour repair 5000.00", "part goods 2000.00"])
    #expect(try desk.one("budget pending bakery").text("amount") == "2000.00")
    #expect(try desk.problems() == [])
  }

  private func allocations(_ desk: TestDesk, _ ticket: String) throws -> [String] {
    try desk.one("ticket show \(ticket)").objects("allocations").map { part in
      ["kind", "line", "amount"].map { part.text($0) ?? "" }.joined(separator: " ")
    }
  }

  @Test func withoutTheGoodsLineTheTicketsOwnCarriesAll() throws {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "client edit bakery --goods-line goods", "budget set bakery repair --limit 100 --period 2026",
      "ticket open bakery --problem fuser", "ticket log T-1 --kind part --text x --amount 60",
      "ticket open bakery --problem jam", "ticket log T-2 --kind labour --text x --amount 10",
    ])
    #expect(try desk.one("ticket resolve T-1").texts("flags") == ["no_line goods"])
    #expect(try desk.one("ticket resolve T-2")["flags"] == nil)
    #expect(try desk.one("budget show bakery").text("spent") == "70.00")
  }

  @Test func aMistypedGoodsLineIsRefused() throws {
    let desk = try TestDesk.pricedFirm()
    let refusal = try desk.refuse(.notSet, "client edit bakery --goods-line gods")
    #expect(refusal.message.contains("did you mean goods?"), "\(refusal)")
    #expect(refusal.details.texts("nearest") == ["goods"])
    #expect(try desk.one("client show bakery")["goods_line"] == nil)
    #expect(try desk.one("client edit bakery --goods-line goods")["flags"] == nil)
    // Known to every firm, or set for other days only: no slip, but nothing is carried today.
    let usual = try desk.one("client edit bakery --goods-line consumables")
    #expect(usual.texts("flags") == ["no_line consumables"])
    try desk.type("budget set bakery toner --limit 100 --period 2027")
    let later = try desk.one("client edit bakery --goods-line toner")
    #expect(later.texts("flags") == ["no_line toner"])
    #expect(try desk.problems() == [])
  }

  @Test func aLineWithoutBudgetIsPostedOnceThereIsOne() throws {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "client edit bakery --goods-line goods", "budget set bakery goods --limit 100 --period 2026",
      "ticket open bakery --problem fuser", "ticket log T-1 --kind labour --text x --amount 60",
      "ticket log T-1 --kind part --text y --amount 30",
    ])
    #expect(try desk.one("ticket resolve T-1").texts("flags") == ["no_budget"])
    try desk.type("budget set bakery repair --limit 100 --period 2026")
    try desk.type("ticket log T-1 --kind other --text z --amount 1")
    #expect(try desk.one("budget show bakery --line repair").text("spent") == "61.00")
    #expect(try desk.one("budget show bakery --line goods").text("spent") == "30.00")
    let lines = try desk.one("ticket show T-1").objects("allocations")
    #expect(lines.map { $0.number("ticket_line") } == [2, 1, 3])
    #expect(try desk.problems() == [])
  }

  @Test func everyDraftSaysByHowMuchTheJobWouldExceed() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.typeAll([
      "ticket open bakery --problem fuser", "ticket estimate T-1 45000",
      "ticket approve T-1 --by 1 --evidence mail",
    ])
    let within = try desk.one("ticket log T-1 --kind part --text x --amount 50000 --dry-run")
    #expect(within["exceeds"] == nil)
    #expect(within.objects("budget").first?.text("held") == "45000.00")
    let beyond = try desk.one("ticket log T-1 --kind part --text x --amount 75000")
    #expect(beyond.text("exceeds") == "25000.00")
    #expect(
      try desk.one("ticket log T-1 --kind other --text y --amount 1").text("exceeds") == "25001.00")
    let visit = try desk.one(
      "callout log bakery --arrived 01:40 --done 03:10 --ticket T-1 --goes-on --dry-run")
    #expect(visit.text("exceeds") == "30001.00")
    let done = try desk.one("ticket resolve T-1 --dry-run")
    #expect(done.texts("flags") == ["pending P-1"])
    #expect(done.objects("budget").map { $0.text("available") } == ["14999.00", "0.00"])
    #expect(try desk.type("budget pending").isEmpty)
  }

  @Test func severalBillsJustUnderALimitAreFlagged() throws {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "budget set office repair --limit 1000000 --period 2026",
      "contact add office \"Ivan Chief\" --function approver --approval-limit 10000",
    ])
    func job(_ amount: String, _ device: String) throws -> [String] {
      let number = try #require(
        try desk.one("ticket open office --device \(device) --problem x").text("number"))
      try desk.type("ticket log \(number) --kind part --text x --amount \(amount)")
      return try desk.one("ticket resolve \(number)").texts("flags")
    }
    #expect(try job("6000", "OF-P1") == [])
    #expect(try job("6000", "OF-C1") == [])
    #expect(try job("4000", "OF-P1") == [])
    #expect(try job("0.01", "OF-P1") == ["possible_split"])
    // Then all that belong together are seen, wherever somebody looks.
    func flagged(_ command: String) throws -> [String] {
      try desk.type(command).filter { $0.texts("flags") == ["possible_split"] }
        .compactMap { $0.text("ticket") ?? $0.text("number") }
    }
    #expect(try flagged("ticket show T-1") == ["T-1"])
    #expect(try flagged("ticket show T-2").isEmpty)
    #expect(try flagged("invoice queue") == ["T-1", "T-3", "T-4"])
    try desk.now("2026-12-23T10:00+03:00")
    #expect(try job("9000", "OF-P1") == [])
    #expect(try job("10001", "OF-P1") == [])
    #expect(try flagged("invoice queue") == ["T-1", "T-3", "T-4"])
    try desk.type("ticket void T-3 --reason wrong")
    #expect(try flagged("invoice queue").isEmpty)
  }

  @Test func theArrangementForGoodsEnds() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.type("client edit bakery --goods-line goods")
    try desk.refuse(.notAllowed, "client edit bakery --goods-line none", as: "dasha")
    #expect(try desk.one("client edit bakery --goods-line none", as: "mark")["goods_line"] == nil)
    #expect(try desk.one("client show bakery")["goods_line"] == nil)
    #expect(try desk.one("client edit bakery --goods-line none")["flags"] == nil)
    try desk.typeAll([
      "ticket open bakery --problem n", "ticket log T-1 --kind part --text x --amount 5",
      "ticket resolve T-1",
    ])
    #expect(try desk.one("budget show bakery repair").text("spent") == "5.00")
    #expect(try desk.problems() == [])
  }
}
