import DeskRules
import DeskStore

struct BudgetRollover: Change {
  static let about = About(
    "budget.rollover", "Takes a client's lines over into the next period, with what they hold.",
    roles: .money, refusals: [.notFound, .usage, .notSet, .state, .time],
    example: "swapdesk budget rollover bakery --from 2026 --to 2027 --rule carry_deficit --dry-run",
    notes: [
      "lapse: nothing goes over; carry_all: what is left, or the deficit; carry_deficit: only a"
        + " deficit. What approved estimates hold moves to the new period in any case, and no longer"
        + " counts in the old one. --dry-run is the preview.",
      "The new period needs its lines first (budget set). The old one must have ended, and not be"
        + " closed; the preview is free before. Nothing may wait on the line: budget approve or"
        + " budget refuse it first. What a void gives back later goes over with a further rollover.",
    ])
  let client: ClientCode
  let from: Period
  let to: Period
  let rule: RolloverRule
  let line: ShortName?

  init(_ read: inout Arguments) throws(DeskError) {
    client = try read("client", at: 1, "The client.")
    from = try read("from", "The period that ends.")
    to = try read("to", "The period after it.")
    rule = try read("rule", "What goes over.")
    line = try read.optional("line", "Only this line; all lines of the period where left out.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<[RolloverCard]> {
    let client = try Lookup(books, caller).client(client)
    guard from.last < to.first else {
      throw DeskError(.usage, "\(to) has to begin after \(from) has ended")
    }
    let lines = try books.budgets.list(client.code, line: line?.text)
      .filter { $0.period == from }
    guard !lines.isEmpty else {
      throw DeskError(
        .notSet, "\(client.code) has no budget \(line?.text ?? "line") for \(from)")
    }
    var ledger = try Ledger(
      books, client: client, ticket: nil, at: caller.now, now: caller.now)
    try ledger.requireOpen(from.last)
    let day = try ledger.firstOpenDay(of: to)
    var events: [any Event] = []
    var cards: [RolloverCard] = []
    var obstacle = notEnded(on: ledger.today)
    for line in lines {
      if obstacle == nil { obstacle = try waiting(on: line, books) }
      let (rolled, holds) = try roll(line, to: day, &ledger, at: caller.now)
      events.append(rolled)
      cards.append(
        RolloverCard(
          line: line.line, rule: rule, carried: client.currency.text(rolled.amount),
          holds: holds.map(\.ticket),
          from: try BudgetCard(ledger.line(line.line, first: from.first)),
          to: try BudgetCard(ledger.line(line.line, first: rolled.into))))
    }
    return Decision(
      events: events + ledger.events, reply: cards, obstacle: obstacle)
  }

  /// Why a period that goes on is only previewed: work of its last days would find the line empty.
  private func notEnded(on today: CalendarDate) -> DeskError? {
    guard from.last >= today else { return nil }
    return DeskError(
      .state, "\(from) ends on \(from.last), which has not passed; --dry-run shows the preview")
  }

  /// Why a line on which something waits is only previewed: a refusal gives the money back to it.
  private func waiting(on line: BudgetLine, _ books: Books) throws(DeskError) -> DeskError? {
    guard let number = try books.allocations.waiting(on: line) else { return nil }
    return DeskError(
      .state,
      "\(number) waits on \(line.line) of \(from); budget approve or budget refuse it first",
      ["pending": .string("\(number)")])
  }

  /// Moves one line's holds, and what the rule takes over of the rest.
  private func roll(
    _ line: BudgetLine, to day: CalendarDate, _ ledger: inout Ledger, at: Instant
  ) throws(DeskError) -> (BudgetRolledOver, [TicketHold]) {
    let next = try ledger.required(line.line, on: to.first)
    let holds = try ledger.books.budgets.holds(on: line)
    if let into = line.rolledInto {
      let isRest = !holds.isEmpty || rule.carried(of: line.figures.available) != 0
      guard isRest, into == next.period.first else {
        throw DeskError(.state, "\(line.line) of \(from) has gone over into \(into) already")
      }
    }
    for hold in holds {
      try ledger.move(line, .release, hold.amount, day: from.last, ticket: hold.ticket)
      try ledger.move(next, .hold, hold.amount, day: day, ticket: hold.ticket)
    }
    let left = try ledger.line(line.line, first: from.first).figures.available
    let carried = rule.carried(of: left)
    if carried > 0 {
      try ledger.move(line, .rolloverOut, carried, day: from.last)
      try ledger.move(next, .rolloverIn, carried, day: day)
    } else if carried < 0 {
      try ledger.move(line, .rolloverIn, -carried, day: from.last)
      try ledger.move(next, .rolloverOut, -carried, day: day)
    }
    let rolled = BudgetRolledOver(
      client: line.client, line: line.line, first: from.first, into: next.period.first, rule: rule,
      amount: carried, at: at)
    return (rolled, holds)
  }
}

/// A line that went over into its next period.
struct RolloverCard: Item {
  let line: String
  let rule: RolloverRule
  let carried: String
  /// The tickets whose holds moved.
  let holds: [TicketNumber]
  let from: BudgetCard
  let to: BudgetCard
}
