import DeskRules
import DeskStore

struct TicketEstimate: Change {
  static let about = About(
    "ticket.estimate", "Names a price before the work, and says what the budget has for it.",
    roles: .service + [.accountant], refusals: [.notFound, .ambiguous, .amount, .state],
    example: "swapdesk ticket estimate T-17 45000.00 --text \"new fuser and rollers\"",
    notes: [
      "A new estimate replaces the last one; an approval of that one is void and what it held is"
        + " released.",
      "The line is shown for the period in which the work is expected; exceeds says by how much the"
        + " estimate is more than may be promised there, its stop and tolerance counted.",
    ])
  let ticket: TicketReference
  let amount: DecimalText
  let text: FreeText?

  init(_ read: inout Arguments) throws(DeskError) {
    ticket = try read("ticket", at: 1, "The ticket.")
    amount = try read("amount", at: 2, "The price, as the client would pay it.")
    text = try read.optional("text", "What it covers.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<TicketCard> {
    let step = try TicketStep(books, caller, ticket)
    guard step.ticket.state.takesWork else {
      throw DeskError(
        .state, "\(step.ticket.number) is \(step.ticket.state.rawValue); reopen it first",
        ["state": .string(step.ticket.state.rawValue)])
    }
    let amount = try amount.minorUnits(in: step.client.currency)
    var ledger = try step.ledger()
    try ledger.releaseHolds(try books.tickets.holds(step.ticket.number))
    let made = EstimateMade(
      ticket: step.ticket.number, version: step.ticket.estimateVersion + 1, amount: amount,
      currency: step.client.currency, text: text?.text, at: step.at)
    var ticket = step.ticket
    ticket.estimate = amount
    ticket.estimateVersion = made.version
    ticket.approvedVersion = nil
    var card = TicketCard(ticket, zone: step.zone, currency: step.client.currency)
    // What would carry it is the period in which the work is expected, as when it is approved.
    if let line = try ledger.line(ticket.line, on: step.holdDay(today: ledger.today)) {
      card.budget = [try BudgetCard(line)]
      let room = try line.guards.room(line.figures, line.currency)
      if amount > room { card.exceeds = line.currency.text(amount - room) }
    } else {
      card.budget = []
      card.flags = ["no_budget"]
    }
    return Decision(events: ledger.events + [made], reply: card)
  }
}
