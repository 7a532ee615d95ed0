/// How much of the firm's sales one client is, and what that means: compared in whole minor units, so
/// that no rounding makes a client a key client.
public struct SalesShare: Sendable, Equatable {
  /// Hundredths of a percent, rounded half up; 0 where nothing was sold.
  public let percent: Percent
  /// Whether it is strictly more than 10 %: the client's word decides how the firm does.
  public let isKey: Bool
  /// The highest of 20, 40 and 50 % that is reached, a warning of dependence; nil below.
  public let warning: Percent?

  private static let keyPercent = 10
  private static let warningPercents = [50, 40, 20]

  /// The share of some sales in all of them, both in minor units of one currency.
  ///
  /// - Throws: `amount` when it cannot be reckoned with.
  public init(of sales: Int64, in total: Int64) throws(DeskError) {
    let (sales, total) = (Int128(max(0, sales)), Int128(max(0, total)))
    func reaches(_ percent: Int) -> Bool { total > 0 && sales * 100 >= total * Int128(percent) }
    isKey = reaches(Self.keyPercent) && sales * 100 > total * Int128(Self.keyPercent)
    warning = Self.warningPercents.first(where: reaches).map {
      Percent(stored: Int64($0) * MoneyRule.wholeBasisPoints / 100)
    }
    percent = Percent(
      stored: total == 0
        ? 0 : try MoneyRule.rounded(sales * Int128(MoneyRule.wholeBasisPoints), total, .halfUp))
  }
}
