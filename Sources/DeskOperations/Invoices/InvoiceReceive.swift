import DeskRules
import DeskStore

struct InvoiceReceive: Change {
  static let about = About(
    "invoice.receive", "Records a line of a bank statement: finds its invoice by number or amount.",
    roles: .money, refusals: [.notFound, .ambiguous, .state, .amount, .time],
    example: "swapdesk invoice receive \"payment for A-2026-000123\" --amount 4500.00"
      + " --reference \"bank 118\"",
    notes: [
      "The one invoice number in the text says what is paid. Where the text has none, the amount does,"
        + " if exactly one open invoice in the currency has just that much left to pay. What matches"
        + " nothing, is more than is left, or is for an invoice that is paid already, is refused, to be"
        + " looked at; invoice pay records it where a person knows better.",
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
    try require(amount, for: invoice, of: client)
    let received = PaymentReceived(
      payment: try books.next(), invoice: invoice.number, client: invoice.client,
      currency: invoice.currency, amount: amount, applied: amount, isFromAccount: false,
      date: try desk.pastDay(date), reference: reference.text, at: caller.now)
    var card = PaymentCard(received)
    card.openAmount = invoice.currency.text(invoice.open - amount)
    return Decision(events: [received], reply: card)
  }

  private func invoice(
    of client: ClientCode?, _ desk: InvoiceDesk
  ) throws(DeskError) -> Invoice {
    let numbers = text.map { InvoiceNumber.found(in: $0.text) } ?? []
    guard numbers.count <= 1 else {
      throw DeskError(
        .ambiguous,
        "the text names \(numbers.map(\.text).joined(separator: ", ")); record each with invoice pay",
        ["invoices": .array(numbers.map { .string($0.text) })])
    }
    if let number = numbers.first { return try desk.claim(number) }
    let currency = currency ?? desk.settings.currency
    let amount = try amount.minorUnits(in: currency)
    let found = try desk.books.invoices.open(amount, currency, of: client)
    guard let invoice = found.first else {
      throw DeskError(
        .notFound,
        "the text has no invoice number, and no open invoice has just \(currency.text(amount))"
          + " \(currency) left to pay")
    }
    guard found.count == 1 else {
      throw DeskError(
        .ambiguous,
        "the text has no invoice number, and several open invoices have just"
          + " \(currency.text(amount)) \(currency) left to pay:"
          + " \(found.map(\.number.text).joined(separator: ", "))",
        ["invoices": .array(found.map { .string($0.number.text) })])
    }
    return invoice
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
    guard amount > 0, amount <= invoice.open else {
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
      guard let number = try? InvoiceNumber(String(word)), !found.contains(number) else { continue }
      found.append(number)
    }
    return found
  }
}
