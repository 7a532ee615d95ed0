import DeskOperations
import DeskRules
import Testing

/// Credit notes over several rates and in a race, and what an issued invoice keeps.
@Suite struct CreditTests {
  /// 600.00 of the last day at 20 %, 100.01 of the first at 22 %.
  private func twoRates() throws -> TestDesk {
    let desk = try TestDesk.pricedFirm()
    try desk.setRates()
    try desk.type("ticket open office --problem x")
    for (amount, day) in [("600", "2025-12-31"), ("100.01", "2026-01-01")] {
      try desk.type(
        "ticket log T-1 --kind part --text part --amount \(amount) --at \(day)T12:00+03:00")
    }
    try desk.typeAll(["ticket resolve T-1", "invoice review T-1", "invoice issue office"])
    return desk
  }

  @Test func aPartHasALineForEachRate() throws {
    let desk = try twoRates()
    let credit = try desk.one("invoice credit A-2026-1 --amount 100 --reason goodwill")
    #expect(credit.objects("lines").map { $0.text("rate") } == ["20%", "22%"])
    #expect(credit.objects("lines").map { $0.text("amount") } == ["85.71", "14.29"])
    let shown = try desk.one("invoice show C-2026-1")
    #expect(shown.objects("lines").map { $0.text("rate") } == ["20%", "22%"])
    let listed = try desk.type("invoice list --lines")
    #expect(listed.map { $0.text("tax") } == ["16.87", "118.03"])
    #expect(listed.map { $0.text("net") } == ["83.13", "581.98"])
    let rest = try desk.one("invoice credit A-2026-1 --reason rest")
    #expect(rest.text("total") == "600.01" && rest.objects("lines").count == 2)
    #expect(try desk.problems() == [])
  }

  @Test func theWholeIsTakenBackLineByLine() throws {
    let desk = try twoRates()
    let credit = try desk.one("invoice credit A-2026-1 --reason typo")
    #expect(credit.objects("lines").map { $0.text("text") } == ["part", "part"])
    #expect(
      try desk.type("invoice list --ticket T-1").map { $0.text("invoice") }
        == ["A-2026-000001", "C-2026-000001"])
    #expect(credit.objects("lines").map { $0.text("amount") } == ["600.00", "100.01"])
    #expect(
      credit.objects("taxes").map { $0.text("tax") }
        == (try desk.one("invoice show A-2026-1").objects("taxes").map { $0.text("tax") }))
    #expect(try desk.problems() == [])
  }

  @Test func creditsInARaceNeverExceedTheirInvoice() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.invoiced([100_00])
    let outcomes = try desk.group([
      "invoice credit A-2026-1 --amount 60 --reason a",
      "invoice credit A-2026-1 --amount 60 --reason b",
      "invoice credit A-2026-1 --amount 40 --reason c", "invoice credit A-2026-1 --reason d",
    ])
    let codes = outcomes.map { outcome -> ErrorCode? in
      if case .failure(let error) = outcome.result { return error.code }
      return nil
    }
    #expect(codes == [nil, .amount, nil, .state])
    #expect(
      try desk.type("invoice list --client office").map { $0.text("invoice") }
        == ["C-2026-000002", "C-2026-000001", "A-2026-000001"])
    #expect(try desk.problems() == [])
  }

  @Test func numbersHaveNoGapsHoweverRequestsMeet() throws {
    let desk = try TestDesk.pricedFirm()
    let tickets = try (1...6).map { try desk.resolvedTicket([Int64($0)]) }
    try desk.type("invoice review \(tickets.joined(separator: " "))")
    var commands = tickets.map { "invoice issue office \($0)" }
    commands.insert("invoice issue office \(tickets[0]) --date 2026-11-01", at: 3)
    commands.insert("invoice issue office \(tickets[1])", at: 4)
    let outcomes = try desk.group(commands)
    let numbers = outcomes.compactMap { try? $0.result.get().first?.text("invoice") }
    #expect(numbers == (1...6).map { "A-2026-00000\($0)" })
    try desk.reopen()
    #expect(try desk.invoiced([7]).text("invoice") == "A-2026-000007")
    #expect(try desk.problems() == [])
  }

  @Test func theAnnexStaysAsItWasIssued() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.invoiced([100_00], client: "bakery")
    let before = try desk.one("invoice page A-2026-1").objects("tables")
    #expect(before.count == 2)
    try desk.typeAll([
      "invoice credit A-2026-1 --reason typo", "ticket void T-1 --reason typo",
    ])
    #expect(try desk.one("invoice page A-2026-1").objects("tables") == before)
    #expect(try desk.problems() == [])
  }

  @Test func theBudgetHasWhatIsLeftOfTheInvoice() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.invoiced([60_00, 40_00], client: "bakery")
    try desk.invoiced([5_00])
    func spent() throws -> String? {
      try desk.one("budget show bakery --line repair").text("spent")
    }
    #expect(
      try desk.one("invoice credit A-2026-1 --amount 10 --reason goodwill").texts("flags") == [])
    #expect(try spent() == "90.00")
    try desk.type("invoice credit A-2026-1 --line 2 --reason typo")
    #expect(try spent() == "50.00")
    let rest = try desk.one("invoice credit A-2026-1 --reissue --reason \"new price\"")
    #expect(rest.texts("flags") == [])
    #expect(try spent() == "60.00")
    try desk.typeAll([
      "ticket void T-1 --line 1 --reason \"new price\"",
      "ticket log T-1 --kind part --text part --amount 50", "invoice review T-1",
      "invoice issue bakery",
    ])
    #expect(try spent() == "50.00")
    #expect(try desk.one("invoice ageing --client bakery").text("total") == "50.00")
    // Who has no budget has nothing to be given back.
    let free = try desk.one("invoice credit A-2026-2 --reason x")
    #expect(free.texts("flags") == [] && free["budget"] == nil)
    #expect(try desk.problems() == [])
  }

  @Test func whatIsOnAnInvoiceIsNotInvoicedAgainAtNothing() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.invoiced([100_00])
    try desk.typeAll(["ticket reopen T-1 --reason \"still jams\"", "ticket resolve T-1"])
    #expect(try desk.one("invoice queue").text("amount") == "0.00")
    #expect(try desk.one("invoice review T-1").text("state") == "invoiced")
    #expect(try desk.type("invoice queue") == [])
    try desk.typeAll([
      "ticket log T-1 --kind part --text x --amount 1", "invoice review T-1",
      "ticket void T-1 --line 2 --reason typo",
    ])
    try desk.refuse(.state, "invoice issue office T-1")
    #expect(try desk.one("invoice review T-1").text("state") == "invoiced")
    try desk.refuse(.state, "invoice review T-1")
    // Among others it leaves the queue with them.
    try desk.typeAll([
      "ticket log T-1 --kind part --text x --amount 1", "invoice review T-1",
      "ticket void T-1 --line 3 --reason typo",
      "invoice review \(try desk.resolvedTicket([5_00]))",
    ])
    let issued = try desk.one("invoice issue office")
    #expect(issued.texts("tickets") == ["T-2"] && issued.texts("flags") == ["nothing_left T-1"])
    #expect(try desk.type("invoice queue") == [])
    #expect(try desk.problems() == [])
  }

  @Test func adviceOnACreditedLineWorksAsTyped() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.invoiced([60_00, 40_00])
    try desk.type("invoice credit A-2026-1 --amount 70 --reason goodwill")
    let error = try desk.refuse(.state, "ticket void T-1 --line 1 --reason typo")
    #expect(error.message.contains("invoice credit A-2026-000001 --reissue"))
    try desk.refuse(.amount, "invoice credit A-2026-1 --line 1 --reason x")
    try desk.typeAll([
      "invoice credit A-2026-000001 --reissue --reason TEXT",
      "ticket void T-1 --line 1 --reason typo",
    ])
    #expect(try desk.problems() == [])
  }

  @Test func aDayBeforeTheFirstRateIsNotADayWithoutTax() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.type("vat set --rate 22% --from 2026-01-01")
    let ticket = try desk.resolvedTicket([120_00], at: "2025-12-31T12:00+03:00")
    try desk.type("invoice review \(ticket)")
    try desk.refuse(.notSet, "invoice issue office")
    #expect(try desk.one("vat set --rate 20% --from 2025-01-01").texts("flags") == [])
    #expect(
      try desk.one("invoice issue office").objects("taxes").map { $0.text("tax") } == ["20.00"])
    // The act agrees with the invoice, whatever rate is set afterwards.
    let act = try desk.one("invoice act \(ticket)").objects("tables")
    #expect(
      try desk.one("vat set --rate 10% --from 2025-01-01").texts("flags") == ["invoiced_since"])
    #expect(try desk.one("invoice act \(ticket)").objects("tables") == act)
  }

  @Test func lettersThatLookAlikeAreOneSeries() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.invoiced([100_00])
    #expect(try desk.invoiced([1], "--series \u{410}").text("invoice") == "A-2026-000002")
    #expect(try desk.one("invoice show \u{430}-2026-1").text("invoice") == "A-2026-000001")
    let paid = try desk.one(
      "invoice receive \"\u{41E}\u{43F}\u{43B}\u{430}\u{442}\u{430} \u{410}-2026-000001\""
        + " --amount 1 --reference r")
    #expect(paid.text("invoice") == "A-2026-000001")
  }

  @Test func numbersOfOtherPapersDoNotConfuse() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.invoiced([100_00])
    try desk.type("invoice credit A-2026-1 --amount 10 --reason x")
    let paid = try desk.one(
      "invoice receive \"contract D-2026-15, A-2026-000001 less C-2026-1\" --amount 1 --reference r"
    )
    #expect(paid.text("invoice") == "A-2026-000001")
    try desk.refuse(.notFound, "invoice receive \"contract D-2026-15\" --amount 1 --reference s")
    try desk.refuse(.state, "invoice receive \"C-2026-1\" --amount 1 --reference s")
  }

  @Test func moneyInAnotherCurrencyIsNotTheInvoices() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.invoiced([100_00], client: "berlin")
    try desk.refuse(
      .unsuitable, "invoice receive A-2026-1 --amount 100 --reference r --currency RUB")
    try desk.refuse(.unsuitable, "invoice receive A-2026-1 --amount 100 --reference r")
    try desk.type("invoice receive A-2026-1 --amount 40 --reference r --currency EUR")
    try desk.type("invoice receive A-2026-1 --amount 60 --reference s --client berlin")
  }
}
