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
    return list("Calls that await a visit", calls, Self.callColumns, CallPage.explain)
      + gap + list("Visits", visits, Self.visitColumns, CalloutPage.explain)
  }

  private struct Column {
    let title: String
    /// Whether it goes under its row where the table would be wider than a page.
    var isMovable = false
    let text: @Sendable (JSONObject) -> String
  }

  private static let callColumns: [Column] = [
    Column(title: "ticket") { Columns.cell("ticket", of: $0) },
    Column(title: "client") { Columns.cell("client", of: $0) },
    Column(title: "device", isMovable: true) { Columns.cell("device", of: $0) },
    Column(title: "called") { time("call.called", $0) },
    Column(title: "state") { Columns.cell("call.state", of: $0) },
    Column(title: "who", isMovable: true) { who($0) },
    Column(title: "goes on") { clock("call.next", $0) },
    Column(title: "expires") { clock("call.expires", $0) },
    Column(title: "left", isMovable: true) { Columns.cell("left", of: $0) },
  ]

  private static let visitColumns: [Column] = [
    Column(title: "visit") { Columns.cell("visit.number", of: $0) },
    Column(title: "ticket") { Columns.cell("ticket", of: $0) },
    Column(title: "client") { Columns.cell("client", of: $0) },
    Column(title: "device", isMovable: true) { Columns.cell("device", of: $0) },
    Column(title: "engineer", isMovable: true) { Columns.cell("visit.engineer", of: $0) },
    Column(title: "arrived") { time("visit.arrived", $0) },
    Column(title: "done") { done($0) },
    Column(title: "response", isMovable: true) { Columns.cell("response_minutes", of: $0) },
    Column(title: "total") { Columns.cell("total", of: $0) },
    Column(title: "") { Columns.cell("currency", of: $0) },
    Column(title: "left", isMovable: true) { Columns.cell("left", of: $0) },
  ]

  /// A table without empty columns; what has no room in it, and what is flagged, stands under its row.
  private func list(
    _ title: String, _ items: [JSONObject], _ columns: [Column],
    _ explain: (String) -> String
  ) -> [String] {
    guard !items.isEmpty else { return [] }
    var shown = columns.filter { column in items.contains { !column.text($0).isEmpty } }
    var moved: [Column] = []
    var table = Self.table(items, shown)
    while table.map(SafeText.width).max() ?? 0 > NarrowLayout.pageWidth,
      let last = shown.lastIndex(where: \.isMovable)
    {
      moved.insert(shown.remove(at: last), at: 0)
      table = Self.table(items, shown)
    }
    var lines = [title, table[0]]
    for (item, row) in zip(items, table.dropFirst()) {
      lines.append(row)
      let below = moved.map { ($0.title, $0.text(item)) }.filter { !$0.1.isEmpty }
        .map { "\($0.0) \($0.1)" }
      if !below.isEmpty {
        lines += SafeText.remark(below.joined(separator: "; "), mark: "  ")
      }
      lines += Self.flags(of: item).flatMap {
        SafeText.remark(explain($0.withShortTimes), mark: "  ! ")
      }
    }
    return lines
  }

  /// What is flagged; of a visit that was taken back only that, for its bill is no more.
  private static func flags(of item: JSONObject) -> [String] {
    let flags = item["flags"]?.elements?.compactMap(\.text) ?? []
    return flags.contains("taken_back") ? ["taken_back"] : flags
  }

  private static func table(_ items: [JSONObject], _ columns: [Column]) -> [String] {
    TextTable(
      titles: columns.map(\.title), rows: items.map { item in columns.map { $0.text(item) } }
    ).lines
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
