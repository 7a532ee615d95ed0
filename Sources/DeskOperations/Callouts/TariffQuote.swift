import DeskRules
import DeskStore

struct TariffQuote: Query {
  static let about = About(
    "tariff.quote", "Prices a visit step by step, the way an accountant would check it.",
    roles: .everybody, refusals: [.notFound, .time, .notSet],
    example: "swapdesk tariff quote bakery --from 2026-11-21T21:15 --to 2026-11-22T00:40",
    notes: [
      "One item a band, then one for the call-out fee and one for the way, where there are; each is told"
        + " in words in how, their amounts add up to total, and the minutes to those of the visit: what"
        + " is no band has none. Every item says at which moments, in which zone and by whose tariff of"
        + " which day it was reckoned. The days of the client's calendar, else the desk's, and"
        + " the discounts of that day, the client's and its group's, are taken into account."
        + " Where another tariff begins during the visit, its minutes stand on items of their own, and"
        + " how names its first day. calendar_ends says that a band asks the calendar for days of a"
        + " year that it does not name."
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
    guard
      let price = try lookup.price(
        of: client, departed: departed, arrived: arrived, done: done, in: zone)
    else { throw try Self.missing(lookup, client, day) }
    let basis = QuoteBasis(
      version: price.version, zone: zone.identifier, departed: departed.map { zone.text(of: $0) },
      arrived: zone.text(of: arrived), done: zone.text(of: done), flags: price.calendarGaps)
    return try QuoteCard.cards(
      price.quote, basis, try books.discounts.terms(of: client, on: day))
  }

  private static func missing(
    _ lookup: Lookup, _ client: Client, _ day: CalendarDate
  ) throws(DeskError) -> DeskError {
    guard let currency = try lookup.foreignTariff(for: client, on: day) else {
      return DeskError(.notSet, "no tariff is in force on \(day); tariff set makes one")
    }
    return DeskError(
      .notSet,
      "the tariff for all is in \(currency) on \(day), and \(client.code) pays \(client.currency):"
        + " tariff set \(client.code) --rate … gives it one of its own")
  }

  private func placeZone(_ lookup: Lookup, _ client: ClientCode) throws(DeskError) -> Zone {
    if let zone { return zone }
    return try lookup.site(client, site).zone
  }
}

/// What a quote was reckoned from.
struct QuoteBasis {
  let version: TariffVersion
  let zone: String
  let departed: String?
  let arrived: String
  let done: String
  /// What is to be said of it.
  let flags: [String]
}

/// One step of a priced visit: a band, the call-out fee or the way.
struct QuoteCard: Item {
  let kind: LineKind
  /// The band; of a step that is none what the line of the bill says.
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
  let departed: String?
  let from: String
  let to: String
  let zone: String
  /// Whose tariff it is; nobody's own where left out.
  let tariffOf: ClientCode?
  let tariffFrom: CalendarDate
  let flags: [String]?

  enum CodingKeys: String, CodingKey {
    case kind, band, minutes
    case billedMinutes = "billed_minutes"
    case factor, list, discount
    case discountBy = "discount_by"
    case amount, how
    case elapsedMinutes = "elapsed_minutes"
    case fee, travel, currency, total, departed, from, to, zone
    case tariffOf = "tariff_of"
    case tariffFrom = "tariff_from"
    case flags
  }

  /// The steps in the order of the bill's lines.
  static func cards(
    _ quote: Quote, _ basis: QuoteBasis, _ discounts: DiscountTerms
  ) throws(DeskError) -> [QuoteCard] {
    let lines = try LineDraft.lines(of: quote, less: discounts)
    let total = try MoneyRule.sum(lines.map(\.amount))
    return lines.enumerated().map { place, line in
      QuoteCard(
        line, of: lines, place < quote.bands.count ? quote.bands[place] : nil, quote, basis,
        total: total)
    }
  }

  private init(
    _ line: LineDraft, of lines: [LineDraft], _ band: QuoteBand?, _ quote: Quote,
    _ basis: QuoteBasis, total: Int64
  ) {
    let tariff = basis.version.tariff
    let currency = tariff.currency
    func amount(_ kind: LineKind) -> String? {
      lines.first { $0.kind == kind }.map { currency.text($0.amount) }
    }
    kind = line.kind
    self.band = band?.band ?? line.text
    minutes = band?.minutes ?? 0
    billedMinutes = band?.billedMinutes ?? (line.kind == .travel ? quote.travelMinutes : 0)
    factor = (band?.factor ?? .one).text
    list = line.listAmount.map { currency.text($0) }
    discount = line.discount?.single
    discountBy = line.discount?.text
    self.amount = currency.text(line.amount)
    how = Self.how(line, band, quote, tariff) + Self.less(line, currency)
    elapsedMinutes = quote.elapsedMinutes
    (fee, travel) = (amount(.calloutFee), amount(.travel))
    self.currency = currency
    self.total = currency.text(total)
    (departed, from, to, zone) = (basis.departed, basis.arrived, basis.done, basis.zone)
    (tariffOf, tariffFrom) = (basis.version.client, band?.since ?? basis.version.from)
    flags = basis.flags.isEmpty ? nil : basis.flags
  }

  /// The calculation in words.
  private static func how(
    _ line: LineDraft, _ band: QuoteBand?, _ quote: Quote, _ tariff: Tariff
  ) -> String {
    guard let band else {
      let list = tariff.currency.text(line.listAmount ?? line.amount)
      guard line.kind == .travel, case .billed = tariff.travel else {
        return "once a visit \(list)"
      }
      return "\(quote.travelMinutes)/60 h x \(tariff.currency.text(tariff.hourlyRate)) = \(list)"
    }
    return band.words(tariff.currency)
  }

  private static func less(_ line: LineDraft, _ currency: Currency) -> String {
    line.discount.map { " - \($0.single?.text ?? $0.text) = \(currency.text(line.amount))" } ?? ""
  }
}
