import DeskRules
import DeskStore

struct BenchList: Query {
  static let about = About(
    "bench.list", "Lists the clients' machines that are with us, the longest here first.",
    roles: .everybody, refusals: [.notFound], example: "swapdesk bench list",
    notes: [
      "--owed names machines that we lost, and those that went back without all that had come with them,"
        + " the longest ago first; device handback settles either."
    ])
  let client: ClientCode?
  let owed: Bool
  let limit: PageSize?

  init(_ read: inout Arguments) throws(DeskError) {
    client = try read.optional("client", "Only this client's.")
    owed = try read.flag(
      "owed", "Those that we lost, or that went back without all that had come with them.")
    limit = try read.optional("limit", "How many at most; 100 where left out.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> [BenchCard] {
    let lookup = Lookup(books, caller)
    let client =
      try client.map { code throws(DeskError) in try lookup.client(code).code }
      ?? caller.client
    let limit = limit?.count ?? 100
    guard owed else {
      return try books.bench.here(client: client, limit: limit)
        .map { stay throws(DeskError) in try card(stay, lookup) }
    }
    let lost = try books.bench.lost(client: client, limit: limit)
      .map { stay throws(DeskError) in
        var card = try card(stay, lookup)
        let since = try books.pieces.find(stay.device)?.since
        card.owe(["the machine itself"], since: since, now: caller.now)
        return card
      }
    let owing = try books.bench.owing(client: client, limit: limit)
      .map { owing throws(DeskError) in
        var card = try card(owing.stay, lookup)
        card.owe(owing.missing, since: owing.stay.handedBack, now: caller.now)
        return card
      }
    return Array((lost + owing).prefix(limit))
  }

  private func card(_ stay: BenchStay, _ lookup: Lookup) throws(DeskError) -> BenchCard {
    let place = try lookup.books.pieces.find(stay.device)?.holder ?? Holder(.bench)
    return BenchCard(
      stay, place: lookup.caller.sees(place) ? place : Holder(place.kind),
      state: try lookup.books.tickets.find(stay.ticket)?.state,
      zone: try lookup.zone(stay.client, stay.site), now: lookup.caller.now)
  }
}
