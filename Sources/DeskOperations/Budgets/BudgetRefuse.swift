import DeskRules
import DeskStore

struct BudgetRefuse: Change {
  static let about = About(
    "budget.refuse", "Records that the client refused an amount beyond a line; it is unfunded.",
    roles: .money + [.dispatcher], refusals: [.notFound, .state, .time, .ambiguous, .notAllowed],
    example: "swapdesk budget refuse P-12 --by \"Olga Ivanova\" --reason \"never ordered\"",
    notes: [
      "The overflow line gets the money back; the amount is unfunded on the job's own line, stays in"
        + " budget pending, and can still be approved."
    ])
  let number: PendingNumber
  let contact: Line
  let reason: FreeText
  let at: Moment?

  init(_ read: inout Arguments) throws(DeskError) {
    number = try read("number", at: 1, "The amount that waits.")
    contact = try read("by", "The client's contact, by name or number.")
    reason = try read("reason", "Why.")
    at = try read.optional("at", "When the client said it; now where left out.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<DecidedCard> {
    let lookup = Lookup(books, caller)
    let draft = try PendingDraft(number, at, lookup)
    var ledger = draft.ledger
    let pending = draft.pending
    guard pending.state != .refused else {
      throw DeskError(
        .state, "\(number) is refused already; budget approve can still agree to it",
        ["state": .string(pending.state.rawValue)])
    }
    // To refuse needs no limit, only somebody who may speak for the client.
    let approver = try Approver(contact, of: draft.client, for: 0, on: draft.saidOn, lookup)
    let own = try draft.ownLine(ledger)
    if pending.state == .waiting {
      try draft.takeAway(&ledger)
      try ledger.move(
        own, .decline, pending.amount, day: draft.day, pending: number, from: pending.line)
    }
    let decided = PendingDecided(
      pending: number, ticket: pending.ticket, client: pending.client, verdict: .refused,
      line: own.line, first: own.period.first, amount: pending.amount,
      contact: approver.contact.number, onBehalfOf: approver.absent?.number,
      evidence: reason.text, at: ledger.at)
    return Decision(
      events: [decided] + ledger.events, happenedAt: ledger.at,
      reply: try DecidedCard(decided, draft, ledger))
  }
}
