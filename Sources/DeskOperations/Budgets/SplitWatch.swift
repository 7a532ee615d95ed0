import DeskRules
import DeskStore

/// Watches for one job that comes as several bills, each small enough to pass by itself.
struct SplitWatch {
  private let books: Books
  private let ticket: Ticket
  /// How many days belong together.
  private static let days = 30
  private static let flag = "possible_split"

  init(_ books: Books, _ ticket: Ticket) {
    self.books = books
    self.ticket = ticket
  }

  /// What to flag of the ticket by its bills that were settled, or of the one that just is: whether it
  /// is the last of those that belong together or not. Nil where nothing is conspicuous.
  func flags(settling bill: PostedBill? = nil) throws(DeskError) -> [String]? {
    var days: [CalendarDate] = []
    if let bill {
      days = [bill.day]
    } else {
      days = try books.allocations.list(ticket.number).filter(\.state.isStanding).map(\.day)
    }
    guard let first = days.min(), let last = days.max() else { return nil }
    let around = try Period(
      first: first.adding(days: -Self.days), last: last.adding(days: Self.days))
    let bills = try books.allocations.bills(with: ticket, in: around) + (bill.map { [$0] } ?? [])
    for end in bills.map(\.day) {
      let together = bills.filter { $0.day <= end && $0.day >= end.adding(days: -Self.days) }
      let own = together.filter { bill == nil ? $0.ticket == ticket.number : $0 == bill }
      if try isSplit(own, among: together) { return [Self.flag] }
    }
    return nil
  }

  /// What to flag of the ticket with a number.
  static func flags(of ticket: TicketNumber, in books: Books) throws(DeskError) -> [String]? {
    guard let ticket = try books.tickets.find(ticket) else { return nil }
    return try SplitWatch(books, ticket).flags()
  }

  /// Whether bills that belong together (of one device or, where none is named, of one site and line)
  /// and stay below a limit each exceed it together: that of an approver or, for a device, what the
  /// line stops at. A large bill among them was seen for itself and hides nothing.
  private func isSplit(
    _ own: [PostedBill], among bills: [PostedBill]
  ) throws(DeskError) -> Bool {
    guard bills.count > 1, let day = own.map(\.day).max() else { return false }
    for limit in try limits(on: day) where own.contains(where: { $0.amount <= limit }) {
      let small = bills.map(\.amount).filter { $0 <= limit }
      if small.count > 1, try MoneyRule.sum(small) > limit { return true }
    }
    return false
  }

  private func limits(on day: CalendarDate) throws(DeskError) -> [Int64] {
    var limits = try books.clients.contacts(ticket.client).compactMap { contact in
      contact.mayApprove(0, on: day) ? contact.approvalLimit : nil
    }
    // Jobs that name no device have only their place in common, which is too little to add them up
    // against the line itself.
    if ticket.device != nil,
      let line = try books.budgets.find(ticket.client, ticket.line, on: day)
    {
      limits.append(try line.guards.stop(line.figures, line.currency))
    }
    return limits
  }
}
