import DeskRules
import DeskStore

struct TicketList: Query {
  static let about = About(
    "ticket.list", "Lists tickets: most urgent first, then by due time, then by number.",
    roles: .everybody, refusals: [.notFound, .notAllowed, .ambiguous, .time, .usage],
    example: "swapdesk ticket list --client bakery --word jam",
    notes: [
      "Without --state and --all only open tickets are listed. Words are found by their beginning,"
        + " in any script and case. The next page is asked for with --after and the last number of"
        + " this one."
    ])
  let client: ClientCode?
  let state: TicketState?
  let all: Bool
  let assignee: ShortName?
  let words: [Line]
  let dueBefore: Deadline?
  let openedFrom: CalendarDate?
  let openedTo: CalendarDate?
  let after: TicketReference?
  let limit: PageSize?

  init(_ read: inout Arguments) throws(DeskError) {
    client = try read.optional("client", "Only this client's.")
    state = try read.optional("state", "Only those in this state.")
    all = try read.flag("all", "Closed and cancelled ones too.")
    assignee = try read.optional("assignee", "Only those of this member of staff.")
    words = try read.list("word", "Only those with a word that begins like this.")
    dueBefore = try read.optional("due_before", "Only those due before this.")
    openedFrom = try read.optional("opened_from", "Only those reported on this day or later.")
    openedTo = try read.optional("opened_to", "Only those reported on this day or earlier.")
    after = try read.optional("after", "Only those after this ticket: the next page.")
    limit = try read.optional("limit", "How many at most; 50 where left out.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> [TicketCard] {
    let lookup = Lookup(books, caller)
    guard caller.client == nil || assignee == nil else {
      throw DeskError(
        .notAllowed, "clients are not told names; leave assignee out",
        ["parameter": .string("assignee")])
    }
    var cards = TicketCards(lookup)
    return try books.tickets.list(filter(lookup)).map { ticket throws(DeskError) in
      try cards.card(ticket)
    }
  }

  private func filter(_ lookup: Lookup) throws(DeskError) -> TicketFilter {
    let zone = try lookup.books.clients.settings().zone
    var filter = TicketFilter()
    filter.client =
      try client.map { code throws(DeskError) in try lookup.client(code).code }
      ?? lookup.caller.client
    filter.state = state
    filter.isOpen = all ? nil : true
    filter.assignee = assignee?.text
    filter.words = words.flatMap { $0.text.split(whereSeparator: { !$0.isWordPart }) }
      .map(String.init)
    filter.searchesInternalNotes = lookup.caller.client == nil
    if filter.words.isEmpty, !words.isEmpty {
      throw DeskError(.usage, "word holds no letter or digit to search for")
    }
    filter.dueBefore = try dueBefore?.instant(in: zone)
    filter.openedFrom = openedFrom.map { zone.startOfDay($0) }
    filter.openedBefore = openedTo.map { zone.endOfDay($0) }
    filter.after = try after.map { reference throws(DeskError) in try lookup.ticket(reference) }
    filter.limit = limit?.count ?? 50
    return filter
  }
}

extension Character {
  /// Whether the text index keeps it as part of a word.
  fileprivate var isWordPart: Bool { isLetter || isNumber }
}
