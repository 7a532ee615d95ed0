import DeskRules
import DeskStore

struct BudgetShow: Query {
  static let about = About(
    "budget.show", "Shows how much is left: every line of the client with its figures.",
    roles: .everybody, refusals: [.notFound, .notSet, .usage, .time],
    example: "swapdesk budget show bakery",
    notes: [
      "available = limit + transferred - held - pending - spent, and may be negative. Without --on"
        + " the lines in force today are shown, on the desk's calendar.",
      "--as-of says what the books said at the end of that day, with the thresholds and the overflow"
        + " line that were set then; --until says what had happened by then, as it is known now. They"
        + " differ by what was entered late. --movements shows what led to the figures asked for.",
    ])
  let client: ClientCode
  let line: LineName?
  let day: CalendarDate?
  let movements: PageSize?
  let allPeriods: Bool
  let asOf: CalendarDate?
  let until: CalendarDate?

  init(_ read: inout Arguments) throws(DeskError) {
    client = try read("client", at: 1, "The client.")
    line = try read.optional("line", at: 2, "Only this line.")
    day = try read.optional("on", "The lines in force on this day; today where left out.")
    allPeriods = try read.flag("all_periods", "All periods, past and to come.")
    movements = try read.optional("movements", "With the last movements, so many a line.")
    asOf = try read.optional("as_of", "What the books said at the end of this day.")
    until = try read.optional("until", "What had happened by the end of this day.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> [BudgetCard] {
    let client = try Lookup(books, caller).client(client)
    guard asOf == nil || until == nil else {
      throw DeskError(.usage, "give --as-of or --until, not both")
    }
    let zone = try books.clients.settings().zone
    let day = allPeriods ? nil : day ?? asOf ?? until ?? zone.date(at: caller.now)
    let lines = try books.budgets.list(client.code, line: line?.text, on: day)
    if lines.isEmpty {
      if let line { try requireKnown(line.text, client.code, books) }
      try requirePast(on: zone.date(at: caller.now))
    }
    var cards: [BudgetCard] = []
    for line in lines {
      guard let line = try past(line, books, zone) else { continue }
      var card = try BudgetCard(line)
      if let movements {
        card.movements = try BudgetMovements(books, of: line, zone: zone, for: caller)
          .last(movements.count, filter(zone))
      }
      cards.append(card)
    }
    return cards
  }

  /// Of a day to come the books have not said anything, which is not that nothing is left.
  private func requirePast(on today: CalendarDate) throws(DeskError) {
    guard let asOf, asOf > today else { return }
    throw DeskError(
      .time,
      "\(asOf) is still to come, so the books have not said anything of it; --on \(asOf) shows the"
        + " lines that are set for it",
      ["parameter": .string("as_of")])
  }

  /// A line that the client never had is a slip of the hand, and not one that is at nothing.
  private func requireKnown(
    _ line: String, _ client: ClientCode, _ books: Books
  ) throws(DeskError) {
    let known = Set(try books.budgets.list(client).map(\.line)).sorted()
    guard !known.contains(line) else { return }
    let others = known.isEmpty ? "budget set makes one" : "it has \(known.joined(separator: ", "))"
    throw DeskError(.notSet, "\(client) has no budget \(line); \(others)")
  }

  /// The movements that led to the figures asked for.
  private func filter(_ zone: Zone) -> MovementFilter {
    var filter = MovementFilter()
    filter.enteredBefore = asOf.map { zone.endOfDay($0) }
    filter.until = until
    return filter
  }

  /// The line as it was asked for; nil where it was not known yet.
  private func past(
    _ line: BudgetLine, _ books: Books, _ zone: Zone
  ) throws(DeskError) -> BudgetLine? {
    if let asOf { return try books.ledger.line(line, enteredBefore: zone.endOfDay(asOf)) }
    guard let until else { return line }
    guard let figures = try books.ledger.figures(of: line, until: until) else { return nil }
    var line = line
    line.figures = figures
    return line
  }
}
