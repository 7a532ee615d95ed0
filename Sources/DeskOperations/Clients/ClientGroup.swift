import DeskRules
import DeskStore

struct ClientGroup: Change {
  static let about = About(
    "client.group", "Puts a client into a group from a day on, or takes it out.",
    roles: .money, refusals: [.notFound, .usage, .time],
    example: "swapdesk client group bakery chains --from 2026-12-01",
    notes: [
      "A client belongs to one group at most. discount set --group leaves a part of the prices of all"
        + " its clients away; the day of the work decides which group counts."
    ])
  let client: ClientCode
  let group: ShortName?
  let isNone: Bool
  let from: CalendarDate?

  init(_ read: inout Arguments) throws(DeskError) {
    client = try read("client", at: 1, "The client.")
    group = try read.optional("group", at: 2, "The group.")
    isNone = try read.flag("none", "To no group from then on.")
    from = try read.optional("from", "The first day; today at the desk where left out.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<GroupCard> {
    let code = try Lookup(books, caller).client(client).code
    guard (group == nil) == isNone else {
      throw DeskError(.usage, "give either a group or --none")
    }
    let today = try books.clients.settings().zone.date(at: caller.sent)
    let from = from ?? today
    let grouped = ClientGrouped(client: code, group: group?.text, from: from)
    return Decision(
      events: [grouped], reply: GroupCard(client: code, group: group?.text, from: from))
  }
}

/// The group that a client belongs to from a day on.
struct GroupCard: Item {
  let client: ClientCode
  let group: String?
  let from: CalendarDate
}
