import DeskRules
import DeskStore

struct PriceSetting: Change {
  static let about = About(
    "price.set", "Sets what an article of the price list costs from a day on.", roles: .money,
    refusals: [.usage, .amount],
    example: "swapdesk price set RM1-4554 4500.00 --from 2026-12-01",
    notes: [
      "A part or a consumable whose text begins with the article's number has this price, times its"
        + " quantity, where none is typed; where another is typed the line keeps both, and report"
        + " overrides lists it. The day of the work decides, so that work entered late has the price of"
        + " its day.",
      "Prices are in the desk's currency, and stand to the tax as the client's terms say; work for a"
        + " client of another currency has no list price. --none takes the article off the list from"
        + " that day on.",
    ])
  let article: Article
  let price: DecimalText?
  let isNone: Bool
  let from: CalendarDate?

  init(_ read: inout Arguments) throws(DeskError) {
    article = try read("article", at: 1, "Its number, one word.")
    price = try read.optional("price", at: 2, "What one of it costs, before discounts.")
    isNone = try read.flag("none", "Off the list from that day on.")
    from = try read.optional("from", "The first day of work; today at the desk where left out.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<PriceCard> {
    guard (price == nil) == isNone else {
      throw DeskError(.usage, "give either a price or --none")
    }
    let settings = try books.clients.settings()
    let amount = try price?.minorUnits(in: settings.currency)
    let from = from ?? settings.zone.date(at: caller.sent)
    let version = PriceVersion(article: article, from: from, price: amount)
    let isKnown = try books.prices.versions(of: article).contains(version)
    return Decision(
      events: isKnown ? [] : [PriceSet(article: article, price: amount, from: from)],
      reply: PriceCard(version, settings.currency))
  }
}

/// The price of an article from a day on.
struct PriceCard: Item {
  let article: Article
  /// None where it left the list.
  let price: String?
  let currency: Currency
  let from: CalendarDate

  init(_ version: PriceVersion, _ currency: Currency) {
    article = version.article
    price = version.price.map { currency.text($0) }
    self.currency = currency
    from = version.from
  }
}
