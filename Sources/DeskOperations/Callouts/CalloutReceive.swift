import DeskRules
import DeskStore

struct CalloutReceive: Change {
  static let about = About(
    "callout.receive", "Takes a call for help: opens the ticket and starts calling people.",
    roles: .service, refusals: [.notFound, .ambiguous, .unsuitable, .time, .usage],
    example: "swapdesk callout receive bakery --device BK-P1 --problem \"prints nothing\"",
    notes: [
      "The first step of the chain is decided at once and the answer says who is called; a running"
        + " server drives the steps that follow. Where no server runs the answer is flagged no_server:"
        + " nobody will be called."
    ])
  /// After how many minutes a call is so old that whoever is called should know.
  private static let lateMinutes: Int64 = 60
  let client: ClientCode
  let problem: FreeText
  let device: PieceReference?
  let site: ClientCode?
  let priority: Priority?
  let called: Moment?
  let line: LineName?

  init(_ read: inout Arguments) throws(DeskError) {
    client = try read("client", at: 1, "The client.")
    problem = try read("problem", "What is wrong, in the caller's words.")
    device = try read.optional("device", "The device, by tag or serial.")
    site = try read.optional(
      "site", "The client's site; the device's where left out, else the main one.")
    called = try read.optional("called", "When the client called; now where left out.")
    priority = try read.optional(
      "priority", "From 1, most urgent, to 5; where left out 1 at night and 3 by day.")
    line = try read.optional("line", "The budget line that carries it; repair where left out.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<CallCard> {
    let lookup = Lookup(books, caller)
    let client = try lookup.client(client)
    let device = try device.map { reference throws(DeskError) in
      try lookup.device(reference, at: client.code)
    }
    let site = try lookup.site(client.code, site, of: device)
    let at = try PastMoment(called, named: "called", zone: site.zone, caller)
      .instant.wholeMinute
    let settings = try books.clients.settings()
    let night = Night(settings.night).next(at: at, in: site.zone)
    let opened = try lookup.opening(
      client, site, device: device?.tag, problem: problem.text,
      priority: priority?.rank ?? (night.start <= at ? 1 : Priority.usual), at: at, due: nil,
      line: line?.text)
    let (entry, escalation) = try books.calls.escalation()
    let received = CallReceived(
      ticket: opened.ticket, client: client.code, site: site.code, device: device?.tag, at: at,
      escalation: entry)
    let decided = try CallChain(books, now: caller.now, escalation)
      .decide(opened.ticket, at: Escalation.start, decision: 1)
    return Decision(
      events: [opened, received] + decided.events, happenedAt: at,
      reply: CallCard(
        opened, decided, zone: site.zone,
        deskZone: settings.zone,
        flags: try flags(at, books, caller)
          + books.calls.flags(of: client.code, site: site.code, device: device?.tag, until: at)
          + site.flags(for: device) + KnownLines(client.code, in: books).flags(of: line?.text)
          + lookup.calendarGaps(of: opened, zone: site.zone)))
  }

  /// What somebody who takes a call has to know.
  private func flags(
    _ at: Instant, _ books: Books, _ caller: Caller
  ) throws(DeskError) -> [String] {
    let isLate = caller.now.seconds - at.seconds > Self.lateMinutes * 60
    let isFailing =
      caller.calling == .notifier ? try books.calls.isNotifierFailing() : false
    return (isLate ? ["late_call"] : []) + caller.calling.flags
      + (isFailing ? ["notifier_failing"] : [])
  }
}

extension Calling {
  /// What somebody who takes a call has to know.
  fileprivate var flags: [String] {
    switch self {
    case .nobody: ["no_server"]
    case .feed: ["no_notifier"]
    case .notifier: []
    }
  }
}

extension Instant {
  /// The minute the moment is in: people's times are whole minutes.
  var wholeMinute: Instant {
    let rest = seconds % 60
    return adding(seconds: rest < 0 ? -60 - rest : -rest)
  }
}
