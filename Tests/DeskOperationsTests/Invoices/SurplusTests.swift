import DeskRules
import Testing

/// Money beyond an invoice, which is to be seen by whoever looks; and other small truths of papers.
@Suite struct SurplusTests {
  @Test func whatIsPaidTwiceIsSeen() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.invoiced([100_00])
    #expect(
      try desk.one("invoice pay A-2026-1 --amount 60 --reference b1").texts("flags") == [])
    let more = try desk.one("invoice pay A-2026-1 --amount 50 --reference b2")
    #expect(more.texts("flags") == ["surplus A-2026-000001"] && more.text("surplus") == "10.00")
    let twice = try desk.one("invoice pay A-2026-1 --amount 60 --reference b3")
    #expect(twice.texts("flags") == ["paid_twice A-2026-000001"])
    #expect(try desk.one("invoice ageing --client office").texts("flags") == ["surplus"])
    let listed = try desk.type("invoice payments --surplus")
    #expect(listed.map { $0.text("payment") } == ["PAY-2", "PAY-3"])
    #expect(listed.map { $0.text("surplus") } == ["10.00", "60.00"])
    #expect(listed.map { $0.text("on_account") } == ["70.00", "70.00"])
    #expect(try desk.type("invoice payments --surplus --client bakery") == [])
    #expect(try desk.type("invoice payments --surplus --after PAY-2").count == 1)
    // What was given back is seen no more.
    try desk.type("invoice unpay PAY-3 --reason returned")
    #expect(try desk.type("invoice payments --surplus").count == 1)
    try desk.type("invoice refund office --reference b4")
    #expect(try desk.type("invoice payments --surplus") == [])
    #expect(try desk.one("invoice ageing --client office")["flags"] == nil)
    #expect(try desk.problems() == [])
  }

  @Test func theSeriesOfCreditNotesTakesNoInvoices() throws {
    let desk = try TestDesk.pricedFirm()
    let ticket = try desk.resolvedTicket([100])
    try desk.type("invoice review \(ticket)")
    try desk.refuse(.usage, "invoice issue office --series C")
    // Letters that look alike are one series.
    try desk.refuse(.usage, "invoice issue office --series \u{421}")
    try desk.type("invoice issue office --series B")
  }

  @Test func workPricedAsAWholeHasNoMinutes() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.typeAll([
      "ticket open office --problem jam", "ticket log T-1 --kind labour --text work --amount 10",
      "ticket log T-1 --kind labour --text more --quantity 0 --amount 1",
      "ticket log T-1 --kind labour --text long --quantity 90 --amount 5",
      "ticket resolve T-1", "invoice review T-1",
    ])
    let lines = try desk.one("invoice issue office").objects("lines")
    #expect(lines.map { $0["quantity"]?.number } == [nil, nil, 90])
    let rows = try desk.one("invoice page A-2026-1").objects("tables")[0]["rows"]?.elements ?? []
    #expect(rows.map { $0.elements?[4].text } == ["1 job", "1 job", "90 min"])
  }

  @Test func aDiscountBeyondThePriceSaysThatItIsCapped() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.typeAll([
      "client group office chains", "discount set 60% --group chains",
      "discount set 60% --client office", "discount stacking additive",
      "ticket open office --problem jam",
    ])
    let line = try desk.one("ticket log T-1 --kind part --text x --amount 10").objects("lines")[0]
    #expect(line.text("amount") == "0.00")
    #expect(line.text("discount_by") == "client 60% + group chains 60%, capped at 100%")
  }

  @Test func whatReturnsToAnOpenJobIsInvoicedWhenItEnds() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.invoiced([100_00], client: "bakery")
    try desk.typeAll([
      "ticket reopen T-1 --reason \"still jams\"", "invoice credit A-2026-1 --reissue --reason x",
      "ticket log T-1 --kind part --text y --amount 5",
    ])
    let refusal = try desk.refuse(.state, "invoice review T-1")
    #expect(refusal.message.contains("ticket resolve T-1"))
    try desk.typeAll(["ticket resolve T-1", "invoice review T-1"])
    #expect(try desk.one("invoice issue bakery").text("total") == "105.00")
    #expect(try desk.problems() == [])
  }

  @Test func whoAgreedIsNoConcernOfEngineers() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.typeAll([
      "ticket open bakery --problem jam", "ticket estimate T-1 500",
      "ticket approve T-1 --by 1 --evidence \"letter 17\"",
      "ticket log T-1 --kind labour --text x --amount 50100", "ticket resolve T-1",
      "budget approve P-1 --by 1 --evidence \"letter 18\"",
    ])
    let words = try desk.one("ticket show T-1", as: "alla").line
    #expect(words.contains("estimate approved by Olga Ivanova"))
    #expect(words.contains("P-1 approved by Olga Ivanova, now on goods"))
    #expect(words.contains("letter 17") && words.contains("letter 18"))
    let engineers = try desk.one("ticket show T-1", as: "boris")
    #expect(engineers.objects("approvals").count == 1)
    #expect(engineers.objects("allocations").count == 2)
    #expect(!engineers.line.contains("Olga") && !engineers.line.contains("letter"))
  }
}
