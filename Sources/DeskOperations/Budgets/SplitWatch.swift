import DeskRules
import DeskStore

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

  /// Whether bills that belong together (of one device or, where none is named, of one site and line)
  /// and stay below a limit each within some days exceed it together: that of an approver or, for a
  /// device, what the line stops at. A large bill among them was seen for itself and hides nothing.
  func isSplit() throws(DeskError) -> Bool {
    let earlier = try ledger.books.allocations.bills(
      with: bill.ticket, since: ledger.day.adding(days: -Self.days))
    guard !earlier.isEmpty else { return false }
    let amount = try MoneyRule.sum(bill.parts.map(\.part.amount))
    for limit in try limits() where amount <= limit {
      let small = earlier.filter { $0 <= limit }
      if !small.isEmpty, try MoneyRule.sum(small + [amount]) > limit { return true }
    }
    return false
  }

  private func limits() throws(DeskError) -> [Int64] {
    var limits = try ledger.books.clients.contacts(ledger.client.code).compactMap { contact in
      contact.mayApprove(0, on: ledger.day) ? contact.approvalLimit : nil
    }
    // Jobs that name no device have only their place in common, which is too little to add them up
    // against the line itself.
    if bill.ticket.device != nil, let line = try ledger.line(bill.ticket.line) {
      limits.append(try line.guards.stop(line.figures, line.currency))
    }
    return limits
  }
}
