/// A currency of ISO 4217, with the number of decimals that its amounts have.
public struct Currency: TextValue {
  /// The code, such as `RUB`.
  public let code: String
  /// How many decimals amounts have; the minor unit is 10 to the power of minus that.
  public let decimals: Int

  /// Finds a currency by its code, in upper or lower case.
  ///
  /// - Throws: `amount` when no current currency has the code, naming the nearest.
  public init(_ code: String) throws(DeskError) {
    let upper = code.uppercased()
    guard CurrencyList.codes.contains(upper) else {
      throw DeskError.unknownName(
        .amount, "there is no currency \(code.quotedForMessage); write its ISO 4217 code, like EUR",
        nearest: Nearest.names(to: upper, among: CurrencyList.codes.sorted()))
    }
    self.code = upper
    decimals = CurrencyList.unusualDecimals[upper] ?? 2
  }

  /// The code.
  public var text: String { code }

  /// An amount of minor units as a plain decimal with all of the currency's decimals: `4500.00`,
  /// `-0.05`, and `4500` where there are none.
  public func text(_ minorUnits: Int64) -> String {
    let sign = minorUnits < 0 ? "-" : ""
    let digits = String(minorUnits.magnitude)
    let zeros = String(repeating: "0", count: max(0, decimals + 1 - digits.utf8.count))
    let padded = zeros + digits
    guard decimals > 0 else { return sign + padded }
    return "\(sign)\(padded.dropLast(decimals)).\(padded.suffix(decimals))"
  }
}
