import DeskEngine
import DeskOperations
import DeskRules
import Testing

/// What a credit gives back to the budget lines that carried its invoice, and what brings it there again.
@Suite struct CreditedBudgetTests {
  /// The bill of 75,000.00, 50,000.00 on repair and 25,000.00 on goods by P-1, invoiced.
  private func theCase() throws -> TestDesk {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "budget set bakery repair --limit 50000 --period 2026 --overflow goods",
      "budget set bakery goods --limit 40000 --period 2026",
    ])
    try desk.resolvedTicket([30_000_00, 45_000_00], client: "bakery")
    try desk.typeAll([
      "budget approve P-1 --by 1 --evidence \"letter 18\"", "invoice review T-1",
      "invoice issue bakery",
    ])
    return desk
  }

  private func figures(_ desk: TestDesk, _ line: String) throws -> String? {
    let card = try desk.one("budget show bakery --line \(line)")
    return "\(card.text("spent") ?? "") \(card.text("available") ?? "")"
  }

  @Test func anAmountComesBackInProportion() throws {
    let desk = try theCase()
    let credit = try desk.one("invoice credit A-2026-1 --amount 5000 --reason goodwill")
    #expect(credit.texts("flags") == [])
    #expect(credit.objects("budget").map { $0.text("spent") } == ["23333.33", "46666.67"])
    #expect(try figures(desk, "repair") == "46666.67 3333.33")
    #expect(try figures(desk, "goods") == "23333.33 16666.67")
    // The ticket keeps its price, and says what went back, and by what.
    let parts = try desk.one("ticket show T-1").objects("allocations")
    #expect(
      parts.map { "\($0.text("line") ?? "") \($0.text("amount") ?? "") \($0.text("state") ?? "")" }
        == [
          "repair 28000.00 spent", "repair 18666.67 spent", "goods 23333.33 spent",
          "repair 2000.00 credited", "repair 1333.33 credited", "goods 1666.67 credited",
        ])
    #expect(parts.last?.text("credited_by") == "C-2026-000001")
    #expect(parts.last?.text("approved_by") != nil)
    let movement = try desk.type("budget history bakery goods")[0]
    #expect(movement.text("movement") == "credit" && movement.text("debit") == "available")
    #expect(movement.text("text") == "C-2026-000001: goodwill")
    // The same in pieces, to the unit.
    try desk.typeAll([
      "invoice credit A-2026-1 --amount 0.01 --reason x",
      "invoice credit A-2026-1 --amount 33333.33 --reason x",
    ])
    #expect(try desk.rows("SELECT sum(spent) FROM budget") == [[.integer(36_666_66)]])
    try desk.type("invoice credit A-2026-1 --reason rest")
    #expect(try figures(desk, "repair") == "0.00 50000.00")
    #expect(try figures(desk, "goods") == "0.00 40000.00")
    #expect(try desk.problems() == [])
  }

  @Test func aLineGivesBackWhatItHas() throws {
    let desk = try theCase()
    try desk.type("invoice credit A-2026-1 --line 2 --reason typo")
    #expect(try figures(desk, "repair") == "30000.00 20000.00")
    #expect(try figures(desk, "goods") == "0.00 40000.00")
    // Its bill is void without moving anything more.
    try desk.type("ticket void T-1 --line 2 --reason typo")
    #expect(try figures(desk, "repair") == "30000.00 20000.00")
    #expect(try desk.one("ticket show T-1").text("billed") == "30000.00")
    #expect(try desk.problems() == [])
  }

  @Test func theRestOfAVoidedBillGoesBackOnce() throws {
    let desk = try theCase()
    try desk.typeAll([
      "invoice credit A-2026-1 --amount 5000 --reason goodwill",
      "invoice credit A-2026-1 --reissue --reason \"wrong client\"",
    ])
    #expect(try desk.one("invoice page C-2026-2").objects("tables").count == 1)
    // To be invoiced anew at the whole price, it is carried as before.
    #expect(try figures(desk, "repair") == "50000.00 0.00")
    #expect(try figures(desk, "goods") == "25000.00 15000.00")
    #expect(try desk.type("budget pending bakery") == [])
    try desk.type("ticket void T-1 --reason \"wrong client\"")
    #expect(try figures(desk, "repair") == "0.00 50000.00")
    #expect(try figures(desk, "goods") == "0.00 40000.00")
    #expect(try desk.problems() == [])
  }

  @Test func whatWasCreditedByMistakeComesBack() throws {
    let desk = try theCase()
    try desk.refuse(.state, "invoice reissue A-2026-1 --reason x")
    try desk.type("invoice credit A-2026-1 --line 1 --reason typo")
    try desk.refuse(.state, "invoice reissue A-2026-1 --line 2 --reason x")
    try desk.refuse(.notFound, "invoice reissue A-2026-1 --line 3 --reason x")
    try desk.type("invoice credit A-2026-1 --reason typo")
    let again = try desk.refuse(.state, "invoice credit A-2026-1 --reissue --reason x")
    #expect(again.message.contains("invoice reissue A-2026-000001 --reason TEXT"))
    try desk.refuse(.state, "invoice reissue C-2026-1 --reason x")
    let back = try desk.one("invoice reissue A-2026-1 --reason \"credited by mistake\"")
    #expect(back.text("amount") == "75000.00" && back.texts("tickets") == ["T-1"])
    #expect(back.objects("budget").map { $0.text("spent") } == ["25000.00", "50000.00"])
    try desk.refuse(.state, "invoice reissue A-2026-1 --reason x")
    #expect(try desk.one("invoice queue").text("amount") == "75000.00")
    try desk.type("invoice review T-1")
    let anew = try desk.one("invoice issue bakery")
    #expect(anew.text("total") == "75000.00" && anew.objects("lines").count == 2)
    try desk.refuse(.state, "invoice reissue A-2026-1 --reason x")
    #expect(try desk.one("invoice ageing --client bakery").text("total") == "75000.00")
    #expect(try desk.problems() == [])
  }

  @Test func whatTheLineHasNoMoreWaitsAnew() throws {
    let desk = try theCase()
    try desk.typeAll([
      "invoice credit A-2026-1 --reason typo",
      "budget set bakery goods --limit 5000 --period 2026",
      "budget set bakery repair --limit 49000 --period 2026 --overflow none",
    ])
    let back = try desk.one("invoice reissue A-2026-1 --reason mistake")
    #expect(back.texts("flags").filter { $0 == "unfunded" } == ["unfunded"])
    #expect(try figures(desk, "repair") == "49000.00 0.00")
    #expect(try figures(desk, "goods") == "5000.00 0.00")
    let open = try desk.type("budget pending bakery")
    #expect(open.map { $0.text("amount") } == ["1000.00", "20000.00"])
    try desk.refuse(.overBudget, "invoice review T-1")
    try desk.type("ticket void T-1 --reason x")
    #expect(try desk.type("budget pending bakery") == [])
    #expect(try desk.rows("SELECT sum(spent + pending + unfunded) FROM budget") == [[.integer(0)]])
    #expect(try desk.problems() == [])
  }

  @Test func whatNobodyAgreedToGoesFirst() throws {
    let desk = try TestDesk.firm()
    let ticket = try desk.resolvedTicket([75_000_00], client: "bakery")
    try desk.typeAll([
      "invoice review \(ticket)", "invoice issue bakery",
      "budget set bakery repair --limit 50000 --period 2026", "budget settle bakery",
    ])
    #expect(try desk.one("budget pending bakery").text("amount") == "25000.00")
    try desk.type("invoice credit A-2026-1 --amount 5000 --reason goodwill")
    #expect(try desk.one("budget pending bakery").text("amount") == "20000.00")
    #expect(try figures(desk, "repair") == "50000.00 0.00")
    try desk.type("invoice credit A-2026-1 --amount 30000 --reason goodwill")
    #expect(try desk.type("budget pending bakery") == [])
    #expect(try figures(desk, "repair") == "40000.00 10000.00")
    #expect(try desk.problems() == [])
  }

  @Test func taxOnTopIsNoneOfTheBudgets() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.setRates()
    try desk.type("client terms bakery --vat on_top")
    try desk.invoiced([100_00], client: "bakery")
    try desk.type("invoice credit A-2026-1 --amount 12.20 --reason x")
    #expect(try desk.one("budget show bakery --line repair").text("spent") == "90.00")
    try desk.type("invoice credit A-2026-1 --reason x")
    #expect(try desk.one("budget show bakery --line repair").text("spent") == "0.00")
    #expect(try desk.problems() == [])
  }

  @Test func aClosedPeriodStaysAsItWas() throws {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "budget set bakery repair --limit 500 --period 2026-10",
      "budget set bakery repair --limit 500 --period 2026-11",
    ])
    try desk.invoiced([100_00], client: "bakery", at: "2026-10-20T12:00+03:00")
    try desk.type("budget close bakery --period 2026-10")
    try desk.type("invoice credit A-2026-1 --amount 40 --reason x --date 2026-11-22")
    #expect(
      try desk.type("budget show bakery --all-periods").map { $0.text("spent") }
        == ["100.00", "-40.00"])
    let credited = try desk.one("ticket show T-1").objects("allocations").last
    #expect(credited?.text("period") == "2026-10" && credited?.text("returned") == "2026-11")
    let movement = try desk.type("budget history bakery repair")[0]
    #expect(movement.text("reference") == "2026-10-20" && movement.text("day") == "2026-11-22")
    try desk.type("invoice credit A-2026-1 --reissue --reason x")
    #expect(
      try desk.type("budget show bakery --all-periods").map { $0.text("spent") }
        == ["100.00", "0.00"])
    #expect(try desk.problems() == [])
  }

  @Test func withoutAnOpenLineItIsSaid() throws {
    let desk = try TestDesk.firm()
    try desk.type("budget set bakery repair --limit 500 --period 2026-10")
    try desk.invoiced([100_00], client: "bakery", at: "2026-10-20T12:00+03:00")
    try desk.type("budget close bakery --period 2026-10")
    let credit = try desk.one("invoice credit A-2026-1 --amount 40 --reason x")
    #expect(credit.texts("flags") == ["on_budget T-1"] && credit["budget"] == nil)
    // With an open line the next credit brings it, too.
    try desk.typeAll([
      "budget set bakery repair --limit 500 --period 2027",
      "invoice credit A-2026-1 --amount 10 --reason x",
    ])
    #expect(
      try desk.type("budget show bakery --all-periods").map { $0.text("spent") }
        == ["100.00", "-50.00"])
    let annex = try desk.one("invoice page C-2026-2").objects("tables").last
    #expect(
      annex?["rows"]?.line
        == "[[\"repair\",\"given back, with what earlier credits had not\",\"50.00\"]]")
    #expect(try desk.problems() == [])
  }
}
