/// By how much documents of a day change what is open of an invoice, in minor units.
public struct OpenChange: Sendable, Codable, Equatable {
  /// The day.
  public let date: CalendarDate
  /// How much more is open.
  public let amount: Int64

  /// Makes a change.
  public init(date: CalendarDate, amount: Int64) {
    self.date = date
    self.amount = amount
  }

  /// How a credit changes what is open of its invoice. By the end of each day it takes back as much as
  /// was open then; what was paid only on a later day becomes money on account on that day.
  ///
  /// - Parameters:
  ///   - total: what is credited.
  ///   - date: the credit note's.
  ///   - history: the changes of all documents before, by day.
  /// - Throws: `amount` when a sum leaves the range of amounts.
  public static func credit(
    _ total: Int64, on date: CalendarDate, history: [OpenChange]
  ) throws(DeskError) -> [OpenChange] {
    var rest = try MoneyRule.sum(history.filter { $0.date <= date }.map(\.amount))
    var taken = min(total, max(0, rest))
    var changes = [OpenChange(date: date, amount: -taken)]
    for change in history where change.date > date {
      rest = try MoneyRule.sum(rest, change.amount)
      let takes = min(total, max(0, rest))
      changes.append(OpenChange(date: change.date, amount: taken - takes))
      taken = takes
    }
    return changes.filter { $0.amount != 0 }
  }
}
