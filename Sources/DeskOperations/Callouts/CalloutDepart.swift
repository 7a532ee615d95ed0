import DeskRules
import DeskStore

struct CalloutDepart: Change {
  static let about = About(
    "callout.depart", "Sets out to a call.", roles: .service,
    refusals: [.notFound, .ambiguous, .state, .time], example: "swapdesk callout depart T-17",
    notes: ["The way is billed from here by the tariff's rule."])
  let ticket: TicketReference
  let at: Moment?
  let engineer: ShortName?

  init(_ read: inout Arguments) throws(DeskError) {
    ticket = try read("ticket", at: 1, "The call's ticket.")
    at = try read.optional("at", "When; now where left out.")
    engineer = try read.optional("engineer", "Who; you where left out.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<CallCard> {
    let step = try CallStep(
      books, caller, ticket, engineer: engineer, at: at, isPromise: true)
    try step.require(step.attendances.of(step.engineer)?.arrived, "the arrival", isBefore: false)
    let event = CallDeparted(ticket: step.ticket.number, engineer: step.engineer, at: step.at)
    return try step.decide(event, .departed, to: step.call.arrivedAt == nil ? .assigned : nil)
  }
}
