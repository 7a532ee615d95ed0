/// A share of a whole, from 0 to 100 percent with up to two decimals: `22%`, `5.5%`.
public struct Percent: TextValue, Comparable {
  /// Hundredths of a percent: 22 % are 2200.
  public let basisPoints: Int64

  /// Reads `22%`, `22` or `5.5%`.
  ///
  /// - Throws: `amount` when the text is no such share.
  public init(_ text: String) throws(DeskError) {
    let digits = text.hasSuffix("%") ? String(text.dropLast()) : text
    let number = try DecimalText(digits)
    guard let basisPoints = number.scaled(decimals: 2),
      (0...MoneyRule.wholeBasisPoints).contains(basisPoints)
    else {
      throw DeskError(
        .amount,
        "\(text.quotedForMessage) is no percentage; write 0 to 100 with up to two decimals, like 22%"
      )
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

  /// Smaller shares come first.
  public static func < (left: Percent, right: Percent) -> Bool {
    left.basisPoints < right.basisPoints
  }
}
