import DeskRules
import DeskStore

struct CalloutArrive: Change {
  static let about = About(
    "callout.arrive", "Arrives at a call: the work begins.", roles: .service,
    refusals: [.notFound, .ambiguous, .state, .time],
    example: "swapdesk callout arrive T-17 --at 01:40",
    notes: [
      "Said again by the same engineer it corrects the time, of the response clock too. Everybody has"
        + " a way and an arrival of their own; the call stays with whoever came first."
    ])
  let ticket: TicketReference
  let at: Moment?
  let engineer: ShortName?

  init(_ read: inout Arguments) throws(DeskError) {
    ticket = try read("ticket", at: 1, "The call's ticket.")
    at = try read.optional("at", "When; now where left out.")
    engineer = try read.optional("engineer", "Who; you where left out.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<CallCard> {
    let step = try CallStep(books, caller, ticket, engineer: engineer, at: at)
    try step.require(step.attendances.of(step.engineer)?.departed, "the departure", isBefore: true)
    let event = CallArrived(ticket: step.ticket.number, engineer: step.engineer, at: step.at)
    return try step.decide(event, .arrived, to: .inProgress)
  }
}
