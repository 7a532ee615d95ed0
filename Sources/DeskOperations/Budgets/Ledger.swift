import DeskRules
import DeskStore

/// A client's budget lines while one change is being decided: each movement sees those before it.
struct Ledger {
  let books: Books
  let client: ClientCode
  let ticket: TicketNumber
  /// When the work was done, or the promise made.
  let at: Instant
  private(set) var events: [BudgetMoved] = []
  private(set) var touched: [BudgetLine] = []
  private var nextPending: PendingNumber?

  init(_ books: Books, client: ClientCode, ticket: TicketNumber, at: Instant) {
    self.books = books
    self.client = client
    self.ticket = ticket
    self.at = at
  }

  /// The line as the movements so far leave it; nil if the client has none for that day.
  func line(_ name: String, on day: CalendarDate) throws(DeskError) -> BudgetLine? {
    guard let line = try books.budgets.find(client, name, on: day) else { return nil }
    return current(line)
  }

  private func current(_ line: BudgetLine) -> BudgetLine {
    touched.first { $0.line == line.line && $0.period == line.period } ?? line
  }

  /// Moves money on a line.
  mutating func move(
    _ line: BudgetLine, _ movement: BudgetMovement, _ amount: Int64,
    pending: PendingNumber? = nil, from: String? = nil
  ) throws(DeskError) {
    var line = current(line)
    line.figures = try line.figures.after(movement, amount)
    touched.removeAll { $0.line == line.line && $0.period == line.period }
    touched.append(line)
    events.append(
      BudgetMoved(
        client: client, line: line.line, first: line.period.first, movement: movement,
        amount: amount, at: at, ticket: ticket, pending: pending, from: from,
        after: line.figures))
  }

  /// Ends whatever the ticket's approved estimate holds.
  mutating func releaseHolds(_ holds: [Hold]) throws(DeskError) {
    for hold in holds {
      guard let line = try books.budgets.find(client, hold.line, first: hold.first) else {
        throw DeskError(.damaged, "\(ticket) holds money on a line that is gone")
      }
      try move(line, .release, hold.amount)
    }
  }

  /// Carries a finished job's bill: what the line has is spent on it, the excess waits on the
  /// overflow line for an approval or, where none is named, is unfunded. Returns what to flag.
  mutating func settle(
    bill: Int64, on name: String, day: CalendarDate, holds: [Hold]
  ) throws(DeskError) -> [String] {
    try releaseHolds(holds)
    guard bill > 0 else { return [] }
    guard let line = try line(name, on: day) else { return ["no_budget"] }
    let (spent, excess) = line.figures.settle(bill: bill)
    if spent > 0 { try move(line, .post, spent) }
    guard excess > 0 else { return [] }
    var overflow: BudgetLine?
    if let name = line.overflow { overflow = try self.line(name, on: day) }
    guard let overflow else {
      try move(line, .unfund, excess)
      return ["unfunded"]
    }
    let number = try takePendingNumber()
    try move(overflow, .pend, excess, pending: number, from: line.line)
    return ["pending \(number)"]
  }

  private mutating func takePendingNumber() throws(DeskError) -> PendingNumber {
    let number: PendingNumber
    if let nextPending { number = nextPending } else { number = try books.next() }
    nextPending = Number(number.value + 1)
    return number
  }

  /// The lines that moved, and otherwise the line that would have, as answers show them.
  func cards(or name: String, on day: CalendarDate) throws(DeskError) -> [BudgetCard] {
    let lines = try touched.isEmpty ? line(name, on: day).map { [$0] } ?? [] : touched
    return lines.sorted { $0.line < $1.line }.map { BudgetCard($0) }
  }
}
