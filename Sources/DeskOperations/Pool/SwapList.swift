import DeskRules
import DeskStore

struct SwapList: Query {
  static let about = About(
    "swap.list", "Lists what is owed from swaps, the most urgent first.", roles: .everybody,
    refusals: [.notFound], example: "swapdesk swap list --overdue",
    notes: [
      "Owed is positive where the client owes empties, negative where we owe full ones. swap return"
        + " settles a line.",
      "site is where it is at the client, or where it came from, with the address where it is known.",
      "Under own_back each shell is a line of its own until it is with its owner again: a client's that"
        + " is not there, and ours that is there meanwhile.",
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
    let client = try (client ?? caller.client).map { code throws(DeskError) in
      try lookup.client(code).code
    }
    var sites = ClientSites(books)
    return try books.swaps.expected(
      client: client, before: end ?? Instant(seconds: .max), days: Swapping.debtDays,
      limit: limit?.count ?? 100
    ).map { expected throws(DeskError) in
      let site = try sites.site(expected.debt.client, try books.swaps.site(of: expected))
      var card = DebtCard(expected.debt, zone: zone, now: caller.now)
      card.client = expected.debt.client
      card.group = expected.debt.group
      card.site = site?.code
      card.address = site?.address
      card.cartridge = expected.piece
      return card
    }
  }
}
