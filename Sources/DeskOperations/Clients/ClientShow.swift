import DeskRules
import DeskStore

struct ClientShow: Query {
  static let about = About(
    "client.show", "Shows a client with its sites and contacts.", roles: .everybody,
    refusals: [.notFound], example: "swapdesk client show bakery")
  let code: ClientCode

  init(_ read: inout Arguments) throws(DeskError) {
    code = try read("client", at: 1, "The client.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> ClientDetails {
    let client = try Lookup(books, caller).client(code)
    let substitutes = try books.clients.substitutes(code).map {
      SubstituteCard(
        client: code, absent: $0.absent, substitute: $0.substitute, from: $0.days.first,
        until: $0.days.last)
    }
    let today = try books.clients.settings().zone.date(at: caller.now)
    let group = try books.discounts.group(of: code, on: today)
    return ClientDetails(
      client: client.code, name: Private(client.name), currency: client.currency,
      contract: client.contract, goodsLine: client.goodsLine, calendar: client.calendar,
      discount: client.discounts == .none ? nil : client.discounts, group: group,
      discountRule: group == nil ? nil : try books.discounts.stacking(on: today),
      sites: try books.clients.sites(code).map(SiteCard.init),
      contacts: try books.clients.contacts(code).map { ContactCard($0, of: client, for: caller) },
      substitutes: substitutes.isEmpty ? nil : substitutes)
  }
}
