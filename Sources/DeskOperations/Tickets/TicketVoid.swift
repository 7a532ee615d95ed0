import DeskRules
import DeskStore

struct TicketVoid: Change {
  static let about = About(
    "ticket.void", "Takes lines off a ticket's bill, and reverses what they moved on the budget.",
    roles: .money, refusals: [.notFound, .ambiguous, .state, .notSet],
    example: "swapdesk ticket void T-17 --line 2 --reason \"typed twice\"",
    notes: [
      "Nothing is deleted: every movement is reversed by one in the other direction. A hold that was"
        + " used up does not come back; reopen the ticket to hold again.",
      "What was posted in a period that is closed by now is reversed today, with its day as the"
        + " reference.",
    ])
  let ticket: TicketReference
  let line: Int?
  let reason: FreeText

  init(_ read: inout Arguments) throws(DeskError) {
    ticket = try read("ticket", at: 1, "The ticket.")
    line = try read.optional("line", "Only this line of it, from 1; the whole bill where left out.")
    reason = try read("reason", "Why.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<TicketCard> {
    let step = try TicketStep(books, caller, ticket)
    let lines = try lines(step)
    let numbers = lines.map(\.line)
    let allocations = try books.allocations.list(step.ticket.number).filter {
      $0.state != .void && ($0.ticketLine == 0 ? line == nil : numbers.contains($0.ticketLine))
    }
    var reversal = try Reversal(step)
    for allocation in allocations { try reversal.reverse(allocation) }
    let isUnnamed = allocations.contains { $0.ticketLine == 0 }
    let voided = BillVoided(
      ticket: step.ticket.number, lines: (isUnnamed ? [0] : []) + numbers,
      billed: try MoneyRule.sum(lines.map(\.amount)),
      posted: try MoneyRule.sum(allocations.map(\.amount)), pendings: reversal.pendings,
      reason: reason.text, at: step.at)
    var changed = step.ticket
    changed.billed -= voided.billed
    var card = TicketCard(changed, zone: step.zone, currency: step.client.currency)
    card.budget = try reversal.ledger.cards(or: step.ticket.line)
    return Decision(events: [voided] + reversal.ledger.events, reply: card)
  }

  /// The lines that are named and not voided yet.
  private func lines(_ step: TicketStep) throws(DeskError) -> [TicketLine] {
    let number = step.ticket.number
    let all = try step.books.tickets.lines(number)
    guard let line else {
      let billed = all.filter { !$0.isVoid }
      guard !billed.isEmpty else { throw DeskError(.state, "\(number) has no bill to void") }
      for line in billed { try requireNotInvoiced(number, line.line, step.books) }
      return billed
    }
    guard let found = all.first(where: { $0.line == line }) else {
      throw DeskError(
        .notFound, "\(number) has no line \(line); ticket show \(number) numbers them")
    }
    guard !found.isVoid else {
      throw DeskError(.state, "line \(line) of \(number) is void already")
    }
    try requireNotInvoiced(number, line, step.books)
    try requireNamed(number, step.books)
    return [found]
  }

  /// What the client was asked to pay is taken back by a credit note first.
  private func requireNotInvoiced(
    _ number: TicketNumber, _ line: Int, _ books: Books
  ) throws(DeskError) {
    guard let claim = try books.bills.claim(number, line: line) else { return }
    // After a credit by amount less may be left than the line costs.
    let isReduced = (try books.invoices.find(claim.invoice)?.credited ?? 0) > 0
    throw DeskError(
      .state,
      "line \(line) of \(number) is on invoice \(claim.invoice); take it back first with invoice"
        + " credit \(claim.invoice) --line \(claim.line)"
        + (isReduced
          ? ", or, where less than the line is left, all of it with invoice credit \(claim.invoice)"
            + " --reissue" : "") + " --reason TEXT",
      ["invoice": .string("\(claim.invoice)"), "line": .integer(Int64(claim.line))])
  }

  /// Bills of earlier versions did not say which line moved what.
  private func requireNamed(_ number: TicketNumber, _ books: Books) throws(DeskError) {
    let isUnnamed = try books.allocations.list(number).contains {
      $0.ticketLine == 0 && $0.state != .void
    }
    guard !isUnnamed else {
      throw DeskError(
        .state,
        "what \(number) has on the budget was posted without naming its lines; void the whole bill"
          + " and log the right lines again")
    }
  }
}

/// Reverses parts of a bill, each where it stands by now.
private struct Reversal {
  private(set) var ledger: Ledger
  private(set) var pendings: [PendingReduction] = []
  private let step: TicketStep

  init(_ step: TicketStep) throws(DeskError) {
    self.step = step
    ledger = try step.ledger()
  }

  mutating func reverse(_ part: Allocation) throws(DeskError) {
    switch part.state {
    case .spent: try move(.void, part)
    case .pending: try move(.unpend, part)
    case .unfunded: try move(.cover, part)
    // The line has got that back by a credit note.
    case .credited: break
    case .void: return
    }
    if let number = part.pending { pendings.add(part.amount, to: number) }
  }

  private mutating func move(
    _ movement: BudgetMovement, _ part: Allocation
  ) throws(DeskError) {
    try ledger.move(
      openLine(part), movement, part.amount, day: ledger.today, pending: part.pending,
      reference: part.day)
  }

  /// The line the part stands on or, where that period is closed, the same line today.
  private func openLine(_ part: Allocation) throws(DeskError) -> BudgetLine {
    if let line = try ledger.openLine(of: part) { return line }
    let line = try ledger.line(part.line, first: part.first)
    throw DeskError(
      .notSet,
      "\(line.period) is closed and \(line.client) has no \(line.line) for today, where the reversal"
        + " would go; budget set makes one",
      ["line": .string(line.line), "period": .string("\(line.period)")])
  }
}
