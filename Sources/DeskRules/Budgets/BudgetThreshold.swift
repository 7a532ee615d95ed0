/// A share of a line's funding, or an amount: `80%`, `112.5%` or `40000.00`.
public enum BudgetThreshold: TextValue {
  /// A share of the funding.
  case share(Percent)
  /// An amount, whatever the funding.
  case amount(DecimalText)

  /// No threshold is larger: ten times the funding.
  private static let largestShare = Percent(stored: 10 * MoneyRule.wholeBasisPoints)

  /// Reads a percentage with up to two decimals, or an amount.
  ///
  /// - Throws: `amount` when the text is neither, is negative, or is more than 1000 %.
  public init(_ text: String) throws(DeskError) {
    if text.hasSuffix("%") {
      self = .share(try Percent(text, upTo: Self.largestShare))
      return
    }
    let amount = try DecimalText(text)
    guard !amount.isNegative else {
      throw DeskError(.amount, "\(text.quotedForMessage) is negative; give 0 or more")
    }
    self = .amount(amount)
  }

  /// The threshold as people write it.
  public var text: String {
    switch self {
    case .amount(let amount): amount.text
    case .share(let share): share.text
    }
  }

  /// The threshold in minor units, a share rounded down.
  ///
  /// - Throws: `amount` when the amount has more decimals than the currency.
  public func minorUnits(of funding: Int64, in currency: Currency) throws(DeskError) -> Int64 {
    switch self {
    case .amount(let amount): try amount.minorUnits(in: currency)
    case .share(let share): try share.of(funding, .down)
    }
  }
}

/// When a line warns and when it makes no more promises; all reckoned on its funding, inclusive.
public struct BudgetGuards: Sendable, Equatable {
  /// From when on answers warn; never where there is none.
  public var warnAt: BudgetThreshold?
  /// Up to where promises are made; the funding where there is none.
  public var stopAt: BudgetThreshold?
  /// How far beyond the stop a promise still passes, flagged.
  public var tolerance: BudgetThreshold?

  /// Makes guards.
  public init(
    warnAt: BudgetThreshold? = nil, stopAt: BudgetThreshold? = nil,
    tolerance: BudgetThreshold? = nil
  ) {
    self.warnAt = warnAt
    self.stopAt = stopAt
    self.tolerance = tolerance
  }

  /// Up to where promises are made, without the tolerance.
  ///
  /// - Throws: `amount` when the threshold does not suit the currency.
  public func stop(_ figures: BudgetFigures, _ currency: Currency) throws(DeskError) -> Int64 {
    try stopAt?.minorUnits(of: figures.funding, in: currency) ?? figures.funding
  }

  /// How much may still be promised, the tolerance included; negative where facts went beyond it.
  ///
  /// - Throws: `amount` when a threshold does not suit the currency.
  public func room(_ figures: BudgetFigures, _ currency: Currency) throws(DeskError) -> Int64 {
    let beyond = try tolerance?.minorUnits(of: figures.funding, in: currency) ?? 0
    return try MoneyRule.sum(stop(figures, currency), beyond, -figures.used)
  }

  /// What to say of the figures: `negative`, `stop`, `warn`, or nothing.
  ///
  /// - Throws: `amount` when a threshold does not suit the currency.
  public func state(
    _ figures: BudgetFigures, _ currency: Currency
  ) throws(DeskError) -> BudgetWarning? {
    if figures.available < 0 { return .negative }
    if stopAt != nil, try figures.used >= stop(figures, currency) { return .stop }
    if let warn = try warnAt?.minorUnits(of: figures.funding, in: currency), figures.used >= warn {
      return .warn
    }
    return nil
  }
}

/// What a line's figures call for.
public enum BudgetWarning: String, Sendable, Codable {
  /// So much is used that somebody should know.
  case warn
  /// No more promises are made.
  case stop
  /// More is used than the line has.
  case negative
}
