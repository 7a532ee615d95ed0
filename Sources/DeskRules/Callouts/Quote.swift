/// One line of a call-out's bill: the minutes in one band.
public struct QuoteBand: Sendable, Hashable, Codable {
  /// The band's name; `day` for the hours that no band covers.
  public let band: String
  /// The multiplier of the hourly rate.
  public let factor: Factor
  /// Elapsed minutes in the band.
  public let minutes: Int
  /// The minutes billed: those elapsed, and in the last band the visit touched also what the
  /// minimum and the step add.
  public let billedMinutes: Int
  /// The price in minor units.
  public let amount: Int64
}

/// What a call-out costs; amounts are minor units.
public struct Quote: Sendable, Hashable, Codable {
  /// The bands in the order in which the visit first touched them.
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

  /// The minutes billed over all bands.
  public var billedMinutes: Int { bands.reduce(0) { $0 + $1.billedMinutes } }
}
