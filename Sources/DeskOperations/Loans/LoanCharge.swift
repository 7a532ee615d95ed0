import DeskRules
import DeskStore

/// What a client pays for the pages of a loaner that came back: a line of the ticket, where the
/// client's setting names a price.
struct LoanCharge {
  /// The line and what follows from it; none where nothing is charged.
  let events: [any Event]
  /// What was noticed while charging.
  let flags: [String]
  /// The amount as answers write it.
  let text: String?

  /// Works out the charge. A meter that cannot be believed charges nothing.
  init(
    _ lookup: Lookup, _ loan: Loan, meterIn: Int?, at moment: Instant, isDoubtful: Bool
  ) throws(DeskError) {
    let client = try lookup.client(loan.client)
    guard let price = client.loanPagePrice else {
      self.init(events: [], flags: [], text: nil)
      return
    }
    guard let meterIn, let meterOut = loan.meterOut, meterIn >= meterOut, !isDoubtful else {
      self.init(events: [], flags: [LoanMetered.notCharged], text: nil)
      return
    }
    let pages = meterIn - meterOut
    let amount = try price.amount(times: pages, in: client.currency, .halfUp)
    guard amount > 0 else {
      self.init(events: [], flags: [], text: nil)
      return
    }
    let step = try TicketStep(
      lookup.books, lookup.caller, .number(loan.ticket), at: .instant(moment))
    let line = LineAdded(
      ticket: loan.ticket, line: step.ticket.lines + 1, lineKind: .consumable,
      text:
        "\(pages) pages on the loaner \(loan.device), \(loan.number), at \(price.text(in: client.currency))",
      quantity: pages, amount: amount, currency: client.currency, at: moment,
      by: lookup.caller.name)
    let billed = try step.bill(line)
    self.init(
      events: [line] + billed.ledger.events,
      flags: billed.flags.isEmpty ? [] : ["charged_late"], text: client.currency.text(amount))
  }

  private init(events: [any Event], flags: [String], text: String?) {
    self.events = events
    self.flags = flags
    self.text = text
  }
}
