import DeskRules
import DeskStore

struct TicketCancel: Change {
  static let about = About(
    "ticket.cancel", "Ends a ticket that will not be done; what was done already is billed.",
    roles: .service, refusals: [.notFound, .ambiguous, .state, .taken],
    example: "swapdesk ticket cancel T-17 --reason \"client bought a new one\"")
  let ticket: TicketReference
  let reason: FreeText

  init(_ read: inout Arguments) throws(DeskError) {
    ticket = try read("ticket", at: 1, "The ticket.")
    reason = try read("reason", "Why.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<TicketCard> {
    let step = try TicketStep(books, caller, ticket)
    let change = try step.change(to: .cancelled, reason: reason.text)
    try step.requireLoanerBack(
      or:
        "ticket resolve \(step.ticket.number) and then ticket close \(step.ticket.number) --reason WHY"
    )
    let decision = try step.settle(change, then: step.releasedReservations(of: caller))
    guard try books.bench.list(ticket: step.ticket.number).contains(where: \.isHere) else {
      return decision
    }
    // It may stay for spare parts; whoever cancels is told, and bench list goes on showing it.
    var card = decision.reply
    card.flags = (card.flags ?? []) + ["machine_with_us"]
    return Decision(events: decision.events, happenedAt: decision.happenedAt, reply: card)
  }
}

extension TicketStep {
  /// What ends with the ticket: reservations that have not begun, so that others may have the
  /// devices.
  func releasedReservations(of caller: Caller) throws(DeskError) -> [any Event] {
    try books.loans.list(ticket: ticket.number).filter { $0.state == .reserved }.map { loan in
      LoanCancelled(
        loan: loan.number, device: loan.device, ticket: loan.ticket, client: loan.client,
        at: caller.now, isBroken: false, reason: nil)
    }
  }
}

extension TicketStep {
  /// Refuses to end a ticket while its loaner is out, naming what else ends it.
  func requireLoanerBack(or otherWay: String) throws(DeskError) {
    guard let loan = try books.loans.list(ticket: ticket.number).first(where: { $0.isOut })
    else { return }
    throw DeskError(
      .taken,
      "\(ticket.number) cannot end while \(loan.device) is out on \(loan.number) to \(loan.client);"
        + " record loan return \(loan.number) first, or \(otherWay)",
      [
        "loan": .string("\(loan.number)"), "device": .string("\(loan.device)"),
        "client": .string("\(loan.client)"),
      ])
  }
}
