import DeskRules
import DeskStore

struct TicketApprove: Change {
  static let about = About(
    "ticket.approve", "Records that the client agreed to the estimate, and holds the money.",
    roles: .desk + [.accountant],
    refusals: [.notFound, .ambiguous, .state, .notAllowed, .time, .notSet, .overBudget],
    example:
      "swapdesk ticket approve T-17 --by \"Olga Ivanova\" --evidence \"mail of 21 November\"",
    notes: [
      "The contact must be an approver whose limit covers the estimate, or stand in for one on the"
        + " day of --at. A line that does not have the money refuses, and so does one without a budget"
        + " for that day. Of a client without any budget the approval is recorded and flagged.",
      "The money is held in the period of the day the work is expected: --expected, or the day that"
        + " ticket expect named, or the ticket's due day, or today. After --expires the approval can"
        + " be given anew, and work finished on it is flagged. One that had run out before it was"
        + " entered holds nothing.",
    ])
  let ticket: TicketReference
  let contact: Line
  let evidence: FreeText
  let expected: CalendarDate?
  let expires: CalendarDate?
  let at: Moment?

  init(_ read: inout Arguments) throws(DeskError) {
    ticket = try read("ticket", at: 1, "The ticket.")
    contact = try read("by", "The client's contact, by name or number.")
    evidence = try read("evidence", "The letter, mail or call that proves it.")
    expected = try read.optional("expected", "The day the work is expected to be done.")
    expires = try read.optional("expires", "The last day on which the approval holds.")
    at = try read.optional("at", "When the client said it; now where left out.")
  }

  /// Somebody's word for a repair whose estimate is known.
  init(
    _ ticket: TicketReference, by contact: Line, _ evidence: FreeText, expires: CalendarDate?
  ) {
    self.ticket = ticket
    self.contact = contact
    self.evidence = evidence
    self.expires = expires
    expected = nil
    at = nil
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<TicketCard> {
    let step = try TicketStep(books, caller, ticket, at: at)
    var ledger = try step.ledger()
    let (approved, flags) = try agree(step, &ledger)
    var ticket = step.ticket
    ticket.approvedVersion = ticket.estimateVersion
    var card = TicketCard(ticket, zone: step.zone, currency: step.client.currency)
    card.budget = try ledger.cards(or: ticket.line)
    card.flags = flags.isEmpty ? nil : flags
    return Decision(events: [approved] + ledger.events, happenedAt: step.at, reply: card)
  }

  /// What the client agrees to: whatever was held before is released and the estimate is held on the
  /// lines that would carry it. Gives what to flag, too.
  func agree(
    _ step: TicketStep, _ ledger: inout Ledger
  ) throws(DeskError) -> (EstimateApproved, [String]) {
    guard step.ticket.state.takesWork, let estimate = step.ticket.estimate else {
      throw DeskError(.state, "\(step.ticket.number) has no estimate that could be approved")
    }
    try requireUnapproved(step, on: ledger.today)
    let saidOn = try saidOn(step)
    let approver = try Approver(
      contact, of: step.client, for: estimate, on: saidOn, step.lookup)
    try ledger.releaseHolds(try step.books.tickets.holds(step.ticket.number))
    let flags = try hold(estimate, step, &ledger)
    let approved = EstimateApproved(
      ticket: step.ticket.number, version: step.ticket.estimateVersion,
      contact: approver.contact.number, evidence: evidence.text, at: step.at, amount: estimate,
      line: step.ticket.line, onBehalfOf: approver.absent?.number, expires: expires)
    return (approved, flags)
  }

  /// The day on which the client said it.
  ///
  /// - Throws: `time` for a day before the ticket was opened, or after the approval would have run out.
  private func saidOn(_ step: TicketStep) throws(DeskError) -> CalendarDate {
    let zone = try step.books.clients.settings().zone
    let day = zone.date(at: step.at)
    let opened = zone.date(at: step.ticket.opened)
    guard day >= opened else {
      throw DeskError(
        .time,
        "\(step.ticket.number) is of \(opened); nobody could agree to it on \(day), name a later --at",
        ["ticket": .string("\(step.ticket.number)"), "opened": .string(opened.text)])
    }
    guard let expires, expires < day else { return day }
    throw DeskError(
      .time, "the approval would have run out on \(expires), before \(day), when it was given")
  }

  private func requireUnapproved(_ step: TicketStep, on day: CalendarDate) throws(DeskError) {
    guard step.ticket.approvedVersion == step.ticket.estimateVersion else { return }
    let last = try step.books.allocations.approvals(step.ticket.number).first
    guard last?.hasExpired(by: day) == true else {
      throw DeskError(.state, "the estimate of \(step.ticket.number) is approved already")
    }
  }

  private func hold(
    _ estimate: Int64, _ step: TicketStep, _ ledger: inout Ledger
  ) throws(DeskError) -> [String] {
    let day = try step.holdDay(expected, today: ledger.today)
    let promises = try ledger.promises(step.ticket, on: day)
    for promise in promises {
      guard let line = promise.line else {
        // What costs nothing needs no budget.
        if estimate > 0 {
          try KnownLines(step.client.code, in: step.books).requirePromise(promise.name, on: day)
        }
        continue
      }
      guard try promise.excess() == 0 else { throw try over(line, promise.amount, estimate) }
    }
    let flags = promises.contains { $0.line == nil } ? ["no_budget"] : []
    if let expires, expires < ledger.today {
      return flags.isEmpty ? ["approval_expired"] : flags
    }
    try ledger.hold(promises, from: ledger.day)
    return try flags + tolerances(promises) + ledger.warnings()
  }

  /// Flags lines that promise more than their stop, or than they have, within the tolerance.
  private func tolerances(_ promises: [LinePromise]) throws(DeskError) -> [String] {
    var flags: [String] = []
    for promise in promises where promise.amount > 0 {
      guard let line = promise.line else { continue }
      let stop = min(
        try line.guards.stop(line.figures, line.currency), line.figures.funding)
      if line.figures.used + promise.amount > stop { flags.append("tolerance \(line.line)") }
    }
    return flags
  }

  private func over(
    _ line: BudgetLine, _ amount: Int64, _ estimate: Int64
  ) throws(DeskError) -> DeskError {
    func text(_ amount: Int64) -> String { line.currency.text(amount) }
    let room = try line.guards.room(line.figures, line.currency)
    let available = line.figures.available
    let promised = room == available ? "" : ", of which \(text(room)) may be promised"
    let what =
      amount == estimate
      ? "the estimate is \(text(estimate))" : "\(text(amount)) of the estimate is for it"
    return DeskError(
      .overBudget,
      "\(line.client) has \(text(available)) \(line.currency) left on \(line.line)\(promised);"
        + " \(what): name a smaller one, or have the limit raised",
      [
        "line": .string(line.line), "available": .string(text(available)),
        "room": .string(text(room)),
      ])
  }
}
