/// A repair was reported.
public struct TicketOpened: Event {
  public static let kind = "ticket.opened"
  /// The ticket's number.
  public let ticket: TicketNumber
  /// Whose repair it is.
  public let client: ClientCode
  /// At which of the client's sites.
  public let site: ClientCode
  /// The device, if known.
  public let device: Tag?
  /// What is wrong.
  public let problem: Private<String>
  /// From 1, most urgent, to 5.
  public let priority: Int
  /// When it was reported.
  public let at: Instant
  /// Until when it has to be done.
  public let due: Instant?
  /// The budget line that carries it.
  public let line: String
  /// How fast it has to be answered, reached and ended.
  public let promise: ResponsePromise?

  /// Makes the fact.
  public init(
    ticket: TicketNumber, client: ClientCode, site: ClientCode, device: Tag?, problem: String,
    priority: Int, at: Instant, due: Instant?, line: String, promise: ResponsePromise? = nil
  ) {
    self.ticket = ticket
    self.client = client
    self.site = site
    self.device = device
    self.problem = Private(problem)
    self.priority = priority
    self.at = at
    self.due = due
    self.line = line
    self.promise = promise
  }

  public var subjects: [Subject] {
    [.ticket(ticket), .client(client)] + (device.map { [.piece($0)] } ?? [])
  }
}

/// A ticket's state, owner or dates changed; what is absent stays as it was.
public struct TicketChanged: Event {
  public static let kind = "ticket.changed"
  /// Which ticket.
  public let ticket: TicketNumber
  /// When it happened.
  public let at: Instant
  /// The new state.
  public let state: TicketState?
  /// The new owner, by the short name.
  public let assignee: String?
  /// The new priority.
  public let priority: Int?
  /// The new due time.
  public let due: Instant?
  /// Why it waits, was cancelled or came back.
  public let reason: Private<String>?
  /// When the work is expected to be done.
  public let expected: Instant?
  /// When somebody took it.
  public let acknowledged: Instant?
  /// When somebody was there.
  public let onSite: Instant?
  /// When it worked again.
  public let fixed: Instant?
  /// Whether the response clock stands still while it waits.
  public let stopsClock: Bool?
  /// Whether nobody has it any more, so that it was not taken yet either.
  public let isReleased: Bool?
  /// The new budget line; what the client agreed to for the one before ends with it.
  public let line: String?

  /// Makes the fact.
  public init(
    ticket: TicketNumber, at: Instant, state: TicketState? = nil, assignee: String? = nil,
    priority: Int? = nil, due: Instant? = nil, reason: String? = nil, expected: Instant? = nil,
    stamps: ResponseStamps = ResponseStamps(), stopsClock: Bool? = nil, isReleased: Bool? = nil,
    line: String? = nil
  ) {
    self.isReleased = isReleased
    self.line = line
    self.expected = expected
    self.ticket = ticket
    self.at = at
    self.state = state
    self.assignee = assignee
    self.priority = priority
    self.due = due
    self.reason = reason.map { Private($0) }
    (acknowledged, onSite, fixed) = (stamps.acknowledged, stamps.onSite, stamps.fixed)
    self.stopsClock = stopsClock
  }

  public var subjects: [Subject] { [.ticket(ticket)] }
}

/// A line was written on a ticket.
public struct LineAdded: Event {
  public static let kind = "line.added"
  /// On which ticket.
  public let ticket: TicketNumber
  /// Counts the ticket's lines from 1.
  public let line: Int
  /// What it is for.
  public let lineKind: LineKind
  /// What was done or supplied; the nature of the work, never reworded.
  public let text: Private<String>
  /// How much of it: minutes for labour and travel, pieces otherwise.
  public let quantity: Int
  /// What the client pays for it, in minor units.
  public let amount: Int64
  /// The currency.
  public let currency: Currency
  /// When the work was done.
  public let at: Instant
  /// Who did it, by the short name.
  public let by: String
  /// The tariff band, for labour.
  public let band: String?
  /// The visit it belongs to.
  public let visit: VisitNumber?
  /// The price before the client's discount, where there was one.
  public let listAmount: Int64?
  /// The discount, where it is a single one.
  public let discount: Discount?
  /// Whose discounts they are and how they became one.
  public let discountBy: String?
  /// What the tariff says, in minor units, where another price was typed.
  public let override: PriceOverride?

  /// Makes the fact.
  public init(
    ticket: TicketNumber, line: Int, lineKind: LineKind, text: String, quantity: Int,
    amount: Int64, currency: Currency, at: Instant, by: String, band: String? = nil,
    visit: VisitNumber? = nil, listAmount: Int64? = nil, discount: Discount? = nil,
    discountBy: String? = nil, override: PriceOverride? = nil
  ) {
    self.ticket = ticket
    self.line = line
    self.lineKind = lineKind
    self.text = Private(text)
    self.quantity = quantity
    self.amount = amount
    self.currency = currency
    self.at = at
    self.by = by
    self.band = band
    self.visit = visit
    self.listAmount = listAmount
    self.discount = discount
    self.discountBy = discountBy
    self.override = override
  }

  public var subjects: [Subject] { [.ticket(ticket)] }
}

/// A note was written on a ticket.
public struct NoteAdded: Event {
  public static let kind = "note.added"
  /// On which ticket.
  public let ticket: TicketNumber
  /// Counts the ticket's notes from 1.
  public let note: Int
  /// Who may read it.
  public let audience: NoteAudience
  /// The note.
  public let text: Private<String>
  /// When.
  public let at: Instant

  /// Makes the fact.
  public init(
    ticket: TicketNumber, note: Int, audience: NoteAudience, text: String, at: Instant
  ) {
    self.ticket = ticket
    self.note = note
    self.audience = audience
    self.text = Private(text)
    self.at = at
  }

  public var subjects: [Subject] { [.ticket(ticket)] }
}

/// A price was named for a repair. A later estimate replaces it and voids its approval.
public struct EstimateMade: Event {
  public static let kind = "estimate.made"
  /// For which ticket.
  public let ticket: TicketNumber
  /// Counts the ticket's estimates from 1.
  public let version: Int
  /// The price, in minor units.
  public let amount: Int64
  /// The currency.
  public let currency: Currency
  /// How much of it is for parts and consumables, in minor units; nothing where it is not said.
  public let goods: Int64?
  /// What it covers.
  public let text: Private<String>?
  /// When.
  public let at: Instant

  /// Makes the fact.
  public init(
    ticket: TicketNumber, version: Int, amount: Int64, goods: Int64? = nil, currency: Currency,
    text: String?, at: Instant
  ) {
    self.goods = goods
    self.ticket = ticket
    self.version = version
    self.amount = amount
    self.currency = currency
    self.text = text.map { Private($0) }
    self.at = at
  }

  public var subjects: [Subject] { [.ticket(ticket)] }
}

/// The client agreed to an estimate.
public struct EstimateApproved: Event {
  public static let kind = "estimate.approved"
  /// For which ticket.
  public let ticket: TicketNumber
  /// Which estimate.
  public let version: Int
  /// The client's contact that approved, by number.
  public let contact: Int
  /// The letter, mail or call that proves it.
  public let evidence: Private<String>
  /// When.
  public let at: Instant
  /// How much was agreed to, in minor units.
  public let amount: Int64?
  /// The budget line it is for.
  public let line: String?
  /// The contact for whom it was said, by number, where a substitute said it.
  public let onBehalfOf: Int?
  /// The last day on which it holds.
  public let expires: CalendarDate?

  /// Makes the fact.
  public init(
    ticket: TicketNumber, version: Int, contact: Int, evidence: String, at: Instant,
    amount: Int64, line: String, onBehalfOf: Int?, expires: CalendarDate?
  ) {
    self.ticket = ticket
    self.version = version
    self.contact = contact
    self.evidence = Private(evidence)
    self.at = at
    self.amount = amount
    self.line = line
    self.onBehalfOf = onBehalfOf
    self.expires = expires
  }

  public var subjects: [Subject] { [.ticket(ticket)] }
}

/// One step in the history of a ticket that another service desk kept.
public struct RecordedStep: Sendable, Codable, Equatable {
  /// When it happened.
  public let at: Instant
  /// The state it led to.
  public let state: TicketState?
  /// The priority it led to.
  public let priority: Int?
  /// Who had it then, in the other desk's words.
  public let assignee: Private<String>?
  /// What else the other desk said.
  public let note: Private<String>?

  /// Makes a step.
  public init(
    at: Instant, state: TicketState?, priority: Int?, assignee: String?, note: String?
  ) {
    self.at = at
    self.state = state
    self.priority = priority
    self.assignee = assignee.map { Private($0) }
    self.note = note.map { Private($0) }
  }
}

/// What another service desk said of a ticket: facts, under no rule of ours.
public struct TicketRecorded: Event {
  public static let kind = "ticket.recorded"
  /// Our number for it.
  public let ticket: TicketNumber
  /// The other desk's name.
  public let system: String
  /// The other desk's number, an alias from now on.
  public let foreign: String
  /// Whose repair it was.
  public let client: ClientCode
  /// What was wrong.
  public let problem: Private<String>
  /// When it was reported.
  public let opened: Instant
  /// The steps that were not known before, in order of time.
  public let steps: [RecordedStep]
  /// The state after all known steps.
  public let state: TicketState
  /// The priority after all known steps.
  public let priority: Int

  /// Makes the fact.
  public init(
    ticket: TicketNumber, system: String, foreign: String, client: ClientCode, problem: String,
    opened: Instant, steps: [RecordedStep], state: TicketState, priority: Int
  ) {
    self.ticket = ticket
    self.system = system
    self.foreign = foreign
    self.client = client
    self.problem = Private(problem)
    self.opened = opened
    self.steps = steps
    self.state = state
    self.priority = priority
  }

  public var subjects: [Subject] { [.ticket(ticket), .client(client)] }
}
