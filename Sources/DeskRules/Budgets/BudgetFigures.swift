/// The figures of one budget line in one period, in minor units of its currency.
public struct BudgetFigures: Sendable, Codable, Equatable {
  /// What the client set as the ceiling.
  public var limit: Int64
  /// What came from other lines and periods, less what went to them.
  public var transferred: Int64
  /// What approved estimates hold.
  public var held: Int64
  /// What waits for an approval.
  public var pending: Int64
  /// What finished jobs used.
  public var spent: Int64
  /// What finished jobs cost beyond the line with nobody to carry it yet.
  public var unfunded: Int64

  /// Makes figures.
  public init(
    limit: Int64, transferred: Int64 = 0, held: Int64 = 0, pending: Int64 = 0, spent: Int64 = 0,
    unfunded: Int64 = 0
  ) {
    self.limit = limit
    self.transferred = transferred
    self.held = held
    self.pending = pending
    self.spent = spent
    self.unfunded = unfunded
  }

  /// What the line was given in all; warnings and stops are reckoned on it.
  public var funding: Int64 { Int64(clamping: Int128(limit) + Int128(transferred)) }

  /// What is held, waits or is spent.
  public var used: Int64 { Int64(clamping: Int128(held) + Int128(pending) + Int128(spent)) }

  /// What is left; negative where facts went beyond the limit.
  public var available: Int64 {
    Int64(
      clamping: Int128(limit) + Int128(transferred) - Int128(held) - Int128(pending) - Int128(spent)
    )
  }

  /// How a finished job's bill divides: what this line carries, and the excess. The job's own hold
  /// is released before, in the same transaction, so that it counts as available.
  ///
  /// The rule: min(B, R) is spent, where R = max(0, available); spent + excess = B.
  public func settle(bill: Int64) -> (spent: Int64, excess: Int64) {
    let spent = min(bill, max(0, available))
    return (spent, bill - spent)
  }
}

extension BudgetFigures {
  /// The figures after a movement.
  ///
  /// - Throws: `amount` when the sum leaves the range of amounts.
  public func after(
    _ movement: BudgetMovement, _ amount: Int64
  ) throws(DeskError) -> BudgetFigures {
    try after(movement.entry(amount))
  }

  /// The figures after an entry is posted: a debit adds to what a line uses, a credit to what it was
  /// given. What is available follows from them.
  ///
  /// - Throws: `amount` when the sum leaves the range of amounts.
  public func after(_ entry: LedgerEntry) throws(DeskError) -> BudgetFigures {
    var after = self
    for (account, sign) in [(entry.debit, Int64(1)), (entry.credit, -1)] {
      guard let figure = account.figure else { continue }
      let side: Int64 = account.isGiven ? -sign : sign
      after[keyPath: figure] = try MoneyRule.sum(after[keyPath: figure], side * entry.amount)
    }
    return after
  }
}
