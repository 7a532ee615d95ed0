/// A line of an invoice or a credit note; amounts are minor units.
public struct InvoiceLine: Sendable, Codable, Equatable {
  /// The repair it is for.
  public let ticket: TicketNumber
  /// The repair's line; 0 where there is none: a job at nothing, or a credit of an amount.
  public let ticketLine: Int
  /// The nature of the work, never reworded.
  public let kind: LineKind
  /// What was done or supplied.
  public let text: Private<String>
  /// Minutes for labour and travel, pieces otherwise.
  public let quantity: Int
  /// The price before the discount; nil where there was none.
  public let listPrice: Int64?
  /// The price as the client's terms say: with the tax inside, or without it.
  public let amount: Int64
  /// The day of supply, which decides the rate.
  public let supplied: CalendarDate
  /// The rate; nil for no tax.
  public let rate: Percent?

  /// Makes a line.
  public init(
    ticket: TicketNumber, ticketLine: Int, kind: LineKind, text: String, quantity: Int,
    listPrice: Int64?, amount: Int64, supplied: CalendarDate, rate: Percent?
  ) {
    self.ticket = ticket
    self.ticketLine = ticketLine
    self.kind = kind
    self.text = Private(text)
    self.quantity = quantity
    self.listPrice = listPrice
    self.amount = amount
    self.supplied = supplied
    self.rate = rate
  }
}

/// An invoice was issued. It is complete: later changes of names, rates or tickets do not reach it.
public struct InvoiceIssued: Event {
  public static let kind = "invoice.issued"
  /// The number.
  public let number: InvoiceNumber
  /// Whose.
  public let client: ClientCode
  /// Its date.
  public let date: CalendarDate
  /// By when it is to be paid.
  public let due: CalendarDate
  /// The currency.
  public let currency: Currency
  /// How the lines' amounts stand to the tax.
  public let treatment: TaxTreatment
  /// The repairs whose bills it carries.
  public let tickets: [TicketNumber]
  /// The lines.
  public let lines: [InvoiceLine]
  /// The totals by rate.
  public let taxes: [TaxTotal]
  /// What the client pays, in minor units.
  public let total: Int64
  /// The firm's name and details, a line each.
  public let seller: Private<String>
  /// The client's name and details, a line each.
  public let buyer: Private<String>
  /// Which budget lines carry it and who agreed, as rows of JSON; empty where none does, nil on
  /// invoices of earlier versions.
  public let annex: Private<String>?
  /// When it was issued.
  public let at: Instant

  /// Makes the fact.
  public init(
    number: InvoiceNumber, client: ClientCode, date: CalendarDate, due: CalendarDate,
    currency: Currency, treatment: TaxTreatment, tickets: [TicketNumber], lines: [InvoiceLine],
    taxes: [TaxTotal], total: Int64, seller: String, buyer: String, annex: String?, at: Instant
  ) {
    self.number = number
    self.client = client
    self.date = date
    self.due = due
    self.currency = currency
    self.treatment = treatment
    self.tickets = tickets
    self.lines = lines
    self.taxes = taxes
    self.total = total
    self.seller = Private(seller)
    self.buyer = Private(buyer)
    self.annex = annex.map { Private($0) }
    self.at = at
  }

  public var subjects: [Subject] {
    [.invoice(number), .client(client)] + tickets.map { .ticket($0) }
  }
}

/// A part of an invoice was taken back by a credit note.
public struct InvoiceCredited: Event {
  public static let kind = "invoice.credited"
  /// The credit note's number.
  public let number: InvoiceNumber
  /// The invoice it refers to.
  public let original: InvoiceNumber
  /// The invoice's line that is taken back, if it is one line.
  public let originalLine: Int?
  /// Whose.
  public let client: ClientCode
  /// Its date.
  public let date: CalendarDate
  /// The currency.
  public let currency: Currency
  /// The line it has.
  public let line: InvoiceLine
  /// The lines it has besides.
  public let otherLines: [InvoiceLine]?
  /// The totals by rate.
  public let taxes: [TaxTotal]
  /// What is taken back, in minor units.
  public let total: Int64
  /// How much of that had been paid and is now the client's money on account, in minor units.
  public let toAccount: Int64
  /// How it changes what is open of the original, by day; nil where it is all on the note's own day.
  public var openChanges: [OpenChange]?
  /// The tickets' lines that come back into the queue, to be invoiced anew.
  public let reissued: [TicketLineName]
  /// Why.
  public let reason: Private<String>
  /// Which budget lines got what back, as rows of JSON; nil where none did.
  public var annex: Private<String>?
  /// When it was issued.
  public let at: Instant

  /// Makes the fact.
  public init(
    number: InvoiceNumber, original: InvoiceNumber, originalLine: Int?, client: ClientCode,
    date: CalendarDate, currency: Currency, line: InvoiceLine, otherLines: [InvoiceLine]? = nil,
    taxes: [TaxTotal], total: Int64, toAccount: Int64, reissued: [TicketLineName],
    reason: String, at: Instant
  ) {
    self.number = number
    self.original = original
    self.originalLine = originalLine
    self.client = client
    self.date = date
    self.currency = currency
    self.line = line
    self.otherLines = otherLines
    self.taxes = taxes
    self.total = total
    self.toAccount = toAccount
    self.reissued = reissued
    self.reason = Private(reason)
    self.at = at
  }

  /// All its lines.
  public var lines: [InvoiceLine] { [line] + (otherLines ?? []) }

  public var subjects: [Subject] {
    [.invoice(number), .invoice(original), .client(client)]
      + Set(reissued.map(\.ticket)).sorted().map { .ticket($0) }
  }
}

/// Lines that credit notes took back come back into the queue, to be invoiced anew.
public struct InvoiceReissued: Event {
  public static let kind = "invoice.reissued"
  /// The invoice that was credited.
  public let invoice: InvoiceNumber
  /// Whose.
  public let client: ClientCode
  /// The tickets' lines that come back.
  public let lines: [TicketLineName]
  /// Why.
  public let reason: Private<String>
  /// When.
  public let at: Instant

  /// Makes the fact.
  public init(
    invoice: InvoiceNumber, client: ClientCode, lines: [TicketLineName], reason: String, at: Instant
  ) {
    self.invoice = invoice
    self.client = client
    self.lines = lines
    self.reason = Private(reason)
    self.at = at
  }

  public var subjects: [Subject] {
    [.invoice(invoice), .client(client)]
      + Set(lines.map(\.ticket)).sorted().map { .ticket($0) }
  }
}

/// A line of a ticket, by number.
public struct TicketLineName: Sendable, Codable, Equatable {
  /// The ticket.
  public let ticket: TicketNumber
  /// Its line, from 1.
  public let line: Int

  /// Names a line.
  public init(ticket: TicketNumber, line: Int) {
    self.ticket = ticket
    self.line = line
  }
}

/// A client was reminded of an invoice.
public struct ReminderSent: Event {
  public static let kind = "reminder.sent"
  /// Of which invoice.
  public let invoice: InvoiceNumber
  /// Who.
  public let client: ClientCode
  /// Counts the invoice's reminders from 1.
  public let reminder: Int
  /// When.
  public let at: Instant

  /// Makes the fact.
  public init(invoice: InvoiceNumber, client: ClientCode, reminder: Int, at: Instant) {
    self.invoice = invoice
    self.client = client
    self.reminder = reminder
    self.at = at
  }

  public var subjects: [Subject] { [.invoice(invoice), .client(client)] }
}
