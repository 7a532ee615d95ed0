import DeskRules
import DeskStore

struct TicketResolve: Change {
  static let about = About(
    "ticket.resolve", "Says that the work is done, and carries its bill to the budget.",
    roles: .service, refusals: [.notFound, .ambiguous, .state, .time],
    example: "swapdesk ticket resolve T-17 --work \"fuser replaced, test page fine\"",
    notes: [
      "What the estimate held is released and the bill is spent on the ticket's line. What exceeds"
        + " the line waits for an approval on its overflow line, or is unfunded, under the number that"
        + " the answer names. A finished job is never refused for money.",
      "Each line of the bill counts in the period of the day it was done (ticket log --at), and at"
        + " the latest that of --at; where those days are closed, today's, with a reference.",
      "It ends the call that the ticket came in with. Whoever was there is named, no_visit: their visit"
        + " is logged with callout log --ticket.",
      "--dry-run answers by how much the job exceeds its lines, and what they would have left.",
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
    let bill = try Bill(ticket, ended: at, in: books)
    let excess = try ledger.excess(of: bill)
    let flags = try ledger.settle(bill) + unloggedVisits()
    let decision = try decide(
      change, then: ledger.events + more, flags: flags,
      budget: try ledger.cards(or: ticket.line, excess))
    var card = decision.reply
    card.exceeds = try excess.text(in: client.currency)
    card.pending = ledger.beyond
    return Decision(events: decision.events, happenedAt: decision.happenedAt, reply: card)
  }

  /// Names those who went to the call that ends by this and whose visits nobody has written down.
  private func unloggedVisits() throws(DeskError) -> [String] {
    guard let call = try books.calls.find(ticket.number), call.isOpen else { return [] }
    return try books.calls.attendances(call).standing.filter { $0.arrived != nil }
      .map { "no_visit \($0.person)" }
  }
}
