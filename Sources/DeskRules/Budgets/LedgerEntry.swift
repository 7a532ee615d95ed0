/// The accounts of one budget line in one period. Every movement debits one and credits another, so
/// that they always add up to nothing.
public enum BudgetAccount: String, Sendable, Codable, CaseIterable {
  /// What the client gave as the ceiling; a credit raises it.
  case limit
  /// What other lines and periods gave; a credit raises it.
  case transferred
  /// What is left.
  case available
  /// What approved estimates hold.
  case held
  /// What waits for an approval.
  case pending
  /// What finished jobs used.
  case spent
  /// What finished jobs cost beyond the line.
  case unfunded
  /// The other side of `unfunded`: nobody's money, so that the line's own is not touched.
  case uncovered

  /// The stored figure that follows from the account; none where it follows from the others.
  var figure: WritableKeyPath<BudgetFigures, Int64>? {
    switch self {
    case .limit: \.limit
    case .transferred: \.transferred
    case .held: \.held
    case .pending: \.pending
    case .spent: \.spent
    case .unfunded: \.unfunded
    case .available, .uncovered: nil
    }
  }

  /// Whether the account says what the line was given, so that a credit adds to it.
  var isGiven: Bool { self == .limit || self == .transferred }
}

/// One line of the books: the same amount on the debit of one account and the credit of another.
public struct LedgerEntry: Sendable, Equatable {
  /// The account that takes.
  public let debit: BudgetAccount
  /// The account that gives.
  public let credit: BudgetAccount
  /// How much, in minor units, 0 or more.
  public let amount: Int64

  /// Makes an entry.
  public init(debit: BudgetAccount, credit: BudgetAccount, amount: Int64) {
    self.debit = debit
    self.credit = credit
    self.amount = amount
  }

  /// The entry for a ceiling that was set: the difference to the one before.
  public static func limit(from before: Int64, to after: Int64) -> LedgerEntry {
    after >= before
      ? LedgerEntry(debit: .available, credit: .limit, amount: after - before)
      : LedgerEntry(debit: .limit, credit: .available, amount: before - after)
  }
}

/// How a movement changes a line's figures.
public enum BudgetMovement: String, Sendable, Codable, CaseIterable {
  /// An approved estimate holds money.
  case hold
  /// A hold ends without being used.
  case release
  /// A finished job uses money.
  case post
  /// A finished job's excess waits on this line for an approval.
  case pend
  /// A finished job's excess has nobody to carry it yet.
  case unfund
  /// A waiting amount is approved and spent where it waited.
  case approve
  /// An approved amount is spent on a line where it did not wait.
  case carry
  /// A waiting amount leaves the line: refused, voided, or carried elsewhere.
  case unpend
  /// A refused amount has nobody to carry it.
  case decline
  /// An unfunded amount is carried after all, or its bill is voided.
  case cover
  /// A posting is reversed.
  case void
  /// A credit note takes back what the client was asked to pay for a posting.
  case credit
  /// Money comes from another line.
  case transferIn = "transfer_in"
  /// Money goes to another line.
  case transferOut = "transfer_out"
  /// Money comes from the period before.
  case rolloverIn = "rollover_in"
  /// Money goes to the period after.
  case rolloverOut = "rollover_out"

  /// The entry in the books: which account takes and which gives.
  public func entry(_ amount: Int64) -> LedgerEntry {
    let (debit, credit): (BudgetAccount, BudgetAccount) =
      switch self {
      case .hold: (.held, .available)
      case .release: (.available, .held)
      case .post, .carry: (.spent, .available)
      case .pend: (.pending, .available)
      case .unfund, .decline: (.unfunded, .uncovered)
      case .approve: (.spent, .pending)
      case .unpend: (.available, .pending)
      case .cover: (.uncovered, .unfunded)
      case .void, .credit: (.available, .spent)
      case .transferIn, .rolloverIn: (.available, .transferred)
      case .transferOut, .rolloverOut: (.transferred, .available)
      }
    return LedgerEntry(debit: debit, credit: credit, amount: amount)
  }
}
