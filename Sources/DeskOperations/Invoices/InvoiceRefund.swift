import DeskRules
import DeskStore

struct InvoiceRefund: Change {
  static let about = About(
    "invoice.refund", "Records that money on account was given back to a client.",
    roles: .money, refusals: [.notFound, .state, .amount, .time, .implausible],
    example: "swapdesk invoice refund bakery --amount 500.00 --reference \"bank 119\"",
    notes: [
      "On account is what came beyond invoices, and what credit notes freed of paid ones; invoice"
        + " ageing shows it. Without --amount all of it goes back that is there by --date and since. It stands among the payments with a"
        + " number of theirs and on the client's statement; invoice unpay takes it back where the bank"
        + " returned it.",
      "A reference that a refund to the client has already is doubted; --reason says why it is another.",
    ])
  let client: ClientCode
  let amount: DecimalText?
  let date: CalendarDate?
  let reference: Line
  let reason: FreeText?

  init(_ read: inout Arguments) throws(DeskError) {
    client = try read("client", at: 1, "The client.")
    amount = try read.optional("amount", "How much went; all that is there where left out.")
    date = try read.optional("date", "The day it went; today at the desk where left out.")
    reference = try read("reference", "The bank's or the firm's own text for it.")
    reason = try read.optional("reason", "Why.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<PaymentCard> {
    let desk = try InvoiceDesk(books, caller)
    let client = try desk.client(client)
    let date = try desk.pastDay(date)
    let account = try MoneyOnAccount(client.code, client.currency, since: date, in: books)
    guard account.now > 0 else {
      throw DeskError(
        .state,
        "\(client.code) has nothing on account that could go back; invoice ageing shows who has")
    }
    let amount = try amount(of: account, client.currency)
    try requireNew(client, amount, books)
    let refunded = AccountRefunded(
      payment: try books.next(), client: client.code, currency: client.currency,
      amount: amount, date: date,
      reference: reference.text, reason: reason?.text, at: caller.now)
    var card = PaymentCard(
      Payment(
        number: refunded.payment, invoice: nil, client: client.code, amount: refunded.amount,
        applied: 0, isFromAccount: false, date: refunded.date, reference: reference.text,
        reversed: nil, isRefund: true), client.currency)
    card.onAccount = client.currency.text(account.now - refunded.amount)
    return Decision(events: [refunded], reply: card)
  }

  private func amount(
    of account: MoneyOnAccount, _ currency: Currency
  ) throws(DeskError) -> Int64 {
    let amount = try amount?.minorUnits(in: currency) ?? max(1, account.least)
    guard (1...account.now).contains(amount) else {
      throw DeskError(
        .amount,
        "\(account.client) has \(currency.text(account.now)) on account;"
          + " \(currency.text(amount)) cannot go back",
        ["on_account": .string(currency.text(account.now))])
    }
    try account.require(amount)
    return amount
  }

  private func requireNew(
    _ client: Client, _ amount: Int64, _ books: Books
  ) throws(DeskError) {
    guard reason == nil else { return }
    let same = try books.payments.known(reference.text, amount, of: client.code)
      .first { $0.isRefund }
    guard let same else { return }
    throw DeskError(
      .implausible,
      "\(same.number) of \(same.date) has this reference already; where it is another refund say why"
        + " with --reason", ["payment": .string("\(same.number)")])
  }
}
