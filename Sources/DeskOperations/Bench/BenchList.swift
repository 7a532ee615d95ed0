import DeskRules
import DeskStore

struct BenchList: Query {
  static let about = About(
    "bench.list", "Lists the clients' machines that are with us, the longest here first.",
    roles: .everybody, refusals: [.notFound], example: "swapdesk bench list")
  let client: ClientCode?
  let limit: PageSize?

  init(_ read: inout Arguments) throws(DeskError) {
    client = try read.optional("client", "Only this client's.")
    limit = try read.optional("limit", "How many at most; 100 where left out.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> [BenchCard] {
    let lookup = Lookup(books, caller)
    let client =
      try client.map { code throws(DeskError) in try lookup.client(code).code }
      ?? caller.client
    let stays = try books.bench.here(client: client, limit: limit?.count ?? 100)
    return try stays.map { stay throws(DeskError) in
      BenchCard(
        stay, place: try books.pieces.find(stay.device)?.holder ?? Holder(.bench),
        state: try books.tickets.find(stay.ticket)?.state,
        zone: try lookup.zone(stay.client, stay.site), now: caller.now)
    }
  }
}
