import DeskRules
import DeskStore

struct InvoiceUnpay: Change {
  static let about = About(
    "invoice.unpay", "Reverses a payment that was entered wrongly or came back from the bank.",
    roles: .money, refusals: [.notFound, .state, .time],
    example: "swapdesk invoice unpay PAY-12 --reason \"belongs to another client\"",
    notes: ["The payment stays in the books with its reversal beside it."])
  let payment: PaymentNumber
  let reason: FreeText
  let date: CalendarDate?

  init(_ read: inout Arguments) throws(DeskError) {
    payment = try read("payment", at: 1, "The payment.")
    reason = try read("reason", "Why.")
    date = try read.optional("date", "The day of the reversal; today at the desk where left out.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<PaymentCard> {
    let desk = try InvoiceDesk(books, caller)
    guard let payment = try books.accounts.payment(payment) else {
      throw DeskError(
        .notFound, "there is no payment \(payment); invoice show lists those of an invoice")
    }
    guard payment.reversed == nil else {
      throw DeskError(.state, "\(payment.number) is reversed already")
    }
    let date = try desk.pastDay(date)
    guard date >= payment.date else {
      throw DeskError(
        .time, "\(payment.number) came on \(payment.date) and cannot be reversed on \(date)")
    }
    let invoice = try desk.claim(payment.invoice)
    let reversed = try reverse(payment, invoice, on: date, desk)
    var card = PaymentCard(payment, invoice.currency)
    card.isReversed = true
    card.openAmount = invoice.currency.text(invoice.open + reversed.applied)
    return Decision(events: [reversed], reply: card)
  }

  /// What a credit note has moved from the invoice to the account since is taken from there.
  private func reverse(
    _ payment: Payment, _ invoice: Invoice, on date: CalendarDate, _ desk: InvoiceDesk
  ) throws(DeskError) -> PaymentReversed {
    let applied = min(payment.applied, invoice.paid)
    let account = try desk.books.accounts.receivable(invoice.client).onAccount
    let fromAccount = payment.isFromAccount ? 0 : payment.amount - applied
    guard fromAccount <= account else {
      throw DeskError(
        .state,
        "\(invoice.currency.text(fromAccount)) of \(payment.number) went to the account of"
          + " \(invoice.client), which has \(invoice.currency.text(account)) left; reverse first"
          + " what was paid from the account",
        ["on_account": .string(invoice.currency.text(account))])
    }
    return PaymentReversed(
      payment: payment.number, invoice: invoice.number, client: invoice.client,
      amount: payment.amount, applied: applied, isFromAccount: payment.isFromAccount, date: date,
      reason: reason.text, at: desk.lookup.caller.now)
  }
}
