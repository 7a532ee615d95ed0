import DeskRules
import DeskStore

/// The day of the books on which something stands.
struct BooksDay {
  /// The day: that of the work, or today where its days are closed.
  let day: CalendarDate
  /// The day of the work where its days are closed.
  let reference: CalendarDate?
  /// The closed days it would belong to.
  var closed: ClosedPeriod?
}

/// A client's budget lines while one change is being decided: each movement sees those before it.
struct Ledger {
  let books: Books
  let client: Client
  /// The repair that moves the money.
  var ticket: TicketNumber?
  /// When the work was done, or the promise made.
  let at: Instant
  /// Today on the desk's calendar, which is never closed: where the clock was put back into closed
  /// days, the first open day after them.
  let today: CalendarDate
  /// The day of the books on which the work stands, or the promise.
  private let booked: BooksDay
  private(set) var events: [BudgetMoved] = []
  private(set) var touched: [BudgetLine] = []
  /// The repairs whose holds have ended with an agreement that had run out.
  var expired: [TicketNumber] = []
  private var nextPending: PendingNumber?

  init(
    _ books: Books, client: Client, ticket: TicketNumber?, at: Instant, now: Instant,
    postedOn postedDay: CalendarDate? = nil
  ) throws(DeskError) {
    let zone = try books.clients.settings().zone
    self.books = books
    self.client = client
    self.ticket = ticket
    self.at = at
    var today = zone.date(at: now)
    while let closed = try books.ledger.closed(today, of: client.code) {
      today = closed.period.last.adding(days: 1)
    }
    self.today = today
    booked = try Self.booksDay(
      of: postedDay ?? zone.date(at: at), client.code, today: today, in: books)
  }

  /// The day of the books: that of the work, or today where its period is closed.
  var day: CalendarDate { booked.day }

  /// The day of the work where its period is closed.
  var reference: CalendarDate? { booked.reference }

  /// On which day of the books something stands that was done on a day.
  func booksDay(of work: CalendarDate) throws(DeskError) -> BooksDay {
    try Self.booksDay(of: work, client.code, today: today, in: books)
  }

  private static func booksDay(
    of work: CalendarDate, _ client: ClientCode, today: CalendarDate, in books: Books
  ) throws(DeskError) -> BooksDay {
    guard let closed = try books.ledger.closed(work, of: client) else {
      return BooksDay(day: work, reference: nil)
    }
    return BooksDay(day: today, reference: work, closed: closed)
  }

  /// The line as the movements so far leave it; nil if the client has none for that day.
  func line(_ name: String, on day: CalendarDate? = nil) throws(DeskError) -> BudgetLine? {
    try books.budgets.find(client.code, name, on: day ?? self.day).map { current($0) }
  }

  /// The line whose period begins on a day, as the movements so far leave it.
  ///
  /// - Throws: `damaged` when there is none: what moved there says that there was.
  func line(_ name: String, first: CalendarDate) throws(DeskError) -> BudgetLine {
    guard let line = try books.budgets.find(client.code, name, first: first) else {
      throw DeskError(.damaged, "the budget \(name) of \(client.code) from \(first) is gone")
    }
    return current(line)
  }

  func current(_ line: BudgetLine) -> BudgetLine {
    touched.first { $0.isSame(line) } ?? line
  }

  /// Moves money on a line: on the day of the books where no other is named.
  mutating func move(
    _ line: BudgetLine, _ movement: BudgetMovement, _ amount: Int64, day: CalendarDate? = nil,
    ticket: TicketNumber? = nil, pending: PendingNumber? = nil, from: String? = nil,
    reference: CalendarDate? = nil
  ) throws(DeskError) {
    try move(
      line, movement, amount,
      on: BooksDay(day: day ?? self.day, reference: reference ?? self.reference),
      ticket: ticket, pending: pending, from: from, parts: nil)
  }

  /// Moves money on a line on a day of the books.
  mutating func move(
    _ line: BudgetLine, _ movement: BudgetMovement, _ amount: Int64, on booked: BooksDay,
    ticket: TicketNumber? = nil, pending: PendingNumber? = nil, from: String? = nil,
    parts: [BillPart]?, credited: CreditedPart? = nil
  ) throws(DeskError) {
    var line = current(line)
    line.figures = try line.figures.after(movement, amount)
    touched.removeAll { $0.isSame(line) }
    touched.append(line)
    events.append(
      BudgetMoved(
        client: client.code, line: line.line, first: line.period.first, movement: movement,
        amount: amount, at: at, ticket: ticket ?? self.ticket, pending: pending, from: from,
        after: line.figures, day: booked.day, reference: booked.reference, parts: parts,
        credited: credited))
  }

  mutating func takePendingNumber() throws(DeskError) -> PendingNumber {
    let number: PendingNumber
    if let nextPending { number = nextPending } else { number = try books.next() }
    nextPending = Number(number.value + 1)
    return number
  }

  /// What the lines that moved warn of, and whose holds ended; the line alone that has guards, since
  /// others never warn.
  func warnings() throws(DeskError) -> [String] {
    var flags = endedHolds
    for line in touched.sorted(by: { $0.line < $1.line }) {
      let state = try line.guards.state(line.figures, line.currency)
      if let state, state != .negative { flags.append("\(state.rawValue) \(line.line)") }
    }
    return flags
  }

  /// The lines that moved or would carry a job, and otherwise the line that is named, as answers show
  /// them: each with what of the job it does not have.
  func cards(
    or name: String, _ excess: BillExcess = BillExcess()
  ) throws(DeskError) -> [BudgetCard] {
    var lines = touched
    for (line, _) in excess.lines where !lines.contains(where: line.isSame) { lines.append(line) }
    if lines.isEmpty { lines = try line(name).map { [$0] } ?? [] }
    return try excess.cards(of: lines)
  }
}
