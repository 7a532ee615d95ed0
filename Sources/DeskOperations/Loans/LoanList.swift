import DeskRules
import DeskStore

struct LoanList: Query {
  static let about = About(
    "loan.list", "Lists the loaners that are out, the most urgent first.", roles: .everybody,
    refusals: [.notFound], example: "swapdesk loan list --overdue")
  let client: ClientCode?
  let overdue: Bool
  let all: Bool
  let before: LoanNumber?
  let limit: PageSize?

  init(_ read: inout Arguments) throws(DeskError) {
    client = try read.optional("client", "Only this client's.")
    overdue = try read.flag("overdue", "Only those whose time is over.")
    all = try read.flag("all", "Those that ended too, newest first.")
    before = try read.optional("before", "With --all, only those before this loan: the next page.")
    limit = try read.optional("limit", "How many at most; 100 where left out.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> [LoanCard] {
    let lookup = Lookup(books, caller)
    let client =
      try client.map { code throws(DeskError) in try lookup.client(code).code }
      ?? caller.client
    let limit = limit?.count ?? 100
    let loans =
      all
      ? try books.loans.all(client: client, before: before, limit: limit)
      : try books.loans.out(client: client, dueBefore: overdue ? caller.now : nil, limit: limit)
    return try loans.map { loan throws(DeskError) in
      LoanCard(loan, zone: try lookup.zone(loan.client, loan.site), now: caller.now)
    }
  }
}
