import DeskRules
import DeskStore

/// What a client's budget lines are called on papers: by their title, where they have one.
struct LineLabels {
  private let lines: [BudgetLine]

  init(_ client: ClientCode, in books: Books) throws(DeskError) {
    lines = try books.budgets.list(client)
  }

  /// The line in whatever period.
  func text(_ name: String) -> String { lines.first { $0.line == name }?.label ?? name }

  /// The line in its period, which is named.
  func text(_ name: String, first: CalendarDate) -> String {
    let period = lines.first { $0.line == name && $0.period.first == first }?.period
    return text(name) + (period.map { " \($0)" } ?? "")
  }
}

extension BudgetLine {
  /// What it is called on papers.
  var label: String { title ?? line }
}
