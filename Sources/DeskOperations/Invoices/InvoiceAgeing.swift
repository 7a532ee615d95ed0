import DeskRules
import DeskStore

struct InvoiceAgeing: Query {
  static let about = About(
    "invoice.ageing", "Shows what clients owe by how late it is: current, 1-30, 31-60, 61-90, 90+.",
    roles: .money + [.client], refusals: [.notFound, .time],
    example: "swapdesk invoice ageing --client bakery",
    notes: [
      "Days count from the due date to the day looked at, on the desk's calendar: today, or the one of"
        + " --as-of. That takes the documents dated that day or earlier, as they are known now, so that"
        + " balance is the closing balance of client statement --to that day; for a day to come it says"
        + " what will be late by then if nothing is paid.",
      "balance = total - on_account, which is what the client has paid beyond invoices.",
    ])
  let client: ClientCode?
  let asOf: CalendarDate?

  init(_ read: inout Arguments) throws(DeskError) {
    client = try read.optional("client", "Only this client; all that owe something where left out.")
    asOf = try read.optional("as_of", "By the end of this day; today where left out.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> [AgeingCard] {
    let desk = try InvoiceDesk(books, caller)
    let client = try desk.clientFilter(client)
    let day = asOf ?? desk.today
    let sums = Dictionary(
      grouping: try books.accounts.ageing(of: client, on: day), by: \.client)
    var balances = try books.accounts.balances(of: client, on: day)
    if let client, balances.isEmpty { balances = [(client, 0)] }
    var cards: [AgeingCard] = []
    for (code, balance) in balances
    where client != nil || balance != 0 || sums[code] != nil {
      cards.append(
        try AgeingCard(code, try desk.client(code).currency, sums[code] ?? [], balance))
    }
    return cards
  }
}

/// What a client owes, by how late it is.
struct AgeingCard: Item {
  let client: ClientCode
  let currency: Currency
  let current: String
  let upTo30: String
  let upTo60: String
  let upTo90: String
  let over90: String
  let total: String
  let onAccount: String
  let balance: String
  /// surplus where the client has paid more than is asked for.
  let flags: [String]?

  enum CodingKeys: String, CodingKey {
    case client, currency, current
    case upTo30 = "days_1_30"
    case upTo60 = "days_31_60"
    case upTo90 = "days_61_90"
    case over90 = "days_over_90"
    case total
    case onAccount = "on_account"
    case balance, flags
  }

  init(
    _ client: ClientCode, _ currency: Currency, _ sums: [AgedSum], _ balance: Int64
  ) throws(DeskError) {
    func text(_ bucket: AgeBucket) -> String {
      currency.text(sums.first { $0.bucket == bucket }?.amount ?? 0)
    }
    let open = try MoneyRule.sum(sums.map(\.amount))
    self.client = client
    self.currency = currency
    current = text(.current)
    upTo30 = text(.upTo30)
    upTo60 = text(.upTo60)
    upTo90 = text(.upTo90)
    over90 = text(.over90)
    total = currency.text(open)
    onAccount = currency.text(try MoneyRule.sum(open, -balance))
    self.balance = currency.text(balance)
    flags = open > balance ? ["surplus"] : nil
  }
}
