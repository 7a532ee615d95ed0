import DeskRules
import Testing

/// What is printed: invoices, acts, statements, budget reports.
@Suite struct SheetTests {
  private func cells(_ table: JSONObject, _ key: String) -> [[String]] {
    (table[key]?.elements ?? []).map { ($0.elements ?? []).compactMap(\.text) }
  }

  /// The case of the 75,000: the bill divides over two lines, and so does its tax.
  private func overflown() throws -> TestDesk {
    let desk = try TestDesk.pricedFirm()
    try desk.setRates()
    try desk.type("client terms bakery --address \"Mira 5\"")
    try desk.resolvedTicket([6_000_000, 1_500_000], client: "bakery")
    try desk.typeAll([
      "budget approve P-1 --by \"Olga Ivanova\" --evidence \"letter 12\"", "invoice review T-1",
      "invoice issue bakery T-1",
    ])
    return desk
  }

  @Test func theInvoiceNamesWhatEachBudgetLineCarriesAndWhy() throws {
    let desk = try overflown()
    let page = try desk.one("invoice page A-2026-1", as: "olga")
    #expect(
      page.only("title", "number", "date")
        == (try json(
          "{\"title\":\"Invoice\",\"number\":\"A-2026-000001\",\"date\":\"2026-11-22\"}")))
    #expect(page.objects("parties")[1].text("name") == "Bakery on Mira Street")
    #expect(page.objects("parties")[1].texts("details") == ["Mira 5"])
    let tables = page.objects("tables")
    #expect(cells(tables[0], "rows").map { $0[6] } == ["60000.00", "15000.00"])
    #expect(cells(tables[0], "totals").map { $0[6] } == ["61475.41", "13524.59", "75000.00"])
    #expect(
      cells(tables[1], "rows") == [
        ["repair", "carried by its own line", "9016.39", "50000.00"],
        [
          "goods", "P-1: beyond repair, approved by Olga Ivanova (letter 12)", "4508.20",
          "25000.00",
        ],
      ])
    #expect(cells(tables[1], "totals") == [["Together", "", "13524.59", "75000.00"]])
    let right = tables[0].objects("columns").last?.text("align")
    #expect(right == "right")
  }

  @Test func anInvoiceWithoutBudgetAndWithoutTaxSaysSo() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.invoiced([100])
    let page = try desk.one("invoice page A-2026-1")
    #expect(page.objects("tables").count == 1)
    #expect(cells(page.objects("tables")[0], "totals").last?[1] == "To pay, no VAT")
    #expect(page.texts("remarks") == ["No VAT is charged."])
    try desk.type("invoice credit A-2026-1 --amount 0.40 --reason \"too dear\"")
    let credit = try desk.one("invoice page C-2026-1")
    #expect(credit.text("title") == "Credit note")
    #expect(cells(credit.objects("tables")[0], "totals").last?[1] == "Taken back, no VAT")
    #expect(
      credit.objects("facts").map { $0.text("value") }.prefix(2)
        == ["A-2026-000001", "too dear"])
    try desk.refuse(.notFound, "invoice page A-2026-9")
    try desk.refuse(.notFound, "invoice page A-2026-1", as: "tom")
    try desk.refuse(.notAllowed, "invoice page A-2026-1", as: "boris")
  }

  @Test func anAnnexWithoutTaxSaysNothingOfTax() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.invoiced([100_00], client: "bakery")
    let page = try desk.one("invoice page A-2026-1")
    let annex = page.objects("tables")[1]
    #expect(annex.objects("columns").map { $0.text("title") } == ["Budget line", "Why", "Amount"])
    #expect(cells(annex, "rows") == [["repair", "carried by its own line", "100.00"]])
    #expect(cells(annex, "totals") == [["Together", "", "100.00"]])
    #expect(
      page.texts("remarks")
        == ["No VAT is charged.", "The second table says which budget line carries what."])
    try desk.type("vat set --rate 0% --from 2026-01-01")
    try desk.invoiced([100_00], client: "bakery")
    let zero = try desk.one("invoice page A-2026-2")
    #expect(
      zero.texts("remarks").count == 3 && cells(zero.objects("tables")[1], "rows")[0][2] == "0.00")
  }

  @Test func theActIsSignedByBothAndLeavesVoidedLinesOut() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.setRates()
    try desk.type(TestDesk.night, as: "boris")
    try desk.type("ticket void T-1 --line 1 --reason typo")
    let act = try desk.one("invoice act T-1", as: "boris")
    #expect(act.texts("signatures") == ["Contractor", "Customer"])
    let facts = act.objects("facts").map { $0.text("value") }
    #expect(facts.contains("Boris Engineer"))
    #expect(facts.contains("BK-P1, HP LaserJet 4250, serial CNGXB01234"))
    let table = act.objects("tables")[0]
    #expect(
      cells(table, "rows").count == (try desk.one("ticket show T-1").objects("lines").count) - 1)
    try desk.type("ticket open bakery --problem x")
    try desk.refuse(.state, "invoice act T-2")
    try desk.type("invoice back T-1 --reason \"which fuser?\"")
    try desk.refuse(.state, "invoice act T-1")
    try desk.refuse(.notFound, "invoice act T-9")
    try desk.refuse(.notFound, "invoice act T-1", as: "tom")
    for system in ["one", "two"] {
      try desk.type(
        "ticket record INC1 --system \(system) --client office --problem x"
          + " --opened 2026-11-01T10:00:00Z --step at=2026-11-01T10:00:00Z,state=resolved")
    }
    try desk.refuse(.ambiguous, "invoice act INC1")
  }

  @Test func theStatementCarriesItsBalanceThrough() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.invoiced([100_00], "--date 2026-11-20")
    try desk.invoiced([50_00])
    try desk.typeAll([
      "invoice pay A-2026-1 --amount 130 --date 2026-11-21",
      "invoice credit A-2026-2 --amount 10 --reason x",
      "invoice pay A-2026-2 --from-account --amount 20",
      // Entered after what came later: the days behind it carry it too.
      "invoice pay A-2026-2 --amount 5 --date 2026-11-20",
      "invoice unpay PAY-3 --reason x --date 2026-11-22",
    ])
    let whole = try desk.one("client statement office --from 2026-11-01 --to 2026-11-30")
    #expect(
      cells(whole.objects("tables")[0], "rows") == [
        ["2026-11-01", "Opening balance", "0.00", ""],
        ["2026-11-20", "Invoice A-2026-000001", "100.00", ""],
        ["2026-11-20", "Payment PAY-3, for A-2026-000002", "", "5.00"],
        ["2026-11-21", "Payment PAY-1, for A-2026-000001", "", "130.00"],
        ["2026-11-22", "Invoice A-2026-000002", "50.00", ""],
        ["2026-11-22", "Credit note C-2026-000001", "", "10.00"],
        ["2026-11-22", "Payment PAY-3 reversed, for A-2026-000002", "5.00", ""],
      ])
    #expect(
      cells(whole.objects("tables")[0], "totals") == [
        ["", "Turnover", "155.00", "145.00"], ["2026-11-30", "Closing balance", "10.00", ""],
      ])
    let last = try desk.one("client statement office --from 2026-11-22 --to 2026-11-22")
    #expect(
      cells(last.objects("tables")[0], "rows").first
        == ["2026-11-22", "Opening balance", "", "35.00"])
    #expect(cells(last.objects("tables")[0], "totals").last?[2] == "10.00")
    #expect(
      try desk.one("invoice ageing --client office").text("balance") == "10.00")
    try desk.refuse(.time, "client statement office --from 2026-11-22 --to 2026-11-21")
    try desk.refuse(
      .notFound, "client statement office --from 2026-11-22 --to 2026-11-22", as: "tom")
    #expect(try desk.problems() == [])
  }

  @Test func theBudgetReportHasAChartAndEveryBill() throws {
    let desk = try overflown()
    let report = try desk.one("report budget bakery", as: "olga")
    let charts = report.objects("charts")
    #expect(charts.map { $0.text("title") } == ["goods 2026, RUB", "repair 2026, RUB"])
    let points = charts[1].objects("points")
    #expect(points.first?.number("ceiling") == 5_000_000)
    #expect(points.last?["values"]?.elements?.compactMap(\.number) == [5_000_000, 0, 0])
    #expect(points.last?.text("day") == "2026-11-22")
    #expect(cells(report.objects("tables")[1], "totals") == [["Together", "", "", "", "25000.00"]])
    #expect(cells(report.objects("tables")[2], "totals") == [["Together", "", "", "", "50000.00"]])
    #expect(try desk.one("report budget bakery --line goods").objects("charts").count == 1)
    #expect(try desk.one("report budget bakery --period 2026").objects("charts").count == 2)
    try desk.refuse(.notSet, "report budget bakery --period 2027")
    try desk.refuse(.notSet, "report budget office")
    try desk.refuse(.notFound, "report budget nobody")
    try desk.refuse(.notFound, "report budget bakery", as: "tom")
  }

  @Test func theLedgerIsListedPageByPage() throws {
    let desk = try overflown()
    let all = try desk.type("ledger list")
    var paged: [JSONObject] = []
    var after = ""
    while true {
      let page = try desk.type("ledger list --limit 2\(after)")
      paged += page
      guard page.count == 2, let place = page.last?.text("place") else { break }
      after = " --after \(place)"
    }
    #expect(paged == all)
    #expect(all.count == (try desk.rows("SELECT 1 FROM ledger_entry").count))
    #expect(try desk.type("ledger list --client office") == [])
    try desk.refuse(.usage, "ledger list --after x")
    try desk.refuse(.notFound, "ledger list --client nobody")
    try desk.refuse(.notAllowed, "ledger list", as: "olga")
  }

  /// Both papers of one job ask for the same money, whatever is agreed on after it was invoiced.
  @Test func theActOfInvoicedWorkSaysWhatItsInvoiceSays() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.setRates()
    let number = try #require(try desk.invoiced([50_00]).text("invoice"))
    try desk.type("client terms office --vat on_top --address \"Elsewhere 1\"")
    let act = try desk.one("invoice act T-1")
    let page = try desk.one("invoice page \(number)")
    #expect(cells(act.objects("tables")[0], "totals") == cells(page.objects("tables")[0], "totals"))
    #expect(!"\(act)".contains("Elsewhere"))
    #expect(act.texts("remarks").first == page.texts("remarks").first)
  }

  /// Each invoice's lines stand there under its own terms, with its own tax.
  @Test func theActOfWorkOnSeveralInvoicesAddsThemUp() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.setRates()
    try desk.invoiced([122_00])
    func invoice(_ amount: String) throws {
      try desk.typeAll([
        "ticket log T-1 --kind labour --text late --amount \(amount)", "invoice review T-1",
        "invoice issue office",
      ])
    }
    try desk.type("client terms office --vat on_top")
    try invoice("100")
    try desk.typeAll([
      "client terms office --vat none", "ticket log T-1 --kind other --text x --amount 7",
    ])
    let act = try desk.one("invoice act T-1")
    let tables = act.objects("tables")
    #expect(tables.count == 4)
    #expect(
      cells(tables[3], "rows") == [
        ["A-2026-000001", "22.00", "122.00"], ["A-2026-000002", "22.00", "122.00"],
        ["not invoiced yet", "0.00", "7.00"],
      ])
    #expect(cells(tables[3], "totals") == [["To pay", "44.00", "251.00"]])
    #expect(cells(tables[1], "totals").last?.last == "122.00")
    let prices = act.objects("facts").compactMap { $0.text("value") }
      .first { $0.contains("A-2026-000002: without VAT") }
    #expect(prices?.hasPrefix("A-2026-000001: include VAT; ") == true, "\(act)")
  }

  /// Of an invoice for several repairs an act has its share of the tax; the acts add up to it.
  @Test func theActsOfAnInvoiceAddUpToIt() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.setRates()
    for value: Int64 in [33, 33, 34] { try desk.resolvedTicket([value]) }
    try desk.typeAll(["invoice review T-1 T-2 T-3", "invoice issue office"])
    let tax = try (1...3).map { number in
      let table = try desk.one("invoice act T-\(number)").objects("tables")[0]
      return cells(table, "totals")[1].last ?? ""
    }
    let whole = cells(try desk.one("invoice page A-2026-1").objects("tables")[0], "totals")
    #expect(whole[1].last == "0.18")
    #expect(tax == ["0.06", "0.06", "0.06"])
  }
}
