import DeskRules
import DeskStore

struct TicketReopen: Change {
  static let about = About(
    "ticket.reopen", "Opens a finished ticket again.", roles: .service,
    refusals: [.notFound, .ambiguous, .state],
    example: "swapdesk ticket reopen T-17 --reason \"jams again\"",
    notes: [
      "A call that has ended does not ring again: call_ended. Where the client calls at night, callout"
        + " receive --ticket does both."
    ])
  let ticket: TicketReference
  let reason: FreeText

  init(_ read: inout Arguments) throws(DeskError) {
    ticket = try read("ticket", at: 1, "The ticket.")
    reason = try read("reason", "Why it came back.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<TicketCard> {
    let step = try TicketStep(books, caller, ticket)
    return try step.decide(
      try step.change(to: .reopened, reason: reason.text), flags: step.endedCall(.reopened))
  }
}
