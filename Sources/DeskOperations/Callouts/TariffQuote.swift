import DeskRules
import DeskStore

struct TariffQuote: Query {
  static let about = About(
    "tariff.quote", "Prices a visit step by step, the way an accountant would check it.",
    roles: .everybody, refusals: [.notFound, .time, .notSet],
    example: "swapdesk tariff quote bakery --from 2026-11-21T21:15 --to 2026-11-22T00:40",
    notes: ["One item a band; total is the whole visit with the call-out fee and the way."])
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
      arrived: arrived, done: done, departed: departed, zone: zone)
    return QuoteCard.cards(quote, version.tariff.currency)
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
  let amount: String
  let elapsedMinutes: Int
  let currency: Currency
  let total: String

  enum CodingKeys: String, CodingKey {
    case band, minutes
    case billedMinutes = "billed_minutes"
    case factor, amount
    case elapsedMinutes = "elapsed_minutes"
    case currency, total
  }

  /// The bands; only these, so that their minutes add up to what elapsed.
  static func cards(_ quote: Quote, _ currency: Currency) -> [QuoteCard] {
    quote.bands.map { band in
      QuoteCard(
        band: band.band, minutes: band.minutes, billedMinutes: band.billedMinutes,
        factor: band.factor.text, amount: currency.text(band.amount),
        elapsedMinutes: quote.elapsedMinutes, currency: currency,
        total: currency.text(quote.total))
    }
  }
}
