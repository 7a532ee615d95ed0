import DeskRules
import DeskStore

struct DiscountList: Query {
  static let about = About(
    "discount.list", "Lists discounts with the days they hold from, of a client, a group or all.",
    roles: .staff, refusals: [.notFound, .usage],
    example: "swapdesk discount list --client bakery",
    notes: [
      "With --client also those of the group that the client belongs to today. client show has the"
        + " group, the rule by which two discounts become one, and what client edit --discount set."
    ])
  let client: ClientCode?
  let group: ShortName?

  private static let limit = 1_000

  init(_ read: inout Arguments) throws(DeskError) {
    client = try read.optional("client", "Only this client's and its group's.")
    group = try read.optional("group", "Only this group's.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> [DiscountCard] {
    guard client == nil || group == nil else {
      throw DeskError(.usage, "give --client or --group, not both")
    }
    let today = try books.clients.settings().zone.date(at: caller.now)
    let versions: [DiscountVersion]
    if let client {
      let code = try Lookup(books, caller).client(client).code
      let group = try books.discounts.group(of: code, on: today)
      versions =
        try books.discounts.versions(of: .client(code))
        + (group.map { name throws(DeskError) in
          try books.discounts.versions(of: .group(name))
        } ?? [])
    } else if let group {
      versions = try books.discounts.versions(of: .group(group.text))
    } else {
      versions = try books.discounts.versions(limit: Self.limit)
    }
    return try versions.map { version throws(DeskError) in
      var card = DiscountCard(version)
      if let group = card.group {
        card.clients = try books.discounts.members(
          of: group, on: today, limit: DiscountCard.membersLimit)
      }
      return card
    }
  }
}
