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
  /// The period to which a void gave it back, where its own was closed.
  var returned: Period?
  let pending: PendingNumber?
  let approvedBy: Private<String>?
  let evidence: Private<String>?
  let refusedBy: Private<String>?
  let reason: Private<String>?

  enum CodingKeys: String, CodingKey {
    case ticketLine = "ticket_line"
    case kind, line, period, amount, day, state, returned, pending
    case approvedBy = "approved_by"
    case evidence
    case refusedBy = "refused_by"
    case reason
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

  private static let expired = "expired"
  /// Whether it has run out before the work.
  var hasExpired: Bool { state == Self.expired }

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
    state = hasExpired ? Self.expired : approval.state.rawValue
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
    let isVoided = parts.contains { $0.state == .void }
    let returns = isVoided ? try books.allocations.returns(ticket.number) : []
    var periods: [BudgetName: Period] = [:]
    var cards: [AllocationCard] = []
    for part in parts {
      let period = try period(part.line, part.first, &periods)
      var card = card(part, period, pendings.first { $0.number == part.pending })
      let isElsewhere = { (moved: BudgetMoved) in
        moved.line == part.line && moved.first != part.first && moved.reference == part.day
          && moved.amount == part.amount
      }
      if part.state == .void, let moved = returns.first(where: isElsewhere) {
        card.returned = try self.period(moved.line, moved.first, &periods)
      }
      cards.append(card)
    }
    return cards
  }

  private func period(
    _ line: String, _ first: CalendarDate, _ known: inout [BudgetName: Period]
  ) throws(DeskError) -> Period {
    let name = BudgetName(line: line, first: first)
    if let period = known[name] { return period }
    guard let period = try books.budgets.find(ticket.client, line, first: first)?.period else {
      throw DeskError(.damaged, "\(ticket.number) is carried by a line that is gone")
    }
    known[name] = period
    return period
  }

  private struct BudgetName: Hashable {
    let line: String
    let first: CalendarDate
  }

  private func card(
    _ part: Allocation, _ period: Period, _ pending: PendingAmount?
  ) -> AllocationCard {
    let approved = pending?.state == .approved ? pending : nil
    let refused = pending?.state == .refused ? pending : nil
    return AllocationCard(
      ticketLine: part.ticketLine == 0 ? nil : part.ticketLine, kind: part.kind, line: part.line,
      period: period, amount: currency.text(part.amount), day: part.day, state: part.state,
      pending: part.pending, approvedBy: approved.flatMap(decider),
      evidence: approved?.evidence.map { Private($0) }, refusedBy: refused.flatMap(decider),
      reason: refused?.evidence.map { Private($0) })
  }

  private func decider(_ pending: PendingAmount) -> Private<String>? {
    pending.contact.map { Private(names.text($0, onBehalfOf: pending.onBehalfOf)) }
  }

  /// What the client agreed to; nil where nothing.
  func approvals(today: CalendarDate) throws(DeskError) -> [ApprovalCard]? {
    let approvals = try books.allocations.approvals(ticket.number)
    guard !approvals.isEmpty else { return nil }
    return approvals.map { ApprovalCard($0, currency, names, today: today) }
  }
}
