import DeskRules
import DeskStore

/// A budget line with its figures.
struct BudgetCard: Item {
  let client: ClientCode
  let line: String
  let period: Period
  let currency: Currency
  let limit: String
  let transferred: String
  let held: String
  let pending: String
  let spent: String
  let unfunded: String
  let available: String
  var overflow: String?
  var movements: [MovementCard]?

  init(_ budget: BudgetLine) {
    let figures = budget.figures
    func text(_ amount: Int64) -> String { budget.currency.text(amount) }
    client = budget.client
    line = budget.line
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
  let ticket: TicketNumber?
  let pending: PendingNumber?
  let available: String
}
