import DeskRules
import DeskStore

struct SwapBalances: Query {
  static let about = About(
    "swap.balance", "Shows how many full ones each client got and how many empties came back.",
    roles: .everybody, refusals: [.notFound], example: "swapdesk swap balance transco",
    notes: ["Standard and high-yield shells of one kind are one substitution group."])
  let client: ClientCode?

  init(_ read: inout Arguments) throws(DeskError) {
    client = try read.optional("client", at: 1, "Only this client's.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> [SwapBalanceCard] {
    let code = client ?? caller.client
    let client = try code.map { code throws(DeskError) in
      try Lookup(books, caller).client(code).code
    }
    return try books.swaps.balances(client).map(SwapBalanceCard.init)
  }
}
