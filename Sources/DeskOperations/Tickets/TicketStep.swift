import DeskRules
import DeskStore

/// What every step of a ticket needs: the ticket, its client, its zone, and the time.
struct TicketStep {
  let books: Books
  let lookup: Lookup
  var ticket: Ticket
  let client: Client
  let zone: Zone
  let at: Instant
  let now: Instant

  init(
    _ books: Books, _ caller: Caller, _ reference: TicketReference, at moment: Moment? = nil
  ) throws(DeskError) {
    let lookup = Lookup(books, caller)
    self.books = books
    self.lookup = lookup
    ticket = try lookup.ticket(reference)
    client = try lookup.client(ticket.client)
    zone = try lookup.zone(ticket.client, ticket.site)
    at = try PastMoment(moment, zone: zone, caller).instant
    now = caller.now
  }

  /// The budget lines of the ticket's client, for what happened at the step's time.
  func ledger() throws(DeskError) -> Ledger {
    try Ledger(books, client: client, ticket: ticket.number, at: at, now: now)
  }

  /// The decision to change the ticket, with what else follows.
  func decide(
    _ change: TicketChanged, then more: [any Event] = [], flags: [String] = [],
    budget: [BudgetCard]? = nil
  ) throws(DeskError) -> Decision<TicketCard> {
    var card = try card(after: change)
    card.flags = flags.isEmpty ? nil : flags
    card.budget = budget
    return Decision(events: [change] + more, happenedAt: at, reply: card)
  }

  /// The ticket as it will be, with what is left until it is due.
  private func card(after change: TicketChanged) throws(DeskError) -> TicketCard {
    let changed = ticket.changed(by: change)
    var card = TicketCard(changed, zone: zone, currency: client.currency).shown(to: lookup.caller)
    guard changed.state.takesWork else { return card }
    let pauses =
      ticket.promise == nil
      ? []
      : try books.tickets.pauses(ticket.number).after(change, fixed: ticket.stamps.fixed)
    var clocks = ResponseClocks(lookup)
    card.judge(
      changed, try clocks.clock(of: changed, zone: zone, pauses: pauses), at: lookup.caller.now)
    return card
  }

  /// The change of state, if the ticket may take it.
  func change(
    to state: TicketState, assignee: String? = nil, reason: String? = nil,
    stopsClock: Bool? = nil
  ) throws(DeskError) -> TicketChanged {
    try ticket.state.step(to: state, of: ticket.number)
    return try TicketMove(
      lookup: lookup, ticket: ticket, zone: zone, at: at, state: state, assignee: assignee,
      reason: reason, stopsClock: stopsClock
    ).changed()
  }
}
