/// What the way to the site costs, which is counted from the departure to the arrival; where no
/// departure was recorded, nothing. Text `none`, `billed` or `flat=500.00`.
public enum TravelRule: TextValue {
  /// Nothing.
  case none
  /// The minutes as they are, at the hourly rate without a factor.
  case billed
  /// One amount for the way, however long it was.
  case flat(DecimalText)

  /// Reads `none`, `billed` or `flat=` with an amount.
  ///
  /// - Throws: `usage` when the text has another form, `amount` when the amount is malformed or
  ///   negative.
  public init(_ text: String) throws(DeskError) {
    switch text {
    case "none": self = .none
    case "billed": self = .billed
    case _ where text.hasPrefix("flat="):
      let amount = try DecimalText(String(text.dropFirst("flat=".count)))
      guard !amount.isNegative else {
        throw DeskError(.amount, "\(text.quotedForMessage): a flat amount is 0 or more")
      }
      self = .flat(amount)
    default:
      throw DeskError(
        .usage, "\(text.quotedForMessage) is no travel rule; write none, billed or flat=500.00")
    }
  }

  /// The rule as text, the amount without closing zeros.
  public var text: String {
    switch self {
    case .none: "none"
    case .billed: "billed"
    case .flat(let amount): "flat=\(amount.text)"
    }
  }

  /// The rule as text, the amount with the currency's decimals.
  ///
  /// - Throws: `amount` when the amount does not fit the currency.
  public func text(in currency: Currency) throws(DeskError) -> String {
    guard case .flat(let amount) = self else { return text }
    return "flat=\(currency.text(try amount.minorUnits(in: currency)))"
  }
}
