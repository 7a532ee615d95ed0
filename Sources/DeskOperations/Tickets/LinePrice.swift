import DeskRules
import DeskStore

/// The price of a line that is written by hand: what was typed, else what the tariff or the price list
/// says.
struct LinePrice {
  /// Before discounts, in minor units.
  let list: Int64
  /// Whether the tariff named it.
  let isTariffs: Bool
  /// The bands of the tariff that the work falls into.
  let bands: Set<String>
  /// What the tariff or the price list says, where another price was typed.
  let override: PriceOverride?

  init(
    _ kind: LineKind, _ text: String, quantity: Int?, typed: DecimalText?, reason: String?,
    _ step: TicketStep
  ) throws(DeskError) {
    guard quantity != 0 || !kind.isGoods else {
      throw DeskError(
        .usage, "0 pieces are none: say how many there were, or leave --quantity out for one")
    }
    let tariffs = try step.tariffPrice(kind, minutes: quantity)
    bands = tariffs?.bands ?? []
    var named = tariffs?.amount
    if tariffs == nil {
      let prices = try ListPrice(step.lookup.books, step.client, on: step.day)
      named = try prices.of(kind, text, quantity ?? 1)
    }
    if let typed {
      let list = try typed.minorUnits(in: step.client.currency)
      self.list = list
      isTariffs = false
      override = PriceOverride(list, named: named, by: step.lookup.caller, reason: reason)
    } else if let named {
      (list, isTariffs, override) = (named, tariffs != nil, nil)
    } else {
      throw DeskError(
        .usage,
        "amount is missing: what it costs. The tariff of the day, where there is one, prices"
          + " labour and travel by --quantity minutes, and the call-out fee; the price list a part or a"
          + " consumable whose text begins with an article of it")
    }
  }
}

/// What the price list says for a client on a day.
struct ListPrice {
  private let books: Books
  private let isInItsCurrency: Bool
  private let day: CalendarDate

  init(_ books: Books, _ client: Client, on day: CalendarDate) throws(DeskError) {
    self.books = books
    self.day = day
    isInItsCurrency = try books.clients.settings().currency == client.currency
  }

  /// The price of goods by the article that their text begins with, in minor units; nil where there is
  /// none, and for work.
  func of(_ kind: LineKind, _ text: String, _ quantity: Int) throws(DeskError) -> Int64? {
    guard kind.isGoods, isInItsCurrency, let article = Article(leading: text),
      let price = try books.prices.price(of: article, on: day)
    else { return nil }
    return try MoneyRule.rounded(Int128(price) * Int128(quantity), 1, .down)
  }
}

extension PriceOverride {
  /// The fact that a price was typed; nil where nothing names another.
  init?(_ typed: Int64, named: Int64?, by caller: Caller, reason: String?) {
    guard let named, named != typed else { return nil }
    self.init(tariffAmount: named, by: caller.name, reason: reason)
  }
}

extension TicketStep {
  /// The day of the step on the site's calendar.
  var day: CalendarDate { zone.date(at: at) }

  /// What the tariff of the day says a line costs that was finished at the step's time; nil where it
  /// says nothing.
  fileprivate func tariffPrice(
    _ kind: LineKind, minutes: Int?
  ) throws(DeskError) -> (amount: Int64, bands: Set<String>)? {
    guard let tariff = try books.callouts.tariff(for: client, on: day)?.tariff else { return nil }
    switch kind {
    case .labour:
      guard let minutes, (0...Tariff.workLimitMinutes).contains(minutes) else { return nil }
      let start = at.adding(minutes: Int64(-minutes))
      return try tariff.labour(
        from: start, to: at, zone: zone,
        calendar: try lookup.calendar(of: client, from: start, to: at, zone: zone))
    case .travel: return try tariff.way(minutes: minutes).map { ($0, []) }
    case .calloutFee: return (tariff.calloutFee, [])
    case .part, .consumable, .other: return nil
    }
  }
}
