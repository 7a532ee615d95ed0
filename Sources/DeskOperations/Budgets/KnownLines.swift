import DeskRules
import DeskStore

/// The lines of a client's budgets, of every period, against which promises are checked.
struct KnownLines {
  private let client: ClientCode
  private let lines: [BudgetLine]

  init(_ client: ClientCode, in books: Books) throws(DeskError) {
    self.client = client
    lines = try books.budgets.list(client)
  }

  private var names: [String] { Set(lines.map(\.line)).sorted() }

  /// Refuses a name that is none of the lines, where the client has some: a slip of the hand would
  /// lift every limit.
  ///
  /// - Throws: `not_set`, naming the nearest.
  func require(_ name: String) throws(DeskError) {
    guard !lines.isEmpty, !names.contains(name) else { return }
    let near = Nearest.names(to: name, among: names)
    let others =
      near.isEmpty
      ? "it has \(names.joined(separator: ", "))."
      : "did you mean \(near.joined(separator: ", "))?"
    throw DeskError(
      .notSet,
      "\(client) has no budget \(name); \(others) If it is a new line, set it first with budget set"
        + " \(client) \(name) --limit AMOUNT --period PERIOD",
      ["line": .string(name), "nearest": .array(near.map { .string($0) })])
  }

  /// Refuses a promise on a line that has no budget for a day, though it has one for other days. A
  /// kind of work for which the client sets no limit at all stays free.
  ///
  /// - Throws: `not_set`, naming the periods the line has, or the nearest line.
  func requirePromise(_ name: String, on day: CalendarDate) throws(DeskError) {
    if !UsualLines.isFree(name) { try require(name) }
    let periods = lines.filter { $0.line == name }.map { "\($0.period)" }
    guard !periods.isEmpty else { return }
    throw DeskError(
      .notSet,
      "\(client) has no budget \(name) on \(day), when the work is expected; it has one for"
        + " \(periods.joined(separator: ", ")): budget set \(client) \(name) --limit AMOUNT --period"
        + " PERIOD makes one, or ticket expect names another day",
      [
        "line": .string(name), "day": .string(day.text),
        "periods": .array(periods.map { .string($0) }),
      ])
  }
}
