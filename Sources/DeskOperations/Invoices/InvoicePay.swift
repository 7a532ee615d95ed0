import DeskRules
import DeskStore

struct InvoicePay: Change {
  static let about = About(
    "invoice.pay", "Records money that came for an invoice, in full, in part or more than that.",
    roles: .money, refusals: [.notFound, .state, .usage, .amount, .time],
    example: "swapdesk invoice pay A-2026-000123 --amount 4500.00 --reference \"bank 118\"",
    notes: [
      "What is more than the invoice is kept as the client's money on account; --from-account pays an"
        + " invoice from it, as much as is there and needed where no amount is named.",
      "invoice unpay takes back what was entered wrongly or returned by the bank.",
    ])
  let invoice: InvoiceNumber
  let amount: DecimalText?
  let date: CalendarDate?
  let reference: Line?
  let isFromAccount: Bool

  init(_ read: inout Arguments) throws(DeskError) {
    invoice = try read("invoice", at: 1, "The invoice.")
    amount = try read.optional("amount", "How much came.")
    date = try read.optional("date", "The day it came; today at the desk where left out.")
    reference = try read.optional("reference", "The bank's or the client's text for it.")
    isFromAccount = try read.flag("from_account", "Take it from what the client has on account.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<PaymentCard> {
    let desk = try InvoiceDesk(books, caller)
    let invoice = try desk.claim(invoice)
    let account = try books.accounts.receivable(invoice.client)
    let amount = try amount(invoice, account)
    let received = PaymentReceived(
      payment: try books.next(), invoice: invoice.number, client: invoice.client,
      currency: invoice.currency, amount: amount, applied: min(amount, invoice.open),
      isFromAccount: isFromAccount, date: try desk.pastDay(date), reference: reference?.text,
      at: caller.now)
    return Decision(events: [received], reply: card(received, invoice, account))
  }

  private func amount(
    _ invoice: Invoice, _ account: Receivable
  ) throws(DeskError) -> Int64 {
    let given = try amount?.minorUnits(in: invoice.currency)
    if given == 0 { throw DeskError(.amount, "0 is no payment") }
    guard isFromAccount else {
      guard let given else { throw DeskError(.usage, "amount is missing: how much came") }
      return given
    }
    let most = min(account.onAccount, invoice.open)
    guard most > 0 else {
      throw DeskError(
        .state,
        invoice.open == 0
          ? "\(invoice.number) is paid already"
          : "\(invoice.client) has nothing on account; invoice pay \(invoice.number) --amount"
            + " records money that came")
    }
    guard given ?? 0 <= most else {
      throw DeskError(
        .amount,
        "\(invoice.currency.text(most)) can be taken from the account of \(invoice.client) for"
          + " \(invoice.number), not more",
        ["most": .string(invoice.currency.text(most))])
    }
    return given ?? most
  }

  private func card(
    _ received: PaymentReceived, _ invoice: Invoice, _ account: Receivable
  ) -> PaymentCard {
    let surplus = received.amount - received.applied
    let onAccount = account.onAccount + (isFromAccount ? -received.applied : surplus)
    var card = PaymentCard(received)
    card.openAmount = received.currency.text(invoice.open - received.applied)
    card.onAccount = onAccount == 0 ? nil : received.currency.text(onAccount)
    return card
  }
}
