import DeskRules
import DeskStore

/// The lines that would carry a job, each with what of it the line does not have.
struct BillExcess {
  private(set) var lines: [(line: BudgetLine, amount: Int64)] = []

  /// Adds what of a job a line would not have, 0 where it has all.
  ///
  /// - Throws: `amount` when the sum leaves the range of amounts.
  mutating func add(_ line: BudgetLine, _ amount: Int64) throws(DeskError) {
    if let known = lines.firstIndex(where: { $0.line.isSame(line) }) {
      lines[known].amount = try MoneyRule.sum(lines[known].amount, amount)
    } else {
      lines.append((line, amount))
    }
  }

  /// What no line has, as answers show it; nil where they have all.
  ///
  /// - Throws: `amount` when the sum leaves the range of amounts.
  func text(in currency: Currency) throws(DeskError) -> String? {
    let sum = try MoneyRule.sum(lines.map(\.amount))
    return sum > 0 ? currency.text(sum) : nil
  }

  /// Lines as answers show them, by name and period: those that would carry the job where none are
  /// named, each with what of it the line does not have.
  func cards(of named: [BudgetLine]? = nil) throws(DeskError) -> [BudgetCard] {
    let lines = (named ?? self.lines.map(\.line)).sorted {
      ($0.line, $0.period.first) < ($1.line, $1.period.first)
    }
    return try lines.map { line throws(DeskError) in
      var card = try BudgetCard(line)
      let amount = self.lines.first { $0.line.isSame(line) }?.amount ?? 0
      card.exceeds = amount > 0 ? line.currency.text(amount) : nil
      return card
    }
  }
}

extension BudgetLine {
  /// Whether it is the same line in the same period, whatever its figures.
  func isSame(_ other: BudgetLine) -> Bool {
    client == other.client && line == other.line && period == other.period
  }
}
