import DeskRules
import DeskStore

struct CalloutAcknowledge: Change {
  static let about = About(
    "callout.acknowledge", "Takes a call: nobody else is called for it.", roles: .service,
    refusals: [.notFound, .ambiguous, .state, .time],
    example: "swapdesk callout acknowledge T-17",
    notes: [
      "Without departure or arrival it expires after the chain's minutes, and the chain begins anew."
        + " It answers one call and takes no duty: roster override does that.",
      "A call that somebody is on the way to stays theirs; the answer names them: under_way.",
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
    let event = try CallAcknowledged(step.call, by: step.engineer, at: step.at, caller, books)
    return try step.decide(event, .acknowledged, to: .assigned, expires: event.expires)
  }
}

extension CallAcknowledged {
  /// Somebody takes a call; where nobody is on the way yet it expires after the chain's minutes.
  init(
    _ call: Call, by engineer: String, at moment: Instant, _ caller: Caller, _ books: Books
  ) throws(DeskError) {
    let isUnderWay = call.departedAt != nil || call.arrivedAt != nil
    let minutes = Int64(try books.calls.escalation(call.escalation).expiryMinutes)
    self.init(
      ticket: call.ticket, engineer: engineer, at: moment, entered: caller.now,
      expires: isUnderWay ? nil : caller.now.adding(minutes: minutes))
  }
}
