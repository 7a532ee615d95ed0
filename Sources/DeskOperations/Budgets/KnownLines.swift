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

  private func isUnknown(_ name: String) -> Bool { !lines.isEmpty && !names.contains(name) }

  /// What to flag of a name that is none of the lines, where a call must not fail for a slip of the hand.
  func flags(of name: String?) -> [String] {
    name.map { isUnknown($0) ? ["\(Self.missing) \($0)"] : [] } ?? []
  }

  /// Refuses a name that is none of the lines, where the client has some: a slip of the hand would
  /// lift every limit.
  ///
  /// - Throws: `not_set`, naming the nearest.
  func require(_ name: String) throws(DeskError) {
    guard isUnknown(name) else { return }
    let near = Nearest.names(to: name, among: names)
    let others = Nearest.clause(near, or: "; it has \(names.joined(separator: ", ")).")
    throw DeskError(
      .notSet,
      "\(client) has no budget \(name)\(others) If it is a new line, set it first with budget set"
        + " \(client) \(name) --limit AMOUNT --period PERIOD",
      ["line": .string(name), "nearest": .array(near.map { .string($0) })])
  }

  /// Refuses the name of a line that shall carry money from now on, also before its budget is set, if it
  /// is neither a line of the client's nor one of those that every firm knows: with a slip of the hand
  /// nothing would carry it.
  ///
  /// - Throws: `not_set`, naming the nearest.
  func requireCarrier(_ name: String, beside own: String? = nil) throws(DeskError) {
    let known = Set(names + UsualLines.names).subtracting([own].compactMap { $0 })
    guard !known.contains(name) else { return }
    let near = Nearest.names(to: name, among: known.sorted())
    throw DeskError(
      .notSet,
      "\(client) has no line \(name)\(Nearest.clause(near, or: ".")) If it is a new line, set that one"
        + " first",
      ["line": .string(name), "nearest": .array(near.map { .string($0) })])
  }

  /// What to flag of a line that shall carry money on some days and has no budget for any of them.
  func flags(of name: String, in days: Period) -> [String] {
    let isThere = lines.contains { $0.line == name && $0.period.overlaps(days) }
    return isThere ? [] : ["\(Self.missing) \(name)"]
  }

  /// The flag of a line without a budget.
  static let missing = "no_line"

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
