import DeskRules
import DeskStore

struct TicketEdit: Change {
  static let about = About(
    "ticket.edit", "Changes the budget line that carries a ticket.",
    roles: .desk + [.accountant],
    refusals: [.notFound, .ambiguous, .usage, .state, .notSet, .notAllowed, .overBudget],
    example:
      "swapdesk ticket edit T-17 --line goods --by \"Olga Ivanova\" --evidence \"letter 18\"",
    notes: [
      "The client agreed to an estimate for a line, so an approval ends with it and what it held is"
        + " released, flagged approval_void. With --by and --evidence the client's approver agrees to"
        + " the new line in the same step, and the hold moves there, if the line has the money.",
      "A bill that has reached the budget stays where it is: ticket void takes it off first. A finished"
        + " job that had no budget is flagged unsettled: budget settle brings it to the new line.",
    ])
  let ticket: TicketReference
  let line: LineName
  let contact: Line?
  let evidence: FreeText?
  let reason: FreeText?

  init(_ read: inout Arguments) throws(DeskError) {
    ticket = try read("ticket", at: 1, "The ticket.")
    line = try read("line", "The budget line that carries it from now on.")
    contact = try read.optional("by", "The client's contact who agrees to the estimate on it.")
    evidence = try read.optional("evidence", "The letter, mail or call that proves it.")
    reason = try read.optional("reason", "Why.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<TicketCard> {
    var step = try TicketStep(books, caller, ticket)
    let before = step.ticket
    try requireUnposted(before)
    try KnownLines(step.client.code, in: books).require(line.text)
    guard line.text != before.line else {
      throw DeskError(
        .state, "\(before.number) is carried by \(before.line) already",
        ["line": .string(before.line)])
    }
    let change = TicketChanged(
      ticket: before.number, at: step.at, reason: reason?.text, line: line.text)
    step.ticket = before.changed(by: change)
    var ledger = try step.ledger()
    var excess = try ledger.excess(of: Bill(step.ticket, in: books))
    let day = try step.holdDay(today: ledger.today)
    if let carrying = try ledger.line(line.text, on: day) { try excess.add(carrying, 0) }
    let (approved, flags) = try agreement(before, step, &ledger)
    if approved != nil { step.ticket.approvedVersion = step.ticket.estimateVersion }
    var card = TicketCard(step.ticket, zone: step.zone, currency: step.client.currency)
    card.budget = try ledger.cards(or: line.text, excess)
    card.exceeds = try excess.text(in: step.client.currency)
    card.flags = flags.isEmpty ? nil : flags
    let events: [any Event] = [change] + (approved.map { [$0] } ?? [])
    return Decision(events: events + ledger.events, reply: card)
  }

  private func requireUnposted(_ ticket: Ticket) throws(DeskError) {
    guard ticket.posted != 0 else { return }
    throw DeskError(
      .state,
      "the bill of \(ticket.number) is on the budget already; ticket void takes it off first, or log"
        + " the work on a ticket of its own",
      ["line": .string(ticket.line)])
  }

  /// The client's word for the new line, where it is given, with what was held moved there; otherwise
  /// the end of the one for the old line.
  private func agreement(
    _ before: Ticket, _ step: TicketStep, _ ledger: inout Ledger
  ) throws(DeskError) -> (EstimateApproved?, [String]) {
    let wasApproved =
      before.estimate != nil && before.approvedVersion == before.estimateVersion
    switch (contact, evidence) {
    case (let contact?, let evidence?):
      let word = TicketApprove(
        ticket, by: contact, evidence,
        expires: wasApproved ? try expiry(before, step, on: ledger.today) : nil)
      let (approved, flags) = try word.agree(step, &ledger)
      return (approved, flags)
    case (nil, nil):
      try ledger.releaseHolds(try step.books.tickets.holds(before.number))
      return (nil, wasApproved ? ["approval_void"] : try unsettled(step))
    default:
      throw DeskError(.usage, "--by and --evidence belong together: who agrees, and what proves it")
    }
  }

  /// Until when the word for the old line would have held, where it still does.
  private func expiry(
    _ before: Ticket, _ step: TicketStep, on day: CalendarDate
  ) throws(DeskError) -> CalendarDate? {
    let last = try step.books.allocations.approvals(before.number).first
    return last?.hasExpired(by: day) == true ? nil : last?.expires
  }

  private func unsettled(_ step: TicketStep) throws(DeskError) -> [String] {
    guard !step.ticket.state.takesWork, step.ticket.billed > 0,
      try step.books.budgets.hasAny(step.client.code)
    else { return [] }
    return ["unsettled"]
  }
}
