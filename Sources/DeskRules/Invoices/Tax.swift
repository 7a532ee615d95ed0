/// How a client's prices stand to the value added tax.
public enum TaxTreatment: String, Sendable, Codable, CaseIterable {
  /// Prices include it: amounts are what the client pays.
  case inside
  /// It is added to the prices.
  case onTop = "on_top"
  /// There is none, which is not the same as a rate of 0 %.
  case none
}

/// What one rate comes to on an invoice; amounts are minor units.
public struct TaxTotal: Sendable, Codable, Equatable {
  /// The rate; nil for no tax.
  public let rate: Percent?
  /// Without tax.
  public let net: Int64
  /// The tax.
  public let tax: Int64
  /// With tax: what the client pays.
  public let gross: Int64

  /// Makes a total.
  public init(rate: Percent?, net: Int64, tax: Int64, gross: Int64) {
    self.rate = rate
    self.net = net
    self.tax = tax
    self.gross = gross
  }
}

/// The tax of an invoice. The rule: it is reckoned once for each rate on the sum of the rate's lines
/// and rounded half up; parts of it are by largest remainder, so that they add up.
public enum TaxRule {
  /// The totals of an invoice's lines, those without tax first, then by rate.
  ///
  /// - Throws: `amount` when a sum leaves the range of amounts.
  public static func totals(
    _ lines: [(rate: Percent?, amount: Int64)], _ treatment: TaxTreatment
  ) throws(DeskError) -> [TaxTotal] {
    var rates: [Percent?] = []
    for line in lines where !rates.contains(line.rate) { rates.append(line.rate) }
    rates.sort { ($0?.basisPoints ?? -1) < ($1?.basisPoints ?? -1) }
    var totals: [TaxTotal] = []
    for rate in rates {
      let sum = try MoneyRule.sum(lines.filter { $0.rate == rate }.map(\.amount))
      totals.append(try total(of: sum, rate, treatment))
    }
    return totals
  }

  private static func total(
    of sum: Int64, _ rate: Percent?, _ treatment: TaxTreatment
  ) throws(DeskError) -> TaxTotal {
    guard let rate else { return TaxTotal(rate: nil, net: sum, tax: 0, gross: sum) }
    switch treatment {
    case .none: return TaxTotal(rate: nil, net: sum, tax: 0, gross: sum)
    case .inside:
      let tax = try MoneyRule.vatInside(sum, basisPoints: rate.basisPoints)
      return TaxTotal(rate: rate, net: sum - tax, tax: tax, gross: sum)
    case .onTop:
      let tax = try MoneyRule.vatOnTop(sum, basisPoints: rate.basisPoints)
      return TaxTotal(rate: rate, net: sum, tax: tax, gross: try MoneyRule.sum(sum, tax))
    }
  }

  /// The tax of each part of a rate's total, in proportion to the parts' amounts.
  ///
  /// - Throws: `amount` when an amount is negative.
  public static func parts(
    _ total: TaxTotal, of amounts: [Int64]
  ) throws(DeskError) -> [Int64] {
    guard amounts.contains(where: { $0 != 0 }) else { return amounts.map { _ in 0 } }
    return try MoneyRule.allocate(total.tax, weights: amounts)
  }

  /// What a credit takes back of each rate, in proportion to what is left there, so that a credit of
  /// all that is left takes back all the tax that is left.
  ///
  /// - Parameter left: what of each rate is not credited yet.
  /// - Throws: `amount` when the credit is more than what is left.
  public static func credit(
    _ amount: Int64, of left: [TaxTotal]
  ) throws(DeskError) -> [TaxTotal] {
    let whole = try MoneyRule.sum(left.map(\.gross))
    guard amount <= whole else {
      throw DeskError(.amount, "a credit cannot be more than what is left of its invoice")
    }
    guard whole > 0 else { return [] }
    let parts = try MoneyRule.allocate(amount, weights: left.map(\.gross))
    var totals: [TaxTotal] = []
    for (part, total) in zip(parts, left) where part > 0 {
      let tax = try MoneyRule.rounded(
        Int128(total.tax) * Int128(part), Int128(total.gross), .halfUp)
      totals.append(TaxTotal(rate: total.rate, net: part - tax, tax: tax, gross: part))
    }
    return totals
  }
}
