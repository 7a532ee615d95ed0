import DeskRules

/// Calls that await a visit, and visits, as two short lists that fit a terminal; times stand on the
/// site's wall clock.
struct CalloutListPage {
  private let calls: [JSONObject]
  private let visits: [JSONObject]

  init(_ items: [JSONObject]) {
    calls = items.filter { $0["call"] != nil }
    visits = items.filter { $0["call"] == nil }
  }

  var lines: [String] {
    let gap = calls.isEmpty || visits.isEmpty ? [] : [""]
    return list("Calls that await a visit", calls, Self.callColumns)
      + gap + list("Visits", visits, Self.visitColumns)
  }

  private typealias Column = (title: String, text: @Sendable (JSONObject) -> String)

  private static let callColumns: [Column] = [
    ("ticket", { Columns.cell("ticket", of: $0) }),
    ("client", { Columns.cell("client", of: $0) }),
    ("device", { Columns.cell("device", of: $0) }),
    ("called", { time("call.called", $0) }),
    ("state", { Columns.cell("call.state", of: $0) }),
    ("who", { who($0) }),
    ("goes on", { clock("call.next", $0) }),
    ("expires", { clock("call.expires", $0) }),
    ("left", { Columns.cell("left", of: $0) }),
  ]

  private static let visitColumns: [Column] = [
    ("visit", { Columns.cell("visit.number", of: $0) }),
    ("ticket", { Columns.cell("ticket", of: $0) }),
    ("client", { Columns.cell("client", of: $0) }),
    ("device", { Columns.cell("device", of: $0) }),
    ("engineer", { Columns.cell("visit.engineer", of: $0) }),
    ("arrived", { time("visit.arrived", $0) }),
    ("done", { done($0) }),
    ("response", { Columns.cell("response_minutes", of: $0) }),
    ("total", { Columns.cell("total", of: $0) }),
    ("", { Columns.cell("currency", of: $0) }),
    ("left", { Columns.cell("left", of: $0) }),
  ]

  /// A table without empty columns; what is flagged stands under its row.
  private func list(_ title: String, _ items: [JSONObject], _ columns: [Column]) -> [String] {
    guard !items.isEmpty else { return [] }
    let shown = columns.filter { column in items.contains { !column.text($0).isEmpty } }
    let table = TextTable(
      titles: shown.map(\.title), rows: items.map { item in shown.map { $0.text(item) } }
    ).lines
    var lines = [title, table[0]]
    for (item, row) in zip(items, table.dropFirst()) {
      lines.append(row)
      let flags = item["flags"]?.elements?.compactMap(\.text) ?? []
      lines += flags.map { SafeText.line("  ! " + $0.withShortTimes) }
    }
    return lines
  }

  /// Who comes, or who is being called.
  private static func who(_ item: JSONObject) -> String {
    let engineer = Columns.cell("call.engineer", of: item)
    return engineer.isEmpty ? Columns.cell("call.calling", of: item) : engineer
  }

  private static func time(_ column: String, _ item: JSONObject) -> String {
    Columns.cell(column, of: item).withShortTimes
  }

  /// When the visit ended, with the day where it is another than that of the arrival.
  private static func done(_ item: JSONObject) -> String {
    let done = time("visit.done", item)
    return done.prefix(10) == time("visit.arrived", item).prefix(10) ? String(done.suffix(5)) : done
  }

  private static func clock(_ column: String, _ item: JSONObject) -> String {
    String(time(column, item).suffix(5))
  }
}

extension String {
  /// The text with times such as `2026-11-22T03:15:00+03:00` written as `2026-11-22 03:15`.
  var withShortTimes: String {
    split(separator: " ", omittingEmptySubsequences: false).map { word in
      let isTime = word.count >= 19 && word.dropFirst(10).hasPrefix("T") && word.hasPrefix("2")
      return isTime ? word.prefix(10) + " " + word.dropFirst(11).prefix(5) : String(word)
    }.joined(separator: " ")
  }
}
