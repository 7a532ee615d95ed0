import DeskRules
import DeskStore

struct TicketResume: Change {
  static let about = About(
    "ticket.resume", "Goes on with a ticket that waited.", roles: .service,
    refusals: [.notFound, .ambiguous, .state, .time], example: "swapdesk ticket resume T-17",
    notes: [
      "It goes on where it was: in progress where the work had begun, else assigned, or new. Nobody"
        + " is there by that; ticket start says so. A call that nobody has come to yet goes on, too."
    ])
  let ticket: TicketReference
  let at: Moment?

  init(_ read: inout Arguments) throws(DeskError) {
    ticket = try read("ticket", at: 1, "The ticket.")
    at = try read.optional("at", "When; now where left out.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<TicketCard> {
    let step = try TicketStep(books, caller, ticket, at: at)
    guard step.ticket.state == .waiting else {
      throw DeskError(
        .state, "\(step.ticket.number) is \(step.ticket.state.rawValue), not waiting",
        ["state": .string(step.ticket.state.rawValue)])
    }
    return try step.decide(
      try step.change(to: try step.stateBeforeWaiting()),
      then: try CallResumed.resuming(step.ticket, at: step.now, in: books))
  }
}

extension TicketStep {
  /// Where it was when it began to wait: at work, with somebody, or with nobody.
  func stateBeforeWaiting() throws(DeskError) -> TicketState {
    let entries = try books.journal(
      of: .ticket(ticket.number), limit: TicketHistory.entryLimit)
    for entry in entries {
      let states = try entry.decodedEvents().flatMap { event in
        event.states(of: ticket.number)
      }
      let before = states.last { $0 != .waiting }
      if before == .inProgress { return .inProgress }
      if before != nil { break }
    }
    return ticket.assignee == nil ? .new : .assigned
  }
}

extension Event {
  /// The states that a ticket came into by this, in order.
  fileprivate func states(of ticket: TicketNumber) -> [TicketState] {
    switch self {
    case let changed as TicketChanged where changed.ticket == ticket:
      return changed.state.map { [$0] } ?? []
    case let recorded as TicketRecorded where recorded.ticket == ticket:
      return recorded.steps.compactMap(\.state)
    default: return []
    }
  }
}
