import DeskRules
import DeskStore

struct InvoiceDunning: Query {
  static let about = About(
    "invoice.dunning", "Lists whom to remind of what: invoices past their due date, oldest first.",
    roles: .money, refusals: [.notFound, .time], example: "swapdesk invoice dunning",
    notes: [
      "reminders says how many were sent, reminded the day of the last; invoice remind notes that one"
        + " was sent. payer is the client's contact for payments, where there is one.",
      "--as-of lists what was late and open by the end of a day, by the documents dated that day or"
        + " earlier, or what will be late by a day to come; reminders are those sent by now.",
    ])
  let client: ClientCode?
  let asOf: CalendarDate?
  let after: InvoiceNumber?
  let limit: PageSize?

  init(_ read: inout Arguments) throws(DeskError) {
    client = try read.optional("client", "Only this client's.")
    asOf = try read.optional("as_of", "By the end of this day; today where left out.")
    after = try read.optional("after", "Only those after this one: the next page.")
    limit = try read.optional("limit", "How many at most; 100 where left out.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> [DunningCard] {
    let desk = try InvoiceDesk(books, caller)
    var filter = InvoiceFilter()
    filter.client = try desk.clientFilter(client)
    filter.isOpen = true
    let day = asOf ?? desk.today
    filter.dueBefore = day
    filter.openOn = day < desk.today ? day : nil
    if let after { filter.after = try desk.invoice(after) }
    filter.limit = limit?.count ?? 100
    return try books.invoices.list(filter).map { invoice throws(DeskError) in
      DunningCard(invoice, on: day, payer: try books.clients.payer(invoice.client), desk)
    }
  }
}

extension ClientStore {
  /// The client's contact for payments.
  fileprivate func payer(_ client: ClientCode) throws(DeskError) -> Contact? {
    try contacts(client).first { $0.function == .payer }
  }
}

/// An invoice that somebody has to be reminded of.
struct DunningCard: Item {
  let invoice: InvoiceNumber
  let client: ClientCode
  let due: CalendarDate
  let daysLate: Int
  let bucket: AgeBucket
  let openAmount: String
  let currency: Currency
  let reminders: Int
  let reminded: CalendarDate?
  var payer: Private<String>?
  var phone: Private<String>?
  var mail: Private<String>?

  enum CodingKeys: String, CodingKey {
    case invoice, client, due
    case daysLate = "days_late"
    case bucket
    case openAmount = "open"
    case currency, reminders, reminded, payer, phone, mail
  }

  init(
    _ invoice: Invoice, on day: CalendarDate, reminders: Int? = nil, reminded: Instant? = nil,
    payer: Contact? = nil, _ desk: InvoiceDesk
  ) {
    self.invoice = invoice.number
    client = invoice.client
    due = invoice.due
    daysLate = day.days(since: invoice.due)
    bucket = AgeBucket(daysLate: daysLate)
    openAmount = invoice.currency.text(invoice.open)
    currency = invoice.currency
    self.reminders = reminders ?? invoice.reminders
    self.reminded = (reminded ?? invoice.reminded).map { desk.zone.date(at: $0) }
    self.payer = payer.map { Private($0.name) }
    phone = payer?.phone.map { Private($0) }
    mail = payer?.mail.map { Private($0) }
  }
}
