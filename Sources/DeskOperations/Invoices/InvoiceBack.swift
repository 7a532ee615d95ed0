import DeskRules
import DeskStore

struct InvoiceBack: Change {
  static let about = About(
    "invoice.back", "Sends a finished job's bill back to the engineer, with a reason.",
    roles: .desk + [.accountant], refusals: [.notFound, .ambiguous, .state],
    example: "swapdesk invoice back T-17 --reason \"which fuser? name the part\"",
    notes: [
      "The ticket is open again; ticket resolve brings its bill back into the queue. What is on an"
        + " invoice already is mended by invoice credit."
    ])
  let ticket: TicketReference
  let reason: FreeText

  init(_ read: inout Arguments) throws(DeskError) {
    ticket = try read("ticket", at: 1, "The ticket.")
    reason = try read("reason", "What is wrong with the bill.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<TicketCard> {
    let bill = try InvoiceDesk(books, caller).bill(ticket)
    let step = try TicketStep(books, caller, ticket)
    guard bill.state == .review || bill.state == .ready else {
      throw DeskError(
        .state, "the bill of \(bill.ticket) is \(bill.state.rawValue) and cannot go back",
        ["ticket": .string("\(bill.ticket)"), "state": .string(bill.state.rawValue)])
    }
    return try step.decide(try step.change(to: .reopened, reason: reason.text))
  }
}
