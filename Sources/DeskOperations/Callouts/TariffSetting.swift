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
        + " then the step; added minutes go to the last band. With --rounding band the step raises"
        + " the minutes in each band instead, and what the minimum lacks then goes to the last.",
      "A band names its days before its window or as days=: weekdays (sat,sun or mon-fri), or what"
        + " the client's calendar calls off, short, working, weekend, before-off, after-off; a day"
        + " that no calendar names is judged by its weekday. \"night x1.5\" takes the desk's night."
        + " Hours outside every band are one band, also at night: name a night band to price it.",
      "Examples: \"holiday off 00:00-24:00 x2 priority=5\","
        + " \"eve before-off 21:00-24:00 x2 priority=5\", \"weekend weekend 00:00-24:00 x1.5\".",
      "A tariff is never changed for days before its own, and what is priced keeps its price. One that"
        + " begins in the past prices what is entered from now on for those days: then the answer says"
        + " reprices, and replaces where there was one of the same day.",
    ])
  let client: ClientCode?
  let rate: DecimalText
  let from: CalendarDate?
  let bands: [BandText]
  let minimum: Int?
  let step: Int?
  let rounding: RoundingScope?
  let travel: TravelRule?
  let fee: DecimalText?

  init(_ read: inout Arguments) throws(DeskError) {
    client = try read.optional("client", at: 1, "For this client only; for all where left out.")
    rate = try read("rate", "The price of an hour.")
    from = try read.optional("from", "The first day it holds; today where left out.")
    bands = try read.list("band", "A part of the day or week with a factor of its own.")
    minimum = try read.optional("minimum", "Minutes a visit is billed at least.")
    step = try read.optional("step", "Minutes that a visit is rounded up to a multiple of.")
    rounding = try read.optional(
      "rounding", "What the step rounds up: the visit, or each band; visit where left out.")
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
      bands: try bands(night: settings.night),
      minimumMinutes: minimum ?? 0, stepMinutes: step ?? 1, travel: travel ?? .none,
      calloutFee: try fee?.minorUnits(in: currency) ?? 0, rounding: rounding ?? .visit)
    let version = TariffVersion(
      client: client?.code, from: from ?? settings.zone.date(at: caller.now), tariff: tariff)
    return Decision(
      events: [TariffSet(client: version.client, from: version.from, tariff: tariff)],
      reply: try card(version, books, today: settings.zone.date(at: caller.now)))
  }

  /// The tariff, with what it changes of days gone: visits of those days that are entered from now on
  /// have other prices than the ones before them.
  private func card(
    _ version: TariffVersion, _ books: Books, today: CalendarDate
  ) throws(DeskError) -> TariffCard {
    var card = try TariffCard(version)
    let owner = version.client?.description
    let before = try books.callouts.tariffs(version.client).last {
      $0.client?.description == owner && $0.from <= version.from
    }
    guard let before, before.tariff != version.tariff else { return card }
    var flags: [String] = []
    if before.from == version.from {
      let rate = version.tariff.currency.text(before.tariff.hourlyRate)
      flags.append("replaces \(before.from), rate \(rate)")
    }
    if version.from < today { flags.append("reprices since \(version.from)") }
    card.flags = flags.isEmpty ? nil : flags
    return card
  }

  private func bands(night: DayWindow) throws(DeskError) -> [TariffBand] {
    var complete: [TariffBand] = []
    for text in bands {
      let band = try text.band(night: night)
      complete.append(
        text.namesMinimum
          ? band
          : try TariffBand(
            name: band.name, from: band.from, to: band.to, factor: band.factor,
            days: band.days, priority: band.priority, minimumMinutes: minimum ?? 0))
    }
    return complete
  }
}

/// A band as it was written, perhaps without its window, which is then the desk's night.
struct BandText: ArgumentValue, Equatable {
  private let words: [String]
  /// Whether a minimum of its own is given, also where that is none.
  var namesMinimum: Bool { words.contains { $0.hasPrefix("minimum=") } }
  static let typeName = "NAME [DAYS] FROM-TO xFACTOR"
  static let sample = BandText(words: ["night", "22:00-06:00", "x1.5"])
  var canonical: String { words.joined(separator: " ") }

  private init(words: [String]) { self.words = words }

  init(argument: String) throws(DeskError) {
    let words = try PlainText.line(argument).split(separator: " ").map(String.init)
    let hasWindow = words.contains { $0.contains(":") }
    // What is left out of a band's usual text is said by the tariff, such as its minimum.
    let isFree = words.contains("minimum=0")
    self.words =
      hasWindow
      ? try TariffBand(argument).text.split(separator: " ").map(String.init)
        + (isFree ? ["minimum=0"] : []) : words
    if !hasWindow { _ = try band(night: .usualNight) }
  }

  /// The band, with the desk's night where it names no window.
  func band(night: DayWindow) throws(DeskError) -> TariffBand {
    guard words.count > 1, words[0] == DayWindow.nightName,
      !words.contains(where: { $0.contains(":") }),
      let place = words.firstIndex(where: { $0.hasPrefix("x") })
    else { return try TariffBand(canonical) }
    return try TariffBand(
      (words[..<place] + [night.text] + words[place...]).joined(separator: " "))
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
  let rounding: RoundingScope
  let travel: String
  let fee: String
  var flags: [String]?

  init(_ version: TariffVersion) throws(DeskError) {
    let tariff = version.tariff
    client = version.client
    from = version.from
    currency = tariff.currency
    rate = currency.text(tariff.hourlyRate)
    bands = tariff.bands.map(\.text)
    minimum = tariff.minimumMinutes
    step = tariff.stepMinutes
    rounding = tariff.rounding
    travel = try tariff.travel.text(in: currency)
    fee = currency.text(tariff.calloutFee)
  }
}
