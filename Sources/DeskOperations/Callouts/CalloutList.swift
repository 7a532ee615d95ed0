import DeskRules
import DeskStore

struct CalloutList: Query {
  static let about = About(
    "callout.list", "Lists calls that await a visit, then visits, the newest first.",
    roles: .everybody,
    refusals: [.notFound, .notAllowed, .time],
    example: "swapdesk callout list --client bakery --from 2026-11-01",
    notes: [
      "The total is what the client still pays: lines that were voided are left out. A visit"
        + " that was taken back, as a whole or with its last line, is taken_back: it counts nowhere.",
      "Days are those of the site's wall clock, as the times are. A client is not told names: who came"
        + " is left out, and engineer is for the desk.",
    ])
  let client: ClientCode?
  let engineer: ShortName?
  let from: CalendarDate?
  let before: VisitNumber?
  let limit: PageSize?

  init(_ read: inout Arguments) throws(DeskError) {
    client = try read.optional("client", "Only this client's.")
    engineer = try read.optional("engineer", "Only this engineer's.")
    from = try read.optional("from", "Only those of this day or later.")
    before = try read.optional("before", "Only those before this visit: the next page.")
    limit = try read.optional("limit", "How many at most; 50 where left out.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> [LoggedVisitCard] {
    let lookup = Lookup(books, caller)
    if let engineer { try require(engineer, lookup) }
    let client =
      try client.map { code throws(DeskError) in try lookup.client(code).code }
      ?? caller.client
    let visits = try books.callouts.list(
      client: client, engineer: engineer?.text, from: from?.earliest,
      before: try before.map { number throws(DeskError) in try lookup.visit(number) },
      limit: limit?.count ?? 50
    ) { visit throws(DeskError) in
      isOfDays(visit.logged.arrived, try lookup.zone(visit.logged.client, visit.logged.site))
    }
    let calls = before == nil ? try openCalls(lookup, of: client) : []
    let cards =
      try calls
      + visits.map { visit throws(DeskError) in
        var card = LoggedVisitCard(
          visit, zone: try lookup.zone(visit.logged.client, visit.logged.site))
        if caller.client != nil {
          card.flags.removeAll { !Self.isForClients($0) }
          card.visit?.engineer = nil
        }
        return card
      }
    return try withTimeLeft(cards, lookup)
  }
}

extension CalloutList {
  /// Whether a flag is about the client's own money or ticket, and not about the desk's people.
  private static func isForClients(_ flag: String) -> Bool {
    [LoggedVisitCard.takenBack, "unfunded", "pending", "no_budget", "no_tariff", "late"].contains(
      String(flag.prefix { $0 != " " }))
  }

  private func require(_ engineer: ShortName, _ lookup: Lookup) throws(DeskError) {
    guard lookup.caller.client == nil else {
      throw DeskError(
        .notAllowed, "clients are not told names; leave engineer out",
        ["parameter": .string("engineer")])
    }
    _ = try lookup.formerStaff(engineer)
  }

  /// Whether a moment is of the days that were asked for, on the site's wall clock.
  private func isOfDays(_ moment: Instant, _ zone: Zone) -> Bool {
    from.map { $0 <= zone.date(at: moment) } ?? true
  }

  /// The cards with what is left until their tickets are due, where those are still worked on.
  private func withTimeLeft(
    _ cards: [LoggedVisitCard], _ lookup: Lookup
  ) throws(DeskError) -> [LoggedVisitCard] {
    var tickets = TicketCards(lookup)
    var judged: [LoggedVisitCard] = []
    for var card in cards {
      if let ticket = try lookup.books.tickets.find(card.ticket), ticket.state.takesWork {
        let ticketCard = try tickets.card(ticket)
        (card.due, card.left) = (ticketCard.due, ticketCard.left)
      }
      judged.append(card)
    }
    return judged
  }

  /// The calls that await a visit. A client is not told whom the desk calls.
  private func openCalls(
    _ lookup: Lookup, of client: ClientCode?
  ) throws(DeskError) -> [LoggedVisitCard] {
    let known = try lookup.books.calls.open(
      client: client, engineer: engineer?.text, from: from?.earliest, limit: limit?.count ?? 50)
    var calls: [Call] = []
    for call in known {
      guard isOfDays(call.calledAt, try lookup.zone(call.client, call.site)) else { continue }
      calls.append(call)
    }
    return try calls.map { call throws(DeskError) in
      var card = CallCard(call, zone: try lookup.zone(call.client, call.site))
      if lookup.caller.client != nil {
        card.hidePeople()
      } else {
        if try lookup.books.tickets.find(call.ticket)?.state == .waiting { card.hold() }
        card.flags += try callFlags(lookup, call)
        card.flags += try notifierFlags(lookup, call)
      }
      return LoggedVisitCard(card, currency: try lookup.client(call.client).currency)
    }
  }
}

extension CalloutList {
  private func callFlags(_ lookup: Lookup, _ call: Call) throws(DeskError) -> [String] {
    guard call.state == .unanswered else { return [] }
    let reach = try Reach(
      lookup.books, now: lookup.caller.now,
      for: try lookup.books.calls.escalation(call.escalation))
    return try reach.isNobody(of: call.called) ? [CallCard.managerUnreachable] : []
  }

  private func notifierFlags(_ lookup: Lookup, _ call: Call) throws(DeskError) -> [String] {
    if try lookup.books.calls.failedNotifications(call) > 0 { return ["notifier_failed"] }
    return try lookup.books.calls.isNotifierFailing(call) ? ["notifier_failing"] : []
  }
}

extension Lookup {
  /// The visit with a number.
  fileprivate func visit(_ number: VisitNumber) throws(DeskError) -> VisitLogged {
    if let visit = try books.callouts.find(number), caller.sees(visit.client) { return visit }
    throw DeskError(.notFound, "there is no visit \(number); callout list shows them")
  }
}

extension CalendarDate {
  /// A moment at which the day has begun nowhere yet.
  fileprivate var earliest: Instant { Instant(seconds: Int64(dayNumber) * 86_400 - 16 * 3600) }
}

/// A visit as lists show one.
struct LoggedVisitCard: Item {
  var visit: VisitCard?
  let call: CallCard?
  let ticket: TicketNumber
  let client: ClientCode
  let device: Tag?
  let minutes: [MinutesCard]
  let currency: Currency
  let total: String?
  var responseMinutes: Int64?
  var due: String?
  var left: String?
  var flags: [String]

  enum CodingKeys: String, CodingKey {
    case visit, call, ticket, client, device, minutes, currency, total
    case responseMinutes = "response_minutes"
    case due, left, flags
  }

  /// A call that awaits its visit.
  init(_ call: CallCard, currency: Currency) {
    visit = nil
    self.call = call
    ticket = call.ticket
    client = call.client
    device = call.device
    minutes = []
    self.currency = currency
    total = nil
    flags = call.flags
  }

  /// The flag of a visit that was taken back.
  static let takenBack = "taken_back"

  /// A visit with what the client still pays for it.
  init(_ standing: Visit, zone: Zone) {
    let visit = standing.logged
    self.visit = VisitCard(visit, zone: zone)
    call = nil
    ticket = visit.ticket
    client = visit.client
    device = visit.device
    minutes = visit.minutes.map { MinutesCard($0, visit.currency) }
    currency = visit.currency
    total = visit.currency.text(standing.billed)
    responseMinutes = visit.responseMinutes
    flags = (standing.isTakenBack ? [Self.takenBack] : []) + visit.flags
  }
}
