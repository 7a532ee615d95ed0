import DeskRules
import Testing

/// Money that comes, credit notes, ageing, reminders.
@Suite struct PaymentTests {
  private func firm(_ amounts: [Int64] = [100_00]) throws -> (TestDesk, String) {
    let desk = try TestDesk.pricedFirm()
    try desk.setRates()
    return (desk, try #require(try desk.invoiced(amounts).text("invoice")))
  }

  private func figures(_ desk: TestDesk, _ number: String) throws -> JSON {
    try desk.one("invoice show \(number)").only("total", "credited", "paid", "open")
  }

  @Test func partsAreAddedUntilTheInvoiceIsPaid() throws {
    let (desk, number) = try firm()
    let first = try desk.one("invoice pay \(number) --amount 40 --date 2026-11-21 --reference b1")
    #expect(
      first.only("payment", "applied", "open", "surplus")
        == (try json(
          "{\"payment\":\"PAY-1\",\"applied\":\"40.00\",\"open\":\"60.00\"}")))
    #expect(try desk.type("invoice list --open").count == 1)
    try desk.type("invoice pay \(number) --amount 60")
    #expect(
      try figures(desk, number)
        == (try json(
          "{\"total\":\"100.00\",\"credited\":\"0.00\",\"paid\":\"100.00\",\"open\":\"0.00\"}")))
    #expect(try desk.type("invoice list --open") == [])
    #expect(try desk.problems() == [])
  }

  @Test func whatIsTooMuchGoesOnAccountAndPaysTheNext() throws {
    let (desk, number) = try firm()
    let payment = try desk.one("invoice pay \(number) --amount 130")
    #expect(
      payment.only("surplus", "open", "on_account")
        == (try json(
          "{\"surplus\":\"30.00\",\"open\":\"0.00\",\"on_account\":\"30.00\"}")))
    let second = try #require(try desk.invoiced([50_00]).text("invoice"))
    try desk.refuse(.amount, "invoice pay \(second) --from-account --amount 31")
    let taken = try desk.one("invoice pay \(second) --from-account")
    #expect(
      taken.only("amount", "open", "on_account", "from_account")
        == (try json(
          "{\"amount\":\"30.00\",\"open\":\"20.00\",\"from_account\":true}")))
    try desk.refuse(.state, "invoice pay \(second) --from-account")
    #expect(
      try desk.one("invoice ageing --client office").only("total", "on_account", "balance")
        == (try json("{\"total\":\"20.00\",\"on_account\":\"0.00\",\"balance\":\"20.00\"}")))
    #expect(try desk.problems() == [])
  }

  @Test func aPaymentIsReversedAndTheInvoiceOpenAgain() throws {
    let (desk, number) = try firm()
    try desk.type("invoice pay \(number) --amount 130 --date 2026-11-21")
    try desk.refuse(.time, "invoice unpay PAY-1 --reason x --date 2026-11-20")
    let reversed = try desk.one("invoice unpay PAY-1 --reason \"other client\"")
    #expect(reversed.text("open") == "100.00")
    try desk.refuse(.state, "invoice unpay PAY-1 --reason again")
    try desk.refuse(.notFound, "invoice unpay PAY-9 --reason x")
    #expect(
      try desk.one("invoice ageing --client office").only("total", "on_account")
        == (try json("{\"total\":\"100.00\",\"on_account\":\"0.00\"}")))
    #expect(try desk.problems() == [])
  }

  @Test func aSurplusThatIsUsedUpKeepsItsPayment() throws {
    let (desk, number) = try firm()
    try desk.type("invoice pay \(number) --amount 130")
    let second = try #require(try desk.invoiced([50_00]).text("invoice"))
    try desk.type("invoice pay \(second) --from-account")
    try desk.refuse(.state, "invoice unpay PAY-1 --reason x")
    try desk.typeAll(["invoice unpay PAY-2 --reason x", "invoice unpay PAY-1 --reason x"])
    #expect(
      try desk.one("invoice ageing --client office").only("total", "on_account")
        == (try json("{\"total\":\"150.00\",\"on_account\":\"0.00\"}")))
    #expect(try desk.problems() == [])
  }

  @Test func badPaymentsAreRefused() throws {
    let (desk, number) = try firm()
    try desk.refuse(.usage, "invoice pay \(number)")
    try desk.refuse(.amount, "invoice pay \(number) --amount 0")
    try desk.refuse(.amount, "invoice pay \(number) --amount -5")
    try desk.refuse(.amount, "invoice pay \(number) --amount 1.234")
    try desk.refuse(.time, "invoice pay \(number) --amount 1 --date 2026-11-23")
    try desk.refuse(.notFound, "invoice pay A-2026-77 --amount 1")
    try desk.refuse(.state, "invoice pay \(number) --from-account")
    try desk.type("invoice credit \(number) --reason x")
    try desk.refuse(.state, "invoice pay C-2026-1 --amount 1")
    try desk.refuse(.notAllowed, "invoice pay \(number) --amount 1", as: "dasha")
    try desk.refuse(.notAllowed, "invoice unpay PAY-1 --reason x", as: "dasha")
  }

  @Test func creditsReferToTheOriginalAndNeverExceedIt() throws {
    let (desk, number) = try firm([60_00, 40_00])
    let credit = try desk.one("invoice credit \(number) --line 2 --reason \"never delivered\"")
    #expect(
      credit.only("invoice", "original", "total", "open")
        == (try json(
          """
          {"invoice":"C-2026-000001","original":"\(number)","total":"40.00","open":"60.00"}
          """)))
    try desk.refuse(.state, "invoice credit \(number) --line 2 --reason again")
    try desk.refuse(.notFound, "invoice credit \(number) --line 3 --reason x")
    try desk.refuse(.amount, "invoice credit \(number) --amount 60.01 --reason x")
    try desk.refuse(.usage, "invoice credit \(number) --amount 1 --line 1 --reason x")
    try desk.type("invoice credit \(number) --amount 10 --reason goodwill")
    try desk.refuse(.amount, "invoice credit \(number) --line 1 --reason x")
    #expect(try desk.one("invoice credit \(number) --reason rest").text("total") == "50.00")
    try desk.refuse(.state, "invoice credit \(number) --reason x")
    try desk.refuse(.state, "invoice credit C-2026-1 --reason x")
    #expect(try desk.one("invoice show \(number)").texts("credits").count == 3)
    #expect(
      try figures(desk, number)
        == (try json(
          "{\"total\":\"100.00\",\"credited\":\"100.00\",\"paid\":\"0.00\",\"open\":\"0.00\"}")))
    #expect(try desk.problems() == [])
  }

  /// However an invoice is taken back, all its tax comes back with it.
  @Test(arguments: ["inside", "on_top"])
  func theTaxOfAllCreditsIsTheTaxOfTheInvoice(treatment: String) throws {
    let desk = try TestDesk.pricedFirm()
    try desk.setRates()
    try desk.type("client terms office --vat \(treatment)")
    for parts in [["--line 1", "--line 2", "--line 3"], ["--amount 11.11", "--line 2", ""]] {
      let number = try #require(try desk.invoiced([33_33, 33_33, 33_33]).text("invoice"))
      let tax = try desk.one("invoice show \(number)").objects("taxes")[0].text("tax")
      var credited: Int64 = 0
      for part in parts {
        let credit = try desk.one("invoice credit \(number) \(part) --reason x")
        credited += try minorUnits(credit.objects("taxes")[0].text("tax"))
      }
      #expect(try figures(desk, number) != (try json("{}")))
      #expect(amount(credited) == tax)
    }
    #expect(try desk.problems() == [])
  }

  @Test func aCreditOfWhatIsPaidGoesOnAccount() throws {
    let (desk, number) = try firm()
    try desk.type("invoice pay \(number) --amount 80")
    let credit = try desk.one("invoice credit \(number) --amount 50 --reason x")
    #expect(
      credit.only("open", "to_account")
        == (try json(
          "{\"open\":\"0.00\",\"to_account\":\"30.00\"}")))
    try desk.type("invoice unpay PAY-1 --reason x")
    #expect(
      try figures(desk, number)
        == (try json(
          "{\"total\":\"100.00\",\"credited\":\"50.00\",\"paid\":\"0.00\",\"open\":\"50.00\"}")))
    #expect(try desk.one("invoice ageing --client office").text("on_account") == "0.00")
    #expect(try desk.problems() == [])
  }

  @Test func whatIsCreditedMayBeInvoicedAnew() throws {
    let (desk, number) = try firm([60_00, 40_00])
    try desk.refuse(.usage, "invoice credit \(number) --amount 1 --reissue --reason x")
    try desk.type("invoice credit \(number) --reissue --reason \"wrong address\"")
    #expect(try desk.one("invoice queue").text("amount") == "100.00")
    try desk.type("invoice review T-1")
    #expect(try desk.one("invoice issue office").text("invoice") == "A-2026-000002")
    try desk.type("invoice credit A-2026-2 --line 1 --reissue --reason x")
    #expect(try desk.one("invoice queue").text("amount") == "60.00")
    #expect(try desk.problems() == [])
  }

  @Test func aLineThatIsInvoicedIsCreditedBeforeItIsVoided() throws {
    let (desk, number) = try firm([60_00, 40_00])
    let error = try desk.refuse(.state, "ticket void T-1 --line 2 --reason typo")
    #expect(error.details.text("invoice") == number)
    try desk.refuse(.state, "ticket void T-1 --reason typo")
    try desk.typeAll([
      "invoice credit \(number) --line 2 --reason typo", "ticket void T-1 --line 2 --reason typo",
      "ticket log T-1 --kind part --text right --amount 39",
    ])
    #expect(try desk.one("invoice queue").text("amount") == "39.00")
    #expect(try desk.problems() == [])
  }

  @Test func creditsHaveDatesLikeInvoices() throws {
    let (desk, number) = try firm()
    try desk.refuse(.time, "invoice credit \(number) --date 2026-11-21 --reason x")
    try desk.refuse(.time, "invoice credit \(number) --date 2026-11-23 --reason x")
    #expect(
      try desk.one("invoice credit \(number) --series A --reason x").text("invoice")
        == "A-2026-000002")
    try desk.refuse(.notFound, "invoice credit A-2026-9 --reason x")
    try desk.refuse(.notAllowed, "invoice credit \(number) --reason x", as: "dasha")
  }

  @Test func theDunningListNamesWhomToRemind() throws {
    let (desk, number) = try firm()
    try desk.type("contact add office \"Vera Payer\" --function payer --phone +78000")
    #expect(try desk.type("invoice dunning") == [])
    try desk.refuse(.state, "invoice remind \(number)")
    try desk.now("2026-12-07T10:00+03:00")
    let card = try desk.one("invoice dunning")
    #expect(
      card.only("invoice", "days_late", "bucket", "open", "reminders", "payer", "phone")
        == (try json(
          """
          {"invoice":"\(number)","days_late":1,"bucket":"1-30","open":"100.00","reminders":0,
           "payer":"Vera Payer","phone":"+78000"}
          """)))
    try desk.type("invoice remind \(number)")
    let again = try desk.one("invoice dunning")
    #expect(
      again.only("reminders", "reminded")
        == (try json(
          "{\"reminders\":1,\"reminded\":\"2026-12-07\"}")))
    #expect(try desk.type("invoice list --overdue").map { $0.number("days_late") } == [1])
    try desk.refuse(.usage, line: "invoice.remind")
    try desk.refuse(.usage, "invoice remind \(number) \(number)")
    try desk.refuse(.notFound, "invoice remind A-2026-9")
    try desk.refuse(.notFound, "invoice dunning --client nobody")
    try desk.type("invoice pay \(number) --amount 100")
    #expect(try desk.type("invoice dunning") == [])
    try desk.refuse(.state, "invoice remind \(number)")
    #expect(try desk.problems() == [])
  }

  @Test func aPastDayIsAgedByTheDocumentsOfThatDay() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.now("2026-11-30T10:00+03:00")
    try desk.invoiced([100_00], "--date 2026-11-20 --due 2026-11-21")
    try desk.typeAll([
      "invoice pay A-2026-1 --amount 60 --date 2026-11-23",
      "invoice credit A-2026-1 --amount 50 --reason x --date 2026-11-25",
      // Money that came before its invoice was dated.
      "invoice pay A-2026-1 --amount 0.01 --date 2026-11-30",
    ])
    try desk.invoiced([30_00], "--date 2026-11-28")
    try desk.type("invoice pay A-2026-2 --amount 30 --date 2026-11-27")
    func ageing(_ day: String) throws -> [String?] {
      let card = try desk.one("invoice ageing --client office --as-of \(day)", as: "alla")
      return ["current", "days_1_30", "total", "on_account", "balance"].map { card.text($0) }
    }
    #expect(try ageing("2026-11-19") == ["0.00", "0.00", "0.00", "0.00", "0.00"])
    #expect(try ageing("2026-11-20") == ["100.00", "0.00", "100.00", "0.00", "100.00"])
    #expect(try ageing("2026-11-22") == ["0.00", "100.00", "100.00", "0.00", "100.00"])
    #expect(try ageing("2026-11-24") == ["0.00", "40.00", "40.00", "0.00", "40.00"])
    #expect(try ageing("2026-11-26") == ["0.00", "0.00", "0.00", "10.00", "-10.00"])
    #expect(try ageing("2026-11-27") == ["0.00", "0.00", "0.00", "40.00", "-40.00"])
    #expect(try ageing("2026-11-30") == ["0.00", "0.00", "0.00", "10.01", "-10.01"])
    for day in ["2026-11-20", "2026-11-24", "2026-11-26", "2026-11-27", "2026-11-30"] {
      let closing =
        try desk.one("client statement office --from 2026-11-01 --to \(day)")
        .objects("tables")[0]["totals"]?.elements?.last?.elements?.compactMap(\.text) ?? []
      let balance = try minorUnits(try ageing(day)[4])
      #expect(closing[balance < 0 ? 3 : 2] == amount(abs(balance)), "\(day): \(closing)")
    }
    #expect(try desk.type("invoice ageing --as-of 2026-11-19") == [])
    #expect(try desk.type("invoice dunning --as-of 2026-11-21") == [])
    let late = try desk.one("invoice dunning --as-of 2026-11-24")
    #expect(
      late.only("invoice", "open", "days_late")
        == (try json(
          "{\"invoice\":\"A-2026-000001\",\"open\":\"40.00\",\"days_late\":3}")))
    #expect(try desk.type("invoice dunning --as-of 2026-11-25") == [])
    try desk.refuse(.time, "invoice ageing --as-of 2026-11-31")
    #expect(try desk.problems() == [])
  }

  @Test func aDayToComeSaysWhatWillBeLate() throws {
    let (desk, number) = try firm()
    #expect(try desk.type("invoice dunning") == [])
    let late = try desk.one("invoice dunning --as-of 2027-01-10")
    #expect(late.text("invoice") == number && late.number("days_late") == 35)
    #expect(try desk.one("invoice ageing --as-of 2027-01-10").text("days_31_60") == "100.00")
  }

  @Test func clientsSeeTheirOwnAccountOnly() throws {
    let (desk, number) = try firm()
    try desk.type("invoice pay \(number) --amount 1")
    try desk.invoiced([200], client: "transco")
    #expect(try desk.type("invoice ageing").count == 2)
    #expect(
      try desk.type("invoice ageing", as: "tom").compactMap { $0.text("client") }
        == ["transco"])
    #expect(try desk.type("invoice payments", as: "tom") == [])
    #expect(try desk.type("invoice payments").count == 1)
    try desk.refuse(.notFound, "invoice ageing --client office", as: "tom")
    try desk.refuse(.notFound, "invoice payments --client office", as: "tom")
    try desk.refuse(.notAllowed, "invoice dunning", as: "tom")
  }

  /// One transfer is booked once, whoever types its number and in whatever letters.
  @Test(arguments: [
    "invoice receive NUMBER --amount 20 --reference BK2",
    "invoice pay NUMBER --amount 20 --reference BK2",
    "invoice receive NUMBER --amount 20 --reference \" bk2 \"",
    "invoice pay NUMBER --amount 20 --reference вк2",
    "invoice pay OTHER --amount 20 --reference bk2",
    "invoice pay --client office --amount 20 --reference bk2",
  ])
  func theSameTransferIsDoubtedHoweverItIsTyped(_ words: String) throws {
    let (desk, number) = try firm()
    let other = try #require(try desk.invoiced([70_00]).text("invoice"))
    try desk.type("invoice receive \(number) --amount 20 --reference bk2")
    let words = words.replacing("NUMBER", with: number).replacing("OTHER", with: other)
    try desk.refuse(words.contains("receive") ? .exists : .implausible, words)
    // A part of it that pays another invoice, and another client's own number, are other money.
    try desk.type("invoice pay \(other) --amount 30 --reference bk2")
    let transco = try #require(try desk.invoiced([20_00], client: "transco").text("invoice"))
    try desk.type("invoice pay \(transco) --amount 20 --reference bk2")
    if !words.contains("receive") { try desk.type(words + " --reason \"paid twice\"") }
    #expect(try desk.problems() == [])
  }

  @Test func moneyWithoutAReferenceIsDoubtedOnTheSameDayOnly() throws {
    let (desk, number) = try firm()
    try desk.type("invoice pay \(number) --amount 20")
    try desk.refuse(.implausible, "invoice pay \(number) --amount 20")
    try desk.type("invoice pay \(number) --amount 20 --reason \"in two notes\"")
    try desk.type("invoice pay \(number) --amount 20 --date 2026-11-20")
    try desk.type("invoice pay \(number) --amount 21")
    #expect(try desk.one("invoice show \(number)").text("paid") == "81.00")
    #expect(try desk.type("invoice payments --reference nothing") == [])
  }

  @Test func aRefundIsDoubtedHoweverItsReferenceIsTyped() throws {
    let (desk, number) = try firm()
    try desk.type("invoice pay \(number) --amount 150")
    try desk.type("invoice refund office --amount 10 --reference bk9")
    try desk.refuse(.implausible, "invoice refund office --amount 10 --reference BK9")
    try desk.type("invoice refund office --amount 10 --reference BK9 --reason \"sent back twice\"")
  }
}
