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
        + " is taken back into the queue, to be invoiced anew; without it nobody is asked to pay it"
        + " again. A bill of which the work goes on stays with the engineer until ticket resolve.",
      "A credit is between firm and client; a budget line carries the work until that is voided, and"
        + " on_budget names the tickets of which one still does. ticket void TICKET --line N gives a"
        + " credited line's money back to the line that carried it, today where its days are closed. After"
        + " --amount no line is credited: to lower the budget too, credit the rest with --reissue, void"
        + " the line, log it at its new price, and invoice that.",
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
    let credited = try draft.issue(
      part, series ?? .usualCredit, date: date, reissue: reissue, reason: reason.text)
    var card = InvoiceCard(credited, of: invoice)
    let carried = reissue ? [] : try draft.onBudget(part)
    if !carried.isEmpty { card.flags = carried.map { "on_budget \($0)" } }
    return Decision(events: [credited] + (try desk.unfinished(credited.reissued)), reply: card)
  }
}
