import DeskRules
import DeskStore

struct CalloutReceive: Change {
  static let about = About(
    "callout.receive", "Takes a call for help: opens the ticket and starts calling people.",
    roles: .service, refusals: [.notFound, .ambiguous, .unsuitable, .state, .time, .usage],
    example: "swapdesk callout receive bakery --device BK-P1 --problem \"prints nothing\"",
    notes: [
      "The first step of the chain is decided at once and the answer says who is called; a running"
        + " server drives the steps that follow. Where no server runs the answer is flagged no_server:"
        + " nobody will be called.",
      "With --ticket people are called for a ticket that is there already: one whose call has ended, also"
        + " where it is resolved or closed, which opens it again; or one that never was a call. It keeps"
        + " its site, device, line and, where none is named, its priority.",
    ])
  /// After how many minutes a call is so old that whoever is called should know.
  private static let lateMinutes: Int64 = 60
  let client: ClientCode?
  let problem: FreeText?
  let device: PieceReference?
  let site: ClientCode?
  let priority: Priority?
  let called: Moment?
  let line: LineName?
  let ticket: TicketReference?

  init(_ read: inout Arguments) throws(DeskError) {
    client = try read.optional("client", at: 1, "The client; not needed with --ticket.")
    problem = try read.optional(
      "problem", "What is wrong, in the caller's words; not needed with --ticket.")
    device = try read.optional("device", "The device, by tag or serial.")
    site = try read.optional(
      "site", "The client's site; the device's where left out, else the main one.")
    called = try read.optional("called", "When the client called; now where left out.")
    priority = try read.optional(
      "priority", "From 1, most urgent, to 5; where left out 1 at night and 3 by day.")
    line = try read.optional("line", "The budget line that carries it; repair where left out.")
    ticket = try read.optional(
      "ticket", "A ticket for which people are to be called, again or at last.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<CallCard> {
    let lookup = Lookup(books, caller)
    guard let ticket else { return try start(try Incoming(self, opening: lookup), lookup) }
    return try start(try Incoming(self, again: try TicketStep(books, caller, ticket)), lookup)
  }

  /// Starts to call people.
  private func start(
    _ incoming: Incoming, _ lookup: Lookup
  ) throws(DeskError) -> Decision<CallCard> {
    let (books, caller) = (lookup.books, lookup.caller)
    let (ticket, at) = (incoming.ticket, incoming.at)
    let (entry, escalation) = try books.calls.escalation()
    let received = CallReceived(
      ticket: ticket.number, client: ticket.client, site: ticket.site, device: ticket.device,
      at: at, escalation: entry, problem: incoming.problem)
    let decided = try CallChain(books, now: caller.now, escalation)
      .decide(ticket.number, at: Escalation.start, decision: incoming.decisions + 1)
    return Decision(
      events: incoming.events + [received] + decided.events, happenedAt: at,
      reply: CallCard(
        ticket, decided, problem: incoming.problem ?? ticket.problem, at: at, zone: incoming.zone,
        deskZone: try books.clients.settings().zone,
        flags: try flags(at, books, caller)
          + books.calls.flags(
            of: ticket.client, site: ticket.site, device: ticket.device, until: at)
          + incoming.flags))
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

extension CalloutReceive {
  /// The ticket that people are called for, and what comes before that.
  fileprivate struct Incoming {
    let ticket: Ticket
    let zone: Zone
    /// When the client called.
    let at: Instant
    var events: [any Event] = []
    /// What is wrong now, where the ticket was there before.
    var problem: String?
    /// How much was decided for calls of the ticket before.
    var decisions = 0
    var flags: [String] = []
  }
}

extension CalloutReceive.Incoming {
  /// A ticket that is opened for the call.
  init(_ asked: CalloutReceive, opening lookup: Lookup) throws(DeskError) {
    guard let code = asked.client, let problem = asked.problem else {
      let missing = asked.client == nil ? "client" : "problem"
      throw DeskError(
        .usage, "\(missing) is missing: say who calls and what is wrong, or name the --ticket",
        ["parameter": .string(missing)])
    }
    let client = try lookup.client(code)
    let device = try asked.device.map { reference throws(DeskError) in
      try lookup.device(reference, at: client.code)
    }
    let site = try lookup.site(client.code, asked.site, of: device)
    at = try PastMoment(asked.called, named: "called", zone: site.zone, lookup.caller)
      .instant.wholeMinute
    zone = site.zone
    let night = Night(try lookup.books.clients.settings().night).next(at: at, in: site.zone)
    let opened = try lookup.opening(
      client, site, device: device?.tag, problem: problem.text,
      priority: asked.priority?.rank ?? (night.start <= at ? 1 : Priority.usual), at: at,
      due: nil, line: asked.line?.text)
    ticket = Ticket(opened)
    events = [opened]
    flags =
      try site.flags(for: device)
      + KnownLines(client.code, in: lookup.books).flags(of: asked.line?.text)
      + lookup.calendarGaps(of: opened, zone: site.zone)
  }

  /// A ticket that is there already, and open from now on.
  init(_ asked: CalloutReceive, again step: TicketStep) throws(DeskError) {
    let number = step.ticket.number
    try Self.require(asked, fits: step.ticket)
    let call = try step.books.calls.find(number)
    if let call, call.isOpen { throw Self.isOpen(call, step) }
    zone = step.zone
    at = try PastMoment(asked.called, named: "called", zone: zone, step.lookup.caller)
      .instant.wholeMinute
    if let call, at < call.decidedAt.wholeMinute {
      throw DeskError(
        .time,
        "called is \(zone.text(of: at)), when the call before this one went on still, at"
          + " \(zone.text(of: call.decidedAt)); give the time with --called, and with its date where it"
          + " is of another day", ["parameter": .string("called")])
    }
    var ticket = step.ticket
    if let state = try Self.state(after: step) {
      let change = try step.change(to: state)
      ticket = ticket.changed(by: change)
      events.append(change)
    }
    if let priority = asked.priority?.rank, priority != ticket.priority {
      let change = TicketChanged(ticket: number, at: step.at, priority: priority)
      ticket = ticket.changed(by: change)
      events.append(change)
    }
    self.ticket = ticket
    problem = asked.problem?.text
    decisions = call?.decisions ?? 0
  }

  private static func require(
    _ asked: CalloutReceive, fits ticket: Ticket
  ) throws(DeskError) {
    guard asked.client == nil || asked.client == ticket.client else {
      throw DeskError(
        .unsuitable, "\(ticket.number) is \(ticket.client)'s; leave the client out",
        ["ticket": .string("\(ticket.number)"), "client": .string("\(ticket.client)")])
    }
    let given = [
      ("device", asked.device != nil), ("site", asked.site != nil), ("line", asked.line != nil),
    ].first { $0.1 }
    guard let given else { return }
    throw DeskError(
      .usage, "\(ticket.number) keeps its \(given.0); leave --\(given.0) out",
      ["parameter": .string(given.0)])
  }

  /// Refuses a second call beside one that has not ended.
  private static func isOpen(_ call: Call, _ step: TicketStep) -> DeskError {
    let who =
      call.engineer.map { "\($0) has it" }
      ?? (step.ticket.state == .waiting
        ? "it is on hold, and ticket resume \(call.ticket) goes on with it"
        : call.state == .unanswered
          ? "nobody answers it; callout acknowledge \(call.ticket) --engineer NAME gives it to somebody"
          : "the desk is calling \(call.called.joined(separator: ", "))")
    return DeskError(
      .state, "the call \(call.ticket) has not ended: \(who)",
      ["ticket": .string("\(call.ticket)")])
  }

  /// The state that a ticket comes into because its client calls; nil where it stays as it is.
  private static func state(after step: TicketStep) throws(DeskError) -> TicketState? {
    if step.ticket.state == .waiting { return try step.stateBeforeWaiting() }
    return step.ticket.state.takesWork ? nil : .reopened
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
