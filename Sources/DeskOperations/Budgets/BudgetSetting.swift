import DeskRules
import DeskStore

struct BudgetSetting: Change {
  static let about = About(
    "budget.set", "Sets the ceiling of a client's budget line for a period.", roles: .money,
    refusals: [.notFound, .usage, .amount, .exists],
    example: "swapdesk budget set bakery repair --limit 50000.00 --period 2026 --overflow goods",
    notes: [
      "Setting the same period again changes its limit; what is held and spent stays. A limit below"
        + " what is spent is recorded, and the line is negative.",
      "What exceeds the line waits for an approval on the --overflow line; where none is named it"
        + " is unfunded.",
    ])
  let client: ClientCode
  let line: ShortName
  let limit: DecimalText
  let period: Period
  let overflow: ShortName?

  init(_ read: inout Arguments) throws(DeskError) {
    client = try read("client", at: 1, "The client.")
    line = try read("line", at: 2, "The line: repair, consumables, goods, …")
    limit = try read("limit", "The ceiling, as the client pays it.")
    period = try read("period", "The days it holds for.")
    overflow = try read.optional("overflow", "The line that carries what exceeds this one.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<BudgetCard> {
    let client = try Lookup(books, caller).client(client)
    let limit = try limit.minorUnits(in: client.currency)
    guard overflow != line else {
      throw DeskError(.usage, "a line cannot overflow into itself; name another line")
    }
    let known = try books.budgets.list(client.code, line: line.text)
    let same = known.first { $0.period == period }
    if let other = known.first(where: { $0.period != period && $0.period.overlaps(period) }) {
      throw DeskError(
        .exists,
        "\(client.code) has \(line.text) for \(other.period) already, which has days in common with"
          + " \(period)",
        ["period": .string("\(other.period)")])
    }
    var figures = same?.figures ?? BudgetFigures(limit: limit)
    figures.limit = limit
    let budget = BudgetLine(
      client: client.code, line: line.text, period: period,
      currency: same?.currency ?? client.currency, overflow: overflow?.text ?? same?.overflow,
      figures: figures)
    guard budget != same else { return Decision(events: [], reply: BudgetCard(budget)) }
    let set = BudgetSet(
      client: client.code, line: line.text, period: period, currency: budget.currency,
      overflow: budget.overflow, at: caller.now, after: figures)
    return Decision(events: [set], reply: BudgetCard(budget))
  }
}
