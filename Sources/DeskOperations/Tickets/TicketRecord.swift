import DeskRules
import DeskStore

struct TicketRecord: Change {
  static let about = About(
    "ticket.record", "Records what another service desk said of a ticket, as facts.",
    roles: .desk, refusals: [.notFound, .usage, .time, .exists, .state],
    example: "swapdesk ticket record INC0000045 --system old-desk --client bakery"
      + " --problem \"paper jam\" --opened 2016-02-29T01:16Z"
      + " --step \"at=2016-02-29T01:23Z,state=new\"",
    notes: [
      "No rule of ours judges these facts: no transition, no due time, no budget, no message. The"
        + " foreign number stays an alias. A repetition changes nothing; steps that were not known"
        + " are added. Ordinary rules hold from the last recorded fact on, and once the ticket has"
        + " been worked on here, nothing more is recorded.",
      "import tickets sends one such request a ticket.",
    ])
  let foreign: Line
  let system: ShortName
  let client: ClientCode
  let problem: FreeText
  let opened: ExactMoment
  let steps: [RecordedStepText]
  let priority: Priority?

  init(_ read: inout Arguments) throws(DeskError) {
    foreign = try read("foreign", at: 1, "The number at the other desk.")
    system = try read("system", "The other desk's name.")
    client = try read("client", "Whose repair it was.")
    problem = try read("problem", "What was wrong.")
    opened = try read("opened", "When it was reported.")
    priority = try read.optional("priority", "From 1 to 5 at the start; 3 where left out.")
    steps = try read.list("step", "One step of its history.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<RecordedTicket> {
    let client = try Lookup(books, caller).client(client)
    let known = try books.tickets.find(foreign: foreign.text, system: system.text).first
    if let known, known.client != client.code {
      throw DeskError(
        .exists, "\(foreign.text) is \(known.number) here already, and is \(known.client)'s",
        ["ticket": .string("\(known.number)"), "client": .string("\(known.client)")])
    }
    let history = try known.map { ticket throws(DeskError) in
      try RecordedHistory(of: ticket.number, in: books)
    }
    let missing = steps.map(\.step).filter { history?.steps.contains($0) != true }
      .sorted { $0.at < $1.at }
    if let known, let history {
      guard !missing.isEmpty else {
        return Decision(events: [], reply: RecordedTicket(known.number, "unchanged"))
      }
      guard history.isClosedHere == false else { throw workedOn(known) }
    }
    let number: TicketNumber
    if let known { number = known.number } else { number = try books.next() }
    return Decision(
      events: [event(number, history?.steps ?? [], missing, client.code)],
      happenedAt: missing.last?.at ?? opened.instant,
      reply: RecordedTicket(number, known == nil ? "added" : "completed"))
  }

  /// The fact, with state and priority as all steps that are known by now lead to them.
  private func event(
    _ number: TicketNumber, _ before: [RecordedStep], _ missing: [RecordedStep],
    _ client: ClientCode
  ) -> TicketRecorded {
    let all = (before + missing).sorted { $0.at < $1.at }
    return TicketRecorded(
      ticket: number, system: system.text, foreign: foreign.text,
      client: client, problem: problem.text, opened: opened.instant, steps: missing,
      state: all.compactMap(\.state).last ?? .new,
      priority: all.compactMap(\.priority).last ?? priority?.rank ?? Priority.usual)
  }

  private func workedOn(_ ticket: Ticket) -> DeskError {
    DeskError(
      .state,
      "\(foreign.text) is \(ticket.number) here and has been worked on since it was recorded;"
        + " its history there is closed",
      ["ticket": .string("\(ticket.number)")])
  }
}

/// What was recorded of a ticket before.
private struct RecordedHistory {
  /// The steps, as they were recorded.
  private(set) var steps: [RecordedStep] = []
  /// Whether the ticket has been worked on at this desk since.
  private(set) var isClosedHere = false

  init(of ticket: TicketNumber, in books: Books) throws(DeskError) {
    for entry in try books.journal(of: .ticket(ticket), limit: TicketHistory.entryLimit) {
      for event in try entry.decodedEvents() {
        if let recorded = event as? TicketRecorded {
          steps += recorded.steps
        } else {
          isClosedHere = true
        }
      }
    }
  }
}

/// What became of a recorded ticket.
struct RecordedTicket: Item {
  let ticket: TicketNumber
  let result: String

  init(_ ticket: TicketNumber, _ result: String) {
    self.ticket = ticket
    self.result = result
  }
}

/// One step in one text, such as
/// `at=2016-02-29T01:23Z,state=new,assignee="Resolver 5",note="Symptom 72"`.
struct RecordedStepText: ArgumentValue, Equatable {
  let step: RecordedStep
  static let typeName = "at=TIME,state=STATE,…"
  static let sample = RecordedStepText(
    step: RecordedStep(
      at: Instant(seconds: 0), state: .new, priority: nil, assignee: nil, note: nil))
  var canonical: String { JSONCoding.merged(step).line }

  private init(step: RecordedStep) { self.step = step }

  init(argument: String) throws(DeskError) {
    var fields = try NamedFields(
      argument, allowed: ["at", "state", "priority", "assignee", "note"])
    guard let at = fields.take("at") else {
      throw DeskError(.usage, "a step needs its time: at=2016-02-29T01:23Z,state=new")
    }
    step = RecordedStep(
      at: try Instant(iso8601: at),
      state: try fields.take("state").map { text throws(DeskError) in
        try TicketState(argument: text)
      },
      priority: try fields.take("priority").map { text throws(DeskError) in
        try Priority(argument: text).rank
      },
      assignee: try fields.take("assignee").map { text throws(DeskError) in
        try PlainText.line(text)
      },
      note: try fields.take("note").map { text throws(DeskError) in try PlainText.text(text) })
  }
}
