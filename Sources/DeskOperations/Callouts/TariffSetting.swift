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
        + " takes the tariff's, with minimum=0 it has none; the largest minimum among the bands touched counts once a visit,"
        + " then the step; added minutes go to the last band. With --rounding band the step raises"
        + " the minutes in each band instead, and what the minimum lacks then goes to the last.",
      "A band names its days before its window or as days=: weekdays (sat,sun or mon-fri), or what"
        + " the client's calendar calls off, short, working, weekend, before-off, after-off; a day"
        + " that no calendar names is judged by its weekday. \"night x1.5\" takes the desk's night."
        + " Hours outside every band are one band, also at night: name a night band to price it.",
      "Examples: \"holiday off 00:00-24:00 x2 priority=5\","
        + " \"eve before-off 21:00-24:00 x2 priority=5\", \"weekend weekend 00:00-24:00 x1.5\".",
      "Visits keep the price that they were logged with, and a tariff changes nothing for days before"
        + " its own. One that begins before today reprices visits of days gone that are still to be"
        + " entered: where those had a price already, be it the one for all, it takes a --reason. A"
        + " visit over the first day of a tariff is split there: each day's minutes have that day's"
        + " rate and bands; minimum, step, fee and way are those of the arrival.",
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
  let reason: Line?

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
    reason = try read.optional("reason", "Why days gone are priced anew.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<TariffCard> {
    let settings = try books.clients.settings()
    let (said, today) = (
      settings.zone.date(at: caller.sent), settings.zone.date(at: caller.now)
    )
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
      client: client?.code, from: from ?? said, tariff: tariff)
    let event = TariffSet(
      client: version.client, from: version.from, tariff: tariff, reason: reason?.text)
    return Decision(
      events: [event],
      reply: try TariffCard(
        version,
        flags: try changes(version, of: client, said: said, today: today, books)
          + lastMinutes(of: tariff)))
  }

  /// The bands that leave the last minute of a day out: rather the day's end is meant.
  private func lastMinutes(of tariff: Tariff) -> [String] {
    tariff.bands.filter { $0.to.minutes == ClockTime.minutesPerDay - 1 }
      .map { "lacks_last_minute \($0.name)" }
  }

  /// What the version does to prices that held already, also those for all where a client gets its
  /// own; days that were gone when it was said are priced anew with a reason only.
  private func changes(
    _ version: TariffVersion, of client: Client?, said: CalendarDate, today: CalendarDate,
    _ books: Books
  ) throws(DeskError) -> [String] {
    let known = try books.callouts.tariff(ownedBy: version.client, on: version.from)
    guard known?.from != version.from || known?.tariff != version.tariff else { return [] }
    var flags: [String] = []
    if let known, known.from == version.from {
      let rate = known.tariff.currency.text(known.tariff.hourlyRate)
      flags.append("replaces \(known.from), rate \(rate)")
    }
    guard version.from < today, try isPriced(for: client, on: today.adding(days: -1), books) else {
      return flags
    }
    guard version.from >= said || reason != nil else {
      throw DeskError(
        .usage,
        "\(version.from) is before today, and those days have their prices: visits that are still"
          + " to be entered would cost otherwise. Leave --from out for today, or say why with"
          + " --reason", ["parameter": .string("reason")])
    }
    return flags + ["reprices since \(version.from)"]
  }

  private func isPriced(
    for client: Client?, on day: CalendarDate, _ books: Books
  ) throws(DeskError) -> Bool {
    guard let client else { return try books.callouts.tariff(ownedBy: nil, on: day) != nil }
    return try books.callouts.tariff(for: client, on: day) != nil
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
  static let typeName = "NAME [DAYS] FROM-TO xFACTOR"
  static let sample = BandText(words: ["night", "22:00-06:00", "x1.5"])
  var canonical: String { words.joined(separator: " ") }

  private init(words: [String]) { self.words = words }

  init(argument: String) throws(DeskError) {
    let words = try PlainText.line(argument).split(separator: " ").map(String.init)
    let hasWindow = words.contains { $0.contains(":") }
    guard hasWindow else {
      self.words = words
      _ = try band(night: .usualNight)
      return
    }
    let text = try TariffBand(argument).text
    let isZeroGiven = words.contains { $0.hasPrefix(Self.minimum) } && !text.contains(Self.minimum)
    self.words = [text] + (isZeroGiven ? [Self.noMinimum] : [])
  }

  private static let minimum = "minimum="
  /// The word of a band that has no minimum although the tariff has one.
  static let noMinimum = minimum + "0"

  /// Whether it names a minimum of its own, be it none.
  var namesMinimum: Bool { canonical.contains(Self.minimum) }

  /// The band, with the desk's night where it names no window.
  func band(night: DayWindow) throws(DeskError) -> TariffBand {
    guard words.count > 1, words[0] == DayWindow.nightName,
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

  init(_ version: TariffVersion, flags: [String] = []) throws(DeskError) {
    let tariff = version.tariff
    client = version.client
    from = version.from
    currency = tariff.currency
    rate = currency.text(tariff.hourlyRate)
    bands = tariff.bands.map { band in
      let isFree = tariff.minimumMinutes > 0 && band.minimumMinutes == 0
      return isFree ? "\(band.text) \(BandText.noMinimum)" : band.text
    }
    minimum = tariff.minimumMinutes
    step = tariff.stepMinutes
    rounding = tariff.rounding
    travel = try tariff.travel.text(in: currency)
    fee = currency.text(tariff.calloutFee)
    self.flags = flags.isEmpty ? nil : flags
  }
}
