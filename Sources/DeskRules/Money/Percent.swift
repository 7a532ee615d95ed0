/// A share of a whole with up to two decimals: `22%`, `5.5%`. Everything that is given in percent is
/// read and written by it.
public struct Percent: TextValue, Comparable {
  /// All of it.
  public static let whole = Percent(stored: MoneyRule.wholeBasisPoints)

  /// Hundredths of a percent: 22 % are 2200.
  public let basisPoints: Int64

  /// Reads `22%`, `22` or `5.5%`, at most the whole.
  ///
  /// - Throws: `amount` when the text is no such share.
  public init(_ text: String) throws(DeskError) { try self.init(text, upTo: .whole) }

  /// Reads a share up to a bound.
  ///
  /// - Throws: `amount` when the text is no share, is negative, or is more than the bound.
  public init(_ text: String, upTo bound: Percent) throws(DeskError) {
    let digits = text.hasSuffix("%") ? String(text.dropLast()) : text
    let number = try DecimalText(digits)
    guard let basisPoints = number.scaled(decimals: 2),
      (0...bound.basisPoints).contains(basisPoints)
    else {
      throw DeskError(
        .amount,
        "\(text.quotedForMessage) is no percentage; write 0% to \(bound.text) with up to two"
          + " decimals, like 12.5%")
    }
    self.basisPoints = basisPoints
  }

  /// A share that is known to be in order, as the books keep it.
  public init(stored basisPoints: Int64) { self.basisPoints = basisPoints }

  /// The share with its sign, without closing zeros.
  public var text: String {
    let (whole, rest) = basisPoints.quotientAndRemainder(dividingBy: 100)
    guard rest > 0 else { return "\(whole)%" }
    let digits = Int(rest).padded(to: 2)
    return "\(whole).\(digits.hasSuffix("0") ? String(digits.dropLast()) : digits)%"
  }

  /// The share of an amount.
  ///
  /// - Throws: `amount` when the result does not fit into 64 bits.
  public func of(_ amount: Int64, _ rule: Rounding) throws(DeskError) -> Int64 {
    try MoneyRule.percent(of: amount, basisPoints: basisPoints, rule)
  }

  /// Smaller shares come first.
  public static func < (left: Percent, right: Percent) -> Bool {
    left.basisPoints < right.basisPoints
  }
}
