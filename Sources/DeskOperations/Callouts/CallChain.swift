import DeskRules
import DeskStore

/// Decides the steps of a call's chain: whom it reaches, whom it skips, and where it ends.
struct CallChain {
  private let now: Instant
  private let escalation: Escalation
  private let reach: Reach
  private let onDuty: Duty?

  init(_ books: Books, now: Instant, _ escalation: Escalation) throws(DeskError) {
    self.now = now
    self.escalation = escalation
    reach = try Reach(books, now: now, for: escalation)
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
    /// Whether not even a manager can be reached.
    var reachesNobody = false
  }

  /// Decides the step at a place, or at the first after it that reaches anybody; where the chain has
  /// come to its end, or nobody at all can be reached, the manager is told.
  ///
  /// - Parameters:
  ///   - start: where to begin; nil behind the last loop.
  ///   - wasUntold: whether the notifier told nobody of the step before.
  func decide(
    _ ticket: TicketNumber, at start: Escalation.Place?, decision: Int, wasUntold: Bool? = nil
  ) throws(DeskError) -> Decided {
    var skipped: [EscalationSkipped] = []
    var place = start
    // Whom no step reaches now, no later loop reaches now either.
    for _ in escalation.steps {
      guard let here = place, let step = escalation.step(at: here) else { break }
      var called: [String] = []
      for name in step.people {
        let person = name == EscalationStep.onDuty ? onDuty?.person : name
        if let reason = try reach.obstacle(person) {
          skipped.append(
            EscalationSkipped(ticket: ticket, place: here, person: person, reason: reason, at: now))
        } else if let person, !called.contains(person) {
          called.append(person)
        }
      }
      if !called.isEmpty {
        let next = now.adding(minutes: Int64(step.waitMinutes))
        let stepped = EscalationStepped(
          ticket: ticket, decision: decision, place: here, called: called, at: now, next: next,
          wasUntold: wasUntold)
        return Decided(events: skipped + [stepped], called: called, next: next, skipped: skipped)
      }
      place = escalation.place(after: here)
    }
    let told = try told(ticket)
    skipped += told.skipped
    let exhausted = EscalationExhausted(
      ticket: ticket, decision: decision, called: told.people, at: now,
      wasUntold: wasUntold)
    return Decided(
      events: skipped + [exhausted], called: told.people, next: nil, skipped: skipped,
      reachesNobody: try reach.isNobody(of: told.people))
  }

  /// Who is told in the end: the first of the managers who can be reached, and who was passed over.
  /// Where nobody can be reached those are named whose task it would be.
  private func told(
    _ ticket: TicketNumber
  ) throws(DeskError) -> (people: [String], skipped: [EscalationSkipped]) {
    var skipped: [EscalationSkipped] = []
    var helpless: [[String]] = []
    for group in reach.managers {
      var reached: [String] = []
      for name in group {
        guard let reason = try reach.obstacle(name) else {
          reached.append(name)
          continue
        }
        skipped.append(
          EscalationSkipped(
            ticket: ticket, place: Escalation.end, person: name, reason: reason, at: now))
      }
      if !reached.isEmpty { return (reached, skipped) }
      helpless.append(group.filter { name in !skipped.contains { $0.hasLeft(name) } })
    }
    return (helpless.first { !$0.isEmpty } ?? [], skipped)
  }
}

extension PreparedChange {
  /// The next step of a call's chain, if nothing was decided for it since: two servers may race, and
  /// one of them decides.
  static func nextStep(of ticket: TicketNumber, after decisions: Int) -> PreparedChange {
    PreparedChange(desk: "escalation", "Takes a call's chain one step on.") {
      books, caller throws(DeskError) in
      guard let call = try books.calls.find(ticket), call.isOpen, call.nextAt != nil,
        call.decisions == decisions, try books.tickets.find(ticket)?.state != .waiting
      else { return [] }
      let escalation = try books.calls.escalation(call.escalation)
      let chain = try CallChain(books, now: caller.now, escalation)
      guard let engineer = call.engineer else {
        return try chain.decide(
          ticket, at: escalation.place(after: call.place), decision: decisions + 1,
          wasUntold: try books.calls.isUntold(ticket) ? true : nil
        ).events
      }
      // Whoever took it has not set out: the chain begins anew.
      let expired = AcknowledgementExpired(ticket: ticket, engineer: engineer, at: caller.now)
      let decided = try chain.decide(
        ticket, at: Escalation.start, decision: decisions + 1)
      let released = try TicketChanged.released(ticket, from: engineer, at: caller.now, in: books)
      return [expired] + released + decided.events
    }
  }
}

extension CallResumed {
  /// What follows for a call when its ticket goes on after it waited: whoever has taken it has all
  /// their minutes to set out again; where nobody has, the next step follows at once.
  static func resuming(
    _ ticket: Ticket, at now: Instant, in books: Books
  ) throws(DeskError) -> [CallResumed] {
    guard ticket.state == .waiting, let call = try books.calls.find(ticket.number), call.isOpen,
      call.nextAt != nil
    else { return [] }
    let expiry = try books.calls.escalation(call.escalation).expiryMinutes
    let next = call.engineer == nil ? now : now.adding(minutes: Int64(expiry))
    return [
      CallResumed(ticket: ticket.number, decision: call.decisions + 1, at: now, next: next)
    ]
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

extension EscalationSkipped {
  fileprivate func hasLeft(_ name: String) -> Bool { person == name && reason == .left }
}
