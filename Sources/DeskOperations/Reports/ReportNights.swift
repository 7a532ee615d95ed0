import DeskRules
import DeskStore

struct ReportNights: Query {
  static let about = About(
    "report.nights", "Reports call-outs: how many, minutes by band, response, cost and revenue.",
    roles: .money, refusals: [.notFound, .time],
    example: "swapdesk report nights --period 2026-11 --by engineer --by client",
    notes: [
      "A row a group, by what --by names. received are the calls that came in, by whoever took them,"
        + " also those that ended on the phone; unanswered are those of them whose chain came to its"
        + " end before anybody answered; calls are visits, but for those that were taken back"
        + " (every line of their bills void). A visit belongs to the day on which it began, on the desk's"
        + " wall clock. Minutes stand as they elapsed, by the band that priced them; night minutes are"
        + " those in the desk's night (desk edit --night) on the site's wall clock, whatever the"
        + " tariff. Response is from the call to the arrival, in minutes: the median and the worst.",
      "A missed acknowledgement is somebody who was called and had not taken the call when it went on"
        + " to the next, or who took it and did not set out; where the notifier told nobody, nobody"
        + " missed it, nor who took it in time and whose word came late. Revenue is what clients pay for the"
        + " visits, parts included, without lines that are void; cost is minutes with the way at the"
        + " engineer's rate (staff rate),"
        + " and is left out where an engineer has none: no_rate names whom.",
    ])
  let period: Period?
  let by: [NightGrouping]
  let client: ClientCode?
  let engineer: ShortName?

  init(_ read: inout Arguments) throws(DeskError) {
    period = try read.optional("period", "The days; this month where left out.")
    by = try read.list("by", "What makes a row; engineer and client where left out.")
    client = try read.optional("client", "Only this client's.")
    engineer = try read.optional("engineer", "Only this engineer's.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> [NightCard] {
    let lookup = Lookup(books, caller)
    let settings = try books.clients.settings()
    let days: Period
    if let period { days = period } else { days = try settings.zone.month(at: caller.now) }
    var rows = NightRows(
      lookup, settings, by: by.isEmpty ? [.engineer, .client] : Set(by),
      rates: try books.staff.rates())
    let (start, end) = (settings.zone.startOfDay(days.first), settings.zone.endOfDay(days.last))
    let client = try client.map { code throws(DeskError) in try lookup.client(code).code }
    let engineer = try engineer.map { name throws(DeskError) in
      try lookup.formerStaff(name).name
    }
    try books.callouts.each(from: start, before: end, client: client) { visit throws(DeskError) in
      if engineer == nil || visit.logged.engineer == engineer { try rows.add(visit) }
    }
    for missed in try books.calls.missed(from: start, before: end)
    where (client == nil || missed.client == client)
      && (engineer == nil || missed.person == engineer)
    {
      try rows.add(missed)
    }
    try books.calls.each(from: start, before: end) { call throws(DeskError) in
      guard client == nil || call.client == client,
        engineer == nil || call.engineer == engineer
      else { return }
      try rows.add(call)
    }
    return try rows.cards()
  }
}

/// What makes a row of the night report.
enum NightGrouping: String, ArgumentValue, CaseIterable {
  /// A calendar month.
  case month
  /// Who came, or was called.
  case engineer
  /// Whose visit it was.
  case client
}

extension Zone {
  /// The calendar month of a moment.
  fileprivate func month(at instant: Instant) throws(DeskError) -> Period {
    try Period(String(date(at: instant).text.prefix(7)))
  }
}
