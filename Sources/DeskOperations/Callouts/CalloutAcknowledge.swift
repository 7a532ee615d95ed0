import DeskRules
import DeskStore

struct CalloutAcknowledge: Change {
  static let about = About(
    "callout.acknowledge", "Takes a call: nobody else is called for it.", roles: .service,
    refusals: [.notFound, .ambiguous, .state, .time],
    example: "swapdesk callout acknowledge T-17",
    notes: [
      "Without departure or arrival it expires after the chain's minutes, and the chain begins anew."
        + " It answers one call and takes no duty: roster override does that."
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
    let step = try CallStep(
      books, caller, ticket, engineer: engineer, at: at, isPromise: true)
    let isUnderWay = step.call.departedAt != nil || step.call.arrivedAt != nil
    let escalation = try books.calls.escalation(step.call.escalation)
    let expires =
      isUnderWay ? nil : caller.now.adding(minutes: Int64(escalation.expiryMinutes))
    let event = CallAcknowledged(
      ticket: step.ticket.number, engineer: step.engineer, at: step.at, entered: caller.now,
      expires: expires)
    let change = isUnderWay ? [] : try step.ticketChange(to: .assigned)
    return step.decide(event, change, takes: !isUnderWay) { card in
      card.acknowledged = step.zone.text(of: step.at)
      guard !isUnderWay else { return }
      card.state = .acknowledged
      card.engineer = step.engineer
      card.expires = expires.map { step.zone.text(of: $0) }
    }
  }
}
