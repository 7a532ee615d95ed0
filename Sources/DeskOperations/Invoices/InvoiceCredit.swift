import DeskRules
import DeskStore

struct InvoiceCredit: Change {
  static let about = About(
    "invoice.credit", "Takes back an invoice, a line or a part of it by a credit note.",
    roles: .money, refusals: [.notFound, .usage, .state, .amount, .time],
    example:
      "swapdesk invoice credit A-2026-000123 --line 2 --reason \"toner was never delivered\"",
    notes: [
      "Without --line and --amount all that is left is taken back. The amount is what the client pays,"
        + " tax included; all credits together never exceed the invoice. What had been paid of it"
        + " becomes the client's money on account.",
      "The credit note has a number of its own, in series C where none is named. --reissue brings what"
        + " is taken back into the queue, to be invoiced anew; invoice reissue does it afterwards. Without"
        + " it nobody is asked to pay it again. A bill of which the work goes on stays with the engineer"
        + " until ticket resolve.",
      "What is not invoiced anew goes back to the budget lines that carry it, on the day of the credit"
        + " note, today where that is closed: of a line all that its budget lines have of it; of an amount first"
        + " what nobody has agreed to, then from each line in proportion to what it carries, at each rate"
        + " of tax, by largest remainder. A line that is closed gets it in its period of today or the"
        + " nearest that is open; on_budget names a ticket for which there is none.",
    ])
  let invoice: InvoiceNumber
  let line: Int?
  let amount: DecimalText?
  let reason: FreeText
  let series: InvoiceSeries?
  let date: CalendarDate?
  let reissue: Bool

  init(_ read: inout Arguments) throws(DeskError) {
    invoice = try read("invoice", at: 1, "The invoice.")
    line = try read.optional("line", "This line of it, from 1.")
    amount = try read.optional("amount", "So much of it, tax included.")
    reason = try read("reason", "Why.")
    series = try read.optional("series", "The series of numbers; C where left out.")
    date = try read.optional("date", "The credit note's date; today at the desk where left out.")
    reissue = try read.flag("reissue", "Bring the lines back into the queue.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<InvoiceCard> {
    let desk = try InvoiceDesk(books, caller)
    let invoice = try desk.claim(invoice)
    guard line == nil || amount == nil else {
      throw DeskError(.usage, "give --line or --amount, not both")
    }
    guard amount == nil || !reissue else {
      throw DeskError(.usage, "--reissue goes with a whole invoice or a --line, not with --amount")
    }
    let draft = try CreditDraft(desk, invoice)
    let part: CreditDraft.Part
    if let line {
      part = try draft.part(line: line)
    } else if let amount {
      part = try draft.part(try amount.minorUnits(in: invoice.currency))
    } else {
      part = try draft.rest()
    }
    var credited = try draft.issue(
      part, series ?? .usualCredit, date: date, reissue: reissue, reason: reason.text)
    var budget = try CreditedBudget(desk, invoice)
    try budget.giveBack(credited, of: draft.lines, draft.taxes)
    try budget.restore(credited.reissued)
    credited.annex = try budget.annex(credited).map { Private($0) }
    var card = InvoiceCard(credited, of: invoice)
    card.budget = try budget.cards()
    if !budget.flags.isEmpty { card.flags = budget.flags }
    return Decision(
      events: [credited] + budget.events + (try desk.unfinished(credited.reissued)), reply: card)
  }
}
