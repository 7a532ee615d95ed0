import DeskRules
import DeskStore

/// What of a bill its lines do not have: the number under which it stands in budget pending.
struct BeyondCard: Item {
  let number: PendingNumber
  /// Waiting, or unfunded.
  let state: PendingState
  let amount: String
  /// The line it waits on; none where no line was named.
  let line: String?
  /// The line that does not have it.
  let from: String

  init?(_ moved: BudgetMoved, _ currency: Currency) {
    guard let number = moved.pending, moved.movement == .pend || moved.movement == .unfund else {
      return nil
    }
    self.number = number
    let isWaiting = moved.movement == .pend
    state = isWaiting ? .waiting : .unfunded
    amount = currency.text(moved.amount)
    line = isWaiting ? moved.line : nil
    from = moved.from ?? moved.line
  }
}

extension Ledger {
  /// What of the bills that were settled their lines do not have; nil where they have all.
  var beyond: [BeyondCard]? {
    let cards = events.compactMap { BeyondCard($0, client.currency) }
    return cards.isEmpty ? nil : cards
  }
}
