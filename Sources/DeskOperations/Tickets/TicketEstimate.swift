import DeskRules
import DeskStore

struct TicketEstimate: Change {
  static let about = About(
    "ticket.estimate", "Names a price before the work, and says what the budget has for it.",
    roles: .service + [.accountant], refusals: [.notFound, .ambiguous, .amount, .state],
    example: "swapdesk ticket estimate T-17 45000.00 --goods 30000.00 --text \"fuser and rollers\"",
    notes: [
      "A new estimate replaces the last one; an approval of that one is void and what it held is"
        + " released.",
      "--goods is what of it is for parts and consumables. Where the client's arrangement sends those to"
        + " a goods line, it is judged and held there as far as that line has it, the rest on the"
        + " ticket's own.",
      "Each line is shown for the period in which the work is expected; exceeds says by how much the"
        + " estimate is more than may be promised there, or than the line has: a tolerance, or a stop"
        + " above the limit, lets it be approved, and the work beyond the money waits as always.",
    ])
  let ticket: TicketReference
  let amount: DecimalText
  let goods: DecimalText?
  let text: FreeText?

  init(_ read: inout Arguments) throws(DeskError) {
    ticket = try read("ticket", at: 1, "The ticket.")
    amount = try read("amount", at: 2, "The price, as the client would pay it.")
    goods = try read.optional("goods", "How much of it is for parts and consumables.")
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
    let goods = try goods(of: amount, in: step.client.currency)
    var ledger = try step.ledger()
    try ledger.releaseHolds(try books.tickets.holds(step.ticket.number))
    let made = EstimateMade(
      ticket: step.ticket.number, version: step.ticket.estimateVersion + 1, amount: amount,
      goods: goods, currency: step.client.currency, text: text?.text, at: step.at)
    var ticket = step.ticket
    ticket.estimate = amount
    ticket.estimateGoods = goods
    ticket.estimateVersion = made.version
    ticket.approvedVersion = nil
    var card = TicketCard(ticket, zone: step.zone, currency: step.client.currency)
    // What would carry it is the period in which the work is expected, as when it is approved.
    let promises = try ledger.promises(ticket, on: step.holdDay(today: ledger.today))
    var excess = BillExcess()
    for promise in promises {
      if let line = promise.line { try excess.add(line, promise.beyond()) }
    }
    card.exceeds = try excess.text(in: step.client.currency)
    card.budget = try excess.cards()
    let flags =
      (promises.contains { $0.line == nil } ? ["no_budget"] : []) + ledger.endedHolds
    card.flags = flags.isEmpty ? nil : flags
    return Decision(events: ledger.events + [made], reply: card)
  }

  private func goods(of amount: Int64, in currency: Currency) throws(DeskError) -> Int64? {
    guard let goods = try goods?.minorUnits(in: currency) else { return nil }
    guard goods <= amount else {
      throw DeskError(
        .amount,
        "--goods is what of the estimate is for parts and consumables: give 0 to"
          + " \(currency.text(amount))",
        ["parameter": .string("goods")])
    }
    return goods
  }
}
