/// Money came for an invoice, or was taken for it from what the client has on account.
public struct PaymentReceived: Event {
  public static let kind = "payment.received"
  /// The payment's number.
  public let payment: PaymentNumber
  /// For which invoice; nil for money that came before there was one.
  public let invoice: InvoiceNumber?
  /// From whom.
  public let client: ClientCode
  /// The currency.
  public let currency: Currency
  /// How much came, in minor units.
  public let amount: Int64
  /// How much of it the invoice took, in minor units; the rest is on account.
  public let applied: Int64
  /// Whether it was taken from what the client has on account; no money came then.
  public let isFromAccount: Bool
  /// The day it came.
  public let date: CalendarDate
  /// The bank's or the client's own text for it.
  public let reference: Private<String>?
  /// Why a doubt whether it is a payment of its own was set aside.
  public let reason: Private<String>?
  /// When.
  public let at: Instant

  /// Makes the fact.
  public init(
    payment: PaymentNumber, invoice: InvoiceNumber?, client: ClientCode, currency: Currency,
    amount: Int64, applied: Int64, isFromAccount: Bool, date: CalendarDate, reference: String?,
    reason: String? = nil, at: Instant
  ) {
    self.payment = payment
    self.invoice = invoice
    self.client = client
    self.currency = currency
    self.amount = amount
    self.applied = applied
    self.isFromAccount = isFromAccount
    self.date = date
    self.reference = reference.map { Private($0) }
    self.reason = reason.map { Private($0) }
    self.at = at
  }

  public var subjects: [Subject] { (invoice.map { [.invoice($0)] } ?? []) + [.client(client)] }
}

/// A payment was entered wrongly, or came back from the bank.
public struct PaymentReversed: Event {
  public static let kind = "payment.reversed"
  /// Which payment.
  public let payment: PaymentNumber
  /// For which invoice it was, if for one.
  public let invoice: InvoiceNumber?
  /// Whose.
  public let client: ClientCode
  /// How much came, in minor units.
  public let amount: Int64
  /// How much of it the invoice gives back, in minor units; the rest is taken from the account.
  public let applied: Int64
  /// Whether it had been taken from the account, to which it returns.
  public let isFromAccount: Bool
  /// The day of the reversal.
  public let date: CalendarDate
  /// Why.
  public let reason: Private<String>
  /// When.
  public let at: Instant

  /// Makes the fact.
  public init(
    payment: PaymentNumber, invoice: InvoiceNumber?, client: ClientCode, amount: Int64,
    applied: Int64, isFromAccount: Bool, date: CalendarDate, reason: String, at: Instant
  ) {
    self.payment = payment
    self.invoice = invoice
    self.client = client
    self.amount = amount
    self.applied = applied
    self.isFromAccount = isFromAccount
    self.date = date
    self.reason = Private(reason)
    self.at = at
  }

  public var subjects: [Subject] { (invoice.map { [.invoice($0)] } ?? []) + [.client(client)] }
}

/// Money that a client had on account was given back.
public struct AccountRefunded: Event {
  public static let kind = "account.refunded"
  /// The number, of the payments' own row.
  public let payment: PaymentNumber
  /// To whom.
  public let client: ClientCode
  /// The currency.
  public let currency: Currency
  /// How much, in minor units.
  public let amount: Int64
  /// The day it went.
  public let date: CalendarDate
  /// The bank's or the firm's own text for it.
  public let reference: Private<String>
  /// Why.
  public let reason: Private<String>?
  /// When.
  public let at: Instant

  /// Makes the fact.
  public init(
    payment: PaymentNumber, client: ClientCode, currency: Currency, amount: Int64,
    date: CalendarDate, reference: String, reason: String?, at: Instant
  ) {
    self.payment = payment
    self.client = client
    self.currency = currency
    self.amount = amount
    self.date = date
    self.reference = Private(reference)
    self.reason = reason.map { Private($0) }
    self.at = at
  }

  public var subjects: [Subject] { [.client(client)] }
}

/// Money that was given back to a client returned, or had never gone.
public struct RefundReversed: Event {
  public static let kind = "refund.reversed"
  /// Which payment.
  public let payment: PaymentNumber
  /// Whose.
  public let client: ClientCode
  /// How much, in minor units.
  public let amount: Int64
  /// The day of the reversal.
  public let date: CalendarDate
  /// Why.
  public let reason: Private<String>
  /// When.
  public let at: Instant

  /// Makes the fact.
  public init(
    payment: PaymentNumber, client: ClientCode, amount: Int64, date: CalendarDate, reason: String,
    at: Instant
  ) {
    self.payment = payment
    self.client = client
    self.amount = amount
    self.date = date
    self.reason = Private(reason)
    self.at = at
  }

  public var subjects: [Subject] { [.client(client)] }
}
