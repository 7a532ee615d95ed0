import DeskRules
import DeskStore

extension Ledger {
  /// The line a part of a bill stands on or, where that period is closed, the same line today; nil
  /// where there is none.
  func openLine(of part: Allocation) throws(DeskError) -> BudgetLine? {
    let line = try line(part.line, first: part.first)
    guard try books.ledger.closed(line.period.last, of: line.client) != nil else { return line }
    return try self.line(part.line, on: today)
  }

  /// Gives back to its line what a credit note takes back of a part of a bill: on the day of the note,
  /// or today where that is closed. Says whether there was a line to take it.
  mutating func giveBack(
    _ amount: Int64, of part: Allocation, by note: InvoiceNumber, on date: CalendarDate
  ) throws(DeskError) -> Bool {
    let movement: BudgetMovement
    switch part.state {
    case .spent: movement = .credit
    case .pending: movement = .unpend
    case .unfunded: movement = .cover
    case .credited, .void: return true
    }
    var line = try openLine(of: part)
    if line == nil { line = try nearest(part.line, to: today) }
    guard let line else { return false }
    let booked = try booksDay(of: max(date, part.day))
    try move(
      line, movement, amount, on: BooksDay(day: booked.day, reference: part.day),
      pending: part.pending,
      parts: [BillPart(line: part.ticketLine, kind: part.kind ?? .other, amount: amount)],
      credited: CreditedPart(note: note, place: part.place))
    return true
  }

  /// Carries a part of a bill again that a credit note had given back: the line that had it takes it, as
  /// far as it has the money, and with the approval it had; the rest is beyond it like that of any
  /// other bill. Returns how much that is, and what to flag.
  mutating func carryAgain(
    _ part: Allocation
  ) throws(DeskError) -> (beyond: Int64, flags: [String]) {
    guard let found = try openLine(of: part) else { return (part.amount, ["no_budget"]) }
    try endExpired(on: found)
    let line = current(found)
    let booked = BooksDay(day: today, reference: part.day)
    let (spent, excess) = line.figures.settle(bill: part.amount)
    let whole = [BillPart(line: part.ticketLine, kind: part.kind ?? .other, amount: part.amount)]
    let (within, beyond) = whole.divided(at: spent)
    if spent > 0 { try move(line, .post, spent, on: booked, pending: part.pending, parts: within) }
    guard excess > 0 else { return (0, []) }
    var overflow: BudgetLine?
    if let name = line.overflow { overflow = try self.line(name, on: line.period.first) }
    return (excess, [try lack(beyond, of: line.line, on: overflow, beyond: line, booked)])
  }
}
