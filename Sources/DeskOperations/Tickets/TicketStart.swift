import DeskRules
import DeskStore

struct TicketStart: Change {
  static let about = About(
    "ticket.start", "Begins the work on a ticket.", roles: .service,
    refusals: [.notFound, .ambiguous, .state, .time], example: "swapdesk ticket start T-17")
  let ticket: TicketReference
  let at: Moment?

  init(_ read: inout Arguments) throws(DeskError) {
    ticket = try read("ticket", at: 1, "The ticket.")
    at = try read.optional("at", "When; now where left out.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<TicketCard> {
    let step = try TicketStep(books, caller, ticket, at: at)
    return try step.decide(
      try step.change(to: .inProgress, assignee: step.ticket.assignee == nil ? caller.name : nil),
      then: try arrival(step, caller))
  }

  /// Whoever begins the work that a call asked for is there, and nobody else is called for it.
  private func arrival(_ step: TicketStep, _ caller: Caller) throws(DeskError) -> [CallArrived] {
    let at = step.at.wholeMinute
    let engineer = step.ticket.assignee ?? caller.name
    guard let call = try step.books.calls.find(step.ticket.number), call.isOpen,
      call.arrivedAt == nil, call.calledAt <= at
    else { return [] }
    let departed = try step.books.calls.attendances(call).of(engineer)?.departed
    guard departed.map({ $0 <= at }) ?? true else { return [] }
    return [CallArrived(ticket: call.ticket, engineer: engineer, at: at)]
  }
}
