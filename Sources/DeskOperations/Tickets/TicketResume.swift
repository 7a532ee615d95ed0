import DeskRules
import DeskStore

struct TicketResume: Change {
  static let about = About(
    "ticket.resume", "Goes on with a ticket that waited.", roles: .service,
    refusals: [.notFound, .ambiguous, .state, .time], example: "swapdesk ticket resume T-17")
  let ticket: TicketReference
  let at: Moment?

  init(_ read: inout Arguments) throws(DeskError) {
    ticket = try read("ticket", at: 1, "The ticket.")
    at = try read.optional("at", "When; now where left out.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<TicketCard> {
    let step = try TicketStep(books, caller, ticket, at: at)
    guard step.ticket.state == .waiting else {
      throw DeskError(
        .state, "\(step.ticket.number) is \(step.ticket.state.rawValue), not waiting",
        ["state": .string(step.ticket.state.rawValue)])
    }
    return try step.decide(try step.change(to: .inProgress))
  }
}
