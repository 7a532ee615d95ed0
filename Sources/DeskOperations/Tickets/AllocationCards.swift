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
  /// The period to which a void or a credit gave it back, where its own was closed.
  var returned: Period?
  /// The credit note that gave it back.
  var creditedBy: InvoiceNumber?
  let pending: PendingNumber?
  let approvedBy: Private<String>?
  let evidence: Private<String>?
  let refusedBy: Private<String>?
  let reason: Private<String>?

  enum CodingKeys: String, CodingKey {
    case ticketLine = "ticket_line"
    case kind, line, period, amount, day, state, returned
    case creditedBy = "credited_by"
    case pending
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
  let by: Private<String>?
  let evidence: Private<String>?
  let expires: CalendarDate?
  let state: String

  private static let expired = "expired"
  /// Whether it has run out before the work.
  var hasExpired: Bool { state == Self.expired }

  init(
    _ approval: EstimateApproval, _ currency: Currency, _ names: ApproverNames?, today: CalendarDate
  ) {
    version = approval.version
    amount = currency.text(approval.amount)
    line = approval.line
    by = names.map { Private($0.text(approval.contact, onBehalfOf: approval.onBehalfOf)) }
    evidence = names == nil ? nil : Private(approval.evidence)
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
  /// Who approves for the client; nil for whom it is no concern.
  let names: ApproverNames?

  init(
    _ ticket: Ticket, _ client: Client, in books: Books, for caller: Caller
  ) throws(DeskError) {
    self.books = books
    self.ticket = ticket
    currency = client.currency
    names = try ApproverNames(client.code, in: books, for: caller)
  }

  /// The parts of the bill; nil where none has reached the budget.
  func allocations() throws(DeskError) -> [AllocationCard]? {
    let parts = try books.allocations.list(ticket.number)
    guard !parts.isEmpty else { return nil }
    let pendings = try books.allocations.pending(of: ticket.number)
    let returns =
      try parts.allSatisfy(\.state.isStanding) ? [] : books.allocations.returns(ticket.number)
    var periods: [BudgetName: Period] = [:]
    var cards: [AllocationCard] = []
    for part in parts {
      let period = try period(part.line, part.first, &periods)
      var card = card(part, period, pendings.first { $0.number == part.pending })
      let back = returns.first { place, moved in
        moved.credited == nil
          ? part.state == .void && moved.line == part.line && moved.first != part.first
            && moved.reference == part.day && moved.amount == part.amount
          : place == MovementPlace(seq: part.entry, position: part.position)
      }?.moved
      card.creditedBy = back?.credited?.note
      if let back, back.first != part.first {
        card.returned = try self.period(back.line, back.first, &periods)
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
      evidence: words(approved), refusedBy: refused.flatMap(decider),
      reason: words(refused))
  }

  private func decider(_ pending: PendingAmount) -> Private<String>? {
    pending.contact.flatMap { contact in
      names.map { Private($0.text(contact, onBehalfOf: pending.onBehalfOf)) }
    }
  }

  private func words(_ pending: PendingAmount?) -> Private<String>? {
    names == nil ? nil : pending?.evidence.map { Private($0) }
  }

  /// What the client agreed to; nil where nothing.
  func approvals(today: CalendarDate) throws(DeskError) -> [ApprovalCard]? {
    let approvals = try books.allocations.approvals(ticket.number)
    guard !approvals.isEmpty else { return nil }
    return approvals.map { ApprovalCard($0, currency, names, today: today) }
  }
}
