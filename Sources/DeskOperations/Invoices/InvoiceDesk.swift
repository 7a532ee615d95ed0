import DeskRules
import DeskStore

/// What every operation on invoices needs: the books, the caller, and the desk's own day.
struct InvoiceDesk {
  let lookup: Lookup
  let settings: DeskSettings
  var books: Books { lookup.books }
  var zone: Zone { settings.zone }
  /// Today on the desk's calendar.
  var today: CalendarDate { zone.date(at: lookup.caller.now) }

  init(_ books: Books, _ caller: Caller) throws(DeskError) {
    lookup = Lookup(books, caller)
    settings = try books.clients.settings()
  }

  /// The client with a code.
  func client(_ code: ClientCode) throws(DeskError) -> Client { try lookup.client(code) }

  /// The client that lists are limited to: the one named, or a client's own.
  func clientFilter(_ code: ClientCode?) throws(DeskError) -> ClientCode? {
    guard let code else { return lookup.caller.client }
    return try lookup.client(code).code
  }

  /// The bill of a job that has ended.
  func bill(_ reference: TicketReference) throws(DeskError) -> FinishedBill {
    let ticket = try lookup.ticket(reference)
    if let bill = try books.bills.find(ticket.number) { return bill }
    throw DeskError(
      .state,
      "\(ticket.number) is \(ticket.state.rawValue) and has no bill yet; ticket resolve"
        + " \(ticket.number) ends the work",
      ["ticket": .string("\(ticket.number)"), "state": .string(ticket.state.rawValue)])
  }

  /// The invoice or credit note with a number.
  func invoice(_ number: InvoiceNumber) throws(DeskError) -> Invoice {
    if let invoice = try books.invoices.find(number), lookup.caller.sees(invoice.client) {
      return invoice
    }
    throw DeskError(.notFound, "there is no invoice \(number); invoice list shows them")
  }

  /// An invoice that is no credit note.
  func claim(_ number: InvoiceNumber) throws(DeskError) -> Invoice {
    let invoice = try invoice(number)
    guard let original = invoice.original else { return invoice }
    throw DeskError(
      .state, "\(number) is a credit note for \(original); name the invoice itself",
      ["original": .string("\(original)")])
  }

  /// The rate of a day of supply for a client; nil for no tax.
  func rate(on day: CalendarDate, _ terms: ClientTerms) throws(DeskError) -> Percent? {
    terms.tax == .none ? nil : try books.bills.rate(on: day)?.rate
  }

  /// Refuses a day of supply before the first rate of a desk that has rates: that nobody said one is
  /// not that there is none.
  func requireRate(on day: CalendarDate, _ terms: ClientTerms) throws(DeskError) {
    guard terms.tax != .none, try books.bills.rate(on: day) == nil,
      let first = try books.bills.rates().first
    else { return }
    throw DeskError(
      .notSet,
      "no rate of tax is set for \(day), the first is of \(first.from): say vat set --rate PERCENT"
        + " --from \(day) or earlier, or vat set --exempt --from where there was none",
      ["supplied": .string(day.text)])
  }

  /// Whether all of a bill is on invoices already; a job at nothing is on one only once.
  func isInvoiced(_ bill: FinishedBill) throws(DeskError) -> Bool {
    guard try books.bills.lines(bill.ticket).isEmpty else { return false }
    return try !books.bills.invoices(bill.ticket).isEmpty
  }

  /// Refuses the bill of a job that was opened again: it is not finished, and has not reached the
  /// budget.
  func requireEnded(_ bill: FinishedBill) throws(DeskError) {
    let ticket = try lookup.ticket(.number(bill.ticket))
    guard ticket.state.takesWork else { return }
    throw DeskError(
      .state,
      "\(ticket.number) is open again, its work is not done; ticket resolve \(ticket.number) ends it",
      ["ticket": .string("\(ticket.number)"), "state": .string(ticket.state.rawValue)])
  }

  /// What brings the bills of lines that come back to their engineers where the work goes on; those of
  /// finished jobs wait in the queue.
  func unfinished(_ lines: [TicketLineName]) throws(DeskError) -> [BillMoved] {
    var moved: [BillMoved] = []
    for number in Set(lines.map(\.ticket)).sorted() {
      let ticket = try lookup.ticket(.number(number))
      guard ticket.state.takesWork else { continue }
      moved.append(
        BillMoved(ticket: number, client: ticket.client, state: .back, at: lookup.caller.now))
    }
    return moved
  }

  /// What of a ticket's bill the client has not agreed to.
  func blocks(of ticket: TicketNumber) throws(DeskError) -> [PendingAmount] {
    try books.allocations.pending(of: ticket).filter(\.state.isOpen)
  }

  /// Refuses a bill of which a part waits for the client, was refused, is unfunded, or has reached no
  /// budget though the client has some.
  func requireFunded(_ bill: FinishedBill) throws(DeskError) {
    if let job = try books.budgets.unbudgeted(bill.ticket) { throw try unbudgeted(job) }
    guard let block = try blocks(of: bill.ticket).first else { return }
    let amount = try client(bill.client).currency.text(block.amount)
    let line = block.line == block.from ? " --line LINE" : ""
    throw DeskError(
      .overBudget,
      "\(amount) of \(bill.ticket) is beyond the budget and \(block.state.rawValue) as"
        + " \(block.number): have it approved with budget approve \(block.number) --by NAME"
        + " --evidence TEXT\(line), or take it off the bill with ticket void \(bill.ticket)"
        + " --reason TEXT",
      [
        "ticket": .string("\(bill.ticket)"), "pending": .string("\(block.number)"),
        "state": .string(block.state.rawValue), "amount": .string(amount),
      ])
  }

  private func unbudgeted(_ job: UnbudgetedJob) throws(DeskError) -> DeskError {
    let amount = try client(job.client).currency.text(job.amount)
    return DeskError(
      .overBudget,
      "\(amount) of \(job.ticket) has reached no budget, for \(job.client) had no \(job.line) on the"
        + " day of the work: budget settle \(job.client) --ticket \(job.ticket) brings it there once"
        + " budget set \(job.client) \(job.line) --limit AMOUNT --period PERIOD has made one",
      [
        "ticket": .string("\(job.ticket)"), "state": .string(UnbudgetedJob.state),
        "line": .string(job.line), "amount": .string(amount),
      ])
  }

  /// A day that is today or earlier; today where none is named.
  func pastDay(_ day: CalendarDate?) throws(DeskError) -> CalendarDate {
    guard let day, day > today else { return day ?? today }
    throw DeskError(.time, "\(day) has not come yet; today is \(today)")
  }
}
