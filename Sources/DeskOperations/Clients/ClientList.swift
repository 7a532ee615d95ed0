import DeskRules
import DeskStore

struct ClientList: Query {
  static let about = About(
    "client.list", "Lists the clients by code.", roles: .staff, example: "swapdesk client list")
  let after: ClientCode?
  let limit: PageSize?

  init(_ read: inout Arguments) throws(DeskError) {
    after = try read.optional("after", "Only those after this code: the next page.")
    limit = try read.optional("limit", "How many at most; 100 where left out.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> [ClientCard] {
    try books.clients.list(after: after, limit: limit?.count ?? 100).map { ClientCard($0) }
  }
}
