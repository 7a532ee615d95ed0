import DeskRules
import DeskStore

/// A part of a bill: what it is for, which budget line carries it, and who agreed.
struct AllocationCard: Item {
  /// The ticket's line; none for bills of earlier versions.
  let ticketLine: Int?
  let kind: LineKind?
  /// The budget line.
  let line: String
  let period: Period
  let amount: String
  let day: CalendarDate
  let state: AllocationState
  let pending: PendingNumber?
  let approvedBy: Private<String>?
  let evidence: Private<String>?

  enum CodingKeys: String, CodingKey {
    case ticketLine = "ticket_line"
    case kind, line, period, amount, day, state, pending
    case approvedBy = "approved_by"
    case evidence
  }
}

/// What the client agreed to before the work.
struct ApprovalCard: Item {
  let version: Int
  let amount: String
  let line: String
  let by: Private<String>
  let evidence: Private<String>
  let expires: CalendarDate?
  let state: String

  init(
    _ approval: EstimateApproval, _ currency: Currency, _ names: ApproverNames, today: CalendarDate
  ) {
    version = approval.version
    amount = currency.text(approval.amount)
    line = approval.line
    by = Private(names.text(approval.contact, onBehalfOf: approval.onBehalfOf))
    evidence = Private(approval.evidence)
    expires = approval.expires
    let hasExpired = approval.state == .open && approval.hasExpired(by: today)
    state = hasExpired ? "expired" : approval.state.rawValue
  }
}

/// How a ticket's bill stands on the budget.
struct TicketAllocations {
  private let books: Books
  private let ticket: Ticket
  private let currency: Currency
  private let names: ApproverNames

  init(_ ticket: Ticket, _ client: Client, in books: Books) throws(DeskError) {
    self.books = books
    self.ticket = ticket
    currency = client.currency
    names = try ApproverNames(client.code, in: books)
  }

  /// The parts of the bill; nil where none has reached the budget.
  func allocations() throws(DeskError) -> [AllocationCard]? {
    let parts = try books.allocations.list(ticket.number)
    guard !parts.isEmpty else { return nil }
    let pendings = try books.allocations.pending(of: ticket.number)
    var periods: [BudgetName: Period] = [:]
    var cards: [AllocationCard] = []
    for part in parts {
      let name = BudgetName(line: part.line, first: part.first)
      if periods[name] == nil {
        periods[name] = try books.budgets.find(
          ticket.client, part.line, first: part.first)?.period
      }
      guard let period = periods[name] else {
        throw DeskError(.damaged, "\(ticket.number) is carried by a line that is gone")
      }
      cards.append(card(part, period, pendings.first { $0.number == part.pending }))
    }
    return cards
  }

  private struct BudgetName: Hashable {
    let line: String
    let first: CalendarDate
  }

  private func card(
    _ part: Allocation, _ period: Period, _ pending: PendingAmount?
  ) -> AllocationCard {
    let decided = pending.flatMap { pending in
      pending.contact.map { names.text($0, onBehalfOf: pending.onBehalfOf) }
    }
    return AllocationCard(
      ticketLine: part.ticketLine == 0 ? nil : part.ticketLine, kind: part.kind, line: part.line,
      period: period, amount: currency.text(part.amount), day: part.day, state: part.state,
      pending: part.pending, approvedBy: decided.map { Private($0) },
      evidence: pending?.evidence.map { Private($0) })
  }

  /// What the client agreed to; nil where nothing.
  func approvals(today: CalendarDate) throws(DeskError) -> [ApprovalCard]? {
    let approvals = try books.allocations.approvals(ticket.number)
    guard !approvals.isEmpty else { return nil }
    return approvals.map { ApprovalCard($0, currency, names, today: today) }
  }
}
