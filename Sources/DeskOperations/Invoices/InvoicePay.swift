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
        + " --from-account pays an invoice from it, as much as is there and needed where no amount is"
        + " named.",
      "A reference that a payment for the same invoice or client has already is doubted: it may be the"
        + " same money. --reason says why it is not. A payment that came before the date of its"
        + " invoice is flagged before_invoice.",
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
    reason = try read.optional("reason", "Why it is another payment though its reference is known.")
    isFromAccount = try read.flag("from_account", "Take it from what the client has on account.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<PaymentCard> {
    let desk = try InvoiceDesk(books, caller)
    let target = try target(desk)
    try requireNew(target, books)
    let account = try books.accounts.receivable(target.client)
    let amount = try amount(target, account)
    let received = PaymentReceived(
      payment: try books.next(), invoice: target.invoice?.number, client: target.client,
      currency: target.currency, amount: amount, applied: min(amount, target.open),
      isFromAccount: isFromAccount, date: try desk.pastDay(date), reference: reference?.text,
      reason: reason?.text, at: caller.now)
    return Decision(events: [received], reply: card(received, target, account))
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

  /// One transfer may pay several invoices, but none of them twice.
  private func requireNew(_ target: Target, _ books: Books) throws(DeskError) {
    guard reason == nil, let reference else { return }
    let same = try books.payments.list(reference: reference.text).first {
      !$0.isRefund && $0.client == target.client && $0.invoice == target.invoice?.number
    }
    guard let same else { return }
    throw DeskError(
      .implausible,
      "\(same.number) of \(same.date), \(target.currency.text(same.amount)), is"
        + " \(same.invoice.map { "for \($0)" } ?? "\(same.client)'s") with this reference already;"
        + " where it is another payment say why with --reason",
      ["payment": .string("\(same.number)")])
  }

  private func amount(_ target: Target, _ account: Receivable) throws(DeskError) -> Int64 {
    let given = try amount?.minorUnits(in: target.currency)
    if given == 0 { throw DeskError(.amount, "0 is no payment: say how much came") }
    guard isFromAccount, let invoice = target.invoice else {
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
    _ received: PaymentReceived, _ target: Target, _ account: Receivable
  ) -> PaymentCard {
    let surplus = received.amount - received.applied
    let onAccount = account.onAccount + (isFromAccount ? -received.applied : surplus)
    var card = PaymentCard(received)
    card.openAmount = target.invoice.map { target.currency.text($0.open - received.applied) }
    card.onAccount = onAccount == 0 ? nil : target.currency.text(onAccount)
    if let invoice = target.invoice { card.flagEarly(invoice) }
    return card
  }
}
