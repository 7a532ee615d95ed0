import DeskRules
import DeskStore

/// A call as answers show one.
struct CallCard: Item {
  let ticket: TicketNumber
  let client: ClientCode
  let site: ClientCode
  let device: Tag?
  var problem: Private<String>?
  var priority: Int?
  let called: String
  var state: CallState
  var engineer: String?
  var acknowledged: String?
  var departed: String?
  var arrived: String?
  var calling: [String]?
  var loop: Int?
  var step: Int?
  var next: String?
  var expires: String?
  var skipped: [SkipCard]?
  var flags: [String]

  /// The flag of a call for which nobody is called while its ticket waits.
  static let onHold = "on_hold"
  /// The flag of a call that nobody answers, and that not even a manager can be told of.
  static let managerUnreachable = "manager_unreachable"

  /// A call that just came in.
  init(
    _ ticket: Ticket, _ decided: CallChain.Decided, problem: String, at moment: Instant,
    zone: Zone, deskZone: Zone, flags: [String]
  ) {
    self.ticket = ticket.number
    client = ticket.client
    site = ticket.site
    device = ticket.device
    self.problem = Private(problem)
    priority = ticket.priority
    called = zone.text(of: moment)
    state = decided.next == nil ? .unanswered : .calling
    calling = decided.called
    next = decided.next.map { deskZone.text(of: $0) }
    skipped = decided.skipped.isEmpty ? nil : decided.skipped.map(SkipCard.init)
    self.flags =
      (decided.next == nil ? ["unanswered"] : [])
      + (decided.reachesNobody ? [Self.managerUnreachable] : []) + flags
  }

  /// A call after a step, as one of those who went to it needs to see it.
  init(
    _ call: Call, _ shown: Attendance?, answered: Instant?, expires: Instant?, zone: Zone,
    flags: [String]
  ) {
    ticket = call.ticket
    client = call.client
    site = call.site
    device = call.device
    called = zone.text(of: call.calledAt)
    state =
      shown?.arrived != nil ? .arrived : shown?.departed != nil ? .departed : .acknowledged
    engineer = shown?.person
    acknowledged = answered.map { zone.text(of: $0) }
    departed = shown?.departed.map { zone.text(of: $0) }
    arrived = shown?.arrived.map { zone.text(of: $0) }
    self.expires = expires.map { zone.text(of: $0) }
    self.flags = flags
  }

  /// A call as the books have it.
  init(_ call: Call, zone: Zone) {
    ticket = call.ticket
    client = call.client
    site = call.site
    device = call.device
    called = zone.text(of: call.calledAt)
    state = call.state
    engineer = call.engineer
    acknowledged = call.acknowledgedAt.map { zone.text(of: $0) }
    departed = call.departedAt.map { zone.text(of: $0) }
    arrived = call.arrivedAt.map { zone.text(of: $0) }
    if call.state == .calling || call.state == .unanswered {
      calling = call.called
      loop = call.place.loop
      step = call.place.step
      next = call.nextAt.map { zone.text(of: $0) }
    } else {
      expires = call.nextAt.map { zone.text(of: $0) }
    }
    flags = call.isUnanswered ? ["unanswered"] : []
  }
}

extension CallCard {
  /// Leaves out when the chain would go on: the ticket waits.
  mutating func hold() {
    guard next != nil || expires != nil else { return }
    next = nil
    expires = nil
    flags.append(Self.onHold)
  }

  /// Leaves out whom the desk calls, and who comes.
  mutating func hidePeople() {
    engineer = nil
    if state == .unanswered { state = .calling }
    calling = nil
    loop = nil
    step = nil
    next = nil
    expires = nil
    skipped = nil
    flags = []
  }
}

/// Somebody in a chain who was not called, and why; a manager, who is told in the end, has no step.
struct SkipCard: Item {
  let loop: Int?
  let step: Int?
  let person: String?
  let reason: SkipReason

  init(_ skipped: EscalationSkipped) {
    let isManager = skipped.loop == Escalation.end.loop
    loop = isManager ? nil : skipped.loop
    step = isManager ? nil : skipped.step
    person = skipped.person
    reason = skipped.reason
  }
}
