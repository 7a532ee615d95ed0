import DeskRules
import DeskStore

/// An invoice or a credit note; lists leave out lines, totals by rate, credits and payments.
struct InvoiceCard: Item {
  let invoice: InvoiceNumber
  /// The invoice it takes back a part of; on credit notes only.
  let original: InvoiceNumber?
  let client: ClientCode
  let date: CalendarDate
  let due: CalendarDate?
  let currency: Currency
  let total: String
  /// Without tax, and the tax; where lines are shown.
  var net: String?
  var tax: String?
  var credited: String?
  var paid: String?
  var openAmount: String?
  /// How many days it is late.
  var daysLate: Int?
  var reminders: Int?
  var vat: TaxTreatment?
  var tickets: [TicketNumber]?
  var lines: [InvoiceLineCard]?
  var taxes: [TaxCard]?
  var credits: [InvoiceNumber]?
  var payments: [PaymentCard]?
  /// What a credit makes of money that was paid already.
  var toAccount: String?
  var reason: Private<String>?
  /// The budget lines that a credit gave money back to.
  var budget: [BudgetCard]?
  var flags: [String]?

  enum CodingKeys: String, CodingKey {
    case invoice, original, client, date, due, currency, total, net, tax, credited, paid
    case openAmount = "open"
    case daysLate = "days_late"
    case reminders, vat, tickets, lines, taxes, credits, payments
    case toAccount = "to_account"
    case reason, budget, flags
  }

  init(_ invoice: Invoice, today: CalendarDate) {
    self.invoice = invoice.number
    original = invoice.original
    client = invoice.client
    date = invoice.date
    currency = invoice.currency
    total = currency.text(invoice.total)
    reason = invoice.reason.map { Private($0) }
    guard !invoice.isCredit else {
      due = nil
      return
    }
    due = invoice.due
    credited = currency.text(invoice.credited)
    paid = currency.text(invoice.paid)
    openAmount = currency.text(invoice.open)
    reminders = invoice.reminders
    if invoice.open > 0, today > invoice.due { daysLate = today.days(since: invoice.due) }
  }

  init(_ issued: InvoiceIssued) {
    invoice = issued.number
    original = nil
    client = issued.client
    date = issued.date
    due = issued.due
    currency = issued.currency
    total = currency.text(issued.total)
    openAmount = total
    vat = issued.treatment
    tickets = issued.tickets
    lines = issued.lines.enumerated().map { index, line in
      InvoiceLineCard(line, number: index + 1, issued.currency)
    }
    taxes = issued.taxes.map { TaxCard($0, issued.currency) }
  }

  init(_ credit: InvoiceCredited, of invoice: Invoice) {
    self.invoice = credit.number
    original = credit.original
    client = credit.client
    date = credit.date
    due = nil
    currency = credit.currency
    total = currency.text(credit.total)
    // What the credit leaves of the invoice it refers to.
    openAmount = currency.text(invoice.open - credit.total + credit.toAccount)
    toAccount = credit.toAccount == 0 ? nil : currency.text(credit.toAccount)
    lines = credit.lines.enumerated().map { index, line in
      InvoiceLineCard(line, number: index + 1, credit.currency)
    }
    taxes = credit.taxes.map { TaxCard($0, credit.currency) }
  }
}

extension InvoiceCard {
  /// Adds the lines, the tickets they are for, how their amounts stand to the tax, and the totals by
  /// rate.
  mutating func addLines(of invoice: Invoice, _ desk: InvoiceDesk) throws(DeskError) {
    let lines = try desk.books.invoices.lines(invoice.number)
    let taxes = try desk.books.invoices.taxes(invoice.number).map(\.total)
    net = invoice.currency.text(try MoneyRule.sum(taxes.map(\.net)))
    tax = invoice.currency.text(try MoneyRule.sum(taxes.map(\.tax)))
    vat = invoice.treatment
    self.taxes = taxes.map { TaxCard($0, invoice.currency) }
    tickets = lines.map(\.line.ticket).reduce(into: []) { tickets, ticket in
      if tickets.last != ticket { tickets.append(ticket) }
    }
    self.lines = lines.map { line in
      var card = InvoiceLineCard(line.line, number: line.number, invoice.currency)
      card.creditedBy = line.creditedBy
      return card
    }
  }
}

/// A line of an invoice.
struct InvoiceLineCard: Item {
  let line: Int
  let ticket: TicketNumber
  let kind: LineKind
  let text: Private<String>
  /// Minutes for labour and travel, none where it was priced as a whole; pieces otherwise.
  let quantity: Int?
  let listPrice: String?
  let discount: String?
  let amount: String
  let supplied: CalendarDate
  let rate: String
  var creditedBy: InvoiceNumber?

  enum CodingKeys: String, CodingKey {
    case line, ticket, kind, text, quantity
    case listPrice = "list_price"
    case discount, amount, supplied, rate
    case creditedBy = "credited_by"
  }

  init(_ line: InvoiceLine, number: Int, _ currency: Currency) {
    self.line = number
    ticket = line.ticket
    kind = line.kind
    text = line.text
    let isWhole = [.labour, .travel].contains(line.kind) && line.quantity <= 1
    quantity = isWhole ? nil : line.quantity
    listPrice = line.listPrice.map { currency.text($0) }
    discount = line.listPrice.map { currency.text($0 - line.amount) }
    amount = currency.text(line.amount)
    supplied = line.supplied
    rate = TaxText.text(line.rate)
  }
}

/// What one rate comes to.
struct TaxCard: Item {
  let rate: String
  let net: String
  let tax: String
  let gross: String

  init(_ total: TaxTotal, _ currency: Currency) {
    rate = TaxText.text(total.rate)
    net = currency.text(total.net)
    tax = currency.text(total.tax)
    gross = currency.text(total.gross)
  }
}
