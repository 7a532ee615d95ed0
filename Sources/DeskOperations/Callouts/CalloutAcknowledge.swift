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
      "A call that somebody is on the way to stays theirs; the answer names them: under_way. It also stays"
        + " with whoever took it after --at.",
      "Said again by the same engineer with --at it corrects the time, of the response clock too; without,"
        + " whoever has the call keeps the time and has all the minutes to set out again.",
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
    var step = try CallStep(
      books, caller, ticket, engineer: engineer, at: at, isPromise: true)
    let has = step.attendances
    if at == nil, has.engineer == step.engineer, let said = has.of(step.engineer)?.acknowledged {
      step.at = said
    }
    let event = try CallAcknowledged(
      step.call, by: step.engineer, at: step.at, caller, books,
      takes: step.after(.acknowledged).engineer == step.engineer)
    return try step.decide(
      event, .acknowledged, to: step.call.arrivedAt == nil ? .assigned : nil,
      expires: event.expires)
  }
}

extension CallAcknowledged {
  /// Somebody takes a call; where nobody is on the way yet it expires after the chain's minutes.
  ///
  /// - Parameter takes: whether they have it then; else whoever took it later has no more time by it.
  init(
    _ call: Call, by engineer: String, at moment: Instant, _ caller: Caller, _ books: Books,
    takes: Bool = true
  ) throws(DeskError) {
    let isUnderWay = call.departedAt != nil || call.arrivedAt != nil
    let minutes = Int64(try books.calls.escalation(call.escalation).expiryMinutes)
    let expires = takes ? caller.now.adding(minutes: minutes) : call.nextAt
    self.init(
      ticket: call.ticket, engineer: engineer, at: moment, entered: caller.now,
      expires: isUnderWay ? nil : expires)
  }
}
