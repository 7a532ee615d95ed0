import DeskRules
import DeskStore

struct SiteEdit: Change {
  static let about = About(
    "site.edit", "Changes a site's name, address or zone, or the shelf that serves it.",
    roles: .desk, refusals: [.notFound, .usage, .time],
    example: "swapdesk site edit bakery main --address \"Mira Street 5\" --shelf shelf:north",
    notes: [
      "loan suggest prefers a loaner that stands on the site's shelf.",
      "A new zone counts for what is entered from then on; what was priced keeps its minutes.",
    ])
  let client: ClientCode
  let code: ClientCode
  let name: Line?
  let address: Line?
  let zone: Zone?
  let shelf: Holder?

  init(_ read: inout Arguments) throws(DeskError) {
    client = try read("client", at: 1, "The client.")
    code = try read("site", at: 2, "The site's short name.")
    name = try read.optional("name", "What people call it.")
    address = try read.optional("address", "Where it is.")
    zone = try read.optional("timezone", "The zone whose wall clock counts there.")
    shelf = try read.optional(
      "shelf", "From where it is usually served: shelf:NAME or van:NAME.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<SiteCard> {
    let lookup = Lookup(books, caller)
    let known = try lookup.site(try lookup.client(client).code, code)
    try requireSomething()
    let site = Site(
      client: known.client, code: known.code, name: name?.text ?? known.name,
      address: address?.text ?? known.address, zone: zone ?? known.zone,
      shelf: shelf?.description ?? known.shelf)
    return Decision(events: events(from: known, to: site), reply: SiteCard(site))
  }

  private func requireSomething() throws(DeskError) {
    if let shelf, shelf.kind != .shelf, shelf.kind != .van {
      throw DeskError(.usage, "\(shelf) is no shelf or van of ours; write shelf:NAME or van:NAME")
    }
    if name == nil, address == nil, zone == nil, shelf == nil {
      throw DeskError(
        .usage, "nothing to change: give --name, --address, --timezone or --shelf")
    }
  }

  private func events(from known: Site, to site: Site) -> [any Event] {
    var events: [any Event] = []
    if (site.name, site.address, site.zone) != (known.name, known.address, known.zone) {
      events.append(
        SiteChanged(
          client: site.client, code: site.code, name: name?.text, address: address?.text,
          zone: zone))
    }
    if let shelf, site.shelf != known.shelf {
      events.append(SiteServed(client: site.client, code: site.code, shelf: shelf))
    }
    return events
  }
}
