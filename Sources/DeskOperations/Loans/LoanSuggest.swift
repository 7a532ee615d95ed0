import DeskRules
import DeskStore

struct LoanSuggest: Query {
  static let about = About(
    "loan.suggest", "Ranks the loaners for a ticket's device, with the reasons for and against.",
    roles: .service, refusals: [.notFound, .ambiguous, .time],
    example: "swapdesk loan suggest T-17",
    notes: [
      "Format, colour, functions, connection and a common page language are hard needs: those of the"
        + " client's own device, and what is asked for besides. The same model, cartridges the"
        + " client has, speed, duplex, the nearest shelf, little wear and nobody waiting for it are"
        + " wishes.",
      "What can be lent until the ticket's expected date comes first; then what cannot and why: a"
        + " model that does not suit once, with the number of its devices.",
    ])
  let ticket: TicketReference
  let until: PlannedMoment?
  let near: Holder?
  let demands: LoanDemands
  let limit: PageSize?

  init(_ read: inout Arguments) throws(DeskError) {
    ticket = try read("ticket", at: 1, "The ticket.")
    until = try read.optional(
      "until", "Until when it is needed; the ticket's expected date where left out.")
    near = try read.optional(
      "near", "The shelf or van it should come from; the one that serves the site where left out.")
    let format: SheetFormat? = try read.optional("format", "The largest sheet it must print on.")
    let colour = try read.flag("colour", "It must print in colour.")
    let languages: [Line] = try read.list("language", "A page language it must understand.")
    demands = LoanDemands(
      format: format, colour: colour, functions: try read.list("function", "What it must do."),
      interfaces: try read.list("interface", "How it must be connected."),
      languages: languages.map(\.text))
    limit = try read.optional("limit", "How many of each at most; 8 where left out.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> [SuggestionCard] {
    let lookup = Lookup(books, caller)
    let ticket = try lookup.ticket(ticket)
    let zone = try lookup.zone(ticket.client, ticket.site)
    let wishes = LoanWishes(
      until: try until?.end(after: caller.now, in: zone),
      near: try near.map { place throws(DeskError) in try lookup.knownPlace(place).description },
      demands: demands)
    let search = try LoanSearch(lookup, for: ticket, wishes: wishes, at: caller.now)
    let limit = limit?.count ?? 8
    var cards = try search.suitable(limit: limit) + search.refused(limit: limit)
    if !cards.isEmpty {
      cards[0].clientOverdue = try LoanCards(lookup).overdue(
        of: ticket.client, namingPersons: true)
    }
    return cards
  }
}
