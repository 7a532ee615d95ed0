import DeskRules
import DeskStore

struct VatList: Query {
  static let about = About(
    "vat.list", "Lists the rates of value added tax by the first day they hold for.",
    roles: .staff, example: "swapdesk vat list")

  init(_ read: inout Arguments) throws(DeskError) {}

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> [TaxRateCard] {
    try books.bills.rates().map { TaxRateCard(from: $0.from, $0.rate) }
  }
}
