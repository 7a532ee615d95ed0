import DeskRules
import DeskStore

/// What the tariffs in force say of a visit.
struct VisitPrice {
  /// The tariff of the day of the arrival: minimum, step, fee and way are its.
  let version: TariffVersion
  let quote: Quote
  /// The years of which the calendar knows nothing and a band asks, as flags.
  let calendarGaps: [String]
}

extension Lookup {
  /// The price of a visit; nil where no tariff holds for the client on the day of the arrival.
  ///
  /// - Throws: `time` and `amount` as `Tariff.quote` does.
  func price(
    of client: Client, departed: Instant?, arrived: Instant, done: Instant, in zone: Zone
  ) throws(DeskError) -> VisitPrice? {
    let versions = try books.callouts.tariffs(
      for: client, from: arrived, to: max(arrived, done), in: zone)
    guard let version = versions.first else { return nil }
    let quote = try version.tariff.quote(
      arrived: arrived, done: done, departed: departed, zone: zone,
      calendar: try calendar(of: client, from: arrived, to: done, zone: zone),
      then: Array(versions.dropFirst()))
    let classes = versions.reduce(into: Set<DayClass>()) { $0.formUnion($1.tariff.dayClasses) }
    return VisitPrice(
      version: version, quote: quote,
      calendarGaps: try calendarGaps(
        of: client, classes, from: arrived, to: done, zone: zone))
  }

  /// The currency of the tariff for all on a day on which a client has no price because it pays in
  /// another; nil where there is no tariff at all.
  func foreignTariff(for client: Client, on day: CalendarDate) throws(DeskError) -> Currency? {
    guard let general = try books.callouts.tariff(ownedBy: nil, on: day)?.tariff.currency,
      general != client.currency, try books.callouts.tariff(for: client, on: day) == nil
    else { return nil }
    return general
  }

  /// Why nothing is priced on a day, as a flag.
  func noTariff(for client: Client, on day: CalendarDate) throws(DeskError) -> String {
    VisitDraft.noTariff + (try foreignTariff(for: client, on: day).map { " \($0)" } ?? "")
  }
}

extension QuoteBand {
  /// The calculation in words, such as `90 min + 30 min to the minimum = 120 min; 120/60 h x 60.00 x
  /// 1.5 = 180.00`, with the tariff named where it begins during the visit.
  func words(_ currency: Currency) -> String {
    let added = [(minimumMinutes, "minimum"), (stepMinutes, "step")].filter { $0.0 > 0 }
      .map { " + \($0.0) min to the \($0.1)" }.joined()
    let minutes = added.isEmpty ? "" : "\(minutes) min\(added) = \(billedMinutes) min; "
    let tariff = since.map { "tariff of \($0): " } ?? ""
    return tariff + minutes + "\(billedMinutes)/60 h x \(currency.text(hourlyRate))"
      + " x \(factor.text) = \(currency.text(amount))"
  }
}
