import DeskRules
import DeskStore

struct InvoiceIssue: Change {
  static let about = About(
    "invoice.issue", "Issues one invoice for the reviewed bills of a client.", roles: .money,
    refusals: [
      .notFound, .ambiguous, .usage, .unsuitable, .state, .overBudget, .time, .amount, .notSet,
    ],
    example: "swapdesk invoice issue bakery T-17 T-19 --series A",
    notes: [
      "Without tickets every bill of the client that is ready is invoiced, up to 200. The number is"
        + " given now: series, year of the date, and a counter without gaps. A date may not be before"
        + " the last of the series, before the work, or in the future.",
      "The tax is reckoned for each rate on the sum of its lines and rounded half up. A bill of which"
        + " a part waits for the client, was refused or is unfunded cannot be invoiced. Work of days"
        + " before the first rate of a desk that has rates needs a rate, or --exempt, by vat set. A bill"
        + " that is on an invoice already and of which the rest was voided leaves the queue, flagged"
        + " nothing_left.",
    ])
  let client: ClientCode
  let tickets: [TicketReference]
  let series: InvoiceSeries?
  let date: CalendarDate?
  let due: CalendarDate?

  init(_ read: inout Arguments) throws(DeskError) {
    client = try read("client", at: 1, "The client.")
    tickets = try read.list("ticket", at: 2, "The tickets; all that are ready where left out.")
    series = try read.optional("series", "The series of numbers; A where left out.")
    date = try read.optional("date", "The invoice's date; today at the desk where left out.")
    due = try read.optional("due", "By when to pay; by the client's terms where left out.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<InvoiceCard> {
    let desk = try InvoiceDesk(books, caller)
    let client = try desk.client(client)
    guard series != .usualCredit else {
      throw DeskError(
        .usage,
        "\(InvoiceSeries.usualCredit) is the series of credit notes; name another for invoices")
    }
    let bills = try bills(of: client.code, desk)
    var left: [FinishedBill] = []
    for bill in bills {
      try desk.requireEnded(bill)
      try desk.requireFunded(bill)
      if try !desk.isInvoiced(bill) { left.append(bill) }
    }
    if left.isEmpty, let bill = bills.first { throw try Self.nothingLeft(of: bill, books) }
    let issued = try InvoiceDraft(desk, client, left).issue(series ?? .usual, date: date, due: due)
    // What was voided since it was found ready leaves the queue with the others.
    let done = bills.filter { !left.contains($0) }.map {
      BillMoved(ticket: $0.ticket, client: $0.client, state: .invoiced, at: caller.now)
    }
    var card = InvoiceCard(issued)
    if !done.isEmpty { card.flags = done.map { "nothing_left \($0.ticket)" } }
    return Decision(events: [issued] + done, reply: card)
  }

  private static func nothingLeft(
    of bill: FinishedBill, _ books: Books
  ) throws(DeskError) -> DeskError {
    let invoices = try books.bills.invoices(bill.ticket)
    var credited: InvoiceNumber?
    for number in invoices where credited == nil {
      if try books.invoices.find(number)?.credited ?? 0 > 0 { credited = number }
    }
    let advice =
      credited.map { "; invoice reissue \($0) brings what was credited of it back" } ?? ""
    return DeskError(
      .state,
      "\(bill.ticket) is on \(invoices.map(\.text).joined(separator: ", ")) already, and nothing came"
        + " since; invoice review \(bill.ticket) takes it off the queue\(advice)",
      ["ticket": .string("\(bill.ticket)")])
  }

  private func bills(
    of client: ClientCode, _ desk: InvoiceDesk
  ) throws(DeskError) -> [FinishedBill] {
    guard !tickets.isEmpty else {
      let ready = try desk.books.bills.queue(
        client: client, state: .ready, limit: InvoiceDraft.billLimit)
      guard !ready.isEmpty else {
        throw DeskError(
          .state,
          "\(client) has no bill that is ready; invoice queue --client \(client) shows what lies,"
            + " invoice review makes it ready")
      }
      return ready
    }
    guard tickets.count <= InvoiceDraft.billLimit else {
      throw DeskError(.usage, "one invoice carries at most \(InvoiceDraft.billLimit) tickets")
    }
    var bills: [FinishedBill] = []
    for reference in tickets {
      let bill = try desk.bill(reference)
      guard !bills.contains(where: { $0.ticket == bill.ticket }) else {
        throw DeskError(.usage, "\(bill.ticket) is named twice")
      }
      try require(bill, of: client)
      bills.append(bill)
    }
    return bills
  }

  private func require(_ bill: FinishedBill, of client: ClientCode) throws(DeskError) {
    guard bill.client == client else {
      throw DeskError(
        .unsuitable, "\(bill.ticket) is \(bill.client)'s, not \(client)'s",
        ["ticket": .string("\(bill.ticket)"), "client": .string("\(bill.client)")])
    }
    guard bill.state != .ready else { return }
    let advice =
      switch bill.state {
      case .review: "look at it and say invoice review \(bill.ticket) first"
      case .back: "it is with the engineer until ticket resolve \(bill.ticket)"
      case .invoiced, .ready: "invoice list --ticket \(bill.ticket) shows the invoice"
      }
    throw DeskError(
      .state, "the bill of \(bill.ticket) is \(bill.state.rawValue); \(advice)",
      ["ticket": .string("\(bill.ticket)"), "state": .string(bill.state.rawValue)])
  }
}
