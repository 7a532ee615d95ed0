/// A price was typed where the tariff or the price list says another.
public struct PriceOverride: Sendable, Codable, Equatable {
  /// What the tariff or the price list says, in minor units.
  public let tariffAmount: Int64
  /// Who typed the price, by the short name.
  public let by: String
  /// Why.
  public let reason: Private<String>?

  /// Makes the fact.
  public init(tariffAmount: Int64, by: String, reason: String?) {
    self.tariffAmount = tariffAmount
    self.by = by
    self.reason = reason.map { Private($0) }
  }
}
