import DeskRules
import DeskStore

/// A type going over into another substitution group, with all that balances and lists keep of it.
struct Regrouping {
  private let books: Books
  private let at: Instant

  init(_ books: Books, at: Instant) {
    self.books = books
    self.at = at
  }

  /// The facts beside the type's own; none where its group stays, or nothing is known of it but that.
  func events(_ supply: Supply) throws(DeskError) -> [any Event] {
    let from = try books.catalogue.group(of: supply.number)
    guard from != supply.group else { return [] }
    let isUsed = try !books.stock.counts(supply.number).isEmpty
    let others = try books.catalogue.supplies(group: from, after: "", limit: 2)
      .filter { $0.number != supply.number }
    let isWhole = others.isEmpty
    guard isUsed || isWhole else { return [] }
    let moved = SupplyRegrouped(
      type: supply.number, from: from, to: supply.group, isWhole: isWhole)
    if isWhole { return try books.swaps.knows(from) ? [moved] : [] }
    return try [moved] + lines(supply, from: from)
  }

  /// What is owed by date of one type goes over with it, line by line, the most urgent first.
  private func lines(_ supply: Supply, from: String) throws(DeskError) -> [any Event] {
    var events: [any Event] = []
    var number: SwapNumber = try books.next()
    for (client, owed) in try books.swaps.owed(type: supply.number) where owed != 0 {
      var left = owed
      var changes: [DebtChange] = []
      func carry(_ origin: String, _ part: Int, _ due: Instant) {
        for (group, by) in [(from, -part), (supply.group, part)] {
          changes.append(
            DebtChange(origin: origin, client: client, group: group, by: by, due: due))
        }
      }
      for debt in try books.swaps.debts(client)
      where debt.group == from && debt.owed.signum() == left.signum() {
        let part = left.signum() * min(abs(left), abs(debt.owed))
        carry(debt.origin, part, debt.due)
        left -= part
        if left == 0 { break }
      }
      let isNumbered = left != 0
      if isNumbered {
        carry("\(number)", left, at.adding(minutes: Int64(Swapping.debtDays * 1440)))
      }
      events.append(
        BalanceAdjusted(
          client: client, group: supply.group, debts: changes, at: at, cause: supply.number,
          number: isNumbered ? number : nil))
      if isNumbered { number = SwapNumber(number.value + 1) }
    }
    return events
  }
}
