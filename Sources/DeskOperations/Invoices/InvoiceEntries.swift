import DeskRules
import DeskStore

struct InvoiceEntries: Query {
  static let about = About(
    "invoice.entries", "Lists what clients' accounts are made of, for other programs.",
    roles: .money, refusals: [.notFound, .usage],
    example: "swapdesk invoice entries --client bakery --limit 100",
    notes: [
      "Invoices, credit notes, payments, refunds and what was reversed of them, in the order of client,"
        + " day and entry. A debit is owed by the client, a credit by the firm; what is paid from the"
        + " account moves within it and is no entry. The next page is asked for with --after and the"
        + " place of the last item. export ledger writes all of them for hledger."
    ])
  let client: ClientCode?
  let after: EntryPlace?
  let limit: PageSize?

  init(_ read: inout Arguments) throws(DeskError) {
    client = try read.optional("client", "Only this client's.")
    after = try read.optional("after", "Only those after this place: the next page.")
    limit = try read.optional("limit", "How many at most; 100 where left out.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> [AccountEntryCard] {
    let lookup = Lookup(books, caller)
    let client = try client.map { code throws(DeskError) in try lookup.client(code).code }
    return try books.accounts.entries(
      client: client, after: after?.place, limit: limit?.count ?? 100
    ).map { place, entry throws(DeskError) in
      let currency = try lookup.client(place.client).currency
      var card = AccountEntryCard(place, entry, currency)
      if entry.kind == .invoice || entry.kind == .credit {
        card.taxes = try books.invoices.taxes(try InvoiceNumber(entry.document)).map {
          TaxCard($0.total, currency)
        }
      }
      return card
    }
  }
}

/// An entry of a client's account.
struct AccountEntryCard: Item {
  let place: String
  let client: ClientCode
  let date: CalendarDate
  let kind: AccountEntryKind
  let document: String
  let debit: String
  let credit: String
  let currency: Currency
  let seq: Int64
  /// The document's totals by rate; on invoices and credit notes.
  var taxes: [TaxCard]?

  init(_ place: AccountPlace, _ entry: AccountEntry, _ currency: Currency) {
    self.place = EntryPlace(place).canonical
    client = place.client
    date = entry.date
    kind = entry.kind
    document = entry.document
    debit = currency.text(entry.debit)
    credit = currency.text(entry.credit)
    self.currency = currency
    seq = place.seq
  }
}

/// The place of an entry as one word: `bakery/2026-11-22/25/A-2026-000001`.
struct EntryPlace: ArgumentValue, Equatable {
  let place: AccountPlace

  static let typeName = "place"
  static var sample: EntryPlace {
    EntryPlace(AccountPlace(client: .sample, date: .earliest, seq: 1, document: "A-2026-000001"))
  }

  init(_ place: AccountPlace) { self.place = place }

  init(argument: String) throws(DeskError) {
    let parts = argument.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 4, let seq = Int64(parts[2]), !parts[3].isEmpty else {
      throw DeskError(.usage, "\"\(argument)\" is no place; take one from an item of the list")
    }
    place = AccountPlace(
      client: try ClientCode(parts[0]), date: try CalendarDate(parts[1]), seq: seq,
      document: try PlainText.line(parts[3]))
  }

  var canonical: String { "\(place.client)/\(place.date)/\(place.seq)/\(place.document)" }
}
