import DeskRules
import DeskStore

struct ReportOverrides: Query {
  static let about = About(
    "report.overrides",
    "Lists lines with a typed price where the tariff or the price list says another.",
    roles: .money, refusals: [.notFound, .usage],
    example: "swapdesk report overrides --period 2026-11",
    notes: [
      "The newest work first, with both prices before discounts, who typed the price and why. A line"
        + " is compared with the tariff of its day when it is written: labour and travel by their"
        + " minutes, the call-out fee; parts and consumables with the price list's of their article,"
        + " which stands under tariff too. Voided lines are left out. invoice queue counts those that are"
        + " not invoiced."
    ])
  let client: ClientCode?
  let period: Period?
  let after: LinePlace?
  let limit: PageSize?

  init(_ read: inout Arguments) throws(DeskError) {
    client = try read.optional("client", "Only this client's.")
    period = try read.optional("period", "Only of work on these days, on the desk's calendar.")
    after = try read.optional("after", "Only those after this place: the next page.")
    limit = try read.optional("limit", "How many at most; 100 where left out.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> [OverrideCard] {
    let lookup = Lookup(books, caller)
    let zone = try books.clients.settings().zone
    var filter = OverrideFilter()
    filter.client = try client.map { code throws(DeskError) in try lookup.client(code).code }
    filter.from = period.map { zone.startOfDay($0.first) }
    filter.before = period.map { zone.endOfDay($0.last) }
    filter.after = after.map { ($0.at, $0.ticket, $0.line) }
    filter.limit = limit?.count ?? 100
    return try books.tickets.overrides(filter).map { line throws(DeskError) in
      OverrideCard(line, try lookup.client(line.client).currency, zone)
    }
  }
}

/// A line with a typed price where the tariff says another.
struct OverrideCard: Item {
  let place: String
  let ticket: TicketNumber
  let line: Int
  let client: ClientCode
  let day: CalendarDate
  let kind: LineKind
  let text: Private<String>
  let quantity: Int
  let tariff: String
  let amount: String
  let difference: String
  let currency: Currency
  let by: String
  let reason: Private<String>?
  let invoice: InvoiceNumber?

  init(_ line: OverriddenLine, _ currency: Currency, _ zone: Zone) {
    place = LinePlace(at: line.at, ticket: line.ticket, line: line.line).canonical
    ticket = line.ticket
    self.line = line.line
    client = line.client
    day = zone.date(at: line.at)
    kind = line.kind
    text = Private(line.text)
    quantity = line.quantity
    tariff = currency.text(line.tariffAmount)
    amount = currency.text(line.amount)
    difference = currency.text(line.amount - line.tariffAmount)
    self.currency = currency
    by = line.pricedBy
    reason = line.reason.map { Private($0) }
    invoice = line.invoice
  }
}

/// The place of a line in the order of the list as one word: `1795305904/17/2`.
struct LinePlace: ArgumentValue, Equatable {
  let at: Instant
  let ticket: TicketNumber
  let line: Int

  static let typeName = "place"
  static var sample: LinePlace {
    LinePlace(at: Instant(seconds: 0), ticket: Number(17), line: 1)
  }

  init(at: Instant, ticket: TicketNumber, line: Int) {
    self.at = at
    self.ticket = ticket
    self.line = line
  }

  init(argument: String) throws(DeskError) {
    let parts = argument.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3, let seconds = Int64(parts[0]), let ticket = Int64(parts[1]),
      let line = Int(parts[2]), ticket > 0
    else {
      throw DeskError(.usage, "\"\(argument)\" is no place; take one from an item of the list")
    }
    self.init(at: Instant(seconds: seconds), ticket: Number(Int(ticket)), line: line)
  }

  var canonical: String { "\(at.seconds)/\(ticket.value)/\(line)" }
}
