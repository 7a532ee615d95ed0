import DeskRules
import DeskStore

struct ReportSales: Query {
  static let about = About(
    "report.sales", "Says how much of the firm's sales each client is, the largest first.",
    roles: .money, refusals: [.time], example: "swapdesk report sales --period 2026",
    notes: [
      "Sales are invoices less credit notes dated in the period, without VAT; shares are of all sales in"
        + " the same currency. key marks who is strictly more than 10 % of them; warning is the highest"
        + " of 20, 40 and 50 % that a client has reached, on whom the firm then depends."
    ])
  let period: Period?

  init(_ read: inout Arguments) throws(DeskError) {
    period = try read.optional("period", "The days of the documents; this year where left out.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> [SalesCard] {
    let today = try books.clients.settings().zone.date(at: caller.now)
    let asked: Period
    if let period { asked = period } else { asked = try Period("\(today.year)") }
    let sales = try books.invoices.sales(from: asked.first, to: asked.last)
    var totals: [Currency: Int64] = [:]
    for sale in sales {
      totals[sale.currency] = try MoneyRule.sum(totals[sale.currency] ?? 0, sale.net)
    }
    return try sales.map { sale throws(DeskError) in
      SalesCard(sale, try SalesShare(of: sale.net, in: totals[sale.currency] ?? 0))
    }
  }
}

/// How much of the firm's sales a client is.
struct SalesCard: Item {
  let client: ClientCode
  /// Without tax.
  let sales: String
  let currency: Currency
  let share: Percent
  let isKey: Bool?
  let warning: Percent?

  enum CodingKeys: String, CodingKey {
    case client, sales, currency, share
    case isKey = "key"
    case warning
  }

  init(_ sale: ClientSales, _ share: SalesShare) {
    client = sale.client
    sales = sale.currency.text(sale.net)
    currency = sale.currency
    self.share = share.percent
    isKey = share.isKey ? true : nil
    warning = share.warning
  }
}
