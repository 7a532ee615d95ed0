import DeskRules
import DeskStore

struct InvoiceAgeing: Query {
  static let about = About(
    "invoice.ageing", "Shows what clients owe by how late it is: current, 1-30, 31-60, 61-90, 90+.",
    roles: .money + [.client], refusals: [.notFound],
    example: "swapdesk invoice ageing --client bakery",
    notes: [
      "Days count from the due date to today on the desk's calendar. balance = total - on_account,"
        + " which is what the client has paid beyond invoices."
    ])
  let client: ClientCode?

  init(_ read: inout Arguments) throws(DeskError) {
    client = try read.optional("client", "Only this client; all that owe something where left out.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> [AgeingCard] {
    let desk = try InvoiceDesk(books, caller)
    let client = try desk.clientFilter(client)
    let sums = try books.accounts.ageing(of: client, on: desk.today)
    let accounts: [Receivable]
    if let client {
      accounts = [try books.accounts.receivable(client)]
    } else {
      accounts = try books.accounts.receivables()
    }
    let byClient = Dictionary(grouping: sums, by: \.client)
    return try accounts.map { account throws(DeskError) in
      AgeingCard(
        account, try desk.client(account.client).currency, byClient[account.client] ?? [])
    }
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

  enum CodingKeys: String, CodingKey {
    case client, currency, current
    case upTo30 = "days_1_30"
    case upTo60 = "days_31_60"
    case upTo90 = "days_61_90"
    case over90 = "days_over_90"
    case total
    case onAccount = "on_account"
    case balance
  }

  init(_ account: Receivable, _ currency: Currency, _ sums: [AgedSum]) {
    func text(_ bucket: AgeBucket) -> String {
      currency.text(sums.first { $0.bucket == bucket }?.amount ?? 0)
    }
    client = account.client
    self.currency = currency
    current = text(.current)
    upTo30 = text(.upTo30)
    upTo60 = text(.upTo60)
    upTo90 = text(.upTo90)
    over90 = text(.over90)
    total = currency.text(account.open)
    onAccount = currency.text(account.onAccount)
    balance = currency.text(account.open - account.onAccount)
  }
}
