import DeskEngine
import DeskOperations
import DeskRules
import Testing

/// Invoices: numbers, dates, tax, and what they freeze.
@Suite struct IssueTests {
  @Test func numbersHaveNoGapsAndStartAgainEachYear() throws {
    let desk = try TestDesk.pricedFirm()
    var numbers: [String?] = []
    for series in ["A", "A", "b", "A"] {
      numbers.append(try desk.invoiced([100], "--series \(series)").text("invoice"))
    }
    try desk.now("2027-01-02T10:00+03:00")
    numbers.append(try desk.invoiced([100]).text("invoice"))
    #expect(
      numbers == [
        "A-2026-000001", "A-2026-000002", "B-2026-000001", "A-2026-000003", "A-2027-000001",
      ])
    #expect(try desk.one("invoice show a-2026-3").text("invoice") == "A-2026-000003")
    #expect(try desk.problems() == [])
  }

  @Test func refusalsAndDryRunsUseNoNumber() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.invoiced([100])
    let ticket = try desk.resolvedTicket([100])
    try desk.refuse(.state, "invoice issue office \(ticket)")
    try desk.type("invoice review \(ticket)")
    let dry = try desk.one("invoice issue office \(ticket) --dry-run")
    #expect(dry.text("invoice") == "A-2026-000002")
    let batch = try desk.batch([
      "invoice issue office \(ticket)", "invoice issue office \(ticket)",
    ])
    #expect(throws: DeskError.self) { try batch.result.get() }
    #expect(try desk.one("invoice issue office \(ticket)").text("invoice") == "A-2026-000002")
  }

  @Test func theDatabaseGuardsTheSeriesToo() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.invoiced([100])
    let copy = """
      INSERT INTO invoice SELECT 'A-2026-00000' || ?, kind, series, year, ?, client, ?, due, currency,
        treatment, total, credited, paid, open_amount, original, reason, seller, buyer, reminders,
        reminded_at, annex FROM invoice
      """
    #expect(throws: (any Error).self) {
      try desk.force(copy, [.integer(3), .integer(3), .text("2026-11-23")])
    }
    #expect(throws: (any Error).self) {
      try desk.force(copy, [.integer(2), .integer(2), .text("2026-11-01")])
    }
    #expect(try desk.force(copy, [.integer(2), .integer(2), .text("2026-11-23")]) == 1)
  }

  @Test func datesFollowTheSeriesTheWorkAndTheClock() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.invoiced([100], "--date 2026-11-21")
    let ticket = try desk.resolvedTicket([100])
    try desk.type("invoice review \(ticket)")
    let back = try desk.refuse(.time, "invoice issue office \(ticket) --date 2026-11-20")
    #expect(back.details.text("number") == "A-2026-000001")
    try desk.refuse(.time, "invoice issue office \(ticket) --date 2026-11-23")
    try desk.refuse(.time, "invoice issue office \(ticket) --series B --date 2026-11-19")
    try desk.refuse(.time, "invoice issue office \(ticket) --due 2026-11-21")
    let issued = try desk.one("invoice issue office \(ticket) --series B --date 2026-11-20")
    #expect(issued.text("date") == "2026-11-20")
    #expect(issued.text("due") == "2026-12-04")
  }

  @Test func theYearOfTheDateCounts() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.invoiced([100])
    let tickets = try [desk.resolvedTicket([1]), desk.resolvedTicket([2])]
    try desk.now("2027-01-05T10:00+03:00")
    try desk.type("invoice review \(tickets.joined(separator: " "))")
    #expect(
      try desk.one("invoice issue office \(tickets[0]) --date 2026-12-31").text("invoice")
        == "A-2026-000002")
    #expect(
      try desk.one("invoice issue office \(tickets[1])").text("invoice") == "A-2027-000001")
    let late = try desk.resolvedTicket([3])
    try desk.type("invoice review \(late)")
    try desk.refuse(.time, "invoice issue office \(late) --date 2026-12-31")
  }

  @Test func oneInvoiceCarriesManyTicketsAndAJobAtNothing() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.setRates()
    let tickets = try [[450_000, 12_300], [], [1]].map { try desk.resolvedTicket($0) }
    try desk.type("invoice review \(tickets.joined(separator: " "))")
    let invoice = try desk.one("invoice issue office")
    #expect(invoice.texts("tickets") == tickets)
    #expect(invoice.text("total") == "4623.01")
    #expect(invoice.objects("lines").count == 4)
    #expect(invoice.objects("lines")[2].text("amount") == "0.00")
    #expect(try desk.problems() == [])
  }

  @Test func anInvoiceAtNothingIsIssuedAndPaid() throws {
    let desk = try TestDesk.pricedFirm()
    let invoice = try desk.invoiced([])
    #expect(invoice.only("total", "open") == (try json("{\"total\":\"0.00\",\"open\":\"0.00\"}")))
    #expect(try desk.type("invoice list --open") == [])
  }

  @Test func theDayOfSupplyDecidesTheRate() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.setRates()
    let ticket = try #require(try desk.one("ticket open office --problem x").text("number"))
    // 2025 ends at midnight in Moscow, three hours before it ends in UTC.
    for time in ["2025-12-31T23:59+03:00", "2026-01-01T00:00+03:00", "2026-05-05T12:00+03:00"] {
      try desk.type("ticket log \(ticket) --kind part --text x --amount 120 --at \(time)")
    }
    try desk.typeAll(["ticket resolve \(ticket)", "invoice review \(ticket)"])
    let invoice = try desk.one("invoice issue office")
    #expect(
      invoice.objects("lines").compactMap { $0.text("rate") } == ["20%", "22%", "22%"])
    #expect(
      JSON.array(invoice.objects("taxes").map { .object($0) }).sorted
        == (try json(
          """
          [{"rate":"20%","net":"100.00","tax":"20.00","gross":"120.00"},
           {"rate":"22%","net":"196.72","tax":"43.28","gross":"240.00"}]
          """)))
  }

  @Test func aLineShowsItsListPriceAndDiscount() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.type("client edit office --discount part=10%")
    let line = try desk.invoiced([100_05]).objects("lines")[0]
    #expect(
      line.only("list_price", "discount", "amount")
        == (try json("{\"list_price\":\"100.05\",\"discount\":\"10.00\",\"amount\":\"90.05\"}")))
    let columns = try desk.one("invoice page A-2026-1").objects("tables")[0].objects("columns")
    #expect(columns.map { $0.text("title") }.contains("Discount"))
  }

  @Test func noTaxIsAStateOfItsOwn() throws {
    let desk = try TestDesk.pricedFirm()
    let before = try desk.invoiced([100_00])
    #expect(before.objects("taxes").map { $0.text("rate") } == ["no VAT"])
    try desk.setRates()
    try desk.type("client terms transco --vat none")
    let none = try desk.invoiced([100_00], client: "transco")
    #expect(none.objects("taxes").map { $0.text("rate") } == ["no VAT"])
    #expect(none.objects("taxes").map { $0.text("tax") } == ["0.00"])
    try desk.type("vat set --rate 0% --from 2026-11-01")
    #expect(try desk.invoiced([100_00]).objects("taxes").map { $0.text("rate") } == ["0%"])
    try desk.type("vat set --exempt --from 2026-11-01")
    #expect(try desk.invoiced([100_00]).objects("taxes").map { $0.text("rate") } == ["no VAT"])
    #expect(
      try desk.type("vat list").map { $0.text("rate") } == ["20%", "22%", "no VAT"])
    #expect(try desk.problems() == [])
  }

  @Test func anInvoiceKeepsWhatItWasIssuedWith() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.setRates()
    try desk.typeAll([
      "desk details --address \"Kuznetskaya 4\" --tax-number 602",
      "client terms office --address \"Lenin Square 1\" --payment-days 30",
    ])
    let number = try #require(try desk.invoiced([122_00]).text("invoice"))
    let before = try desk.one("invoice show \(number)")
    #expect(before.text("due") == "2026-12-22")
    try desk.typeAll([
      "desk details --name \"Southern Printers\"", "client edit office --name \"Other\"",
      "client terms office --vat on_top --payment-days 1", "vat set --rate 5% --from 2026-01-01",
    ])
    #expect(try desk.one("invoice show \(number)") == before)
    let kept = try desk.rows("SELECT seller, buyer FROM invoice")[0].map(\.shown)
    #expect(
      kept == [
        "Northern Printers\nKuznetskaya 4\nTax number 602",
        "Office on Lenin Square\nLenin Square 1",
      ])
    #expect(try desk.problems() == [])
  }

  @Test func whatCannotBeInvoicedIsRefused() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.refuse(.notFound, "invoice issue nobody")
    try desk.refuse(.state, "invoice issue office")
    let ticket = try desk.resolvedTicket([100])
    try desk.type("invoice review \(ticket)")
    try desk.refuse(.unsuitable, "invoice issue transco \(ticket)")
    try desk.refuse(.usage, "invoice issue office \(ticket) \(ticket)")
    try desk.refuse(.notFound, "invoice issue office T-99")
    try desk.refuse(.usage, "invoice issue office --series A-1")
    try desk.refuse(.notFound, "invoice show A-2026-1")
    try desk.refuse(.usage, "invoice show 17")
    try desk.refuse(.usage, "vat set --from 2026-01-01")
    try desk.refuse(.usage, "vat set --from 2026-01-01 --rate 1% --exempt")
    try desk.refuse(.amount, "vat set --from 2026-01-01 --rate 101%")
    try desk.refuse(.amount, "vat set --from 2026-01-01 --rate 1.234%")
    try desk.refuse(.usage, "client terms office --payment-days 99999")
    try desk.refuse(.notFound, "client terms nobody")
  }

  @Test func twoSystemsOneNumberIsAmbiguousHereToo() throws {
    let desk = try TestDesk.pricedFirm()
    for system in ["one", "two"] {
      try desk.type(
        "ticket record INC1 --system \(system) --client office --problem x"
          + " --opened 2026-11-01T10:00:00Z --step at=2026-11-01T10:00:00Z,state=resolved")
    }
    try desk.refuse(.ambiguous, "invoice review INC1")
    try desk.refuse(.ambiguous, "invoice back INC1 --reason x")
    try desk.refuse(.ambiguous, "invoice issue office INC1")
    try desk.refuse(.ambiguous, "invoice queue --after INC1")
    try desk.refuse(.ambiguous, "invoice list --ticket INC1")
    // What another desk finished is not ours to bill.
    #expect(try desk.type("invoice queue") == [])
  }

  @Test func clientsSeeTheirOwnInvoicesOnly() throws {
    let desk = try TestDesk.pricedFirm()
    let office = try #require(try desk.invoiced([100]).text("invoice"))
    let own = try #require(try desk.invoiced([100], client: "transco").text("invoice"))
    #expect(try desk.type("invoice list", as: "tom").compactMap { $0.text("invoice") } == [own])
    #expect(try desk.one("invoice show \(own)", as: "tom").text("total") == "1.00")
    let error = try desk.refuse(.notFound, "invoice show \(office)", as: "tom")
    let missing = try desk.refuse(.notFound, "invoice show A-2026-9", as: "tom")
    #expect(error.message.replacing("000001", with: "000009") == missing.message)
    try desk.refuse(.notFound, "invoice list --client office", as: "tom")
    try desk.refuse(.notAllowed, "invoice list", as: "boris")
    try desk.refuse(.notAllowed, "vat set --rate 1% --from 2026-01-01", as: "dasha")
    try desk.refuse(.notAllowed, "client terms office --vat none", as: "dasha")
    try desk.refuse(.notAllowed, "desk details --name x", as: "dasha")
  }
}
