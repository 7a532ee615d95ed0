import DeskRules
import DeskStore

/// What a client has on account from a day on. Money that is taken off on a day that has passed has to
/// be there by then, and on every day since.
struct MoneyOnAccount {
  let client: ClientCode
  /// What is there now, in minor units.
  let now: Int64
  /// The least there was by the end of any day since, in minor units.
  let least: Int64
  private let currency: Currency
  private let since: CalendarDate
  private let changes: [(date: CalendarDate, amount: Int64)]

  init(
    _ client: ClientCode, _ currency: Currency, since day: CalendarDate, in books: Books
  ) throws(DeskError) {
    self.client = client
    self.currency = currency
    since = day
    now = try books.accounts.receivable(client).onAccount
    changes = try books.accounts.accountChanges(of: client, after: day)
    var amount = now
    var least = now
    for change in changes {
      amount = try MoneyRule.sum(amount, -change.amount)
      least = min(least, amount)
    }
    self.least = max(0, least)
  }

  /// Refuses to take off what was not there by the day, though it is now.
  ///
  /// - Throws: `time`, with the day from which it is there.
  func require(_ amount: Int64) throws(DeskError) {
    guard amount > least, let first = try firstDay(of: amount) else { return }
    throw DeskError(
      .time,
      "\(client) had only \(currency.text(least)) on account on some day since \(since); the money is"
        + " there from \(first) on: name that day or a later --date",
      ["first": .string(first.text), "on_account": .string(currency.text(least))])
  }

  /// Since when an amount is there without a break; nil for longer than is looked at.
  private func firstDay(of amount: Int64) throws(DeskError) -> CalendarDate? {
    var left = now
    for change in changes {
      left = try MoneyRule.sum(left, -change.amount)
      if left < amount { return change.date }
    }
    return nil
  }
}
