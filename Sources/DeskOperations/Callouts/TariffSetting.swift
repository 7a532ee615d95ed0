import DeskRules
import DeskStore

struct TariffSetting: Change {
  static let about = About(
    "tariff.set", "Sets the prices of call-outs from a day on, for one client or for all.",
    roles: [.manager, .admin, .accountant],
    refusals: [.notFound, .amount, .usage, .time, .exists],
    example: "swapdesk tariff set --rate 1500.00 --band \"night 22:00-06:00 x1.5\""
      + " --minimum 120 --step 15 --fee 500.00 --travel billed",
    notes: [
      "Hours outside every band are called day and billed at the plain rate. Where bands overlap the"
        + " highest priority wins, then the highest factor. A band without a minimum of its own"
        + " takes the tariff's; the largest minimum among the bands touched counts once a visit,"
        + " then the step; added minutes go to the last band.",
      "A tariff is never changed for days before its own: history keeps its prices.",
    ])
  let client: ClientCode?
  let rate: DecimalText
  let from: CalendarDate?
  let bands: [TariffBand]
  let minimum: Int?
  let step: Int?
  let travel: TravelRule?
  let fee: DecimalText?

  init(_ read: inout Arguments) throws(DeskError) {
    client = try read.optional("client", at: 1, "For this client only; for all where left out.")
    rate = try read("rate", "The price of an hour.")
    from = try read.optional("from", "The first day it holds; today where left out.")
    bands = try read.list("band", "A part of the day or week with a factor of its own.")
    minimum = try read.optional("minimum", "Minutes a visit is billed at least.")
    step = try read.optional("step", "Minutes that a visit is rounded up to a multiple of.")
    travel = try read.optional("travel", "How the way is billed; none where left out.")
    fee = try read.optional("fee", "The price of coming out.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<TariffCard> {
    let settings = try books.clients.settings()
    let client = try client.map { code throws(DeskError) in
      try Lookup(books, caller).client(code)
    }
    let currency = client?.currency ?? settings.currency
    let tariff = try Tariff(
      currency: currency, hourlyRate: try rate.minorUnits(in: currency),
      bands: try bandsWithMinimum(),
      minimumMinutes: minimum ?? 0, stepMinutes: step ?? 1, travel: travel ?? .none,
      calloutFee: try fee?.minorUnits(in: currency) ?? 0)
    let version = TariffVersion(
      client: client?.code, from: from ?? settings.zone.date(at: caller.now), tariff: tariff)
    return Decision(
      events: [TariffSet(client: version.client, from: version.from, tariff: tariff)],
      reply: try TariffCard(version))
  }

  private func bandsWithMinimum() throws(DeskError) -> [TariffBand] {
    var complete: [TariffBand] = []
    for band in bands {
      complete.append(
        band.minimumMinutes > 0
          ? band
          : try TariffBand(
            name: band.name, from: band.from, to: band.to, factor: band.factor,
            weekdays: band.weekdays, priority: band.priority, minimumMinutes: minimum ?? 0))
    }
    return complete
  }
}

/// A tariff as answers show one.
struct TariffCard: Item {
  let client: ClientCode?
  let from: CalendarDate
  let currency: Currency
  let rate: String
  let bands: [String]
  let minimum: Int
  let step: Int
  let travel: String
  let fee: String

  init(_ version: TariffVersion) throws(DeskError) {
    let tariff = version.tariff
    client = version.client
    from = version.from
    currency = tariff.currency
    rate = currency.text(tariff.hourlyRate)
    bands = tariff.bands.map(\.text)
    minimum = tariff.minimumMinutes
    step = tariff.stepMinutes
    travel = try tariff.travel.text(in: currency)
    fee = currency.text(tariff.calloutFee)
  }
}
