/// One line of a call-out's bill: the minutes in one band.
public struct QuoteBand: Sendable, Hashable {
  /// The band's name; `day` for the hours that no band covers.
  public let band: String
  /// The first day of the tariff that prices it, where that begins during the visit.
  public let since: CalendarDate?
  /// The price of an hour at factor 1, in minor units.
  public let hourlyRate: Int64
  /// The multiplier of the hourly rate.
  public let factor: Factor
  /// Elapsed minutes in the band.
  public let minutes: Int
  /// The minutes that the minimum adds; in no other band than the last that the visit touched.
  public let minimumMinutes: Int
  /// The minutes that the step adds.
  public let stepMinutes: Int
  /// The minutes billed: those elapsed, and what the minimum and the step add.
  public let billedMinutes: Int
  /// The price in minor units.
  public let amount: Int64
}

/// What a call-out costs; amounts are minor units.
public struct Quote: Sendable, Hashable {
  /// The bands in the order in which the visit first touched them; where another tariff
  /// begins during the visit, its bands follow with lines of their own.
  public let bands: [QuoteBand]
  /// Whole minutes from the arrival to the end of the work: the sum of the bands' minutes.
  public let elapsedMinutes: Int
  /// Whole minutes from the departure to the arrival; 0 without a departure.
  public let travelMinutes: Int
  /// The price of the way.
  public let travelAmount: Int64
  /// The price of every visit besides.
  public let calloutFee: Int64
  /// The sum of the bands' amounts.
  public let labour: Int64
  /// Labour, way and fee together.
  public let total: Int64
}
