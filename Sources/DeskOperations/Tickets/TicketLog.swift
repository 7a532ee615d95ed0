import DeskRules
import DeskStore

struct TicketLog: Change {
  static let about = About(
    "ticket.log", "Writes a priced line on a ticket: labour, travel, part, consumable, other.",
    roles: .service + [.accountant], refusals: [.notFound, .ambiguous, .usage, .amount, .time],
    example: "swapdesk ticket log T-17 --kind part --text \"RM1-4554 fuser\" --amount 4500.00",
    notes: [
      "Work that was done is always recorded. On a ticket that has ended already the"
        + " line reaches the budget at once and is flagged late.",
      "exceeds says by how much the bill so far would exceed the lines that carry it, together and"
        + " at each of them.",
      "Without --amount the tariff of the day names the price: labour and travel by --quantity"
        + " minutes that ended --at, and the call-out fee; the minimum and the step of visits do not"
        + " count here. Work over several bands has the discount of its kind, and is flagged"
        + " several_bands where a band has one of its own: write a line for each. A part or a consumable whose text begins with an article of the price list has"
        + " its price of the day, times --quantity. Where another price is typed the line keeps both,"
        + " and report overrides lists it with --reason.",
    ])
  let ticket: TicketReference
  let kind: LineKind
  let text: FreeText
  let amount: DecimalText?
  let reason: FreeText?
  let quantity: Int?
  let at: Moment?
  let engineer: ShortName?

  init(_ read: inout Arguments) throws(DeskError) {
    ticket = try read("ticket", at: 1, "The ticket.")
    kind = try read("kind", "What the line is for.")
    text = try read("text", "What was done or supplied.")
    amount = try read.optional(
      "amount", "What it costs before discounts; by the tariff or the price list where left out.")
    reason = try read.optional("reason", "Why the price is not the tariff's or the list's.")
    quantity = try read.optional(
      "quantity", "Minutes for labour and travel, pieces otherwise; 1 where left out.")
    at = try read.optional("at", "When it was done; now where left out.")
    engineer = try read.optional("engineer", "Who did it; you where left out.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<TicketCard> {
    let step = try TicketStep(books, caller, ticket, at: at)
    let by = try engineer.map { name throws(DeskError) in
      try Lookup(books, caller).formerStaff(name).name
    }
    let price = try LinePrice(
      kind, text.text, quantity: quantity, typed: amount, reason: reason?.text, step)
    let discounts = try books.discounts.terms(of: step.client, on: step.day)
    let draft = try LineDraft(
      kind, text.text, quantity ?? 1, list: price.list,
      discounts.discount(
        on: kind, band: price.bands.count == 1 ? price.bands.first : nil, isTariffs: price.isTariffs
      )
    )
    let line = LineAdded(
      ticket: step.ticket.number, line: step.ticket.lines + 1, lineKind: kind, text: draft.text,
      quantity: draft.quantity, amount: draft.amount, currency: step.client.currency,
      at: step.at, by: by ?? caller.name, listAmount: draft.listAmount,
      discount: draft.discount?.single, discountBy: draft.discount?.text,
      override: price.override)
    let isMixed = price.bands.count > 1 && discounts.differ(between: price.bands)
    return try decide(
      line, step,
      flags: isMixed ? ["several_bands \(price.bands.sorted().joined(separator: ", "))"] : [])
  }

  private func decide(
    _ line: LineAdded, _ step: TicketStep, flags doubts: [String]
  ) throws(DeskError) -> Decision<TicketCard> {
    let (ledger, excess, late) = try step.bill(line)
    let flags = doubts + late
    var ticket = step.ticket
    ticket.billed = try MoneyRule.sum(ticket.billed, line.amount)
    var card = TicketCard(
      ticket, zone: step.zone, currency: step.client.currency)
    // Only the new line: a ticket with many must not make each answer longer than the last.
    card.lines = [LineCard(line)]
    card.budget = try ledger.cards(or: step.ticket.line, excess)
    card.exceeds = try excess.text(in: step.client.currency)
    card.pending = ledger.beyond
    card.flags = flags.isEmpty ? nil : flags
    return Decision(events: [line] + ledger.events, happenedAt: step.at, reply: card)
  }
}

extension TicketStep {
  /// What follows for the budget from a new line: nothing yet while the ticket takes work; on one
  /// that has ended the line is late and settled at once.
  func bill(
    _ line: LineAdded
  ) throws(DeskError) -> (ledger: Ledger, excess: BillExcess, flags: [String]) {
    var ledger = try ledger()
    let bill = try Bill(ticket, adding: [line], in: books)
    let excess = try ledger.excess(of: bill)
    guard !ticket.state.takesWork else {
      return (ledger, excess, try ledger.expiryFlag(ticket))
    }
    let flags = try ["late"] + ledger.settle(bill)
    return (ledger, excess, flags)
  }
}
