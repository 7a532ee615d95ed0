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
        + " away; what is not named stays.",
      "The flag unsettled says that finished jobs had no budget until now: budget settle brings them"
        + " to it.",
    ])
  let client: ClientCode
  let line: ShortName
  let limit: DecimalText
  let period: Period
  let overflow: Removable<ShortName>?
  let warnAt: Removable<BudgetThreshold>?
  let stopAt: Removable<BudgetThreshold>?
  let tolerance: Removable<BudgetThreshold>?

  init(_ read: inout Arguments) throws(DeskError) {
    client = try read("client", at: 1, "The client.")
    line = try read("line", at: 2, "The line: repair, consumables, goods, …")
    limit = try read("limit", "The ceiling, as the client pays it.")
    period = try read("period", "The days it holds for.")
    overflow = try read.optional("overflow", "The line that carries what exceeds this one.")
    warnAt = try read.optional("warn_at", "From when on answers warn: 80% or 40000.00.")
    stopAt = try read.optional(
      "stop_at", "Up to where estimates are approved; 100% where left out.")
    tolerance = try read.optional(
      "tolerance", "How far beyond the stop an estimate still passes, flagged.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<BudgetCard> {
    let client = try Lookup(books, caller).client(client)
    let limit = try limit.minorUnits(in: client.currency)
    guard overflow != .value(line) else {
      throw DeskError(.usage, "a line cannot overflow into itself; name another line")
    }
    let lines = try books.budgets.list(client.code)
    let same = try known(client, lines)
    var figures = same?.figures ?? BudgetFigures(limit: limit)
    figures.limit = limit
    let budget = BudgetLine(
      client: client.code, line: line.text, period: period,
      currency: same?.currency ?? client.currency, overflow: try overflow(same, lines),
      figures: figures,
      guards: BudgetGuards(
        warnAt: warnAt.after(same?.guards.warnAt), stopAt: stopAt.after(same?.guards.stopAt),
        tolerance: tolerance.after(same?.guards.tolerance)),
      rolledInto: same?.rolledInto)
    _ = try budget.guards.room(figures, budget.currency)
    var card = try BudgetCard(budget)
    let flags = try (card.flags ?? []) + self.flags(budget, lines, books)
    card.flags = flags.isEmpty ? nil : flags
    guard budget != same else { return Decision(events: [], reply: card) }
    let ledger = try Ledger(
      books, client: client, ticket: nil, at: caller.now, now: caller.now)
    let set = BudgetSet(
      client: client.code, line: line.text, period: period, currency: budget.currency,
      overflow: budget.overflow, at: caller.now, after: figures,
      day: try ledger.firstOpenDay(of: period), guards: budget.guards)
    return Decision(events: [set], reply: card)
  }

  /// The line as it is for the period.
  ///
  /// - Throws: `exists` for another period with a day in common.
  private func known(_ client: Client, _ lines: [BudgetLine]) throws(DeskError) -> BudgetLine? {
    let known = lines.filter { $0.line == line.text }
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
  ///
  /// - Throws: `not_set` for a name that is neither a line of the client's nor one of those that every
  ///   firm knows: with a slip of the hand nothing would carry the excess.
  private func overflow(
    _ same: BudgetLine?, _ lines: [BudgetLine]
  ) throws(DeskError) -> String? {
    let name = try overflow.after(same?.overflow) { $0.text }
    let names = Set(lines.map(\.line) + UsualLines.names).subtracting([line.text])
    guard let name, name != same?.overflow, !names.contains(name) else { return name }
    let near = Nearest.names(to: name, among: names.sorted())
    throw DeskError(
      .notSet,
      "\(client) has no line \(name)"
        + (near.isEmpty ? "." : "; did you mean \(near.joined(separator: ", "))?")
        + " If it is a new line, set that one first",
      ["line": .string(name), "nearest": .array(near.map { .string($0) })])
  }

  /// An overflow line that is missing, and jobs that waited for this one.
  private func flags(
    _ budget: BudgetLine, _ lines: [BudgetLine], _ books: Books
  ) throws(DeskError) -> [String] {
    var flags: [String] = []
    let isThere = lines.contains { $0.line == budget.overflow && $0.period.overlaps(period) }
    if let name = budget.overflow, !isThere { flags.append("no_line \(name)") }
    let waiting = try books.budgets.unbudgeted(of: budget.client, limit: 1)
    if !waiting.isEmpty { flags.append("unsettled") }
    return flags
  }
}
