import DeskRules
import DeskStore

/// A budget line with its figures.
struct BudgetCard: Item {
  let client: ClientCode
  let line: String
  /// What it is called on papers, where that is not its name.
  var title: Private<String>?
  let period: Period
  let currency: Currency
  let limit: String
  let transferred: String
  let held: String
  let pending: String
  let spent: String
  let unfunded: String
  let available: String
  /// What of the job that is being answered for the line does not have.
  var exceeds: String?
  var overflow: String?
  let warnAt: BudgetThreshold?
  let stopAt: BudgetThreshold?
  let tolerance: BudgetThreshold?
  var flags: [String]?
  var movements: [MovementCard]?

  enum CodingKeys: String, CodingKey {
    case client, line, title, period, currency, limit, transferred, held, pending, spent, unfunded
    case available, exceeds, overflow
    case warnAt = "warn_at"
    case stopAt = "stop_at"
    case tolerance, flags, movements
  }

  init(_ budget: BudgetLine) throws(DeskError) {
    let figures = budget.figures
    func text(_ amount: Int64) -> String { budget.currency.text(amount) }
    client = budget.client
    line = budget.line
    title = budget.title.map { Private($0) }
    period = budget.period
    currency = budget.currency
    limit = text(figures.limit)
    transferred = text(figures.transferred)
    held = text(figures.held)
    pending = text(figures.pending)
    spent = text(figures.spent)
    unfunded = text(figures.unfunded)
    available = text(figures.available)
    overflow = budget.overflow
    warnAt = budget.guards.warnAt
    stopAt = budget.guards.stopAt
    tolerance = budget.guards.tolerance
    flags = try budget.guards.state(figures, budget.currency).map { [$0.rawValue] }
  }
}

/// One movement on a line, and what was left after it.
struct MovementCard: Item {
  let seq: Int64
  let entered: String
  let happened: String
  let by: String
  let line: String
  let period: String
  let movement: String
  let amount: String
  /// The ceiling that was set, of which the amount is the difference to the one before.
  let limit: String?
  let day: CalendarDate
  let reference: CalendarDate?
  /// The day the client said it, where that is not the day of the books.
  let said: CalendarDate?
  let debit: BudgetAccount
  let credit: BudgetAccount
  let ticket: TicketNumber?
  let pending: PendingNumber?
  let from: String?
  let available: String
  let approvedBy: Private<String>?
  let refusedBy: Private<String>?
  let text: Private<String>?

  enum CodingKeys: String, CodingKey {
    case seq, entered, happened, by, line, period, movement, amount, limit, day, reference, said
    case debit, credit, ticket, pending, from, available
    case approvedBy = "approved_by"
    case refusedBy = "refused_by"
    case text
  }
}
