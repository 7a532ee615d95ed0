import DeskRules
import DeskStore

/// A bill on its way to the budget.
struct Bill {
  let ticket: Ticket
  /// What of it has not reached the budget yet.
  let parts: [BillPart]
  /// What the ticket's approved estimate holds.
  let holds: [Hold]

  /// A ticket's bill, with lines that are being written just now.
  init(_ ticket: Ticket, adding lines: [LineAdded] = [], in books: Books) throws(DeskError) {
    self.ticket = ticket
    parts =
      try books.tickets.unposted(ticket)
      + lines.filter { $0.amount > 0 }.map {
        BillPart(line: $0.line, kind: $0.lineKind, amount: $0.amount)
      }
    holds = try books.tickets.holds(ticket.number)
  }
}

extension Ledger {
  /// Carries a finished job's bill: what a line has is spent on it, the excess waits on the overflow
  /// line for an approval or, where none is named, is unfunded. Returns what to flag.
  mutating func settle(_ bill: Bill) throws(DeskError) -> [String] {
    try releaseHolds(bill.holds)
    var flags: [String] = []
    for (name, parts) in try groups(bill) {
      for flag in try carry(parts, on: name) where !flags.contains(flag) { flags.append(flag) }
    }
    guard !bill.parts.isEmpty else { return [] }
    if try SplitWatch(self, bill).isSplit() { flags.append("possible_split") }
    return try flags + closedFlag + warnings()
  }

  /// By how much a bill would exceed the lines that carry it, its own hold counted as available; nil
  /// where it would not.
  func excess(of bill: Bill) throws(DeskError) -> Int64? {
    var draft = self
    try draft.releaseHolds(bill.holds)
    var excess: Int64 = 0
    for (name, parts) in try groups(bill) {
      guard let line = try draft.line(name) else { continue }
      let carried = line.figures.settle(bill: try MoneyRule.sum(parts.map(\.amount)))
      excess = try MoneyRule.sum(excess, carried.excess)
      if carried.spent > 0 { try draft.move(line, .post, carried.spent) }
    }
    return excess > 0 ? excess : nil
  }

  /// Which line carries what: parts and consumables go to the goods line first where that is
  /// arranged and the client has the line, everything else to the ticket's own.
  private func groups(_ bill: Bill) throws(DeskError) -> [(String, [BillPart])] {
    let own = bill.ticket.line
    var goods: String?
    if let name = client.goodsLine, name != own, try line(name) != nil { goods = name }
    guard let goods else { return bill.parts.isEmpty ? [] : [(own, bill.parts)] }
    let byNature = bill.parts.filter(\.kind.isGoods)
    let rest = bill.parts.filter { !$0.kind.isGoods }
    return [(goods, byNature), (own, rest)].filter { !$0.1.isEmpty }
  }

  private mutating func carry(
    _ parts: [BillPart], on name: String
  ) throws(DeskError) -> [String] {
    guard let line = try line(name) else { return ["no_budget"] }
    let (spent, excess) = line.figures.settle(bill: try MoneyRule.sum(parts.map(\.amount)))
    let (within, beyond) = parts.divided(at: spent)
    if spent > 0 { try move(line, .post, spent, parts: within) }
    guard excess > 0 else { return [] }
    var overflow: BudgetLine?
    if let name = line.overflow { overflow = try self.line(name) }
    let number = try takePendingNumber()
    guard let overflow else {
      try move(line, .unfund, excess, pending: number, from: line.line, parts: beyond)
      return ["unfunded"]
    }
    try move(overflow, .pend, excess, pending: number, from: line.line, parts: beyond)
    return ["pending \(number)"]
  }
}

extension LineKind {
  /// Whether the line is goods by its nature.
  var isGoods: Bool { self == .part || self == .consumable }
}

/// Watches for one job that comes as several bills, each small enough to pass by itself.
struct SplitWatch {
  private let ledger: Ledger
  private let bill: Bill
  /// How many days belong together.
  private static let days = 30

  init(_ ledger: Ledger, _ bill: Bill) {
    self.ledger = ledger
    self.bill = bill
  }

  /// Whether bills of the same device within some days stay below a limit each and exceed it
  /// together: that of an approver, or what the line stops at.
  func isSplit() throws(DeskError) -> Bool {
    guard let device = bill.ticket.device else { return false }
    let earlier = try ledger.books.allocations.bills(
      of: device, client: ledger.client.code, since: ledger.day.adding(days: -Self.days))
    guard !earlier.isEmpty else { return false }
    let bills = earlier + [try MoneyRule.sum(bill.parts.map(\.amount))]
    let sum = try MoneyRule.sum(bills)
    return try limits().contains { limit in sum > limit && bills.allSatisfy { $0 <= limit } }
  }

  private func limits() throws(DeskError) -> [Int64] {
    var limits = try ledger.books.clients.contacts(ledger.client.code).compactMap { contact in
      contact.function == .approver ? contact.approvalLimit : nil
    }
    if let line = try ledger.line(bill.ticket.line) {
      limits.append(try line.guards.stop(line.figures, line.currency))
    }
    return limits
  }
}
