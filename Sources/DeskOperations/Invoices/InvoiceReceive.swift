import DeskRules
import DeskStore

struct InvoiceReceive: Change {
  static let about = About(
    "invoice.receive", "Records a line of a bank statement: finds its invoice by number or amount.",
    roles: .money, refusals: [.notFound, .ambiguous, .exists, .unsuitable, .state, .amount, .time],
    example: "swapdesk invoice receive \"payment for A-2026-000123\" --amount 4500.00"
      + " --reference \"bank 118\"",
    notes: [
      "The one invoice number in the text says what is paid. Where the text has none, the amount does,"
        + " if exactly one invoice in the currency has just that much left to pay, and no other has it"
        + " for its total or was paid it since that day. What was paid on that day or later counts as"
        + " still to pay, so that a row is judged alike however often it is sent. What matches nothing, is more than is left, or is for an invoice that is paid already, is refused, to be"
        + " looked at, and so is a reference that a payment of the client and the amount has already,"
        + " whoever entered that; invoice pay records it where a person knows better.",
      "import payments sends one for each row of a CSV file.",
    ])
  let text: Line?
  let amount: DecimalText
  let date: CalendarDate?
  let reference: Line
  let client: ClientCode?
  let currency: Currency?

  init(_ read: inout Arguments) throws(DeskError) {
    text = try read.optional("text", at: 1, "What the payer wrote; it should have the number.")
    amount = try read("amount", "How much came.")
    date = try read.optional("date", "The day it came; today at the desk where left out.")
    reference = try read("reference", "The bank's own number for it.")
    client = try read.optional("client", "From whom, if that is known.")
    currency = try read.optional("currency", "In which currency; the desk's where left out.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<PaymentCard> {
    let desk = try InvoiceDesk(books, caller)
    let client = try client.map { code throws(DeskError) in try desk.client(code).code }
    let invoice = try invoice(of: client, desk)
    let amount = try amount.minorUnits(in: invoice.currency)
    try requireNew(amount, in: invoice.currency, of: invoice.client, books)
    try require(amount, for: invoice, of: client)
    let received = PaymentReceived(
      payment: try books.next(), invoice: invoice.number, client: invoice.client,
      currency: invoice.currency, amount: amount, applied: amount, isFromAccount: false,
      date: try desk.pastDay(date), reference: reference.text, at: caller.now)
    var card = PaymentCard(received)
    card.openAmount = invoice.currency.text(invoice.open - amount)
    card.flagEarly(invoice)
    return Decision(events: [received], reply: card)
  }

  /// A line of a statement is entered once, also where two persons do it in their own ways. Payers
  /// number their transfers each by themselves, so that another client's is another payment.
  private func requireNew(
    _ amount: Int64, in currency: Currency, of client: ClientCode?, _ books: Books
  ) throws(DeskError) {
    let known = try books.payments.known(reference.text, amount, of: client)
    for same in known where same.amount == amount && !same.isRefund {
      let what = same.invoice.map { "for \($0)" } ?? "of \(same.client)"
      throw DeskError(
        .exists,
        "\(same.number) of \(same.date), \(currency.text(amount)) \(what), has the reference"
          + " \"\(same.reference ?? reference.text)\" already; where this is another payment, invoice pay records it",
        ["payment": .string("\(same.number)")])
    }
  }

  /// The invoice that the text names, else the only one of which just the amount is open.
  private func invoice(
    of client: ClientCode?, _ desk: InvoiceDesk
  ) throws(DeskError) -> Invoice {
    let named = try named(desk)
    guard named.count <= 1 else {
      throw DeskError(
        .ambiguous,
        "the text names \(named.map(\.number.text).joined(separator: ", ")); record each with"
          + " invoice pay", ["invoices": .array(named.map { .string($0.number.text) })])
    }
    let currency = currency ?? desk.settings.currency
    if let invoice = named.first {
      guard invoice.currency == currency || self.currency == nil && client == invoice.client
      else {
        throw DeskError(
          .unsuitable,
          "\(invoice.number) is in \(invoice.currency), the money in \(currency): say --currency"
            + " \(invoice.currency) where that is what came",
          ["currency": .string(invoice.currency.code)])
      }
      return invoice
    }
    let amount = try amount.minorUnits(in: currency)
    try requireNew(amount, in: currency, of: client, desk.books)
    let day = try desk.pastDay(date)
    let found = try desk.books.invoices.matching(amount, currency, of: client, on: day)
    let match = found.first { $0.leftBefore == amount && $0.invoice.open == amount }
    guard let invoice = match?.invoice else {
      throw DeskError(
        .notFound,
        "the text has no invoice number that there is, and no open invoice had just"
          + " \(currency.text(amount)) \(currency) left to pay before \(day); invoice pay NUMBER records"
          + " it, and with --client CODE money that came before its invoice")
    }
    guard found.count == 1 else {
      throw DeskError(
        .ambiguous,
        "the text has no invoice number, and \(currency.text(amount)) \(currency) may be for"
          + " \(found.map(\.invoice.number.text).joined(separator: ", ")): record it with invoice pay"
          + " NUMBER",
        ["invoices": .array(found.map { .string($0.invoice.number.text) })])
    }
    return invoice
  }

  /// The invoices that the text names. A number of something else, such as a contract, is written
  /// alike, so that one which is no invoice counts only where no other is named.
  private func named(_ desk: InvoiceDesk) throws(DeskError) -> [Invoice] {
    let numbers = text.map { InvoiceNumber.found(in: $0.text) } ?? []
    var invoices: [Invoice] = []
    for number in numbers {
      guard let invoice = try desk.books.invoices.find(number), !invoice.isCredit else { continue }
      invoices.append(invoice)
    }
    guard invoices.isEmpty, let number = numbers.first, numbers.count == 1 else { return invoices }
    return [try desk.claim(number)]
  }

  private func require(
    _ amount: Int64, for invoice: Invoice, of client: ClientCode?
  ) throws(DeskError) {
    if let client, client != invoice.client {
      throw DeskError(.notFound, "\(client) has no invoice \(invoice.number)")
    }
    let left = invoice.currency.text(invoice.open)
    guard invoice.open > 0 else {
      throw DeskError(.state, "\(invoice.number) is paid already; did the client pay twice?")
    }
    guard amount > 0 else { throw DeskError(.amount, "0 is no payment: say how much came") }
    guard amount <= invoice.open else {
      throw DeskError(
        .amount,
        "\(left) is left to pay of \(invoice.number), \(invoice.currency.text(amount)) came; invoice"
          + " pay \(invoice.number) records it all the same", ["open": .string(left)])
    }
  }
}

extension InvoiceNumber {
  /// The different numbers in a text, whatever stands around them.
  static func found(in text: String) -> [InvoiceNumber] {
    var found: [InvoiceNumber] = []
    let words = text.split { !($0.isLetter || $0.isNumber || $0 == "-") }
    for word in words {
      guard let number = try? InvoiceNumber(typed: String(word)), !found.contains(number) else {
        continue
      }
      found.append(number)
    }
    return found
  }
}
