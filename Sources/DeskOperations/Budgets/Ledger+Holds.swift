import DeskRules
import DeskStore

extension Ledger {
  /// Ends whatever the ticket's approved estimate holds: on the day of the books, though never before
  /// the day from which it was held.
  mutating func releaseHolds(_ holds: [Hold]) throws(DeskError) {
    for hold in holds { try release(hold, on: max(day, hold.day)) }
  }

  private mutating func release(_ hold: Hold, on day: CalendarDate) throws(DeskError) {
    let isClosed = try books.ledger.closed(day, of: client.code) != nil
    try move(
      try line(hold.line, first: hold.first), .release, hold.amount, day: isClosed ? today : day)
  }

  /// Ends what a line holds for other jobs on agreements that have run out: a promise that ended keeps
  /// no money from anything else. Each hold ends on the day after the last on which it was agreed.
  mutating func endExpired(on line: BudgetLine) throws(DeskError) {
    guard current(line).figures.held > 0 else { return }
    for hold in try books.budgets.holds(on: line, expiredBefore: today)
    where hold.ticket != ticket && !hasReleased(hold.ticket, line) {
      let booked = try booksDay(of: max(hold.day, hold.expired.adding(days: 1)))
      try move(line, .release, hold.amount, on: booked, ticket: hold.ticket, parts: nil)
      if !expired.contains(hold.ticket) { expired.append(hold.ticket) }
    }
  }

  /// Whether what a repair held on a line has been released by now.
  func hasReleased(_ ticket: TicketNumber, _ line: BudgetLine) -> Bool {
    events.contains {
      $0.movement == .release && $0.ticket == ticket && $0.line == line.line
        && $0.first == line.period.first
    }
  }

  /// Whose holds ended on the way, as answers flag them.
  var endedHolds: [String] { expired.map { "hold_ended \($0)" } }

  /// Takes back what went over into a later period with the job's own hold, as far as the line of the
  /// day of the work does not have what the bill needs: work that is entered after its period went
  /// over is still carried by what was held for it.
  mutating func bringBack(
    _ holds: inout [Hold], for amount: Int64, on name: String, _ booked: BooksDay
  ) throws(DeskError) {
    for (index, hold) in holds.enumerated() where hold.line == name {
      guard let line = try line(name, on: booked.day), line.rolledInto != nil,
        line.period.first < hold.first
      else { continue }
      let later = try self.line(name, first: hold.first)
      let lacking = line.figures.settle(bill: amount).excess
      let back = min(hold.amount, lacking, max(0, later.figures.available))
      guard back > 0 else { continue }
      let isClosed = try books.ledger.closed(later.period.first, of: client.code) != nil
      try move(later, .rolloverOut, back, day: isClosed ? today : later.period.first)
      try move(line, .rolloverIn, back, on: booked, parts: nil)
      holds[index] = Hold(
        line: hold.line, first: hold.first, amount: hold.amount - back, day: hold.day)
    }
  }

  /// Moves what an approved estimate holds to the period in which the work is expected by now: the
  /// old movement is reversed and made again there. Where that period has no line, or has not the
  /// money, the hold stays where it is. Returns what to flag.
  mutating func moveHolds(
    _ holds: [Hold], to expected: CalendarDate
  ) throws(DeskError) -> [String] {
    var flags: [String] = []
    for hold in holds {
      let old = try line(hold.line, first: hold.first)
      guard !old.period.contains(expected) else { continue }
      if let new = try line(hold.line, on: expected) { try endExpired(on: new) }
      guard let new = try line(hold.line, on: expected),
        try hold.amount <= new.guards.room(new.figures, new.currency)
      else {
        flags.append("hold_stays \(old.line) \(old.period)")
        continue
      }
      try release(hold, on: max(today, hold.day))
      try move(new, .hold, hold.amount, day: max(today, new.period.first))
    }
    return flags + endedHolds
  }
}

extension Ledger {
  /// Holds an approved estimate that holds nothing yet, for it was approved when its line had no
  /// budget for the day: where there is one by now it is held there if it fits. Returns what to flag.
  mutating func holdApproved(
    _ ticket: Ticket, on expected: CalendarDate
  ) throws(DeskError) -> [String] {
    guard let amount = ticket.estimate, amount > 0,
      ticket.approvedVersion == ticket.estimateVersion,
      let approval = try books.allocations.approvals(ticket.number).first,
      approval.state == .open, !approval.hasExpired(by: today)
    else { return [] }
    let promises = try promises(ticket, on: expected)
    for promise in promises {
      guard let line = promise.line else {
        return try books.budgets.hasAny(client.code) ? ["not_held \(promise.name)"] : []
      }
      guard try promise.excess() == 0 else { return ["not_held \(line.line) \(line.period)"] }
    }
    try hold(promises, from: today)
    return try warnings()
  }
}

extension TicketStep {
  /// The day in whose period the ticket's estimate is held: the day the work is expected, the day it
  /// is due, or today, whichever is known; never one that has passed. A day that was named is that day
  /// at the site, as it is shown; a moment belongs to the desk's day.
  func holdDay(
    _ expected: CalendarDate? = nil, today: CalendarDate
  ) throws(DeskError) -> CalendarDate {
    try holdDay(of: ticket, expected, today: today)
  }

  private func holdDay(
    of ticket: Ticket, _ expected: CalendarDate? = nil, today: CalendarDate
  ) throws(DeskError) -> CalendarDate {
    let desk = try books.clients.settings().zone
    // Both times are the first moment that is too late.
    let promised = (ticket.expected ?? ticket.due).map { moment in
      zone.day(endingAt: moment) ?? desk.date(at: moment.adding(seconds: -1))
    }
    return max(expected ?? promised ?? today, today)
  }

  /// The ticket's holds, moved to the period of the day on which the work is expected after a change,
  /// and what to flag.
  func movedHolds(by change: TicketChanged) throws(DeskError) -> (Ledger, [String]) {
    var ledger = try ledger()
    let day = try holdDay(of: ticket.changed(by: change), today: ledger.today)
    let holds = try books.tickets.holds(ticket.number)
    let flags =
      try holds.isEmpty
      ? ledger.holdApproved(ticket, on: day) : ledger.moveHolds(holds, to: day)
    return (ledger, flags)
  }
}
