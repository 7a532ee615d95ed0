import DeskRules
import DeskStore

/// Takes lines off a bill, and reverses what they moved on the budget, each where it stands by now.
struct BillReversal {
  private(set) var ledger: Ledger
  private let step: TicketStep
  private let lines: [TicketLine]
  private let reason: String
  private var pendings: [PendingReduction] = []
  private var isUnnamed = false
  private var posted: Int64 = 0
  /// What the lines cost, in minor units.
  let billed: Int64

  /// Reverses lines that are not void yet.
  ///
  /// - Throws: `state` where one is on an invoice, or was posted without its name and others stay;
  ///   `not_set` where its period is closed and there is no line for today.
  init(_ step: TicketStep, _ lines: [TicketLine], reason: String) throws(DeskError) {
    (self.step, self.lines, self.reason) = (step, lines, reason)
    ledger = try step.ledger()
    billed = try MoneyRule.sum(lines.map(\.amount))
    let number = step.ticket.number
    for line in lines { try Self.requireNotInvoiced(number, line.line, step.books) }
    let isWhole = try step.books.tickets.lines(number).filter { !$0.isVoid } == lines
    let numbers = lines.map(\.line)
    let parts = try step.books.allocations.list(number).filter { $0.state != .void }
    isUnnamed = parts.contains { $0.ticketLine == 0 }
    if !isWhole { try Self.require(isNamed: !isUnnamed, number) }
    let own = parts.filter { $0.ticketLine == 0 || numbers.contains($0.ticketLine) }
    for part in own { try reverse(part) }
    posted = try MoneyRule.sum(own.map(\.amount))
  }

  /// The fact.
  var event: BillVoided {
    BillVoided(
      ticket: step.ticket.number, lines: (isUnnamed ? [0] : []) + lines.map(\.line),
      billed: billed, posted: posted, pendings: pendings, reason: reason, at: step.at)
  }

  private mutating func reverse(_ part: Allocation) throws(DeskError) {
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

  /// What the client was asked to pay is taken back by a credit note first.
  private static func requireNotInvoiced(
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
  private static func require(isNamed: Bool, _ number: TicketNumber) throws(DeskError) {
    guard !isNamed else { return }
    throw DeskError(
      .state,
      "what \(number) has on the budget was posted without naming its lines; void the whole bill"
        + " and log the right lines again")
  }
}
