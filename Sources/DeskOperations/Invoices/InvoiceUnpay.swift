import DeskRules
import DeskStore

struct InvoiceUnpay: Change {
  static let about = About(
    "invoice.unpay", "Reverses a payment that was entered wrongly or came back from the bank.",
    roles: .money, refusals: [.notFound, .state, .time],
    example: "swapdesk invoice unpay PAY-12 --reason \"belongs to another client\"",
    notes: [
      "The payment stays in the books with its reversal beside it. The number of an invoice refund"
        + " takes that back: its money is on account again."
    ])
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
    guard let payment = try books.payments.find(payment) else {
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
    guard !payment.isRefund else { return try returned(payment, on: date, desk) }
    let invoice = try payment.invoice.map { number throws(DeskError) in try desk.claim(number) }
    let currency = try desk.client(payment.client).currency
    let reversed = try reverse(payment, invoice, currency, on: date, desk)
    var card = PaymentCard(payment, currency)
    card.isReversed = true
    card.openAmount = invoice.map { currency.text($0.open + reversed.applied) }
    return Decision(events: [reversed], reply: card)
  }

  /// Money that was given back is on account again.
  private func returned(
    _ refund: Payment, on date: CalendarDate, _ desk: InvoiceDesk
  ) throws(DeskError) -> Decision<PaymentCard> {
    let currency = try desk.client(refund.client).currency
    let account = try desk.books.accounts.receivable(refund.client).onAccount
    let reversed = RefundReversed(
      payment: refund.number, client: refund.client, amount: refund.amount, date: date,
      reason: reason.text, at: desk.lookup.caller.now)
    var card = PaymentCard(refund, currency)
    card.isReversed = true
    card.onAccount = currency.text(try MoneyRule.sum(account, refund.amount))
    return Decision(events: [reversed], reply: card)
  }

  /// What a credit note has moved from the invoice to the account since is taken from there.
  private func reverse(
    _ payment: Payment, _ invoice: Invoice?, _ currency: Currency, on date: CalendarDate,
    _ desk: InvoiceDesk
  ) throws(DeskError) -> PaymentReversed {
    let applied = min(payment.applied, invoice?.paid ?? 0)
    let account = try MoneyOnAccount(payment.client, currency, since: date, in: desk.books)
    let fromAccount = payment.isFromAccount ? 0 : payment.amount - applied
    guard fromAccount <= account.now else {
      throw DeskError(
        .state,
        "\(currency.text(fromAccount)) of \(payment.number) went to the account of"
          + " \(payment.client), which has \(currency.text(account.now)) left; reverse first what was"
          + " paid from the account or given back",
        ["on_account": .string(currency.text(account.now))])
    }
    try account.require(fromAccount)
    return PaymentReversed(
      payment: payment.number, invoice: invoice?.number, client: payment.client,
      amount: payment.amount, applied: applied, isFromAccount: payment.isFromAccount, date: date,
      reason: reason.text, at: desk.lookup.caller.now)
  }
}
