import DeskRules
import DeskStore

/// Types of one request going over into other substitution groups, one after the other, with all that
/// balances and lists keep of them.
struct Regrouping {
  private let books: Books
  private let at: Instant
  /// The next number for what is owed from nothing that has one.
  private var number: SwapNumber
  /// What is owed by date of those clients of whom the request has changed it already.
  private var debts: [ClientCode: [Debt]] = [:]
  /// Types that have gone over already.
  private var gone: Set<String> = []

  init(_ books: Books, at: Instant) throws(DeskError) {
    self.books = books
    self.at = at
    number = try books.next()
  }

  /// The facts beside the type's own; none where its group stays, or nothing is known of it but that.
  mutating func events(_ supply: Supply) throws(DeskError) -> [any Event] {
    let from = try books.catalogue.group(of: supply.number)
    guard from != supply.group else { return [] }
    gone.insert(supply.number)
    let isWhole = try books.catalogue.supplies(group: from, after: "", limit: gone.count + 1)
      .allSatisfy { gone.contains($0.number) }
    guard try isWhole ? books.swaps.knows(from) : !books.stock.counts(supply.number).isEmpty else {
      return []
    }
    let moved = SupplyRegrouped(
      type: supply.number, from: from, to: supply.group, isWhole: isWhole)
    return try [moved] + (isWhole ? join(supply, from: from) : carry(supply, from: from))
  }

  /// All that is owed of a group goes over as it is.
  private mutating func join(_ supply: Supply, from: String) throws(DeskError) -> [any Event] {
    var events: [any Event] = []
    for client in try books.swaps.debtors(group: from).union(debts.keys).sorted() {
      let joined = try open(client).map { $0.group == from ? $0.moved(to: supply.group) : $0 }
      debts[client] = [].after(joined.map(\.began))
      let changes = try net(client, supply.group)
      guard !changes.isEmpty else { continue }
      events.append(
        BalanceAdjusted(
          client: client, group: supply.group, debts: changes, at: at, cause: supply.number))
    }
    return events
  }

  /// What is owed of one type of a group goes over, line by line, the most urgent first.
  private mutating func carry(_ supply: Supply, from: String) throws(DeskError) -> [any Event] {
    var events: [any Event] = []
    for (client, owed) in try books.swaps.owed(type: supply.number) where owed != 0 {
      var left = owed
      var changes: [DebtChange] = []
      func carry(_ origin: String, _ part: Int, _ due: Instant) {
        for (group, by) in [(from, -part), (supply.group, part)] {
          changes.append(
            DebtChange(origin: origin, client: client, group: group, by: by, due: due))
        }
        left -= part
      }
      let open = try open(client)
      for debt in open where debt.group == from && debt.owed.signum() == left.signum() {
        carry(debt.origin, left.signum() * min(abs(left), abs(debt.owed)), debt.due)
      }
      let isNumbered = left != 0
      if isNumbered {
        carry("\(number)", left, at.adding(minutes: Int64(Swapping.debtDays * 1440)))
      }
      debts[client] = open.after(changes)
      changes += try net(client, supply.group)
      events.append(
        BalanceAdjusted(
          client: client, group: supply.group, debts: changes, at: at, cause: supply.number,
          number: isNumbered ? number : nil))
      if isNumbered { number = SwapNumber(number.value + 1) }
    }
    return events
  }

  private func open(_ client: ClientCode) throws(DeskError) -> [Debt] {
    if let known = debts[client] { return known }
    return try books.swaps.debts(client)
  }

  /// What is owed both ways in the group that grew.
  private mutating func net(
    _ client: ClientCode, _ group: String
  ) throws(DeskError) -> [DebtChange] {
    let open = try open(client)
    let changes = DebtShift.netted(open.filter { $0.group == group })
    debts[client] = open.after(changes)
    return changes
  }
}

extension Debt {
  /// The same in another group.
  fileprivate func moved(to group: String) -> Debt {
    Debt(origin: origin, client: client, group: group, owed: owed, due: due)
  }

  /// How it came to stand in the lists.
  fileprivate var began: DebtChange {
    DebtChange(origin: origin, client: client, group: group, by: owed, due: due)
  }
}

extension Lookup {
  /// The facts that take a type on which no catalogue has brought, with what swaps of untagged ones have
  /// counted of it; none where it is known.
  func recorded(_ supply: Supply) throws(DeskError) -> [any Event] {
    guard try books.catalogue.supply(supply.number) == nil else { return [] }
    var regrouping = try Regrouping(books, at: caller.now)
    return try [SupplyRecorded(supply)] + regrouping.events(supply)
  }

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
