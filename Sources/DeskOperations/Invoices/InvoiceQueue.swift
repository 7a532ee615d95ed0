import DeskRules
import DeskStore

struct InvoiceQueue: Query {
  static let about = About(
    "invoice.queue", "Lists the bills of finished jobs that are not invoiced, the oldest first.",
    roles: .desk + [.accountant], refusals: [.notFound, .ambiguous, .state],
    example: "swapdesk invoice queue --state review",
    notes: [
      "Every job that ended comes here, also at nothing: in review until somebody has looked at it,"
        + " ready to be invoiced, or back with the engineer. What stands in blocked_by waits for the"
        + " client and keeps the bill from being invoiced; no_budget there waits for budget settle."
        + " overridden counts lines with a typed price"
        + " where the tariff says another; report overrides names them. The flag possible_split: one"
        + " of several bills that are small each and beyond a limit together; ask why."
        + " unpriced_minutes are those of visits that no tariff priced: ticket log --kind labour"
        + " --quantity writes them on the bill."
    ])
  let client: ClientCode?
  let state: BillState?
  let after: TicketReference?
  let limit: PageSize?

  init(_ read: inout Arguments) throws(DeskError) {
    client = try read.optional("client", "Only this client's.")
    state = try read.optional("state", "Only those that stand here.")
    after = try read.optional("after", "Only those after this ticket: the next page.")
    limit = try read.optional("limit", "How many at most; 100 where left out.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> [BillCard] {
    let desk = try InvoiceDesk(books, caller)
    let client = try desk.clientFilter(client)
    let after = try after.map { ticket throws(DeskError) in try desk.bill(ticket) }
    return try books.bills.queue(
      client: client, state: state, after: after, limit: limit?.count ?? 100
    ).map { bill throws(DeskError) in try BillCard(bill, desk) }
  }
}
