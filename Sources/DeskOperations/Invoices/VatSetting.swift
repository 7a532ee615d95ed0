import DeskRules
import DeskStore

struct VatSetting: Change {
  static let about = About(
    "vat.set", "Sets the rate of value added tax by the first day of supply it holds for.",
    roles: .money, refusals: [.usage, .amount],
    example: "swapdesk vat set --rate 22% --from 2026-01-01",
    notes: [
      "The day on which a line's work was done decides its rate, not the date of the invoice. In"
        + " Russia 20 % hold until 2025-12-31 and 22 % from 2026-01-01: vat set --rate 20% --from"
        + " 2019-01-01, then vat set --rate 22% --from 2026-01-01.",
      "--exempt says that the firm charges no tax from that day on, which documents show as no VAT"
        + " and not as 0 %. A desk without any rate charges none. Issued invoices keep their rates;"
        + " invoiced_since says that there are some of that day or later.",
    ])
  let rate: Percent?
  let isExempt: Bool
  let from: CalendarDate

  init(_ read: inout Arguments) throws(DeskError) {
    rate = try read.optional("rate", "The rate.")
    isExempt = try read.flag("exempt", "No tax from that day on.")
    from = try read("from", "The first day of supply.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<TaxRateCard> {
    guard (rate == nil) == isExempt else {
      throw DeskError(.usage, "give either --rate or --exempt")
    }
    let known = try books.bills.rates().first { $0.from == from }
    let isKnown = known.map { $0.rate == rate } ?? false
    var issued = InvoiceFilter()
    issued.from = from
    issued.limit = 1
    var card = TaxRateCard(from: from, rate)
    if !isKnown, try !books.invoices.list(issued).isEmpty { card.flags = ["invoiced_since"] }
    return Decision(
      events: isKnown ? [] : [TaxRateSet(from: from, rate: rate)], reply: card)
  }
}

/// A rate of value added tax.
struct TaxRateCard: Item {
  let from: CalendarDate
  /// The rate, or that there is none.
  let rate: String
  var flags: [String]?

  init(from: CalendarDate, _ rate: Percent?) {
    self.from = from
    self.rate = TaxText.text(rate)
  }
}

/// How a rate is said.
enum TaxText {
  /// There is no tax, which is not a rate of 0 %.
  static let none = "no VAT"

  static func text(_ rate: Percent?) -> String { rate?.text ?? none }
}
