import DeskRules
import Testing

/// The worked examples of tax and ageing, through the operations.
@Suite(.enabled(if: WorkedExample.isPresent, WorkedExample.reason))
struct InvoiceCaseTests {
  private func desk(_ rate: Int64, _ treatment: String) throws -> TestDesk {
    let desk = try TestDesk.pricedFirm()
    try desk.typeAll([
      "vat set --rate \(rate)% --from 2019-01-01", "client terms office --vat \(treatment)",
    ])
    return desk
  }

  @Test(arguments: WorkedExample.ids("vat-net-"))
  func taxOnTopIsRoundedOncePerInvoice(id: String) throws {
    let example = try WorkedExample(id)
    let desk = try desk(example.given("rate"), "on_top")
    let invoice = try desk.invoiced(example.givenList("lines"))
    let tax = try #require(invoice.objects("taxes").first)
    #expect(try minorUnits(tax.text("tax")) == (try example.expected("per_invoice")))
    #expect(
      try minorUnits(invoice.text("total"))
        == (try example.givenList("lines").reduce(0, +) + example.expected("per_invoice")))
  }

  @Test(arguments: WorkedExample.ids("vat-gross-"))
  func taxInsideIsRoundedOnceAndItsPartsAddUp(id: String) throws {
    let example = try WorkedExample(id)
    let desk = try desk(example.given("rate"), "inside")
    let invoice = try desk.invoiced(example.givenList("parts"))
    let tax = try #require(invoice.objects("taxes").first)
    #expect(try minorUnits(tax.text("tax")) == (try example.expected("whole")))
    let number = try #require(invoice.text("invoice"))
    var parts: Int64 = 0
    for line in 1...invoice.objects("lines").count {
      let credit = try desk.one("invoice credit \(number) --line \(line) --reason x")
      parts += try minorUnits(credit.objects("taxes").first?.text("tax"))
    }
    #expect(try parts == example.expected("whole"))
  }

  @Test(arguments: WorkedExample.ids("age-"))
  func ageingGoesByDueDate(id: String) throws {
    let example = try WorkedExample(id)
    let desk = try TestDesk.pricedFirm()
    try desk.now("2026-11-21T12:00+03:00")
    let due = try #require(try example.givenText("due"))
    try desk.invoiced(
      [100_00], at: "2026-08-01T10:00+03:00", "--date 2026-08-02 --due \(due)")
    let bucket = try #require(try example.expectedText("bucket"))
    let members = [
      "current": "current", "1-30": "days_1_30", "31-60": "days_31_60", "61-90": "days_61_90",
      "90+": "days_over_90",
    ]
    let card = try desk.one("invoice ageing --client office")
    for (name, member) in members {
      #expect(card.text(member) == (name == bucket ? "100.00" : "0.00"), "\(name)")
    }
    let days = try example.expected("days")
    #expect(
      try desk.one("invoice list --open").number("days_late") == (days > 0 ? days : nil))
  }
}
