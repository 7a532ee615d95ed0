import DeskRules
import DeskStore

struct CalloutVoid: Change {
  static let about = About(
    "callout.void",
    "Takes a whole visit back, with its bill: it is as if nobody had come.",
    roles: .staff, refusals: [.notFound, .ambiguous, .notAllowed, .state, .notSet],
    example: "swapdesk callout void V-3 --reason \"wrong client\"",
    notes: [
      "It counts in no report, rest or response time any more; callout list marks it taken_back. Its"
        + " lines are taken off the bill as by ticket void, also where it has none.",
      "A ticket that was only opened for it is cancelled; one that only it had ended is open again. A"
        + " call that it had ended does not ring by itself: call_ended. The right visit is logged anew,"
        + " with callout log.",
      "What it said of cartridges and of the page counter stays, and is named: swap_stays,"
        + " meter_stays. Engineers take back what is theirs or what they entered; the others, all.",
    ])
  let visit: VisitReference
  let reason: FreeText

  init(_ read: inout Arguments) throws(DeskError) {
    visit = try read("visit", at: 1, "The visit, or its ticket where no other visit to it stands.")
    reason = try read("reason", "Why.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<VisitVoidCard> {
    let visit = try find(Lookup(books, caller))
    let step = try TicketStep(books, caller, .number(visit.ticket))
    let lines = try books.tickets.lines(visit.ticket)
      .filter { !$0.isVoid && $0.visit == visit.visit }
    let voided = lines.isEmpty ? nil : try BillReversal(step, lines, reason: reason.text)
    let retraction = try VisitRetraction(step, of: [visit], reason: reason.text)
    guard let origin = retraction.origins[visit.visit] else {
      throw DeskError(.damaged, "the journal has no \(visit.visit)")
    }
    if caller.role == .engineer, ![visit.engineer, origin.actor].contains(caller.name) {
      throw DeskError(
        .notAllowed,
        "\(visit.visit) is of \(visit.engineer); they, the dispatcher or the accountant take it back",
        ["visit": .string("\(visit.visit)"), "engineer": .string(visit.engineer)])
    }
    let moves = try moves(step, visit, retraction, origin, rest: voided?.billed ?? 0)
    let state = moves.last?.state ?? step.ticket.state
    let card = VisitVoidCard(
      visit: VisitCard(visit, zone: step.zone), ticket: visit.ticket, client: visit.client,
      device: visit.device, state: state, currency: visit.currency,
      amount: visit.currency.text(voided?.billed ?? 0),
      budget: try voided?.ledger.cards(or: step.ticket.line),
      flags: try step.endedCall(state) + origin.staying)
    let events: [any Event] =
      (voided.map { [$0.event] } ?? []) + retraction.events + moves + (voided?.ledger.events ?? [])
    return Decision(events: events, reply: card)
  }

  private func find(_ lookup: Lookup) throws(DeskError) -> VisitLogged {
    let number: VisitNumber
    switch visit {
    case .visit(let named): number = named
    case .ticket(let reference):
      let ticket = try lookup.ticket(reference).number
      let standing = try lookup.books.callouts.list(ticket: ticket).filter { !$0.isTakenBack }
        .map(\.logged.visit)
      guard let only = standing.first else {
        throw DeskError(.notFound, "no visit to \(ticket) stands; callout list shows them")
      }
      guard standing.count == 1 else {
        let names = standing.map { "\($0)" }.joined(separator: ", ")
        throw DeskError(
          .ambiguous, "\(ticket) has several visits: \(names); name the one to take back",
          ["candidates": .array(standing.map { .string("\($0)") })])
      }
      number = only
    }
    guard let visit = try lookup.books.callouts.standing(number) else {
      throw DeskError(.notFound, "there is no visit \(number); callout list shows them")
    }
    guard !visit.isTakenBack else {
      throw DeskError(.state, "\(number) is taken back already")
    }
    return visit.logged
  }

  /// What becomes of the ticket where nothing but the visit opened or ended it.
  private func moves(
    _ step: TicketStep, _ visit: VisitLogged, _ retraction: VisitRetraction,
    _ origin: VisitRetraction.Origin, rest voided: Int64
  ) throws(DeskError) -> [TicketChanged] {
    var ticket = step.ticket
    ticket.stamps = retraction.stamps
    let isOnly = try step.books.callouts.list(ticket: ticket.number)
      .allSatisfy { $0.isTakenBack || $0.logged.visit == visit.visit }
    guard isOnly, ticket.state.takesWork || ticket.state == .resolved else { return [] }
    func move(to state: TicketState) throws(DeskError) -> TicketChanged {
      let change = try TicketMove(
        lookup: step.lookup, ticket: ticket, zone: step.zone, at: step.at, state: state
      ).changed()
      ticket = ticket.changed(by: change)
      return change
    }
    let isNothingElse =
      origin.opened(ticket.number) ? try step.isNothingElse(without: voided) : false
    let hasEnded = ticket.state == .resolved
    guard isNothingElse || (hasEnded && origin.resolved(ticket.number)) else { return [] }
    let reopened = hasEnded ? [try move(to: .reopened)] : []
    return reopened + (isNothingElse ? [try move(to: .cancelled)] : [])
  }
}

extension TicketStep {
  /// Whether a ticket has nothing to it any more once some of its bill is gone.
  fileprivate func isNothingElse(without voided: Int64) throws(DeskError) -> Bool {
    guard ticket.billed == voided, ticket.estimateVersion == 0 else { return false }
    let isCall = try books.calls.find(ticket.number) != nil
    let hasLoans = try !books.loans.list(ticket: ticket.number).isEmpty
    let isOnBench = try !books.bench.list(ticket: ticket.number).isEmpty
    return !isCall && !hasLoans && !isOnBench
  }

  /// Flags that the call of a ticket which goes on, in a state, has ended and rings no more.
  func endedCall(_ state: TicketState) throws(DeskError) -> [String] {
    guard state.takesWork, let call = try books.calls.find(ticket.number),
      !call.isOpen || !ticket.state.takesWork
    else { return [] }
    return ["call_ended \(ticket.number)"]
  }
}

extension VisitRetraction.Origin {
  fileprivate func opened(_ ticket: TicketNumber) -> Bool {
    events.contains { ($0 as? TicketOpened)?.ticket == ticket }
  }

  fileprivate func resolved(_ ticket: TicketNumber) -> Bool {
    events.contains { event in
      guard let change = event as? TicketChanged else { return false }
      return change.ticket == ticket && change.state == .resolved
    }
  }

  /// What was written down with the visit and stays in the books, as flags.
  fileprivate var staying: [String] {
    events.compactMap { event in
      switch event {
      case let swap as SwapMade: "swap_stays \(swap.number)"
      case let meter as MeterRead: "meter_stays \(meter.device) \(meter.pages)"
      default: nil
      }
    }
  }
}

/// A visit by its number, or by its ticket's.
enum VisitReference: ArgumentValue {
  case visit(VisitNumber)
  case ticket(TicketReference)

  static let typeName = "visit or ticket number"
  static let sample = VisitReference.visit(VisitNumber(3))

  var canonical: String {
    switch self {
    case .visit(let number): number.text
    case .ticket(let reference): reference.canonical
    }
  }

  init(argument: String) throws(DeskError) {
    if let number = try? VisitNumber(argument) {
      self = .visit(number)
    } else {
      self = .ticket(try TicketReference(argument: argument))
    }
  }
}

/// What was taken back, and what is left of its ticket.
struct VisitVoidCard: Item {
  let visit: VisitCard
  let ticket: TicketNumber
  let client: ClientCode
  let device: Tag?
  /// Where the ticket stands now.
  let state: TicketState
  let currency: Currency
  /// What was taken off the bill.
  let amount: String
  let budget: [BudgetCard]?
  let flags: [String]
}
