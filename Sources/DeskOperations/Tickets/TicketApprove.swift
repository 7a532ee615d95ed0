import DeskRules
import DeskStore

struct TicketApprove: Change {
  static let about = About(
    "ticket.approve", "Records that the client agreed to the estimate, and holds the money.",
    roles: .desk + [.accountant],
    refusals: [.notFound, .ambiguous, .state, .notAllowed, .overBudget],
    example:
      "swapdesk ticket approve T-17 --by \"Olga Ivanova\" --evidence \"mail of 21 November\"",
    notes: [
      "The contact must be an approver whose limit covers the estimate. A line that does not have"
        + " the money refuses; without a budget the approval is recorded and flagged."
    ])
  let ticket: TicketReference
  let contact: Line
  let evidence: FreeText

  init(_ read: inout Arguments) throws(DeskError) {
    ticket = try read("ticket", at: 1, "The ticket.")
    contact = try read("by", "The client's contact, by name or number.")
    evidence = try read("evidence", "The letter, mail or call that proves it.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<TicketCard> {
    let step = try TicketStep(books, caller, ticket)
    let contact = try Lookup(books, caller).contact(contact, of: step.client.code)
    guard step.ticket.state.takesWork, let estimate = step.ticket.estimate else {
      throw DeskError(.state, "\(step.ticket.number) has no estimate that could be approved")
    }
    guard step.ticket.approvedVersion != step.ticket.estimateVersion else {
      throw DeskError(.state, "the estimate of \(step.ticket.number) is approved already")
    }
    try Approver(contact, step.client).require(estimate)
    var ledger = Ledger(
      books, client: step.client.code, ticket: step.ticket.number, at: step.at)
    let flags = try hold(estimate, step, &ledger)
    var ticket = step.ticket
    ticket.approvedVersion = ticket.estimateVersion
    let approved = EstimateApproved(
      ticket: ticket.number, version: ticket.estimateVersion, contact: contact.number,
      evidence: evidence.text, at: step.at)
    var card = TicketCard(ticket, zone: step.zone, currency: step.client.currency)
    card.budget = try ledger.cards(or: ticket.line, on: step.deskDay())
    card.flags = flags.isEmpty ? nil : flags
    return Decision(events: [approved] + ledger.events, reply: card)
  }

  private func hold(
    _ estimate: Int64, _ step: TicketStep, _ ledger: inout Ledger
  ) throws(DeskError) -> [String] {
    guard let line = try ledger.line(step.ticket.line, on: step.deskDay()) else {
      return ["no_budget"]
    }
    guard estimate <= line.figures.available else {
      let available = line.currency.text(line.figures.available)
      throw DeskError(
        .overBudget,
        "\(step.client.code) has \(available) \(line.currency) left on \(line.line); the estimate"
          + " is \(line.currency.text(estimate))",
        ["line": .string(line.line), "available": .string(available)])
    }
    if estimate > 0 { try ledger.move(line, .hold, estimate) }
    return []
  }
}

/// A contact who approves.
struct Approver {
  let contact: Contact
  let client: Client

  init(_ contact: Contact, _ client: Client) {
    self.contact = contact
    self.client = client
  }

  /// Refuses an approval by somebody who may not give it.
  func require(_ amount: Int64) throws(DeskError) {
    guard contact.function == .approver else {
      throw DeskError(
        .notAllowed,
        "contact \(contact.number) of \(client.code) is \(contact.function.rawValue), not approver")
    }
    if let limit = contact.approvalLimit, limit < amount {
      throw DeskError(
        .notAllowed,
        "contact \(contact.number) of \(client.code) may approve up to"
          + " \(client.currency.text(limit)); this is \(client.currency.text(amount))",
        ["limit": .string(client.currency.text(limit))])
    }
  }
}
