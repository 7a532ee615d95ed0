import DeskRules
import DeskStore

struct TicketClose: Change {
  static let about = About(
    "ticket.close", "Finishes with a resolved ticket.", roles: .desk + [.accountant],
    refusals: [.notFound, .ambiguous, .state, .taken], example: "swapdesk ticket close T-17",
    notes: [
      "A ticket whose loaner is still out, or whose machine is still with us, closes only with a"
        + " --reason."
    ])
  let ticket: TicketReference
  let reason: FreeText?

  init(_ read: inout Arguments) throws(DeskError) {
    ticket = try read("ticket", at: 1, "The ticket.")
    reason = try read.optional(
      "reason", "Why it closes although the loaner is out or the machine with us.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<TicketCard> {
    let step = try TicketStep(books, caller, ticket)
    let change = try step.change(to: .closed, reason: reason?.text)
    if reason == nil {
      try step.requireLoanerBack(or: "ticket close \(step.ticket.number) --reason WHY")
      try step.requireMachineBack()
    }
    return try step.decide(change, then: try step.releasedReservations(of: caller))
  }
}
