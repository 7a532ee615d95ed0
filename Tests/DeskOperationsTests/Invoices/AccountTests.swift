import DeskRules
import Testing

/// Money on account: before there is an invoice, beyond one, and back again; and what is entered twice.
@Suite struct AccountTests {
  private func firm() throws -> TestDesk {
    let desk = try TestDesk.pricedFirm()
    try desk.setRates()
    try desk.invoiced([100_00])
    return desk
  }

  private func account(_ desk: TestDesk) throws -> JSON {
    try desk.one("invoice ageing --client office").only("total", "on_account", "balance")
  }

  @Test func whatIsTooMuchGoesBack() throws {
    let desk = try firm()
    try desk.type("invoice pay A-2026-1 --amount 130 --date 2026-11-21")
    let part = try desk.one(
      "invoice refund office --amount 10 --reference \"bank 9\" --reason \"asked for\"")
    #expect(
      part.only("payment", "amount", "on_account", "refund", "invoice", "surplus")
        == (try json(
          "{\"payment\":\"PAY-2\",\"amount\":\"-10.00\",\"on_account\":\"20.00\",\"refund\":true}"))
    )
    try desk.refuse(.implausible, "invoice refund office --amount 10 --reference \"bank 9\"")
    try desk.refuse(.amount, "invoice refund office --amount 20.01 --reference x")
    try desk.refuse(.amount, "invoice refund office --amount 0 --reference x")
    try desk.refuse(.time, "invoice refund office --reference x --date 2026-11-23")
    try desk.refuse(.notFound, "invoice refund nobody --reference x")
    try desk.refuse(.notAllowed, "invoice refund office --reference x", as: "dasha")
    let rest = try desk.one(
      "invoice refund office --reference \"bank 9\" --reason \"the other half\"", as: "alla")
    #expect(rest.text("amount") == "-20.00")
    try desk.refuse(.state, "invoice refund office --reference y")
    #expect(
      try account(desk)
        == (try json("{\"total\":\"0.00\",\"on_account\":\"0.00\",\"balance\":\"0.00\"}")))
    // The surplus is gone, so that its payment stands.
    try desk.refuse(.state, "invoice unpay PAY-1 --reason x")
    let table = try desk.one("client statement office --from 2026-11-01 --to 2026-11-30")
      .objects("tables")[0]
    #expect(
      JSON.array(table["rows"]?.elements?.suffix(2) ?? [])
        == (try json(
          """
          [["2026-11-22","Refund PAY-2, bank 9","10.00",""],
           ["2026-11-22","Refund PAY-3, bank 9","20.00",""]]
          """)))
    #expect(try desk.problems() == [])
  }

  @Test func aRefundThatReturnsIsOnAccountAgain() throws {
    let desk = try firm()
    try desk.typeAll([
      "invoice pay A-2026-1 --amount 130", "invoice refund office --reference \"bank 9\"",
    ])
    let back = try desk.one("invoice unpay PAY-2 --reason \"account closed\"")
    #expect(back.text("on_account") == "30.00" && back.text("open") == nil)
    try desk.refuse(.state, "invoice unpay PAY-2 --reason again")
    try desk.type("invoice refund office --reference \"bank 9\"")
    #expect(
      try desk.type("invoice payments --client office").map { $0.text("amount") }
        == ["130.00", "-30.00", "-30.00"])
    #expect(try desk.problems() == [])
  }

  @Test func moneyMayComeBeforeItsInvoice() throws {
    let desk = try TestDesk.pricedFirm()
    let paid = try desk.one(
      "invoice pay --client office --amount 70 --reference \"bank 7\"", as: "alla")
    #expect(
      paid.only("invoice", "applied", "surplus", "on_account", "open")
        == (try json(
          "{\"applied\":\"0.00\",\"surplus\":\"70.00\",\"on_account\":\"70.00\"}")))
    try desk.refuse(.implausible, "invoice pay --client office --amount 70 --reference \"bank 7\"")
    try desk.refuse(.usage, "invoice pay --amount 70")
    try desk.refuse(.usage, "invoice pay --client office")
    try desk.refuse(.usage, "invoice pay --client office --from-account")
    try desk.refuse(.notFound, "invoice pay --client nobody --amount 1")
    try desk.invoiced([100_00])
    try desk.refuse(.usage, "invoice pay A-2026-1 --client office --amount 1")
    #expect(try desk.one("invoice pay A-2026-1 --from-account").text("open") == "30.00")
    try desk.refuse(.state, "invoice unpay PAY-1 --reason x")
    try desk.typeAll(["invoice unpay PAY-2 --reason x", "invoice unpay PAY-1 --reason x"])
    #expect(
      try account(desk)
        == (try json("{\"total\":\"100.00\",\"on_account\":\"0.00\",\"balance\":\"100.00\"}")))
    #expect(try desk.problems() == [])
  }

  @Test func theSameTransferIsDoubtedForTheSameInvoiceOnly() throws {
    let desk = try firm()
    try desk.invoiced([50_00])
    try desk.typeAll([
      "invoice pay A-2026-1 --amount 40 --reference \"bank 118\"",
      "invoice pay A-2026-2 --amount 50 --reference \"bank 118\"",
    ])
    let error = try desk.refuse(
      .implausible, "invoice pay A-2026-1 --amount 40 --reference \"bank 118\"")
    #expect(error.details.text("payment") == "PAY-1")
    try desk.type(
      "invoice pay A-2026-1 --amount 40 --reference \"bank 118\" --reason \"two transfers\"")
    try desk.typeAll([
      "invoice unpay PAY-1 --reason x", "invoice unpay PAY-3 --reason x",
      "invoice pay A-2026-1 --amount 40 --reference \"bank 118\"",
    ])
    #expect(try desk.problems() == [])
  }

  @Test func aLineOfAStatementIsEnteredOnceWhoeverSendsIt() throws {
    let desk = try firm()
    try desk.type("invoice pay A-2026-1 --amount 40 --reference \"bank 118\"")
    let error = try desk.refuse(
      .exists, "invoice receive A-2026-1 --amount 40 --reference \"bank 118\"", as: "alla")
    #expect(error.details.text("payment") == "PAY-1")
    try desk.type("invoice receive A-2026-1 --amount 30 --reference \"bank 118\"", as: "alla")
    try desk.refuse(.exists, "invoice receive thanks --amount 30 --reference \"bank 118\"")
    try desk.refuse(.exists, "invoice receive A-2026-1 --amount 30 --reference \"bank 118\"")
    // Another payer's transfer may have the same number.
    try desk.invoiced([40_00], client: "transco")
    try desk.type("invoice receive A-2026-2 --amount 40 --reference \"bank 118\"", as: "alla")
    #expect(try desk.problems() == [])
  }

  @Test func aPaymentBeforeItsInvoiceIsFlagged() throws {
    let desk = try firm()
    let early = try desk.one("invoice pay A-2026-1 --amount 40 --date 2026-11-21")
    #expect(early.texts("flags") == ["before_invoice"])
    #expect(try desk.one("invoice pay A-2026-1 --amount 1").texts("flags") == [])
    let received = try desk.one(
      "invoice receive A-2026-1 --amount 2 --date 2026-11-20 --reference r")
    #expect(received.texts("flags") == ["before_invoice"])
  }

  @Test func theEntriesAreTheAccount() throws {
    let desk = try firm()
    try desk.typeAll([
      "invoice pay A-2026-1 --amount 130", "invoice credit A-2026-1 --amount 20 --reason x",
      "invoice refund office --amount 45 --reference r", "invoice unpay PAY-2 --reason x",
    ])
    try desk.invoiced([5_00], client: "transco")
    let entries = try desk.type("invoice entries --client office", as: "alla")
    #expect(
      entries.map { $0.text("kind") }
        == ["invoice", "payment", "credit", "refund", "refund_reversal"])
    #expect(entries[2].objects("taxes").map { $0.text("gross") } == ["20.00"])
    let balance = try entries.reduce(Int64(0)) {
      try $0 + minorUnits($1.text("debit")) - minorUnits($1.text("credit"))
    }
    #expect(amount(balance) == (try desk.one("invoice ageing --client office").text("balance")))
    let place = try #require(entries[2].text("place"))
    #expect(try desk.type("invoice entries --client office --after \(place)").count == 2)
    #expect(try desk.type("invoice entries --after \(place)").count == 3)
    try desk.refuse(.usage, "invoice entries --after here")
    try desk.refuse(.notFound, "invoice entries --client nobody")
    try desk.refuse(.notAllowed, "invoice entries", as: "olga")
  }

  /// What is taken off is there by that day and on every day since.
  @Test func moneyIsNotTakenOffBeforeItCame() throws {
    let desk = try firm()
    try desk.now("2026-12-12T10:00+03:00")
    try desk.typeAll([
      "invoice pay --client office --amount 30 --reference r1 --date 2026-12-01",
      "invoice pay --client office --amount 150 --reference r2",
    ])
    for command in [
      "invoice pay A-2026-1 --from-account --date 2026-11-30",
      "invoice pay A-2026-1 --from-account --amount 30.01 --date 2026-12-05",
      "invoice refund office --reference rf --date 2026-11-30",
      "invoice refund office --amount 31 --reference rf --date 2026-12-11",
    ] { try desk.refuse(.time, command) }
    let refusal = try desk.refuse(
      .time, "invoice refund office --amount 180 --reference rf --date 2026-12-11")
    #expect(refusal.details.text("first") == "2026-12-12", "\(refusal)")
    let part = try desk.one("invoice pay A-2026-1 --from-account --date 2026-12-05")
    #expect(part.text("amount") == "30.00" && part.text("on_account") == "150.00")
    try desk.refuse(.time, "invoice refund office --reference rf --date 2026-12-03")
    let then = try desk.one("invoice ageing --client office --as-of 2026-12-11")
    #expect(then.text("total") == "70.00" && then.text("on_account") == "0.00", "\(then)")
    #expect(try desk.one("invoice refund office --reference rf").text("amount") == "-150.00")
    #expect(try desk.problems() == [])
  }

  @Test func aReversalTakesNothingOffBeforeItIsThere() throws {
    let desk = try firm()
    try desk.type("invoice pay A-2026-1 --amount 130")
    try desk.now("2026-12-12T10:00+03:00")
    try desk.typeAll([
      "invoice refund office --reference rf --date 2026-12-01",
      "invoice pay --client office --amount 40 --reference r --date 2026-12-10",
    ])
    try desk.refuse(.time, "invoice unpay PAY-1 --reason x --date 2026-12-05")
    try desk.type("invoice unpay PAY-1 --reason x --date 2026-12-10")
    #expect(try desk.one("invoice ageing --client office").text("on_account") == "10.00")
    #expect(try desk.problems() == [])
  }

  /// A credit dated before the payment leaves nothing open from its own day on; the money is on account
  /// from the day it came.
  @Test func whatWasCreditedBeforeItWasPaidIsNotLate() throws {
    let desk = try firm()
    try desk.now("2026-12-22T10:00+03:00")
    try desk.typeAll([
      "invoice pay A-2026-1 --amount 70 --date 2026-12-20",
      "invoice credit A-2026-1 --reason r --amount 60 --date 2026-12-10",
    ])
    func figures(_ day: String) throws -> [String?] {
      let card = try desk.one("invoice ageing --client office --as-of \(day)")
      return [card.text("total"), card.text("on_account")]
    }
    #expect(try figures("2026-12-09") == ["100.00", "0.00"])
    #expect(try figures("2026-12-19") == ["40.00", "0.00"])
    #expect(try figures("2026-12-22") == ["0.00", "30.00"])
    let late = try desk.one("invoice dunning --as-of 2026-12-15")
    #expect(late.text("open") == "40.00", "\(late)")
    // What the credit freed was on account from the payment's day on, not before.
    try desk.refuse(.time, "invoice refund office --reference rf --date 2026-12-19")
    try desk.type("invoice refund office --reference rf --date 2026-12-20")
    #expect(try desk.problems() == [])
  }
}
