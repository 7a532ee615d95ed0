import DeskRules
import DeskStore

struct SwapList: Query {
  static let about = About(
    "swap.list", "Lists what is owed from swaps, the most urgent first.", roles: .everybody,
    refusals: [.notFound], example: "swapdesk swap list --overdue",
    notes: [
      "Owed is positive where the client owes empties, negative where we owe full ones. swap return"
        + " settles a line."
    ])
  let client: ClientCode?
  let overdue: Bool
  let dueBefore: Deadline?
  let limit: PageSize?

  init(_ read: inout Arguments) throws(DeskError) {
    client = try read.optional("client", "Only this client's.")
    overdue = try read.flag("overdue", "Only what should have been settled by now.")
    dueBefore = try read.optional("due_before", "Only what is due before the end of this day.")
    limit = try read.optional("limit", "How many at most; 100 where left out.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> [DebtCard] {
    let lookup = Lookup(books, caller)
    let zone = try books.clients.settings().zone
    let end = try overdue ? caller.now.adding(seconds: 1) : dueBefore?.instant(in: zone)
    let debts: [Debt]
    if let code = client ?? caller.client {
      let client = try lookup.client(code).code
      debts = try books.swaps.debts(client).filter { end == nil || $0.due < end ?? $0.due }
    } else {
      debts = try books.swaps.debts(
        before: end ?? Instant(seconds: .max), limit: limit?.count ?? 100)
    }
    return debts.prefix(limit?.count ?? 100).map { debt in
      var card = DebtCard(debt, zone: zone, now: caller.now)
      card.client = debt.client
      card.group = debt.group
      return card
    }
  }
}
