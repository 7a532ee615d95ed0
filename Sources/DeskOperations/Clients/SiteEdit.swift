import DeskRules
import DeskStore

struct SiteEdit: Change {
  static let about = About(
    "site.edit", "Says from which shelf or van of ours a site is usually served.", roles: .desk,
    refusals: [.notFound, .usage], example: "swapdesk site edit bakery main --shelf shelf:north",
    notes: ["loan suggest prefers a loaner that stands there."])
  let client: ClientCode
  let code: ClientCode
  let shelf: Holder

  init(_ read: inout Arguments) throws(DeskError) {
    client = try read("client", at: 1, "The client.")
    code = try read("site", at: 2, "The site's short name.")
    shelf = try read("shelf", "The shelf or van: shelf:NAME or van:NAME.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<SiteCard> {
    let lookup = Lookup(books, caller)
    let known = try lookup.site(try lookup.client(client).code, code)
    guard shelf.kind == .shelf || shelf.kind == .van else {
      throw DeskError(.usage, "\(shelf) is no shelf or van of ours; write shelf:NAME or van:NAME")
    }
    let site = Site(
      client: known.client, code: known.code, name: known.name, address: known.address,
      zone: known.zone, shelf: shelf.description)
    let events: [any Event] =
      site == known ? [] : [SiteServed(client: site.client, code: site.code, shelf: shelf)]
    return Decision(events: events, reply: SiteCard(site))
  }
}
