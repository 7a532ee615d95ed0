import DeskRules
import DeskStore

struct TicketExpect: Change {
  static let about = About(
    "ticket.expect", "Says when the work is expected to be done; loans that follow it move along.",
    roles: .service, refusals: [.notFound, .ambiguous, .state, .taken, .time, .usage],
    example: "swapdesk ticket expect T-17 2026-12-03",
    notes: [
      "A loan that was given a due date of its own stays as it is. Where somebody else is promised a"
        + " following loaner by then, --break with a --reason gives it away all the same, and they"
        + " are told. A reservation that would begin only after the day is given up and flagged.",
      "What an approved estimate holds moves to the period of the day. Where that has no line, or not"
        + " the money, the hold stays and hold_stays says on which line and period. One that"
        + " was approved without a budget is held as soon as the day has one; not_held says that it"
        + " has none, or not the money.",
    ])
  let ticket: TicketReference
  let date: PlannedMoment
  let isBreaking: Bool
  let reason: Line?

  init(_ read: inout Arguments) throws(DeskError) {
    ticket = try read("ticket", at: 1, "The ticket.")
    date = try read("date", at: 2, "The day or time.")
    isBreaking = try read.flag("break", "Take loaners from whoever is promised them by then.")
    reason = try read.optional("reason", "Why; needed where a reservation is broken.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<TicketCard> {
    let step = try TicketStep(books, caller, ticket)
    guard step.ticket.state.isOpen else {
      throw DeskError(
        .state, "\(step.ticket.number) is \(step.ticket.state.rawValue); reopen it first",
        ["state": .string(step.ticket.state.rawValue)])
    }
    let change = TicketChanged(
      ticket: step.ticket.number, at: step.at, reason: reason?.text,
      expected: try expected(step))
    let due = try LoanDue(nil, step.ticket.changed(by: change), after: step.at, zone: step.zone)
    let lookup = Lookup(books, caller)
    var events: [any Event] = []
    var moved: [LoanNumber] = []
    var broken: [LoanNumber] = []
    var givenUp: [LoanNumber] = []
    for loan in try books.loans.list(ticket: step.ticket.number) where loan.follows(due) {
      if loan.state == .reserved, loan.begins >= due.instant {
        events.append(
          LoanCancelled(
            loan: loan.number, device: loan.device, ticket: loan.ticket, client: loan.client,
            at: step.at, isBroken: false, reason: "the repair is expected to be done before it"))
        givenUp.append(loan.number)
        continue
      }
      let change = try DueChange(
        lookup, loan, to: due, at: step.at, .promise(isBreaking, reason))
      events += change.events
      moved.append(loan.number)
      broken += change.broken.map(\.loan)
    }
    let (ledger, stays) = try step.movedHolds(by: change)
    let decision = try step.decide(
      change, then: events + ledger.events, flags: givenUp.map { "given_up \($0)" } + stays,
      budget: ledger.events.isEmpty ? nil : try ledger.cards(or: step.ticket.line))
    var card = decision.reply
    card.loans = moved.isEmpty ? nil : moved
    card.broken = broken.isEmpty ? nil : broken
    return Decision(events: decision.events, happenedAt: step.at, reply: card)
  }
}

extension TicketExpect {
  /// How many years after it was opened a repair is expected at most; later is a slip of the hand.
  private static let years = 10

  /// When the work is expected to be done, the first moment that is too late.
  ///
  /// - Throws: `time` for a moment before the ticket was opened, or many years later.
  private func expected(_ step: TicketStep) throws(DeskError) -> Instant {
    let end = try date.end(after: step.at, in: step.zone)
    let opened = step.ticket.opened
    let last = opened.adding(minutes: Int64(Self.years) * 366 * 1440)
    guard end > opened, end <= last else {
      let place = end > opened ? "more than \(Self.years) years after" : "before"
      throw DeskError(
        .time,
        "\(date.canonical) is \(place) \(step.ticket.number) was opened on"
          + " \(step.zone.date(at: opened)); check the date",
        ["ticket": .string("\(step.ticket.number)")])
    }
    return end
  }
}

extension Loan {
  /// Whether it moves with its repair's expected date.
  fileprivate func follows(_ due: LoanDue) -> Bool {
    (state == .out || state == .reserved) && !isPinned && self.due != due.instant
  }
}
