import DeskRules
import DeskStore

struct SupplyList: Query {
  static let about = About(
    "supply.list", "Lists types of cartridges by number.", roles: .staff,
    example: "swapdesk supply list --group Q5942A")
  let group: Line?
  let after: Line?
  let limit: PageSize?

  init(_ read: inout Arguments) throws(DeskError) {
    group = try read.optional("group", "Only this substitution group.")
    after = try read.optional("after", "Only those after this number: the next page.")
    limit = try read.optional("limit", "How many at most; 100 where left out.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> [SupplyDetailCard] {
    let currency = try books.clients.settings().currency
    return try books.catalogue.supplies(
      group: group?.text.uppercased(), after: after?.text.uppercased() ?? "",
      limit: limit?.count ?? 100
    ).map { SupplyDetailCard($0, models: nil, currency: currency) }
  }
}
