import DeskRules
import DeskStore

/// Decides the steps of a call's chain: whom it reaches, whom it skips, and where it ends.
struct CallChain {
  private let books: Books
  private let now: Instant
  private let members: [String: StaffMember]
  private let onDuty: Duty?

  init(_ books: Books, now: Instant) throws(DeskError) {
    self.books = books
    self.now = now
    members = Dictionary(
      try books.staff.list().map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let zone = try books.clients.settings().zone
    onDuty = try books.roster.roster(from: now, to: now.adding(seconds: 1), in: zone)
      .duty(at: now)
  }

  /// What a chain decided.
  struct Decided {
    let events: [any Event]
    let called: [String]
    let next: Instant?
    let skipped: [EscalationSkipped]
  }

  /// Decides the step at a place, or at the first after it that reaches anybody; where the chain has
  /// come to its end, or nobody at all can be reached, the manager is told.
  ///
  /// - Parameter place: where to begin; nil behind the last loop.
  func decide(
    _ ticket: TicketNumber, _ escalation: Escalation, at start: Escalation.Place?, decision: Int
  ) throws(DeskError) -> Decided {
    var skipped: [EscalationSkipped] = []
    var place = start
    // Whom no step reaches now, no later loop reaches now either.
    for _ in escalation.steps {
      guard let here = place, let step = escalation.step(at: here) else { break }
      var called: [String] = []
      for name in step.people {
        let person = name == EscalationStep.onDuty ? onDuty?.person : name
        if let reason = try obstacle(person) {
          skipped.append(
            EscalationSkipped(ticket: ticket, place: here, person: person, reason: reason, at: now))
        } else if let person, !called.contains(person) {
          called.append(person)
        }
      }
      if !called.isEmpty {
        let next = now.adding(minutes: Int64(step.waitMinutes))
        let stepped = EscalationStepped(
          ticket: ticket, decision: decision, place: here, called: called, at: now, next: next)
        return Decided(events: skipped + [stepped], called: called, next: next, skipped: skipped)
      }
      place = escalation.place(after: here)
    }
    let told = managers(escalation)
    let exhausted = EscalationExhausted(
      ticket: ticket, decision: decision, called: told, at: now)
    return Decided(events: skipped + [exhausted], called: told, next: nil, skipped: skipped)
  }

  /// Why somebody cannot be called, if so.
  private func obstacle(_ name: String?) throws(DeskError) -> SkipReason? {
    guard let name else { return .nobodyOnDuty }
    guard let member = members[name], member.disabledAt == nil else { return .left }
    if try books.roster.absence(of: name, at: now) != nil { return .away }
    return member.hasContact ? nil : .noContact
  }

  private func managers(_ escalation: Escalation) -> [String] {
    if let manager = escalation.manager { return [manager] }
    func all(_ role: Role) -> [String] {
      members.values.filter { $0.role == role && $0.disabledAt == nil }.map(\.name).sorted()
    }
    let managers = all(.manager)
    return managers.isEmpty ? all(.admin) : managers
  }
}

extension PreparedChange {
  /// The next step of a call's chain, if nothing was decided for it since: two servers may race, and
  /// one of them decides.
  static func nextStep(of ticket: TicketNumber, after decisions: Int) -> PreparedChange {
    PreparedChange(desk: "escalation", "Takes a call's chain one step on.") {
      books, caller throws(DeskError) in
      guard let call = try books.calls.find(ticket), call.isOpen, call.nextAt != nil,
        call.decisions == decisions
      else { return [] }
      let chain = try CallChain(books, now: caller.now)
      let escalation = try books.calls.escalation(call.escalation)
      guard let engineer = call.engineer else {
        return try chain.decide(
          ticket, escalation, at: escalation.place(after: call.place), decision: decisions + 1
        ).events
      }
      // Whoever took it has not set out: the chain begins anew.
      let expired = AcknowledgementExpired(ticket: ticket, engineer: engineer, at: caller.now)
      let decided = try chain.decide(
        ticket, escalation, at: Escalation.start, decision: decisions + 1)
      return [expired] + decided.events
    }
  }
}
