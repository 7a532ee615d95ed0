/// A multiplier of the hourly rate, in whole basis points; text `1.5`.
public struct Factor: TextValue, Comparable {
  /// The plain rate.
  public static let one = Factor(validBasisPoints: 10_000)
  /// The largest factor, which catches a misplaced point.
  public static let limit = Factor(validBasisPoints: 1_000_000)

  /// The multiplier in ten-thousandths: 15000 is 1.5.
  public let basisPoints: Int

  /// Makes a factor from ten-thousandths.
  ///
  /// - Throws: `amount` when it is negative or above `limit`.
  public init(basisPoints: Int) throws(DeskError) {
    guard (0...Self.limit.basisPoints).contains(basisPoints) else {
      throw DeskError(.amount, "a factor goes from 0 to \(Self.limit.text)")
    }
    self.basisPoints = basisPoints
  }

  /// Reads a plain decimal with up to four decimals.
  ///
  /// - Throws: `amount` when the text has another form, or the factor is negative or above `limit`.
  public init(_ text: String) throws(DeskError) {
    guard let basisPoints = try DecimalText(text).scaled(decimals: 4) else {
      throw DeskError(.amount, "the factor \(text.quotedForMessage) has more than 4 decimals")
    }
    try self.init(basisPoints: Int(basisPoints))
  }

  private init(validBasisPoints: Int) { basisPoints = validBasisPoints }

  /// The multiplier without closing zeros: `1.5`, `2`.
  public var text: String {
    let whole = String(basisPoints / 10_000)
    var decimals = (basisPoints % 10_000).padded(to: 4)
    while decimals.last == "0" { decimals.removeLast() }
    return decimals.isEmpty ? whole : "\(whole).\(decimals)"
  }

  /// Smaller multipliers are smaller.
  public static func < (left: Factor, right: Factor) -> Bool {
    left.basisPoints < right.basisPoints
  }
}
