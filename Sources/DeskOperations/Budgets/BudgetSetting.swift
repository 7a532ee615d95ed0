import DeskRules
import DeskStore

struct BudgetSetting: Change {
  static let about = About(
    "budget.set", "Sets the ceiling of a client's budget line for a period.", roles: .money,
    refusals: [.notFound, .usage, .amount, .exists, .state, .notSet],
    example: "swapdesk budget set bakery repair --limit 50000.00 --period 2026 --overflow goods",
    notes: [
      "Setting the same period again changes its limit; what is held and spent stays. A limit below"
        + " what is spent is recorded, and the line is negative.",
      "What exceeds the line waits for an approval on the --overflow line; where none is named it"
        + " is unfunded. One that is neither a line of the client's nor repair, consumables or goods is"
        + " refused; one that is not set for these days yet is flagged no_line.",
      "--warn-at, --stop-at and --tolerance are reckoned on limit + transferred, inclusive. Beyond"
        + " the stop plus its tolerance no estimate is approved; what was done is always recorded,"
        + " and spent up to what the line has. The word none takes a threshold or the overflow line"
        + " away; what is not named stays. A warning that would come only after the stop is flagged"
        + " warn_beyond_stop, a stop above what the line has stop_beyond_limit.",
      "--title is for papers and pages, in all periods of the line, and may be said alone; commands go on"
        + " naming the line. The word none takes it away.",
      "The flag unsettled says that finished jobs had no budget until now: budget settle brings them"
        + " to it.",
    ])
  let client: ClientCode
  let line: LineName
  let limit: DecimalText?
  let period: Period?
  let overflow: Removable<LineName>?
  let warnAt: Removable<BudgetThreshold>?
  let stopAt: Removable<BudgetThreshold>?
  let tolerance: Removable<BudgetThreshold>?
  let title: Removable<Line>?

  init(_ read: inout Arguments) throws(DeskError) {
    client = try read("client", at: 1, "The client.")
    line = try read(
      "line", at: 2, "The line: repair, consumables, goods, …; blanks become hyphens.")
    limit = try read.optional(
      "limit", "The ceiling, as the client pays it; left out with --title alone.")
    period = try read.optional("period", "The days it holds for; left out with --title alone.")
    overflow = try read.optional("overflow", "The line that carries what exceeds this one.")
    warnAt = try read.optional("warn_at", "From when on answers warn: 80% or 40000.00.")
    stopAt = try read.optional(
      "stop_at", "Up to where estimates are approved; 100% where left out.")
    tolerance = try read.optional(
      "tolerance", "How far beyond the stop an estimate still passes, flagged.")
    title = try read.optional("title", "What the line is called on papers and pages.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<BudgetCard> {
    let client = try Lookup(books, caller).client(client)
    guard overflow != .value(line) else {
      throw DeskError(.usage, "a line cannot overflow into itself; name another line")
    }
    let lines = try books.budgets.list(client.code)
    let named = lines.filter { $0.line == line.text }
    let title = try title.after(named.first?.title) { $0.text }
    let titled = LineTitled(client: client.code, line: line.text, title: title)
    let events: [any Event] = title == named.first?.title ? [] : [titled]
    guard let limit, let period else {
      let ledger = try Ledger(
        books, client: client, ticket: nil, at: caller.now, now: caller.now)
      var card = try BudgetCard(try onlyTitled(named, on: ledger.today, books))
      card.title = title.map { Private($0) }
      return Decision(events: events, reply: card)
    }
    let amount = try limit.minorUnits(in: client.currency)
    let same = try known(client, named, period)
    var figures = same?.figures ?? BudgetFigures(limit: amount)
    figures.limit = amount
    let budget = BudgetLine(
      client: client.code, line: line.text, period: period,
      currency: same?.currency ?? client.currency, overflow: try overflow(same, books),
      figures: figures,
      guards: BudgetGuards(
        warnAt: warnAt.after(same?.guards.warnAt), stopAt: stopAt.after(same?.guards.stopAt),
        tolerance: tolerance.after(same?.guards.tolerance)),
      rolledInto: same?.rolledInto, title: same?.title)
    _ = try budget.guards.room(figures, budget.currency)
    var card = try BudgetCard(budget)
    card.title = title.map { Private($0) }
    let flags = try (card.flags ?? []) + self.flags(budget, books)
    card.flags = flags.isEmpty ? nil : flags
    guard budget != same else { return Decision(events: events, reply: card) }
    let ledger = try Ledger(
      books, client: client, ticket: nil, at: caller.now, now: caller.now)
    let set = BudgetSet(
      client: client.code, line: line.text, period: period, currency: budget.currency,
      overflow: budget.overflow, at: caller.now, after: figures,
      day: try ledger.firstOpenDay(of: period), guards: budget.guards)
    return Decision(events: [set] + events, reply: card)
  }

  /// The line that is only given a title, as it is today, or in its last period.
  private func onlyTitled(
    _ named: [BudgetLine], on today: CalendarDate, _ books: Books
  ) throws(DeskError) -> BudgetLine {
    let missing = limit == nil ? "limit" : "period"
    let others = [overflow == nil, warnAt == nil, stopAt == nil, tolerance == nil]
    guard title != nil, limit == nil, period == nil, others.allSatisfy(\.self) else {
      throw DeskError(
        .usage,
        "\(missing) is missing: --limit and --period go together, and --title may stand alone",
        ["parameter": .string(missing)])
    }
    guard let line = named.first(where: { $0.period.contains(today) }) ?? named.last else {
      try KnownLines(client, in: books).require(self.line.text)
      throw DeskError(
        .notSet,
        "\(client) has no budget \(self.line.text); say --limit and --period with the title",
        ["line": .string(self.line.text)])
    }
    return line
  }

  /// The line as it is for the period.
  ///
  /// - Throws: `exists` for another period with a day in common.
  private func known(
    _ client: Client, _ known: [BudgetLine], _ period: Period
  ) throws(DeskError) -> BudgetLine? {
    if let other = known.first(where: { $0.period != period && $0.period.overlaps(period) }) {
      throw DeskError(
        .exists,
        "\(client.code) has \(line.text) for \(other.period) already, which has days in common with"
          + " \(period)",
        ["period": .string("\(other.period)")])
    }
    return known.first { $0.period == period }
  }

  /// The overflow line from now on.
  private func overflow(
    _ same: BudgetLine?, _ books: Books
  ) throws(DeskError) -> String? {
    let name = try overflow.after(same?.overflow) { $0.text }
    guard let name, name != same?.overflow else { return name }
    try KnownLines(client, in: books).requireCarrier(name, beside: line.text)
    return name
  }

  /// An overflow line that is missing, and jobs that waited for this one.
  private func flags(
    _ budget: BudgetLine, _ books: Books
  ) throws(DeskError) -> [String] {
    var flags: [String] = []
    if let name = budget.overflow {
      flags = try KnownLines(budget.client, in: books).flags(of: name, in: budget.period)
    }
    if try isWarnedTooLate(budget) { flags.append("warn_beyond_stop") }
    if try budget.guards.stop(budget.figures, budget.currency) > max(0, budget.figures.funding) {
      flags.append("stop_beyond_limit")
    }
    let waiting = try books.budgets.unbudgeted(of: budget.client, limit: 1)
    let isAwaited = try books.allocations.astray(of: budget.client)
      .contains { $0.from == budget.line && budget.period.contains($0.day) }
    if !waiting.isEmpty || isAwaited { flags.append("unsettled") }
    return flags
  }

  /// Whether no promise is made any more before anybody is warned.
  private func isWarnedTooLate(_ budget: BudgetLine) throws(DeskError) -> Bool {
    let figures = budget.figures
    guard let warn = try budget.guards.warnAt?.minorUnits(of: figures.funding, in: budget.currency)
    else { return false }
    return warn > (try budget.guards.stop(figures, budget.currency))
  }
}
