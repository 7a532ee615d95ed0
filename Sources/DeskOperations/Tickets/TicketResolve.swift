import DeskRules
import DeskStore

struct TicketResolve: Change {
  static let about = About(
    "ticket.resolve", "Says that the work is done, and carries its bill to the budget.",
    roles: .service, refusals: [.notFound, .ambiguous, .state, .time],
    example: "swapdesk ticket resolve T-17 --work \"fuser replaced, test page fine\"",
    notes: [
      "What the estimate held is released and the bill is spent on the ticket's line. What exceeds"
        + " the line waits for an approval on its overflow line, or is unfunded. A finished job is"
        + " never refused for money."
    ])
  let ticket: TicketReference
  let work: FreeText?
  let at: Moment?

  init(_ read: inout Arguments) throws(DeskError) {
    ticket = try read("ticket", at: 1, "The ticket.")
    work = try read.optional("work", "What was done.")
    at = try read.optional("at", "When; now where left out.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<TicketCard> {
    let step = try TicketStep(books, caller, ticket, at: at)
    let change = try step.change(to: .resolved, reason: work?.text)
    return try step.settle(change)
  }
}

extension TicketStep {
  /// The decision to end the work: the bill that has not reached the budget yet is settled there,
  /// and whatever was held is released.
  func settle(
    _ change: TicketChanged, then more: [any Event] = []
  ) throws(DeskError) -> Decision<TicketCard> {
    var ledger = try ledger()
    let flags = try ledger.settle(Bill(ticket, in: books)) + expiryFlag(ledger.today)
    return try decide(
      change, then: ledger.events + more, flags: flags,
      budget: try ledger.cards(or: ticket.line))
  }

  /// Flags work that was finished on an agreement that had run out.
  private func expiryFlag(_ day: CalendarDate) throws(DeskError) -> [String] {
    let approval = try books.allocations.approvals(ticket.number).first { $0.state == .open }
    return approval?.hasExpired(by: day) == true ? ["approval_expired"] : []
  }
}
