import DeskRules
import DeskStore

struct DiscountSetting: Change {
  static let about = About(
    "discount.set", "Leaves away a part of prices from a day on, for a client or for a group.",
    roles: .money, refusals: [.notFound, .usage, .amount, .time],
    example: "swapdesk discount set 10% --group chains --service night --from 2026-12-01",
    notes: [
      "The service is any, a kind of line (labour, callout_fee, travel, part, consumable, other), or"
        + " a band of the tariff such as night, which is the labour of visits in it. Of one owner the most"
        + " specific counts: the band before the kind, the kind before any; 0% excepts a service"
        + " or ends a discount. Where client and group both have one, discount stacking says what"
        + " becomes of them.",
      "The day of the work decides, on the site's calendar: work that is entered late keeps the"
        + " discount of its day, and lines that are written keep theirs. A client's discount by"
        + " day goes before one of client edit --discount, which knows no day.",
      "It is taken off the line after every other rule, rounded half up once. The pages of a loaner"
        + " have a price of their own, of which nothing is left away. A group to which nobody belongs on that day is flagged"
        + " no_clients.",
    ])
  let discount: Discount
  let client: ClientCode?
  let group: ShortName?
  let service: DiscountedService
  let from: CalendarDate?

  init(_ read: inout Arguments) throws(DeskError) {
    discount = try read("discount", at: 1, "How much; 0% for nothing.")
    client = try read.optional("client", "For this client.")
    group = try read.optional("group", "For the clients of this group.")
    service = try read.optional("service", "Of what; any where left out.") ?? .any
    from = try read.optional("from", "The first day; today at the desk where left out.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<DiscountCard> {
    guard (client == nil) != (group == nil) else {
      throw DeskError(.usage, "give either --client or --group")
    }
    let lookup = Lookup(books, caller)
    let owner: DiscountOwner
    if let client {
      owner = .client(try lookup.client(client).code)
    } else {
      owner = .group(group?.text ?? "")
    }
    let zone = try books.clients.settings().zone
    let today = zone.date(at: caller.now)
    let from = from ?? zone.date(at: caller.sent)
    try requireBand(owner, on: from, lookup)
    let version = DiscountVersion(
      owner: owner, service: service, from: from, discount: discount)
    let isKnown = try books.discounts.versions(of: owner).contains(version)
    let set = DiscountSet(
      client: client, group: group?.text, service: service, discount: discount, from: from)
    var card = DiscountCard(version)
    if let group {
      card.clients = try books.discounts.members(
        of: group.text, on: max(from, today), limit: DiscountCard.membersLimit)
      if card.clients?.isEmpty == true { card.flags = ["no_clients \(group.text)"] }
    }
    return Decision(events: isKnown ? [] : [set], reply: card)
  }

  /// A band that no tariff has would leave nothing away, silently.
  private func requireBand(
    _ owner: DiscountOwner, on day: CalendarDate, _ lookup: Lookup
  ) throws(DeskError) {
    guard case .band(let name) = service, name != DayWindow.nightName,
      name != Tariff.baseBandName
    else { return }
    var known: Set<String> = []
    for version in try lookup.books.callouts.tariffs(nil).holding(from: day) {
      switch owner {
      case .client(let code) where version.client != nil && version.client != code: continue
      default: known.formUnion(version.tariff.bands.map(\.name))
      }
    }
    guard !known.contains(name) else { return }
    let near = Nearest.names(to: name, among: known.sorted())
    throw DeskError(
      .notFound,
      "no tariff has a band \(name) on \(day) or later"
        + Nearest.clause(near, or: "; tariff show lists them"),
      ["nearest": .array(near.map { .string($0) })])
  }
}

/// A discount from a day on.
struct DiscountCard: Item {
  /// Whose: a client's.
  let client: ClientCode?
  /// Whose: a group's.
  let group: String?
  let service: DiscountedService
  let discount: Discount
  /// The first day; none for one that `client edit` set.
  let from: CalendarDate?
  /// The clients of the group.
  var clients: [ClientCode]?
  var flags: [String]?

  static let membersLimit = 100

  init(_ version: DiscountVersion) {
    switch version.owner {
    case .client(let code): (client, group) = (code, nil)
    case .group(let name): (client, group) = (nil, name)
    }
    service = version.service
    discount = version.discount
    from = version.from
  }
}
