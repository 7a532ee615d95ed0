import DeskRules
import DeskStore

/// What every step of a call needs: the call, its ticket, who, and when it happened.
struct CallStep {
  let books: Books
  let caller: Caller
  let ticket: Ticket
  let call: Call
  let engineer: String
  let zone: Zone
  let at: Instant

  /// Looks everything up.
  ///
  /// - Parameter isPromise: whether it says that somebody will come, which who has left cannot.
  init(
    _ books: Books, _ caller: Caller, _ reference: TicketReference, engineer: ShortName?,
    at moment: Moment?, isPromise: Bool = false
  ) throws(DeskError) {
    let lookup = Lookup(books, caller)
    self.books = books
    self.caller = caller
    ticket = try lookup.ticket(reference)
    zone = try lookup.zone(ticket.client, ticket.site)
    guard let call = try books.calls.find(ticket.number) else {
      throw DeskError(
        .state,
        "\(ticket.number) did not come in as a call; callout log writes down a visit to it",
        ["ticket": .string("\(ticket.number)")])
    }
    guard call.isOpen else {
      throw DeskError(
        .state, "the call \(ticket.number) has ended; callout log writes down another visit",
        ["ticket": .string("\(ticket.number)")])
    }
    self.call = call
    at = try PastMoment(moment, zone: zone, caller).instant.wholeMinute
    var member = try engineer.map { name throws(DeskError) in try lookup.formerStaff(name) }
    if isPromise, let engineer, let left = member?.disabledAt, left <= at {
      member = try lookup.staff(engineer)
    }
    self.engineer = member?.name ?? caller.name
    try require(call.calledAt, "the call", isBefore: true)
  }

  /// Refuses a time on the wrong side of another; both happened, and one cannot have.
  func require(_ other: Instant?, _ name: String, isBefore: Bool) throws(DeskError) {
    guard let other, isBefore ? at < other : other < at else { return }
    throw DeskError(
      .time,
      "\(zone.text(of: at)) is \(isBefore ? "before" : "after") \(name) at"
        + " \(zone.text(of: other)); give the time with --at",
      ["parameter": .string("at")])
  }

  /// The change of the ticket that goes with a step, with the stage of its response clock that the
  /// step reaches; none where it is so already.
  func ticketChange(
    to state: TicketState, arrives: Bool = false
  ) throws(DeskError) -> [any Event] {
    let next = ticket.state != state && ticket.state.next.contains(state) ? state : nil
    let move = TicketMove(
      lookup: Lookup(books, caller), ticket: ticket, zone: zone, at: at, state: next,
      assignee: ticket.assignee == engineer ? nil : engineer, acknowledged: try taken(),
      arrived: arrives ? at : nil)
    return move.saysNothing ? [] : [try move.changed()]
  }

  /// When the call was taken: an answer that has expired counts after all where whoever gave it had
  /// set out before that, and it was only entered late.
  private func taken() throws(DeskError) -> Instant {
    guard call.acknowledgedAt == nil else { return at }
    var hasExpired = false
    let entries = try books.journal(
      of: .ticket(ticket.number), limit: TicketHistory.entryLimit)
    for entry in entries {
      for event in try entry.decodedEvents() {
        if let expired = event as? AcknowledgementExpired, expired.engineer == engineer {
          hasExpired = at <= expired.at
        } else if hasExpired, let taken = event as? CallAcknowledged, taken.engineer == engineer {
          return min(taken.at, at)
        }
      }
    }
    return at
  }

  /// The decision, answered with the call as it is afterwards.
  ///
  /// - Parameter takes: whether the engineer has the call from now on; whoever had it is told.
  func decide(
    _ event: any Event, _ more: [any Event], takes: Bool = true,
    _ change: (inout CallCard) -> Void
  ) -> Decision<CallCard> {
    var card = CallCard(call, zone: zone)
    card.calling = nil
    card.loop = nil
    card.step = nil
    card.next = nil
    card.expires = nil
    change(&card)
    var events = [event] + more
    if let other = call.engineer, other != engineer {
      card.flags.append(takes ? "taken_over \(other)" : "under_way \(other)")
      if takes {
        events.append(
          CallTakenOver(ticket: ticket.number, from: other, engineer: engineer, at: at))
      }
    }
    return Decision(events: events, happenedAt: at, reply: card)
  }
}
