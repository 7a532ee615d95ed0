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
        + " budget refuse it first. What a void gives back later goes over with a further rollover by the"
        + " same rule: under carry_deficit it takes back the deficit that went over before.",
    ])
  let client: ClientCode
  let from: Period
  let to: Period
  let rule: RolloverRule
  let line: LineName?

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
      let ended = ledger.endedHolds
      let (rolled, holds) = try roll(line, to: day, &ledger, at: caller.now)
      let flags = ledger.endedHolds.filter { !ended.contains($0) }
      events.append(rolled)
      cards.append(
        RolloverCard(
          line: line.line, rule: rule, carried: client.currency.text(rolled.amount),
          holds: holds.map(\.ticket),
          from: try BudgetCard(ledger.line(line.line, first: from.first)),
          to: try BudgetCard(ledger.line(line.line, first: rolled.into)),
          flags: flags.isEmpty ? nil : flags))
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
    let before = try goneOver(line, ledger.books)
    try ledger.endExpired(on: line)
    let holds = try ledger.books.budgets.holds(on: line).filter {
      !ledger.hasReleased($0.ticket, line)
    }
    for hold in holds {
      try ledger.move(line, .release, hold.amount, day: from.last, ticket: hold.ticket)
      try ledger.move(next, .hold, hold.amount, day: day, ticket: hold.ticket)
    }
    let left = try ledger.line(line.line, first: from.first).figures.available
    let carried = try rule.carried(of: left, after: before)
    if let into = line.rolledInto {
      guard into == next.period.first, !holds.isEmpty || carried != 0 else {
        throw DeskError(.state, "\(line.line) of \(from) has gone over into \(into) already")
      }
    }
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

  /// How much of a line has gone over so far, in minor units.
  ///
  /// - Throws: `state` for another rule than the one by which it went over: what lapsed stays lapsed.
  private func goneOver(_ line: BudgetLine, _ books: Books) throws(DeskError) -> Int64 {
    let rollovers = try books.ledger.rollovers(of: line)
    guard let last = rollovers.last else { return 0 }
    guard last.rule == rule else {
      throw DeskError(
        .state,
        "\(line.line) of \(from) went over by \(last.rule.rawValue), and the rest goes the same way:"
          + " --rule \(last.rule.rawValue); budget set and budget transfer change the new period",
        ["line": .string(line.line), "rule": .string(last.rule.rawValue)])
    }
    return try MoneyRule.sum(rollovers.map(\.amount))
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
  let flags: [String]?
}
