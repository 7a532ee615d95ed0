import DeskRules
import DeskStore

/// What every step of a call needs: the call, its ticket, who, and when it happened.
struct CallStep {
  let books: Books
  let caller: Caller
  let ticket: Ticket
  let call: Call
  /// Who went to it so far.
  let attendances: Attendances
  let engineer: String
  let zone: Zone
  var at: Instant

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
        "\(ticket.number) did not come in as a call; callout log --ticket \(ticket.number) writes down a"
          + " visit to it, callout receive --ticket \(ticket.number) begins to call people",
        ["ticket": .string("\(ticket.number)")])
    }
    guard call.isOpen else {
      throw DeskError(
        .state,
        "the call \(ticket.number) has ended; callout log --ticket \(ticket.number) writes down another"
          + " visit, callout receive --ticket \(ticket.number) calls people again",
        ["ticket": .string("\(ticket.number)")])
    }
    self.call = call
    attendances = try books.calls.attendances(call)
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
        + " \(zone.text(of: other)); give the time with --at, and with its date where it is of another"
        + " day",
      ["parameter": .string("at")])
  }

  /// Who went to it after the step.
  func after(_ step: AttendanceStep) -> Attendances {
    var after = attendances
    after.note(step, by: engineer, at: at, entry: .max, entered: caller.now)
    return after
  }

  /// The decision about a step: its event, the change of the ticket with the stages of its response
  /// clock, and the call as it is afterwards, for whoever has it or is under way beside them. Whoever
  /// had it is told.
  func decide(
    _ event: any Event, _ step: AttendanceStep, to state: TicketState?, expires: Instant? = nil
  ) throws(DeskError) -> Decision<CallCard> {
    let after = after(step)
    let isTheirs = after.engineer == engineer
    // Who corrects a time may hand the call to another by that.
    let holder = isTheirs || after.engineer != call.engineer ? after.engineer : nil
    let next = state.flatMap { state in
      isTheirs && ticket.state != state && ticket.state.next.contains(state) ? state : nil
    }
    let move = TicketMove(
      lookup: Lookup(books, caller), ticket: ticket, zone: zone, at: at, state: next,
      assignee: ticket.assignee != holder ? holder : nil,
      acknowledged: after.stamps.acknowledged, arrived: after.stamps.onSite,
      corrected: attendances.stamps)
    var events = [event]
    if !move.saysNothing { events.append(try move.changed()) }
    if let holder, let other = call.engineer, other != holder {
      events.append(CallTakenOver(ticket: ticket.number, from: other, engineer: holder, at: at))
    }
    let shown = step == .acknowledged ? after.engineer.flatMap { after.of($0) } : after.of(engineer)
    return Decision(
      events: events, happenedAt: at,
      reply: CallCard(
        call, shown, answered: after.stamps.acknowledged, expires: expires, zone: zone,
        flags: attendances.flags(for: engineer, isTaking: isTheirs)))
  }
}

extension Attendances {
  /// What somebody who says something of a call has to know of the others who went to it.
  ///
  /// - Parameter isTaking: whether the call is theirs from now on.
  func flags(for person: String, isTaking: Bool) -> [String] {
    let others = Set(standing.map(\.person)).subtracting([person]).sorted()
    return others.compactMap { other in
      if of(other)?.arrived != nil { return "also_there \(other)" }
      if other == engineer { return isTaking ? "taken_over \(other)" : "under_way \(other)" }
      return of(other)?.departed == nil ? nil : "under_way \(other)"
    }
  }
}
