import DeskRules
import DeskStore

struct SwapBalances: Query {
  static let about = About(
    "swap.balance", "Shows how many full ones each client got and how many empties came back.",
    roles: .everybody, refusals: [.notFound], example: "swapdesk swap balance transco",
    notes: [
      "Standard and high-yield shells of one kind are one substitution group. Owed counts shells: how"
        + " many of ours the client has, less what we have of the client's; what was lost stays owed"
        + " until it is settled.",
      "Without a client: of every client the groups in which anything is owed or away, page by page.",
    ])
  let client: ClientCode?
  let after: ClientCode?
  let limit: PageSize?

  init(_ read: inout Arguments) throws(DeskError) {
    client = try read.optional("client", at: 1, "Only this client's.")
    after = try read.optional("after", "Only clients after this one: the next page.")
    limit = try read.optional("limit", "How many clients at most; 100 where left out.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> [SwapBalanceCard] {
    let lookup = Lookup(books, caller)
    let zone = try books.clients.settings().zone
    let isOne = (client ?? caller.client) != nil
    let clients: [ClientCode]
    if let code = client ?? caller.client {
      clients = [try lookup.client(code).code]
    } else {
      clients = try books.swaps.openClients(after: after, limit: limit?.count ?? 100)
    }
    guard let first = clients.first, let last = clients.last else { return [] }
    return try books.swaps.balances(first...last).filter { isOne || $0.isOpen }.map {
      SwapBalanceCard($0, zone: zone, now: caller.now)
    }
  }
}
