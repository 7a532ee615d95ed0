import DeskRules
import DeskStore

struct InvoiceList: Query {
  static let about = About(
    "invoice.list", "Lists invoices and credit notes, newest first; open ones by due date.",
    roles: .money + [.client], refusals: [.notFound, .ambiguous],
    example: "swapdesk invoice list --client bakery --open")
  let client: ClientCode?
  let ticket: TicketReference?
  let isOpen: Bool
  let overdue: Bool
  let from: CalendarDate?
  let to: CalendarDate?
  let withLines: Bool
  let after: InvoiceNumber?
  let limit: PageSize?

  init(_ read: inout Arguments) throws(DeskError) {
    client = try read.optional("client", "Only this client's.")
    ticket = try read.optional(
      "ticket", "Only those that carry this ticket, and their credit notes.")
    isOpen = try read.flag("open", "Only those that are not paid in full, by due date.")
    overdue = try read.flag("overdue", "Only those whose due date has passed.")
    from = try read.optional("from", "Only those of this date or later.")
    to = try read.optional("to", "Only those of this date or earlier.")
    withLines = try read.flag("lines", "With their lines.")
    after = try read.optional("after", "Only those after this one: the next page.")
    limit = try read.optional("limit", "How many at most; 100 where left out.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> [InvoiceCard] {
    let desk = try InvoiceDesk(books, caller)
    if let ticket { return try invoices(of: ticket, desk) }
    var filter = InvoiceFilter()
    filter.client = try desk.clientFilter(client)
    filter.isOpen = isOpen || overdue
    if overdue { filter.dueBefore = desk.today }
    filter.from = from
    filter.until = to
    if let after { filter.after = try desk.invoice(after) }
    filter.limit = limit?.count ?? 100
    return try books.invoices.list(filter).map { invoice throws(DeskError) in
      var card = InvoiceCard(invoice, today: desk.today)
      if withLines { try card.addLines(of: invoice, desk) }
      return card
    }
  }

  private func invoices(
    of reference: TicketReference, _ desk: InvoiceDesk
  ) throws(DeskError) -> [InvoiceCard] {
    let ticket = try desk.lookup.ticket(reference)
    var cards: [InvoiceCard] = []
    for number in try desk.books.bills.invoices(ticket.number) {
      let credits = try desk.books.invoices.credits(number)
      cards += ([try desk.invoice(number)] + credits).map { InvoiceCard($0, today: desk.today) }
    }
    return cards
  }
}
