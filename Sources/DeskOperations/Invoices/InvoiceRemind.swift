import DeskRules
import DeskStore

struct InvoiceRemind: Change {
  static let about = About(
    "invoice.remind", "Notes that a client was reminded of invoices past their due date.",
    roles: .money, refusals: [.notFound, .usage, .state],
    example: "swapdesk invoice remind A-2026-000123",
    notes: ["It sends nothing by itself; invoice page prints what to send."])
  let invoices: [InvoiceNumber]

  init(_ read: inout Arguments) throws(DeskError) {
    invoices = try read.list("invoice", at: 1, "The invoices.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<[DunningCard]> {
    guard !invoices.isEmpty else { throw DeskError(.usage, "name at least one invoice") }
    let desk = try InvoiceDesk(books, caller)
    var events: [ReminderSent] = []
    var cards: [DunningCard] = []
    for number in invoices {
      let invoice = try desk.claim(number)
      guard !events.contains(where: { $0.invoice == number }) else {
        throw DeskError(.usage, "\(number) is named twice")
      }
      guard invoice.open > 0, invoice.due < desk.today else {
        throw DeskError(
          .state,
          invoice.open == 0
            ? "\(number) is paid" : "\(number) is due on \(invoice.due), which has not passed")
      }
      let reminder = invoice.reminders + 1
      events.append(
        ReminderSent(
          invoice: number, client: invoice.client, reminder: reminder, at: caller.now))
      cards.append(
        DunningCard(invoice, on: desk.today, reminders: reminder, reminded: caller.now, desk))
    }
    return Decision(events: events, reply: cards)
  }
}
