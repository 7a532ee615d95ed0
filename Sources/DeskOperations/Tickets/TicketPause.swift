import DeskRules
import DeskStore

struct TicketPause: Change {
  static let about = About(
    "ticket.pause", "Lets a ticket wait, with a reason.", roles: .service,
    refusals: [.notFound, .ambiguous, .state, .time],
    example: "swapdesk ticket pause T-17 --reason \"the shop is closed until Monday\"",
    notes: [
      "The response clock stands still until the ticket goes on. Where it waits for something of"
        + " ours, such as a part, --clock-runs lets the clock go on.",
      "A call that nobody has come to yet is on hold as long: nobody is called for it.",
    ])
  let ticket: TicketReference
  let reason: FreeText
  let clockRuns: Bool
  let at: Moment?

  init(_ read: inout Arguments) throws(DeskError) {
    ticket = try read("ticket", at: 1, "The ticket.")
    reason = try read("reason", "What it waits for.")
    clockRuns = try read.flag("clock_runs", "The response clock goes on while it waits.")
    at = try read.optional("at", "When; now where left out.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<TicketCard> {
    let step = try TicketStep(books, caller, ticket, at: at)
    let isRinging = try books.calls.find(step.ticket.number)?.nextAt != nil
    return try step.decide(
      try step.change(to: .waiting, reason: reason.text, stopsClock: !clockRuns),
      flags: isRinging ? [CallCard.onHold] : [])
  }
}
