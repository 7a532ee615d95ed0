import DeskRules
import DeskStore

struct InvoicePay: Change {
  static let about = About(
    "invoice.pay", "Records money that came for an invoice, in full, in part or more than that.",
    roles: .money, refusals: [.notFound, .state, .usage, .amount, .time, .implausible],
    example: "swapdesk invoice pay A-2026-000123 --amount 4500.00 --reference \"bank 118\"",
    notes: [
      "What is more than the invoice is kept as the client's money on account, and so is money that"
        + " came before there is an invoice, with --client in the place of the number."
        + " --from-account pays an invoice from it, as much as is there by --date and since, and needed,"
        + " where no amount is named.",
      "More than is left of the invoice is flagged: surplus, or paid_twice where just that amount was"
        + " paid for it before. invoice payments --surplus lists it as long as the client has money on"
        + " account.",
      "What may be the same money is doubted: a payment of the client with that reference for the same"
        + " invoice or of the same amount, and one of the same amount and day for the same invoice"
        + " where neither has a reference. Case, blanks and letters that look alike are no difference."
        + " --reason says why it is another. A payment that came before the date of its invoice is"
        + " flagged before_invoice.",
      "invoice unpay takes back what was entered wrongly or returned by the bank; invoice refund gives"
        + " back what is on account.",
    ])
  let invoice: InvoiceNumber?
  let client: ClientCode?
  let amount: DecimalText?
  let date: CalendarDate?
  let reference: Line?
  let reason: FreeText?
  let isFromAccount: Bool

  init(_ read: inout Arguments) throws(DeskError) {
    invoice = try read.optional("invoice", at: 1, "The invoice.")
    client = try read.optional("client", "Who paid, where there is no invoice yet.")
    amount = try read.optional("amount", "How much came.")
    date = try read.optional("date", "The day it came; today at the desk where left out.")
    reference = try read.optional("reference", "The bank's or the client's text for it.")
    reason = try read.optional("reason", "Why it is another payment though there is one like it.")
    isFromAccount = try read.flag("from_account", "Take it from what the client has on account.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<PaymentCard> {
    let desk = try InvoiceDesk(books, caller)
    let target = try target(desk)
    let date = try desk.pastDay(date)
    let account = try MoneyOnAccount(target.client, target.currency, since: date, in: books)
    let amount = try amount(target, account)
    if let same = try known(amount, on: date, for: target, books) { throw doubt(same, target) }
    let received = PaymentReceived(
      payment: try books.next(), invoice: target.invoice?.number, client: target.client,
      currency: target.currency, amount: amount, applied: min(amount, target.open),
      isFromAccount: isFromAccount, date: date, reference: reference?.text,
      reason: reason?.text, at: caller.now)
    return Decision(events: [received], reply: try card(received, target, account, books))
  }

  /// What is paid: an invoice, or nothing that there is yet.
  private struct Target {
    let invoice: Invoice?
    let client: ClientCode
    let currency: Currency
    var open: Int64 { invoice?.open ?? 0 }
  }

  private func target(_ desk: InvoiceDesk) throws(DeskError) -> Target {
    if let invoice {
      guard client == nil else {
        throw DeskError(.usage, "give the invoice or --client, not both")
      }
      let invoice = try desk.claim(invoice)
      return Target(invoice: invoice, client: invoice.client, currency: invoice.currency)
    }
    guard let client else {
      throw DeskError(.usage, "invoice is missing; where there is none yet say --client")
    }
    guard !isFromAccount else {
      throw DeskError(.usage, "name the invoice that is paid from the account")
    }
    let found = try desk.client(client)
    return Target(invoice: nil, client: found.code, currency: found.currency)
  }

  /// The payment that may be the same money. One transfer may pay several invoices, each its part,
  /// but none of them twice.
  private func known(
    _ amount: Int64, on date: CalendarDate, for target: Target, _ books: Books
  ) throws(DeskError) -> Payment? {
    guard reason == nil else { return nil }
    guard let reference = reference?.text else {
      guard !isFromAccount else { return nil }
      return try books.payments.list(amount: amount, client: target.client).first {
        !$0.isRefund && $0.reference == nil && $0.date == date
          && $0.invoice == target.invoice?.number
      }
    }
    return try books.payments.known(reference, amount, of: target.client).first {
      !$0.isRefund && ($0.amount == amount || $0.invoice == target.invoice?.number)
    }
  }

  private func doubt(_ same: Payment, _ target: Target) -> DeskError {
    let what = same.invoice.map { "for \($0)" } ?? "\(same.client)'s"
    let reference = same.reference == nil ? "" : " with this reference"
    return DeskError(
      .implausible,
      "\(same.number) of \(same.date), \(target.currency.text(same.amount)), is \(what)\(reference)"
        + " already; where it is another payment say why with --reason",
      ["payment": .string("\(same.number)")])
  }

  private func amount(_ target: Target, _ account: MoneyOnAccount) throws(DeskError) -> Int64 {
    let given = try amount?.minorUnits(in: target.currency)
    if given == 0 { throw DeskError(.amount, "0 is no payment: say how much came") }
    guard isFromAccount, let invoice = target.invoice else {
      guard let given else { throw DeskError(.usage, "amount is missing: how much came") }
      return given
    }
    let most = min(account.now, invoice.open)
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
    let taken = given ?? max(1, min(account.least, most))
    try account.require(taken)
    return taken
  }

  private func card(
    _ received: PaymentReceived, _ target: Target, _ account: MoneyOnAccount, _ books: Books
  ) throws(DeskError) -> PaymentCard {
    let surplus = received.amount - received.applied
    let onAccount = account.now + (isFromAccount ? -received.applied : surplus)
    var card = PaymentCard(received)
    card.openAmount = target.invoice.map { target.currency.text($0.open - received.applied) }
    card.onAccount = onAccount == 0 ? nil : target.currency.text(onAccount)
    if let invoice = target.invoice {
      card.flagEarly(invoice)
      card.flagSurplus(
        of: invoice, try books.payments.list(for: invoice.number), received.amount)
    }
    return card
  }
}
