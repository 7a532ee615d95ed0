/// The chain of calls is set, for calls received from then on.
public struct EscalationSet: Event {
  public static let kind = "escalation.set"
  /// The chain.
  public let escalation: Escalation

  /// Makes the fact.
  public init(_ escalation: Escalation) { self.escalation = escalation }

  public var subjects: [Subject] { [] }
}

/// A client called for help; from now on the chain runs until somebody answers. A ticket whose call has
/// ended may have another.
public struct CallReceived: Event {
  public static let kind = "call.received"
  /// Its ticket, which was opened for it or was there before.
  public let ticket: TicketNumber
  /// Whose.
  public let client: ClientCode
  /// At which site.
  public let site: ClientCode
  /// Which device.
  public let device: Tag?
  /// When the client called.
  public let at: Instant
  /// The entry that set the chain, which stays the call's whatever is set later; 0 for the usual one.
  public let escalation: Int64
  /// What is wrong now, where the ticket was there before the call.
  public let problem: Private<String>?

  /// Makes the fact.
  public init(
    ticket: TicketNumber, client: ClientCode, site: ClientCode, device: Tag?, at: Instant,
    escalation: Int64, problem: String? = nil
  ) {
    self.problem = problem.map { Private($0) }
    self.ticket = ticket
    self.client = client
    self.site = site
    self.device = device
    self.at = at
    self.escalation = escalation
  }

  public var subjects: [Subject] { [.ticket(ticket), .client(client)] }
}

/// Somebody in a chain was not called, and why.
public struct EscalationSkipped: Event {
  public static let kind = "escalation.skipped"
  /// The call's ticket.
  public let ticket: TicketNumber
  /// The loop, from 1.
  public let loop: Int
  /// The step, from 1.
  public let step: Int
  /// Who; nil where nobody is on duty.
  public let person: String?
  /// Why.
  public let reason: SkipReason
  /// When.
  public let at: Instant

  /// Makes the fact.
  public init(
    ticket: TicketNumber, place: Escalation.Place, person: String?, reason: SkipReason, at: Instant
  ) {
    self.ticket = ticket
    loop = place.loop
    step = place.step
    self.person = person
    self.reason = reason
    self.at = at
  }

  public var subjects: [Subject] { [.ticket(ticket)] + (person.map { [.staff($0)] } ?? []) }
}

/// A step of a chain was decided: these people are called now.
public struct EscalationStepped: Event {
  public static let kind = "escalation.stepped"
  /// The call's ticket.
  public let ticket: TicketNumber
  /// Counts what was decided for the call, from 1; each number is decided once.
  public let decision: Int
  /// The loop, from 1.
  public let loop: Int
  /// The step, from 1.
  public let step: Int
  /// Who is called, by the short names.
  public let called: [String]
  /// When.
  public let at: Instant
  /// When the next step follows without an acknowledgement.
  public let next: Instant
  /// Whether the notifier told nobody of the step before, so that nobody missed it.
  public let wasUntold: Bool?

  /// Makes the fact.
  public init(
    ticket: TicketNumber, decision: Int, place: Escalation.Place, called: [String], at: Instant,
    next: Instant, wasUntold: Bool? = nil
  ) {
    self.ticket = ticket
    self.decision = decision
    loop = place.loop
    step = place.step
    self.called = called
    self.at = at
    self.next = next
    self.wasUntold = wasUntold
  }

  public var subjects: [Subject] { [.ticket(ticket)] + called.map { .staff($0) } }
}

/// Nobody answered after the last loop: the manager is told, and the call is flagged.
public struct EscalationExhausted: Event {
  public static let kind = "escalation.exhausted"
  /// The call's ticket.
  public let ticket: TicketNumber
  /// Counts what was decided for the call.
  public let decision: Int
  /// Who is told, by the short names.
  public let called: [String]
  /// When.
  public let at: Instant
  /// Whether the notifier told nobody of the step before, so that nobody missed it.
  public let wasUntold: Bool?

  /// Makes the fact.
  public init(
    ticket: TicketNumber, decision: Int, called: [String], at: Instant, wasUntold: Bool? = nil
  ) {
    self.ticket = ticket
    self.decision = decision
    self.called = called
    self.at = at
    self.wasUntold = wasUntold
  }

  public var subjects: [Subject] { [.ticket(ticket)] + called.map { .staff($0) } }
}

/// Somebody took a call.
public struct CallAcknowledged: Event {
  public static let kind = "call.acknowledged"
  /// The call's ticket.
  public let ticket: TicketNumber
  /// Who, by the short name.
  public let engineer: String
  /// When.
  public let at: Instant
  /// When it was entered, from which it expires.
  public let entered: Instant
  /// When it expires without departure or arrival.
  public let expires: Instant?

  /// Makes the fact.
  public init(
    ticket: TicketNumber, engineer: String, at: Instant, entered: Instant, expires: Instant?
  ) {
    self.ticket = ticket
    self.engineer = engineer
    self.at = at
    self.entered = entered
    self.expires = expires
  }

  public var subjects: [Subject] { [.ticket(ticket), .staff(engineer)] }
}

/// An acknowledgement without departure or arrival came to its end; the chain goes on.
public struct AcknowledgementExpired: Event {
  public static let kind = "acknowledgement.expired"
  /// The call's ticket.
  public let ticket: TicketNumber
  /// Whose it was.
  public let engineer: String
  /// When.
  public let at: Instant

  /// Makes the fact.
  public init(ticket: TicketNumber, engineer: String, at: Instant) {
    self.ticket = ticket
    self.engineer = engineer
    self.at = at
  }

  public var subjects: [Subject] { [.ticket(ticket), .staff(engineer)] }
}

/// Somebody is on the way to a call.
public struct CallDeparted: Event {
  public static let kind = "call.departed"
  /// The call's ticket.
  public let ticket: TicketNumber
  /// Who.
  public let engineer: String
  /// When.
  public let at: Instant

  /// Makes the fact.
  public init(ticket: TicketNumber, engineer: String, at: Instant) {
    self.ticket = ticket
    self.engineer = engineer
    self.at = at
  }

  public var subjects: [Subject] { [.ticket(ticket), .staff(engineer)] }
}

/// Somebody has come to a call.
public struct CallArrived: Event {
  public static let kind = "call.arrived"
  /// The call's ticket.
  public let ticket: TicketNumber
  /// Who.
  public let engineer: String
  /// When.
  public let at: Instant

  /// Makes the fact.
  public init(ticket: TicketNumber, engineer: String, at: Instant) {
    self.ticket = ticket
    self.engineer = engineer
    self.at = at
  }

  public var subjects: [Subject] { [.ticket(ticket), .staff(engineer)] }
}

/// Somebody took a call that another had; whoever lost it is told.
public struct CallTakenOver: Event {
  public static let kind = "call.taken_over"
  /// The call's ticket.
  public let ticket: TicketNumber
  /// Who had it.
  public let from: String
  /// Who has it now.
  public let engineer: String
  /// When.
  public let at: Instant

  /// Makes the fact.
  public init(ticket: TicketNumber, from: String, engineer: String, at: Instant) {
    self.ticket = ticket
    self.from = from
    self.engineer = engineer
    self.at = at
  }

  public var subjects: [Subject] { [.ticket(ticket), .staff(from)] }
}

/// A call goes on whose ticket had waited; while it waited nobody was called.
public struct CallResumed: Event {
  public static let kind = "call.resumed"
  /// The call's ticket.
  public let ticket: TicketNumber
  /// Counts what was decided for the call.
  public let decision: Int
  /// When.
  public let at: Instant
  /// When the chain takes its next step, or whoever took the call must have set out.
  public let next: Instant

  /// Makes the fact.
  public init(ticket: TicketNumber, decision: Int, at: Instant, next: Instant) {
    self.ticket = ticket
    self.decision = decision
    self.at = at
    self.next = next
  }

  public var subjects: [Subject] { [.ticket(ticket)] }
}
