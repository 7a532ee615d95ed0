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
    /// Whether anybody of those who are called, or told, can be reached.
    var isReached = true
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
    let end = try managers(escalation, ticket)
    skipped += end.skipped
    let exhausted = EscalationExhausted(
      ticket: ticket, decision: decision, called: end.told, at: now)
    return Decided(
      events: skipped + [exhausted], called: end.told, next: nil, skipped: skipped,
      isReached: end.isReached)
  }

  /// Why somebody cannot be called, if so.
  private func obstacle(_ name: String?) throws(DeskError) -> SkipReason? {
    guard let name else { return .nobodyOnDuty }
    guard let member = members[name], member.disabledAt == nil else { return .left }
    if try books.roster.absence(of: name, at: now) != nil { return .away }
    return member.hasContact ? nil : .noContact
  }

  /// Who is told that nobody answered: the chain's manager, else the managers, else the admins, of
  /// each those who can be reached. Where nobody can, those are named whose task it would be.
  private func managers(
    _ escalation: Escalation, _ ticket: TicketNumber
  ) throws(DeskError) -> (told: [String], skipped: [EscalationSkipped], isReached: Bool) {
    let place = Escalation.Place(loop: escalation.loops, step: escalation.steps.count + 1)
    var skipped: [EscalationSkipped] = []
    for group in managerGroups(escalation) {
      var told: [String] = []
      for name in group where !skipped.contains(where: { $0.person == name }) {
        if let reason = try obstacle(name) {
          skipped.append(
            EscalationSkipped(ticket: ticket, place: place, person: name, reason: reason, at: now))
        } else {
          told.append(name)
        }
      }
      if !told.isEmpty { return (told, skipped, true) }
    }
    let present = managerGroups(escalation).map { group in
      group.filter { members[$0]?.disabledAt == nil }
    }
    return (present.first { !$0.isEmpty } ?? [], [], false)
  }

  private func managerGroups(_ escalation: Escalation) -> [[String]] {
    func all(_ role: Role) -> [String] {
      members.values.filter { $0.role == role && $0.disabledAt == nil }.map(\.name).sorted()
    }
    return [escalation.manager.map { [$0] } ?? [], all(.manager), all(.admin)]
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
      let released = try TicketChanged.released(ticket, from: engineer, at: caller.now, in: books)
      let decided = try chain.decide(
        ticket, escalation, at: Escalation.start, decision: decisions + 1)
      return [expired] + released + decided.events
    }
  }
}

extension TicketChanged {
  /// The ticket that somebody took and did not set out for has nobody any more, as if it had never
  /// been taken; nothing where somebody else has it by now, or work on it has begun.
  fileprivate static func released(
    _ number: TicketNumber, from engineer: String, at moment: Instant, in books: Books
  ) throws(DeskError) -> [TicketChanged] {
    guard let ticket = try books.tickets.find(number), ticket.state == .assigned,
      ticket.assignee == engineer, ticket.stamps.onSite == nil
    else { return [] }
    return [TicketChanged(ticket: number, at: moment, state: .new, isReleased: true)]
  }
}
