/// The prices of a call-out: an hourly rate, bands with their factors, a minimum, a step, the way
/// to the site and a fee. Amounts are minor units of the currency.
public struct Tariff: Sendable, Equatable, Codable {
  /// The name of the hours that no band covers, which are billed at the plain rate.
  public static let baseBandName = "day"
  /// The most bands a tariff may have.
  public static let bandLimit = 32
  /// The largest minimum and the largest step: a day.
  public static let minutesLimit = 1_440

  /// The currency of every amount.
  public let currency: Currency
  /// The price of an hour at factor 1, in minor units.
  public let hourlyRate: Int64
  /// The bands; of bands alike in priority and factor the earlier wins.
  public let bands: [TariffBand]
  /// The minutes that a visit which touches hours outside all bands is billed at least.
  public let minimumMinutes: Int
  /// The billed minutes of a visit are rounded up to a multiple of this; 1 leaves them alone.
  public let stepMinutes: Int
  /// What the way to the site costs.
  public let travel: TravelRule
  /// What every visit costs besides, in minor units.
  public let calloutFee: Int64
  /// What the step rounds up; nil for the visit, so that a tariff of old is written as it was.
  private let roundingScope: RoundingScope?

  /// The classes of days that only a calendar tells, as far as bands ask for any.
  public var dayClasses: Set<DayClass> {
    Set(bands.flatMap { $0.days.classes }).subtracting([.every])
  }

  /// What the step rounds up.
  public var rounding: RoundingScope { roundingScope ?? .visit }

  private enum CodingKeys: String, CodingKey {
    case currency, hourlyRate, bands, minimumMinutes, stepMinutes, travel, calloutFee
    case roundingScope = "rounding"
  }

  /// Makes a tariff.
  ///
  /// - Throws: `amount` when a price is negative, too large or too precise for the currency; `usage`
  ///   when the minimum or the step is out of bounds, or there are too many bands; `exists` when two
  ///   bands have one name, or one is called `day`.
  public init(
    currency: Currency, hourlyRate: Int64, bands: [TariffBand] = [], minimumMinutes: Int = 0,
    stepMinutes: Int = 1, travel: TravelRule = .none, calloutFee: Int64 = 0,
    rounding: RoundingScope = .visit
  ) throws(DeskError) {
    for price in [hourlyRate, calloutFee] where !(0...MoneyRule.limitMinorUnits).contains(price) {
      throw DeskError(.amount, "the price \(currency.text(price)) is negative or too large")
    }
    if case .flat(let amount) = travel { _ = try amount.minorUnits(in: currency) }
    guard (0...Self.minutesLimit).contains(minimumMinutes) else {
      throw DeskError(.usage, "a minimum goes from 0 to \(Self.minutesLimit) minutes")
    }
    guard (1...Self.minutesLimit).contains(stepMinutes) else {
      throw DeskError(.usage, "a step goes from 1 to \(Self.minutesLimit) minutes")
    }
    try Self.check(bands)
    (self.currency, self.hourlyRate, self.bands) = (currency, hourlyRate, bands)
    (self.minimumMinutes, self.stepMinutes) = (minimumMinutes, stepMinutes)
    (self.travel, self.calloutFee) = (travel, calloutFee)
    roundingScope = rounding == .visit ? nil : rounding
  }

  /// Reads what `encode` wrote, checked like a new tariff.
  ///
  /// - Throws: `DeskError` as the other initializer does.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      currency: values.decode(Currency.self, forKey: .currency),
      hourlyRate: values.decode(Int64.self, forKey: .hourlyRate),
      bands: values.decode([TariffBand].self, forKey: .bands),
      minimumMinutes: values.decode(Int.self, forKey: .minimumMinutes),
      stepMinutes: values.decode(Int.self, forKey: .stepMinutes),
      travel: values.decode(TravelRule.self, forKey: .travel),
      calloutFee: values.decode(Int64.self, forKey: .calloutFee),
      rounding: values.decodeIfPresent(RoundingScope.self, forKey: .roundingScope) ?? .visit)
  }

  private static func check(_ bands: [TariffBand]) throws(DeskError) {
    guard bands.count <= bandLimit else {
      throw DeskError(.usage, "a tariff has at most \(bandLimit) bands")
    }
    var names: Set<String> = [baseBandName]
    for band in bands where !names.insert(band.name).inserted {
      throw DeskError(
        .exists,
        band.name == baseBandName
          ? "\(baseBandName) is the name of the hours outside all bands; call the band otherwise"
          : "two bands are called \(band.name); give each its own name")
    }
  }
}

/// What a tariff's step rounds up. The minimum always counts once a visit.
public enum RoundingScope: String, Sendable, Hashable, Codable, CaseIterable {
  /// The minutes of the visit, after the minimum; what is added goes to the last band.
  case visit
  /// The minutes in each band; what the minimum still lacks then goes to the last band, in steps.
  case band
}
