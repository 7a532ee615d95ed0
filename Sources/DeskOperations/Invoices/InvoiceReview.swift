import DeskRules
import DeskStore

struct InvoiceReview: Change {
  static let about = About(
    "invoice.review", "Says that the bills of finished jobs were looked at and may be invoiced.",
    roles: .desk + [.accountant], refusals: [.notFound, .ambiguous, .state, .overBudget],
    example: "swapdesk invoice review T-17",
    notes: [
      "A bill of which a part waits for the client, was refused, is unfunded or has reached none of the"
        + " client's budgets is not ready; the refusal says how it will be. invoice back sends a bill to the engineer instead. A bill"
        + " that is on an invoice already and got nothing new leaves the queue as invoiced."
    ])
  let tickets: [TicketReference]

  init(_ read: inout Arguments) throws(DeskError) {
    tickets = try read.list("ticket", at: 1, "The tickets.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<[BillCard]> {
    guard !tickets.isEmpty else { throw DeskError(.usage, "name at least one ticket") }
    let desk = try InvoiceDesk(books, caller)
    var events: [BillMoved] = []
    var cards: [BillCard] = []
    for reference in tickets {
      let bill = try desk.bill(reference)
      guard !events.contains(where: { $0.ticket == bill.ticket }) else {
        throw DeskError(.usage, "\(bill.ticket) is named twice")
      }
      let state: BillState = try desk.isInvoiced(bill) ? .invoiced : .ready
      guard bill.state == .review || bill.state == .ready && state == .invoiced else {
        throw Self.refusal(bill)
      }
      try desk.requireEnded(bill)
      try desk.requireFunded(bill)
      events.append(
        BillMoved(ticket: bill.ticket, client: bill.client, state: state, at: caller.now))
      cards.append(try BillCard(bill, state: state, since: caller.now, desk))
    }
    return Decision(events: events, reply: cards)
  }

  private static func refusal(_ bill: FinishedBill) -> DeskError {
    let advice =
      switch bill.state {
      case .back: "ticket resolve \(bill.ticket) ends the work again"
      case .ready: "invoice issue \(bill.client) \(bill.ticket) invoices it"
      case .invoiced, .review: "nothing is left to do"
      }
    return DeskError(
      .state, "the bill of \(bill.ticket) is \(bill.state.rawValue) already; \(advice)",
      ["ticket": .string("\(bill.ticket)"), "state": .string(bill.state.rawValue)])
  }
}
