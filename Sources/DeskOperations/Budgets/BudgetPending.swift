import DeskRules
import DeskStore

struct BudgetPending: Query {
  static let about = About(
    "budget.pending",
    "Lists what waits for the client's approval or is unfunded, the oldest first.",
    roles: .everybody, refusals: [.notFound], example: "swapdesk budget pending bakery",
    notes: [
      "What stands here blocks the invoice of its ticket. waiting: on the overflow line; unfunded: no"
        + " line was named; refused: the client said no. All three can be approved."
    ])
  let client: ClientCode?
  let after: PendingNumber?
  let limit: PageSize?

  init(_ read: inout Arguments) throws(DeskError) {
    client = try read.optional("client", at: 1, "Only this client's.")
    after = try read.optional("after", "Only those after this number: the next page.")
    limit = try read.optional("limit", "How many at most; 100 where left out.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> [PendingCard] {
    let lookup = Lookup(books, caller)
    let code = try client.map { code throws(DeskError) in try lookup.client(code).code }
    let today = try books.clients.settings().zone.date(at: caller.now)
    let amounts = try books.allocations.open(
      of: code ?? caller.client, after: after, limit: limit?.count ?? 100)
    var cards: [PendingCard] = []
    for pending in amounts {
      cards.append(
        PendingCard(
          pending, try lookup.client(pending.client).currency,
          try ApproverNames(pending.client, in: books), today: today))
    }
    return cards
  }
}

/// An amount beyond a line, as lists show it.
struct PendingCard: Item {
  let number: PendingNumber
  let state: PendingState
  let client: ClientCode
  let ticket: TicketNumber
  let amount: String
  let currency: Currency
  /// The line it waits on; none where no line was named.
  let line: String?
  let from: String
  let since: CalendarDate
  let days: Int
  let refusedBy: Private<String>?
  let reason: Private<String>?

  enum CodingKeys: String, CodingKey {
    case number, state, client, ticket, amount, currency, line, from, since, days
    case refusedBy = "refused_by"
    case reason
  }

  init(
    _ pending: PendingAmount, _ currency: Currency, _ names: ApproverNames, today: CalendarDate
  ) {
    number = pending.number
    state = pending.state
    client = pending.client
    ticket = pending.ticket
    amount = currency.text(pending.amount)
    self.currency = currency
    line = pending.line == pending.from ? nil : pending.line
    from = pending.from
    since = pending.day
    days = today.dayNumber - pending.day.dayNumber
    refusedBy = pending.contact.map {
      Private(names.text($0, onBehalfOf: pending.onBehalfOf))
    }
    reason = pending.evidence.map { Private($0) }
  }
}
