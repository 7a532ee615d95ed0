import DeskRules
import DeskStore

struct TariffQuote: Query {
  static let about = About(
    "tariff.quote", "Prices a visit step by step, the way an accountant would check it.",
    roles: .everybody, refusals: [.notFound, .time, .notSet],
    example: "swapdesk tariff quote bakery --from 2026-11-21T21:15 --to 2026-11-22T00:40",
    notes: [
      "One item a band, told in words in how; total is the whole visit with the call-out fee and the"
        + " way, which stand on every item. The days of the client's calendar, else the desk's, and"
        + " the discounts of that day, the client's and its group's, are taken into account."
        + " calendar_ends says that a band asks the calendar for days of a year that it does not"
        + " name."
    ])
  let client: ClientCode
  let from: Moment
  let to: Moment
  let departed: Moment?
  let site: ClientCode?
  let zone: Zone?

  init(_ read: inout Arguments) throws(DeskError) {
    client = try read("client", at: 1, "The client.")
    departed = try read.optional("departed", "When the engineer leaves.")
    from = try read("from", "When the engineer arrives.")
    to = try read("to", "When the work is done.")
    site = try read.optional("site", "The client's site; the main one where left out.")
    zone = try read.optional("zone", "Read the times on this zone's wall clock instead.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> [QuoteCard] {
    let lookup = Lookup(books, caller)
    let client = try lookup.client(client)
    let zone = try placeZone(lookup, client.code)
    var resolver = MomentResolver(zone: zone, sent: caller.sent)
    let departed = try departed.map { moment throws(DeskError) in
      try resolver.resolve(moment, name: "departed")
    }
    let arrived = try resolver.resolve(from, name: "from")
    let done = try resolver.resolve(to, name: "to")
    let day = zone.date(at: arrived)
    guard let version = try books.callouts.tariff(for: client, on: day) else {
      throw DeskError(.notSet, "no tariff is in force on \(day); tariff set makes one")
    }
    let quote = try version.tariff.quote(
      arrived: arrived, done: done, departed: departed, zone: zone,
      calendar: try lookup.calendar(of: client, from: arrived, to: done, zone: zone))
    var cards = try QuoteCard.cards(
      quote, version.tariff, try books.discounts.terms(of: client, on: day))
    let flags = try lookup.calendarGaps(
      of: client, version.tariff, from: arrived, to: done, zone: zone)
    if !flags.isEmpty { for index in cards.indices { cards[index].flags = flags } }
    return cards
  }

  private func placeZone(_ lookup: Lookup, _ client: ClientCode) throws(DeskError) -> Zone {
    if let zone { return zone }
    return try lookup.site(client, site).zone
  }
}

/// One band of a priced visit.
struct QuoteCard: Item {
  let band: String
  let minutes: Int
  let billedMinutes: Int
  let factor: String
  let list: String?
  let discount: Discount?
  /// Whose discounts they are.
  let discountBy: String?
  let amount: String
  let how: String
  let elapsedMinutes: Int
  let fee: String?
  let travel: String?
  let currency: Currency
  let total: String
  var flags: [String]?

  enum CodingKeys: String, CodingKey {
    case band, minutes
    case billedMinutes = "billed_minutes"
    case factor, list, discount
    case discountBy = "discount_by"
    case amount, how
    case elapsedMinutes = "elapsed_minutes"
    case fee, travel, currency, total, flags
  }

  /// The bands; only these, so that their minutes add up to what elapsed.
  static func cards(
    _ quote: Quote, _ tariff: Tariff, _ discounts: DiscountTerms
  ) throws(DeskError) -> [QuoteCard] {
    let currency = tariff.currency
    let lines = try LineDraft.lines(of: quote, less: discounts)
    let total = currency.text(try MoneyRule.sum(lines.map(\.amount)))
    func amount(_ kind: LineKind) -> String? {
      lines.first { $0.kind == kind }.map { currency.text($0.amount) }
    }
    return zip(quote.bands, lines).map { band, line in
      QuoteCard(
        band: band.band, minutes: band.minutes, billedMinutes: band.billedMinutes,
        factor: band.factor.text, list: line.listAmount.map { currency.text($0) },
        discount: line.discount?.single,
        discountBy: line.discount?.text, amount: currency.text(line.amount),
        how: how(band, line, tariff), elapsedMinutes: quote.elapsedMinutes,
        fee: amount(.calloutFee), travel: amount(.travel), currency: currency, total: total)
    }
  }

  /// The calculation in words, such as `160 min + 5 min to the minimum and step = 165 min; 165/60 x
  /// 1500.00 x 1.5 = 6187.50`.
  private static func how(_ band: QuoteBand, _ line: LineDraft, _ tariff: Tariff) -> String {
    let added = band.billedMinutes - band.minutes
    let minutes =
      added == 0
      ? "" : "\(band.minutes) min + \(added) min by minimum and step = \(band.billedMinutes) min; "
    let rate = tariff.currency.text(tariff.hourlyRate)
    let list = tariff.currency.text(line.listAmount ?? line.amount)
    let less =
      line.discount.map {
        " - \($0.single?.text ?? $0.text) = \(tariff.currency.text(line.amount))"
      } ?? ""
    return "\(minutes)\(band.billedMinutes)/60 h x \(rate) x \(band.factor.text) = \(list)\(less)"
  }
}
