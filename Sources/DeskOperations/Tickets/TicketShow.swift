import DeskRules
import DeskStore

struct TicketShow: Query {
  static let about = About(
    "ticket.show", "Shows a ticket with its lines and its history.", roles: .everybody,
    refusals: [.notFound, .ambiguous], example: "swapdesk ticket show T-17",
    notes: [
      "allocations say of each part of the bill what it is for, which budget line carries it, and who"
        + " agreed; approvals what the client agreed to before the work. The flag possible_split says"
        + " that the bill is one of several that are small each and beyond a limit together.",
      "Engineers see neither who agreed nor what was said.",
      "A ticket that was imported also answers to its number at the other service desk.",
    ])
  let ticket: TicketReference

  init(_ read: inout Arguments) throws(DeskError) {
    ticket = try read("ticket", at: 1, "The ticket's number, here or where it was imported from.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> TicketCard {
    let lookup = Lookup(books, caller)
    let ticket = try lookup.ticket(ticket)
    let client = try lookup.client(ticket.client)
    let zone = try lookup.zone(ticket.client, ticket.site)
    var clocks = ResponseClocks(lookup)
    let clock = try clocks.clock(of: ticket, zone: zone)
    var card = TicketCard(ticket, zone: zone, currency: client.currency)
    card.judge(ticket, clock, at: caller.now)
    card.showDeadlines(ticket, clock, at: caller.now, zone: zone)
    card.lines = try books.tickets.lines(ticket.number).map {
      LineCard($0, client.currency, zone: zone)
    }
    let carried = try TicketAllocations(ticket, client, in: books, for: caller)
    card.allocations = try carried.allocations()
    card.flags = try SplitWatch(books, ticket).flags()
    card.approvals = try carried.approvals(
      today: books.clients.settings().zone.date(at: caller.now))
    if card.approved == true, card.approvals?.first?.hasExpired == true {
      card.approved = false
      card.flags = (card.flags ?? []) + ["approval_expired"]
    }
    let loans = try books.loans.list(ticket: ticket.number)
    card.loans = loans.isEmpty ? nil : loans.map(\.number)
    if caller.client == nil, let tag = ticket.device, let piece = try books.pieces.find(tag) {
      card.advice = try DeviceReport(lookup).card(piece)?.hint
    }
    card.history = try TicketHistory(
      lookup: lookup, ticket: ticket, zone: zone, names: carried.names
    ).steps()
    return card.shown(to: caller)
  }
}
