import DeskRules
import DeskStore

/// A line of a visit before it has its number.
struct LineDraft {
  let kind: LineKind
  let text: String
  let quantity: Int
  /// What the client pays.
  let amount: Int64
  /// The price before the discount, where there is one.
  let listAmount: Int64?
  let discount: LineDiscount?
  let band: String?
  /// What the price list says, where another price was typed.
  private(set) var override: PriceOverride?

  /// A line at its list price, from which the discount is taken.
  init(
    _ kind: LineKind, _ text: String, _ quantity: Int, list: Int64, _ discount: LineDiscount?,
    band: String? = nil
  ) throws(DeskError) {
    self.kind = kind
    self.text = text
    self.quantity = quantity
    self.amount = try discount?.net(of: list) ?? list
    self.listAmount = discount == nil ? nil : list
    self.discount = discount
    self.band = band
  }

  /// A part or a consumable at the price that somebody typed.
  init(
    _ kind: LineKind, _ part: PricedPart, in currency: Currency, less discounts: DiscountTerms,
    _ listed: ListPrice, by caller: Caller
  ) throws(DeskError) {
    let typed = try part.price.minorUnits(in: currency)
    try self.init(
      kind, part.text, 1, list: typed, discounts.discount(on: kind, isTariffs: false))
    override = PriceOverride(
      typed, named: try listed.of(kind, part.text, 1), by: caller, reason: nil)
  }

  /// The lines of a priced visit: a line a band, the fee, the way.
  static func lines(
    of quote: Quote, less discounts: DiscountTerms
  ) throws(DeskError) -> [LineDraft] {
    func discount(_ kind: LineKind, band: String? = nil) -> LineDiscount? {
      discounts.discount(on: kind, band: band, isTariffs: true)
    }
    var lines: [LineDraft] = []
    for band in quote.bands {
      let since = band.since.map { ", tariff of \($0)" } ?? ""
      lines.append(
        try LineDraft(
          .labour, "labour, \(band.band) x\(band.factor.text)\(since)", band.billedMinutes,
          list: band.amount, discount(.labour, band: band.band), band: band.band))
    }
    if quote.calloutFee > 0 {
      lines.append(
        try LineDraft(.calloutFee, "call-out fee", 1, list: quote.calloutFee, discount(.calloutFee))
      )
    }
    if quote.travelAmount > 0 {
      lines.append(
        try LineDraft(
          .travel, "travel", quote.travelMinutes, list: quote.travelAmount, discount(.travel)))
    }
    return lines
  }
}
