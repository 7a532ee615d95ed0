/// How much of an invoice each budget line gets back by a credit, at one rate of tax.
public struct CreditSplit: Sendable {
  /// What of the invoice a budget line has.
  public struct Part: Sendable, Equatable {
    /// How much, in minor units.
    public let amount: Int64
    /// Whether nobody has agreed to it: it waits, or is unfunded.
    public let isOpen: Bool
    /// Whether it is of the line of the invoice that is credited.
    public let isNamed: Bool

    /// Makes a part.
    public init(amount: Int64, isOpen: Bool, isNamed: Bool) {
      self.amount = amount
      self.isOpen = isOpen
      self.isNamed = isNamed
    }
  }

  /// What the credit takes back at the rate, as budgets count it, in minor units.
  public let credit: Int64
  /// What was left of the invoice at the rate before it, counted in the same way.
  public let left: Int64
  /// Whether a line of the invoice is credited, and not an amount.
  public let isOfLine: Bool

  /// Makes a split.
  public init(credit: Int64, left: Int64, isOfLine: Bool) {
    self.credit = credit
    self.left = left
    self.isOfLine = isOfLine
  }

  /// What each part gives back: of a line all it has. Of an amount first what nobody has agreed to, in
  /// order, then each in proportion to what it carries, and what no budget carries in the same
  /// proportion, by largest remainder, of equal remainders the earlier first. Afterwards the parts
  /// have no more than is left of the invoice: what they had beyond it goes back in the same way.
  ///
  /// - Throws: `amount` when a part is negative.
  public func shares(of parts: [Part]) throws(DeskError) -> [Int64] {
    var given = parts.map { isOfLine && $0.isNamed ? $0.amount : 0 }
    if !isOfLine { try give(&given, credit, of: parts, left: left) }
    let kept = zip(parts, given).map { $0.amount - $1 }
    let excess = try MoneyRule.sum(kept) - (left - credit)
    if excess > 0 { try give(&given, excess, of: parts, left: MoneyRule.sum(kept)) }
    return given
  }

  private func give(
    _ given: inout [Int64], _ amount: Int64, of parts: [Part], left: Int64
  ) throws(DeskError) {
    var amount = amount
    var left = left
    for index in parts.indices where parts[index].isOpen {
      let part = min(amount, parts[index].amount - given[index])
      given[index] += part
      amount -= part
      left -= part
    }
    let carried = parts.indices.filter { !parts[$0].isOpen }
    let rests = carried.map { parts[$0].amount - given[$0] }
    let uncarried = max(0, left - (try MoneyRule.sum(rests)))
    guard amount > 0, rests.contains(where: { $0 > 0 }) else { return }
    let shares = try MoneyRule.allocate(amount, weights: rests + [uncarried])
    for (index, share) in zip(carried, shares) { given[index] += share }
  }
}
