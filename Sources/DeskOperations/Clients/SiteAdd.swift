import DeskRules
import DeskStore

struct SiteAdd: Change {
  static let about = About(
    "site.add", "Adds a place of a client where machines stand.", roles: .desk,
    refusals: [.notFound, .exists, .time],
    example: "swapdesk site add bakery shop2 \"Shop on Lenin Square\" --timezone Europe/Moscow")
  let client: ClientCode
  let code: ClientCode
  let name: Line
  let zone: Zone?
  let address: Line?

  init(_ read: inout Arguments) throws(DeskError) {
    client = try read("client", at: 1, "The client.")
    code = try read("site", at: 2, "The short name, permanent.")
    name = try read("name", at: 3, "What people call it.")
    zone = try read.optional("timezone", "Its zone; the main site's where left out.")
    address = try read.optional("address", "Where it is.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<SiteCard> {
    let lookup = Lookup(books, caller)
    let client = try lookup.client(client)
    guard try books.clients.site(client.code, code) == nil else {
      throw DeskError(.exists, "\(client.code) has a site \(code) already")
    }
    let mainZone = try lookup.site(client.code, nil).zone
    let zone = zone ?? mainZone
    let site = Site(
      client: client.code, code: code, name: name.text, address: address?.text, zone: zone)
    return Decision(
      events: [
        SiteAdded(
          client: client.code, code: code, name: name.text, address: address?.text, zone: zone)
      ],
      reply: SiteCard(site))
  }
}
