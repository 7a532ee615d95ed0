/// Whether it is better to repair a machine or to buy a new one.
public struct ReplacementAdvice: Sendable, Equatable {
  /// The two answers, and that there is none.
  public enum Answer: String, Sendable, Codable {
    case repair, replace, unknown
  }

  /// From which share of a new one's price a year's repairs speak for a new one, in percent, where
  /// the model says nothing else.
  public static let usualPercent = 50

  /// The answer.
  public let answer: Answer
  /// A year's repairs in percent of the price, rounded half up.
  public let percent: Int64?
  /// The percentage from which the answer is a new one.
  public let threshold: Int

  /// Compares a year's repairs with the price of a new machine, both in minor units of one currency.
  ///
  /// - Throws: `amount` when the share is too large to be reckoned with.
  public init(cost: Int64, price: Int64?, threshold: Int?) throws(DeskError) {
    let threshold = threshold ?? Self.usualPercent
    self.threshold = threshold
    guard let price, price > 0 else {
      answer = .unknown
      percent = nil
      return
    }
    percent = try MoneyRule.rounded(Int128(cost) * 100, Int128(price), .halfUp)
    let isReached = Int128(cost) * 100 >= Int128(price) * Int128(threshold)
    answer = isReached ? .replace : .repair
  }
}
