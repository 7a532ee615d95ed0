import DeskOperations
import DeskRules

/// The duties of a period as a calendar: who is on duty now and tonight, then a grid a month with
/// whoever has each day's night, then what differs from the rotation.
struct RosterPage {
  private let duties: [Entry]
  /// Those of the period that was asked for.
  private let listed: [Entry]

  /// A duty with its times on the desk's wall clock, such as `2026-11-21T09:00`.
  private struct Entry {
    /// The name, with a mark where nobody answers.
    let person: String
    let isThere: Bool
    let from: String
    let to: String
    let item: JSONObject

    init(_ item: JSONObject) {
      self.item = item
      from = String((item.text("from") ?? "").prefix(16))
      to = String((item.text("to") ?? "").prefix(16))
      let name = item.text("person") ?? "-"
      isThere = !["away", "left"].contains { Columns.cell($0, of: item) == "yes" }
      person = isThere ? name : name + "!"
    }

    /// Who answers, in words.
    var words: String {
      guard let name = item.text("person") else { return "nobody" }
      if isThere { return name }
      let isLeft = Columns.cell("left", of: item) == "yes"
      return "nobody (\(name) \(isLeft ? "has left" : "is away"))"
    }

    /// Whether it is as the rotation has it.
    var isPlain: Bool { item["person"] != nil && item["why"] == nil }

    func covers(_ time: String) -> Bool { from <= time && time < to }

    var times: String { "\(from.spaced) - \(to.spaced)" }
  }

  init(_ items: [JSONObject]) {
    duties = items.map(Entry.init)
    listed = duties.filter { $0.item["outside"] == nil }
  }

  var lines: [String] {
    (headings + months.flatMap(grid)).map(SafeText.line) + changes
  }

  private var headings: [String] {
    let now = duties.filter { Columns.cell("now", of: $0.item) == "yes" }
    let tonight = duties.filter { Columns.cell("tonight", of: $0.item) == "yes" }
    let nowLines = now.map { entry in
      let phone = entry.item.text("phone").map { ", \($0)" } ?? ""
      return "now      \(entry.words) until \(entry.to.spaced)\(phone)"
    }
    let names = tonight.map(\.words).reduce(into: [String]()) { names, name in
      if names.last != name { names.append(name) }
    }
    return nowLines + (names.isEmpty ? [] : ["tonight  \(names.joined(separator: ", then "))"])
  }

  /// The months that the duties touch, as their first days.
  private var months: [CalendarDate] {
    let days = [
      listed.first.map { $0.item.text("listed_from") ?? $0.from }, listed.last?.from,
    ].compactMap { text in
      text.flatMap { try? CalendarDate(String($0.prefix(10))) }
    }
    guard let first = days.first, let last = days.last.map({ max(first, $0) }) else { return [] }
    var months: [CalendarDate] = []
    var day = first.adding(days: 1 - first.day)
    while day <= last {
      months.append(day)
      let next = day.adding(days: 31)
      day = next.adding(days: 1 - next.day)
    }
    return months
  }

  private static let cellWidth = 11

  private func grid(of month: CalendarDate) -> [String] {
    let name = String(month.text.prefix(7))
    let times = handovers(in: name)
    let handover = times.isEmpty ? "" : "  hand-over at \(times.joined(separator: ", then "))"
    var lines = ["", name + handover]
    lines.append(Weekday.allCases.map { Self.cell($0.name) }.joined())
    var row = Array(repeating: "", count: month.weekday.index)
    var day = month
    while day.month == month.month {
      row.append("\(day.day < 10 ? " " : "")\(day.day) \(person(on: day))")
      if row.count == 7 {
        lines.append(row.map(Self.cell).joined())
        row = []
      }
      let next = day.adding(days: 1)
      guard next > day else { break }
      day = next
    }
    if !row.isEmpty { lines.append(row.map(Self.cell).joined()) }
    return lines.map { line in String(line.reversed().drop { $0 == " " }.reversed()) }
  }

  /// The times of day at which one hands over to the next by the rotation, in the order of the month.
  private func handovers(in month: String) -> [String] {
    let times = zip(listed, listed.dropFirst()).filter { before, after in
      before.isPlain && after.isPlain && after.from.hasPrefix(month)
    }.map { _, after in String(after.from.suffix(5)) }
    return times.reduce(into: []) { known, time in
      if known.last != time { known.append(time) }
    }
  }

  /// Whoever is on duty when the night of a day begins.
  private func person(on day: CalendarDate) -> String {
    listed.last { $0.covers("\(day.text)T22:00") }?.person ?? ""
  }

  private static func cell(_ text: String) -> String {
    let short = String(text.prefix(cellWidth - 1))
    let width = SafeText.width(short)
    return short + String(repeating: " ", count: max(1, cellWidth - width))
  }

  private var changes: [String] {
    let changed = listed.filter { entry in
      entry.item["why"] != nil || entry.item["person"] == nil || !entry.isThere
    }
    guard !changed.isEmpty else { return [] }
    return [""]
      + changed.flatMap { entry in
        let instead = entry.item.text("instead_of").map { " instead of \($0)" } ?? ""
        let why = entry.item.text("why").map { ": \($0)" } ?? ""
        return SafeText.remark("\(entry.words)\(instead)\(why)", mark: "\(entry.times)  ")
      }
  }
}

extension String {
  /// A date and time with a space between them.
  fileprivate var spaced: String { replacing("T", with: " ") }
}
