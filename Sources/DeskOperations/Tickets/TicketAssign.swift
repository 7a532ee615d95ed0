import DeskRules
import DeskStore

struct TicketAssign: Change {
  static let about = About(
    "ticket.assign", "Gives a ticket to somebody.", roles: .service,
    refusals: [.notFound, .ambiguous, .state], example: "swapdesk ticket assign T-17 boris",
    notes: [
      "A call of the ticket that nobody is on the way to is taken by that, as by callout acknowledge:"
        + " the answer is flagged call_taken, and names whoever had it and is told: taken_over. The"
        + " desk calls nobody else before it expires."
    ])
  let ticket: TicketReference
  let assignee: ShortName

  init(_ read: inout Arguments) throws(DeskError) {
    ticket = try read("ticket", at: 1, "The ticket.")
    assignee = try read("assignee", at: 2, "Who has it from now on.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<TicketCard> {
    let step = try TicketStep(books, caller, ticket)
    let member = try Lookup(books, caller).staff(assignee)
    let change =
      step.ticket.state.isUnderWay
      ? try TicketMove(
        lookup: step.lookup, ticket: step.ticket, zone: step.zone, at: step.at,
        assignee: member.name
      ).changed()
      : try step.change(to: .assigned, assignee: member.name)
    let taken = try taken(step, caller, by: member.name)
    return try step.decide(change, then: taken.events, flags: taken.flags)
  }

  /// Whoever is given the ticket takes its call, which would otherwise go on ringing; not where they
  /// have it already or somebody is on the way.
  private func taken(
    _ step: TicketStep, _ caller: Caller, by engineer: String
  ) throws(DeskError) -> (events: [any Event], flags: [String]) {
    guard let call = try step.books.calls.find(step.ticket.number), call.isOpen,
      call.engineer != engineer
    else { return ([], []) }
    let attendances = try step.books.calls.attendances(call)
    guard call.departedAt == nil, call.arrivedAt == nil else {
      return ([], attendances.flags(for: engineer, isTaking: false))
    }
    let moment = max(step.at.wholeMinute, call.calledAt)
    var events: [any Event] = [
      try CallAcknowledged(call, by: engineer, at: moment, caller, step.books)
    ]
    if let other = call.engineer {
      events.append(
        CallTakenOver(ticket: call.ticket, from: other, engineer: engineer, at: moment))
    }
    return (events, ["call_taken"] + attendances.flags(for: engineer, isTaking: true))
  }
}

extension TicketState {
  /// Whether work has begun, so that a new owner does not change the state.
  fileprivate var isUnderWay: Bool { self == .inProgress || self == .waiting }
}
