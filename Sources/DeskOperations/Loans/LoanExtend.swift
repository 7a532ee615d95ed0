import DeskRules
import DeskStore

struct LoanExtend: Change {
  static let about = About(
    "loan.extend", "Moves the day on which a loan ends, or a reservation.", roles: .service,
    refusals: [.notFound, .ambiguous, .state, .taken, .time, .usage],
    example: "swapdesk loan extend L-31 --due 2026-12-05",
    notes: [
      "The named day stands by itself from then on; --follow ties the loan to the ticket's expected"
        + " date again. Where somebody else is promised the device by then, --break with a --reason"
        + " gives it away all the same, and they are told."
    ])
  let loan: LoanReference
  let due: PlannedMoment?
  let isFollowing: Bool
  let isBreaking: Bool
  let reason: Line?

  init(_ read: inout Arguments) throws(DeskError) {
    loan = try read(
      "loan", at: 1, "The loan's number, or the tag or serial of a device that is out.")
    due = try read.optional("due", "The new day or time.")
    isFollowing = try read.flag("follow", "Follow the ticket's expected date, in place of --due.")
    isBreaking = try read.flag("break", "Take the device from whoever is promised it by then.")
    reason = try read.optional("reason", "Why; needed where a reservation is broken.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<LoanCard> {
    guard isFollowing != (due != nil) else {
      throw DeskError(.usage, "say until when: --due, or --follow for the ticket's expected date")
    }
    let lookup = Lookup(books, caller)
    let loan = try loan.find(lookup)
    let step = try TicketStep(books, caller, .number(loan.ticket))
    let due = try LoanDue(due, step.ticket, after: step.at, zone: step.zone)
    let change = try DueChange(
      lookup, loan, to: due, at: step.at, .promise(isBreaking, reason))
    let extended = loan.extended(by: change.extended)
    let broken = change.broken.map(\.loan)
    var card = LoanCard(extended, zone: step.zone, now: caller.now)
    card.broken = broken.isEmpty ? nil : broken
    try LoanCards(lookup).sayFree(&card, extended, step.zone, except: broken)
    return Decision(events: change.events, reply: card)
  }
}

/// Another due date for a loan, checked against what the device is promised for by then.
struct DueChange {
  let extended: LoanExtended
  let broken: [LoanCancelled]
  /// The facts in order.
  var events: [any Event] { broken as [any Event] + [extended] }

  /// Judges the change.
  ///
  /// - Throws: `state` for a loan that has ended; `time` when it would end before it begins; `taken`
  ///   when a reservation stands in the way.
  init(
    _ lookup: Lookup, _ loan: Loan, to due: LoanDue, at moment: Instant, _ leave: BreakingLeave
  ) throws(DeskError) {
    guard loan.state == .out || loan.state == .reserved else {
      throw DeskError(
        .state, "\(loan.number) is \(loan.state.rawValue); only what is out or reserved can move",
        ["loan": .string("\(loan.number)"), "state": .string(loan.state.rawValue)])
    }
    guard due.instant > loan.begins else {
      let zone = try lookup.zone(loan.client, loan.site)
      throw DeskError(
        .time,
        "\(loan.number) begins on \(zone.text(of: loan.begins)); it cannot end before that")
    }
    let calendar = LoanCalendar(lookup)
    // Only the time added is asked for: a loan that is overdue already may still come back.
    let window = LoanWindow(from: loan.begins, until: due.instant)
      .followed(byMinutes: loan.bufferMinutes)
    let obstacles = try lookup.books.loans.blocking(loan.device, in: window)
      .filter { $0.number != loan.number }
    broken = try calendar.broken(obstacles, of: loan.device, at: moment, leave)
    extended = LoanExtended(
      loan: loan.number, client: loan.client, at: moment, due: due.instant,
      followsRepair: due.followsRepair, reason: leave.reason?.text)
  }
}
