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

extension Lookup {
  /// The substitution group that a type joins: a group is named by one of its own, so that another
  /// member's name stands for the same one.
  ///
  /// - Parameter siblings: types that the same request takes on.
  /// - Throws: `not_found` for a name that no type has; `unsuitable` where others would be left in the
  ///   type's own group.
  func group(
    _ name: String, of type: String, beside siblings: [Supply] = []
  ) throws(DeskError) -> String {
    guard name != type else { return type }
    let group = try head(name) ?? siblings.first { $0.number == name }?.group
    guard let group else {
      let near = try books.catalogue.supplies(group: nil, after: "", limit: 5_000).map(\.number)
      throw unknown(
        "type", name, near: near,
        or: "; a group is named by one of its types, which supply set takes on")
    }
    guard group != type else { return type }
    let others = try books.catalogue.supplies(group: type, after: "", limit: 10)
      .map(\.number).filter { $0 != type }
    guard others.isEmpty else {
      throw DeskError(
        .unsuitable,
        "\(type) names the group of \(others.joined(separator: ", ")) too; put those into \(group)"
          + " first", ["types": .array(others.map { .string($0) })])
    }
    return group
  }

  /// The group of a type that comes with a catalogue, which nobody is there to correct.
  func group(_ name: String, toldOf type: String) throws(DeskError) -> String {
    if let own = try head(type) { return own }
    return try head(name) ?? name
  }

  private func head(_ name: String) throws(DeskError) -> String? {
    if let known = try books.catalogue.supply(name) { return known.group }
    return try books.catalogue.supplies(group: name, after: "", limit: 1).isEmpty ? nil : name
  }

  /// Refuses a type in a group where every printer that takes it takes none of the others.
  func requireFitting(
    _ type: String, taken takers: [String], in group: String
  ) throws(DeskError) {
    var others: Set<String> = []
    for member in try books.catalogue.supplies(group: group, after: "", limit: 1_000)
    where member.number != type {
      others.formUnion(try books.catalogue.models(taking: member.number, limit: 100_000))
    }
    guard !takers.isEmpty, !others.isEmpty, others.isDisjoint(with: takers) else { return }
    throw DeskError(
      .unsuitable,
      "no printer takes both \(type) and those of the group \(group); check the group, or give a reason",
      ["group": .string(group)])
  }
}
