import DeskRules
import DeskStore

struct BudgetSetting: Change {
  static let about = About(
    "budget.set", "Sets the ceiling of a client's budget line for a period.", roles: .money,
    refusals: [.notFound, .usage, .amount, .exists, .state],
    example: "swapdesk budget set bakery repair --limit 50000.00 --period 2026 --overflow goods",
    notes: [
      "Setting the same period again changes its limit; what is held and spent stays. A limit below"
        + " what is spent is recorded, and the line is negative.",
      "What exceeds the line waits for an approval on the --overflow line; where none is named it"
        + " is unfunded.",
      "--warn-at, --stop-at and --tolerance are reckoned on limit + transferred, inclusive. Beyond"
        + " the stop plus its tolerance no estimate is approved; what was done is always recorded.",
    ])
  let client: ClientCode
  let line: ShortName
  let limit: DecimalText
  let period: Period
  let overflow: ShortName?
  let guards: BudgetGuards

  init(_ read: inout Arguments) throws(DeskError) {
    client = try read("client", at: 1, "The client.")
    line = try read("line", at: 2, "The line: repair, consumables, goods, …")
    limit = try read("limit", "The ceiling, as the client pays it.")
    period = try read("period", "The days it holds for.")
    overflow = try read.optional("overflow", "The line that carries what exceeds this one.")
    guards = BudgetGuards(
      warnAt: try read.optional("warn_at", "From when on answers warn: 80% or 40000.00."),
      stopAt: try read.optional(
        "stop_at", "Up to where estimates are approved; 100% where left out."),
      tolerance: try read.optional(
        "tolerance", "How far beyond the stop an estimate still passes, flagged."))
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<BudgetCard> {
    let client = try Lookup(books, caller).client(client)
    let limit = try limit.minorUnits(in: client.currency)
    guard overflow != line else {
      throw DeskError(.usage, "a line cannot overflow into itself; name another line")
    }
    let same = try known(client, books)
    var figures = same?.figures ?? BudgetFigures(limit: limit)
    figures.limit = limit
    let budget = BudgetLine(
      client: client.code, line: line.text, period: period,
      currency: same?.currency ?? client.currency, overflow: overflow?.text ?? same?.overflow,
      figures: figures, guards: guards.completed(by: same?.guards),
      rolledInto: same?.rolledInto)
    _ = try budget.guards.room(figures, budget.currency)
    let card = try BudgetCard(budget)
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
  private func known(_ client: Client, _ books: Books) throws(DeskError) -> BudgetLine? {
    let known = try books.budgets.list(client.code, line: line.text)
    if let other = known.first(where: { $0.period != period && $0.period.overlaps(period) }) {
      throw DeskError(
        .exists,
        "\(client.code) has \(line.text) for \(other.period) already, which has days in common with"
          + " \(period)",
        ["period": .string("\(other.period)")])
    }
    return known.first { $0.period == period }
  }
}

extension BudgetGuards {
  /// These guards, with earlier ones where none are named.
  fileprivate func completed(by earlier: BudgetGuards?) -> BudgetGuards {
    BudgetGuards(
      warnAt: warnAt ?? earlier?.warnAt, stopAt: stopAt ?? earlier?.stopAt,
      tolerance: tolerance ?? earlier?.tolerance)
  }
}
