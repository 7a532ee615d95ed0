import DeskRules
import DeskStore

struct CalloutArrive: Change {
  static let about = About(
    "callout.arrive", "Arrives at a call: the work begins.", roles: .service,
    refusals: [.notFound, .ambiguous, .state, .time],
    example: "swapdesk callout arrive T-17 --at 01:40")
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
    try step.require(step.call.departedAt, "the departure", isBefore: true)
    let event = CallArrived(ticket: step.ticket.number, engineer: step.engineer, at: step.at)
    let change = try step.ticketChange(to: .inProgress, arrives: true)
    return step.decide(event, change) { card in
      let at = step.zone.text(of: step.at)
      card.arrived = at
      card.acknowledged = card.acknowledged ?? at
      card.engineer = step.engineer
      card.state = .arrived
    }
  }
}
