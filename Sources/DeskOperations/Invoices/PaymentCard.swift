import DeskRules
import DeskStore

/// A payment, or money that went back.
struct PaymentCard: Item {
  let payment: PaymentNumber
  /// For which invoice; none where money went back.
  let invoice: InvoiceNumber?
  let client: ClientCode
  let date: CalendarDate
  let currency: Currency
  /// How much came; below zero where money went back.
  let amount: String
  /// What the invoice took of it.
  let applied: String
  /// What of it is on the client's account.
  var surplus: String?
  var fromAccount: Bool?
  var reference: Private<String>?
  var isReversed: Bool?
  /// Whether it is money on account that was given back.
  var isRefund: Bool?
  /// What is still to be paid on the invoice; in the answer to the payment.
  var openAmount: String?
  /// What the client has on account; in the answer to the payment.
  var onAccount: String?
  var flags: [String]?

  enum CodingKeys: String, CodingKey {
    case payment, invoice, client, date, currency, amount, applied, surplus
    case fromAccount = "from_account"
    case reference
    case isReversed = "reversed"
    case isRefund = "refund"
    case openAmount = "open"
    case onAccount = "on_account"
    case flags
  }

  init(_ received: PaymentReceived) {
    self.init(
      Payment(
        number: received.payment, invoice: received.invoice, client: received.client,
        amount: received.amount, applied: received.applied,
        isFromAccount: received.isFromAccount, date: received.date,
        reference: received.reference?.value, reversed: nil), received.currency)
  }

  init(_ payment: Payment, _ currency: Currency) {
    self.payment = payment.number
    invoice = payment.invoice
    client = payment.client
    date = payment.date
    self.currency = currency
    amount = currency.text(payment.isRefund ? -payment.amount : payment.amount)
    applied = currency.text(payment.applied)
    if payment.amount > payment.applied, !payment.isRefund {
      surplus = currency.text(payment.amount - payment.applied)
    }
    fromAccount = payment.isFromAccount ? true : nil
    reference = payment.reference.map { Private($0) }
    isReversed = payment.reversed == nil ? nil : true
    isRefund = payment.isRefund ? true : nil
  }
}

extension PaymentCard {
  /// Flags a payment that came before the date of its invoice.
  mutating func flagEarly(_ invoice: Invoice) {
    if date < invoice.date { flags = (flags ?? []) + ["before_invoice"] }
  }

  /// Flags what came beyond an invoice: surplus, or paid_twice where just that was paid for it before.
  mutating func flagSurplus(of invoice: Invoice, _ earlier: [Payment], _ amount: Int64) {
    guard surplus != nil else { return }
    let isTwice = earlier.contains { $0.reversed == nil && $0.amount == amount }
    flags = (flags ?? []) + [isTwice ? "paid_twice \(invoice.number)" : "surplus \(invoice.number)"]
  }
}
