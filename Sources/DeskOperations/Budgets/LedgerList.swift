import DeskRules
import DeskStore

struct LedgerList: Query {
  static let about = About(
    "ledger.list", "Lists the movements of budget lines, debit and credit, for other programs.",
    roles: .money, refusals: [.notFound, .usage],
    example: "swapdesk ledger list --client bakery --limit 100",
    notes: [
      "In the order of client, line, period and entry. The next page is asked for with --after and the"
        + " place of the last item. export ledger writes all of them for hledger."
    ])
  let client: ClientCode?
  let after: PlaceName?
  let limit: PageSize?

  init(_ read: inout Arguments) throws(DeskError) {
    client = try read.optional("client", "Only this client's.")
    after = try read.optional("after", "Only those after this place: the next page.")
    limit = try read.optional("limit", "How many at most; 100 where left out.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> [LedgerCard] {
    let client = try client.map { code throws(DeskError) in
      try Lookup(books, caller).client(code).code
    }
    return try books.ledger.entries(
      of: client, after: after?.place, limit: limit?.count ?? 100
    ).map(LedgerCard.init)
  }
}

/// A movement of the books.
struct LedgerCard: Item {
  let place: String
  let client: ClientCode
  let line: String
  let period: Period
  /// The day of the books.
  let day: CalendarDate
  let debit: BudgetAccount
  let credit: BudgetAccount
  let amount: String
  let currency: Currency
  let seq: Int64

  init(_ posted: PostedEntry) {
    place = PlaceName(posted.place).canonical
    client = posted.place.client
    line = posted.place.line
    period = posted.period
    day = posted.day
    debit = posted.entry.debit
    credit = posted.entry.credit
    currency = posted.currency
    amount = currency.text(posted.entry.amount)
    seq = posted.place.seq
  }
}

/// The place of a movement as one word: `bakery/repair/2026-01-01/1795305904/25/0`.
struct PlaceName: ArgumentValue, Equatable {
  let place: LedgerPlace

  static let typeName = "place"
  static var sample: PlaceName {
    PlaceName(
      LedgerPlace(
        client: .sample, line: "line", first: .earliest, entered: Instant(seconds: 0), seq: 1,
        position: 0))
  }

  init(_ place: LedgerPlace) { self.place = place }

  init(argument: String) throws(DeskError) {
    let parts = argument.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 6, let entered = Int64(parts[3]), let seq = Int64(parts[4]),
      let position = Int(parts[5]), position >= 0
    else {
      throw DeskError(.usage, "\"\(argument)\" is no place; take one from an item of the list")
    }
    place = LedgerPlace(
      client: try ClientCode(parts[0]), line: try ShortName(argument: parts[1]).text,
      first: try CalendarDate(parts[2]), entered: Instant(seconds: entered), seq: seq,
      position: position)
  }

  var canonical: String {
    "\(place.client)/\(place.line)/\(place.first)/\(place.entered.seconds)/\(place.seq)/"
      + "\(place.position)"
  }
}
