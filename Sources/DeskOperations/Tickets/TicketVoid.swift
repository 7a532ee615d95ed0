import DeskRules
import DeskStore

struct TicketVoid: Change {
  static let about = About(
    "ticket.void", "Takes lines off a ticket's bill, and reverses what they moved on the budget.",
    roles: .money, refusals: [.notFound, .ambiguous, .state, .notSet],
    example: "swapdesk ticket void T-17 --line 2 --reason \"typed twice\"",
    notes: [
      "Nothing is deleted: every movement is reversed by one in the other direction. A hold that was"
        + " used up does not come back; reopen the ticket to hold again.",
      "What was posted in a period that is closed by now is reversed today, with its day as the"
        + " reference.",
    ])
  let ticket: TicketReference
  let line: Int?
  let reason: FreeText

  init(_ read: inout Arguments) throws(DeskError) {
    ticket = try read("ticket", at: 1, "The ticket.")
    line = try read.optional("line", "Only this line of it, from 1; the whole bill where left out.")
    reason = try read("reason", "Why.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<TicketCard> {
    let step = try TicketStep(books, caller, ticket)
    let lines = try lines(step)
    let voided = try BillReversal(step, lines, reason: reason.text)
    let taken = try VisitRetraction(
      step, of: VisitRetraction.visits(of: step, without: lines), reason: reason.text)
    var changed = step.ticket
    changed.billed -= voided.billed
    var card = TicketCard(changed, zone: step.zone, currency: step.client.currency)
    card.budget = try voided.ledger.cards(or: step.ticket.line)
    return Decision(events: [voided.event] + taken.events + voided.ledger.events, reply: card)
  }

  /// The lines that are named and not voided yet.
  private func lines(_ step: TicketStep) throws(DeskError) -> [TicketLine] {
    let number = step.ticket.number
    let all = try step.books.tickets.lines(number)
    guard let line else {
      let billed = all.filter { !$0.isVoid }
      guard !billed.isEmpty else {
        let visits = try step.books.callouts.list(ticket: number).filter { !$0.isTakenBack }
        let way =
          visits.first.map { "; callout void \($0.logged.visit) takes its visit back" } ?? ""
        throw DeskError(.state, "\(number) has no bill to void\(way)")
      }
      return billed
    }
    guard let found = all.first(where: { $0.line == line }) else {
      throw DeskError(
        .notFound, "\(number) has no line \(line); ticket show \(number) numbers them")
    }
    guard !found.isVoid else {
      throw DeskError(.state, "line \(line) of \(number) is void already")
    }
    return [found]
  }
}
