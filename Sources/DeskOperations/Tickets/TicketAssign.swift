import DeskRules
import DeskStore

struct TicketAssign: Change {
  static let about = About(
    "ticket.assign", "Gives a ticket to somebody.", roles: .service,
    refusals: [.notFound, .ambiguous, .state], example: "swapdesk ticket assign T-17 boris")
  let ticket: TicketReference
  let assignee: ShortName

  init(_ read: inout Arguments) throws(DeskError) {
    ticket = try read("ticket", at: 1, "The ticket.")
    assignee = try read("assignee", at: 2, "Who has it from now on.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<TicketCard> {
    let step = try TicketStep(books, caller, ticket)
    let member = try Lookup(books, caller).staff(assignee)
    guard step.ticket.state.isUnderWay else {
      return try step.decide(try step.change(to: .assigned, assignee: member.name))
    }
    return try step.decide(
      try TicketMove(
        lookup: step.lookup, ticket: step.ticket, zone: step.zone, at: step.at,
        assignee: member.name
      ).changed())
  }
}

extension TicketState {
  /// Whether work has begun, so that a new owner does not change the state.
  fileprivate var isUnderWay: Bool { self == .inProgress || self == .waiting }
}
