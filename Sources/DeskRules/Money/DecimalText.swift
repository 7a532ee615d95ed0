/// A plain decimal as a person or program writes it: `4500`, `4500.00`, `-3.5`. No exponent, no
/// thousands separator, a point, at most 18 digits. `4500` and `4500.00` are equal.
public struct DecimalText: TextValue {
  /// The most digits a decimal may be written with, so that every one fits into 64 bits.
  public static let digitLimit = 18

  /// The digits without the point and without closing zeros behind it.
  private let digits: Int64
  /// How many of the digits stand behind the point.
  private let decimals: Int

  /// Reads a plain decimal.
  ///
  /// - Throws: `amount` when the text has another form or too many digits.
  public init(_ text: String) throws(DeskError) {
    var scanner = TextScanner(text)
    let isNegative = scanner.take("-")
    guard let whole = scanner.digits() else { throw Self.malformed(text) }
    var fraction: [UInt8] = []
    if scanner.take(".") {
      guard let found = scanner.digits() else { throw Self.malformed(text) }
      fraction = found
    }
    guard scanner.isAtEnd else { throw Self.malformed(text) }
    guard whole.count + fraction.count <= Self.digitLimit else {
      throw DeskError(
        .amount, "\(text.quotedForMessage) has more than \(Self.digitLimit) digits")
    }
    while fraction.last == 0 { fraction.removeLast() }
    let magnitude = (whole + fraction).reduce(Int64(0)) { $0 * 10 + Int64($1) }
    digits = isNegative ? -magnitude : magnitude
    decimals = fraction.count
  }

  private static func malformed(_ text: String) -> DeskError {
    DeskError(
      .amount,
      "\(text.quotedForMessage) is not a plain decimal; write it like 4500.00, "
        + "with a point and without separators")
  }

  /// Whether the number is below zero.
  public var isNegative: Bool { digits < 0 }

  /// The number without closing zeros: `4500`, `-3.5`.
  public var text: String {
    let magnitude = String(digits.magnitude)
    let zeros = String(repeating: "0", count: max(0, decimals + 1 - magnitude.utf8.count))
    let padded = zeros + magnitude
    let sign = isNegative ? "-" : ""
    return decimals == 0
      ? sign + padded : "\(sign)\(padded.dropLast(decimals)).\(padded.suffix(decimals))"
  }

  /// The number as a price in a currency: with all of its decimals, and more where it has more.
  public func text(in currency: Currency) -> String {
    let missing = max(0, currency.decimals - decimals)
    guard missing > 0 else { return text }
    return text + (decimals == 0 ? "." : "") + String(repeating: "0", count: missing)
  }

  /// The amount in the currency's minor units.
  ///
  /// - Throws: `amount` when the amount has more decimals than the currency, is negative without
  ///   leave, or is larger than `MoneyRule.limitMinorUnits`.
  public func minorUnits(
    in currency: Currency, allowNegative: Bool = false
  ) throws(DeskError) -> Int64 {
    guard allowNegative || !isNegative else {
      throw DeskError(.amount, "\(text) is negative; give an amount of 0 or more")
    }
    guard decimals <= currency.decimals else {
      throw DeskError(
        .amount, "\(text) has \(decimals) decimals, but \(currency.code) has \(currency.decimals)",
        ["currency": .string(currency.code), "decimals": .integer(Int64(currency.decimals))])
    }
    guard let minorUnits = scaled(decimals: currency.decimals),
      minorUnits.magnitude <= MoneyRule.limitMinorUnits
    else {
      throw DeskError(
        .amount,
        "\(text) is too large; amounts in \(currency.code) go up to "
          + currency.text(MoneyRule.limitMinorUnits))
    }
    return minorUnits
  }

  /// So many times this price, which may be finer than the currency, in the currency's minor units.
  ///
  /// - Throws: `amount` when the price is negative or the result too large.
  public func amount(
    times count: Int, in currency: Currency, _ rule: Rounding
  ) throws(DeskError) -> Int64 {
    guard !isNegative else {
      throw DeskError(.amount, "\(text) is negative; give a price of 0 or more")
    }
    func power(_ exponent: Int) -> Int128 { (0..<exponent).reduce(1) { power, _ in power * 10 } }
    let amount = try MoneyRule.rounded(
      Int128(digits) * Int128(count) * power(currency.decimals), power(decimals), rule)
    guard amount <= MoneyRule.limitMinorUnits else {
      throw DeskError(.amount, "\(count) times \(text) is too large an amount")
    }
    return amount
  }

  /// The number times 10 to the power of `decimals`, if that is whole and fits.
  func scaled(decimals: Int) -> Int64? {
    guard self.decimals <= decimals else { return nil }
    var result = digits
    for _ in self.decimals..<decimals {
      let (product, isTooLarge) = result.multipliedReportingOverflow(by: 10)
      guard !isTooLarge else { return nil }
      result = product
    }
    return result
  }
}
