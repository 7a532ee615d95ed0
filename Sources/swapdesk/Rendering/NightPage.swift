import DeskRules

/// The night report as two tables that fit a terminal: how fast people came, and what it came to.
struct NightPage {
  private let items: [JSONObject]

  init(_ items: [JSONObject]) { self.items = items }

  private typealias Column = (title: String, name: String)

  private static let keys: [Column] = [
    ("month", "month"), ("engineer", "engineer"), ("client", "client"),
  ]
  private static let response: [Column] = [
    ("received", "received"), ("no answer", "unanswered"), ("missed", "missed_acknowledgements"),
    ("visits", "calls"), ("at night", "night_calls"), ("response", "response_median"),
    ("worst", "response_worst"),
  ]
  private static let money: [Column] = [
    ("minutes", "minutes"), ("night", "night_minutes"), ("cost", "cost"), ("", "cost_currency"),
    ("revenue", "revenue"), ("", "currency"), ("minutes by band", "bands"),
  ]

  var lines: [String] {
    table(Self.response) + [""] + table(Self.money) + flags
  }

  /// The rows with what they are about; columns that are empty in every row are left out.
  private func table(_ columns: [Column]) -> [String] {
    let shown = (Self.keys + columns).filter { column in
      items.contains { !Columns.cell(column.name, of: $0).isEmpty }
    }
    return TextTable(
      titles: shown.map(\.title),
      rows: items.map { item in shown.map { Columns.cell($0.name, of: item) } },
      pageWidth: NarrowLayout.pageWidth, limits: shown.map { _ in nil }
    ).lines
  }

  private var flags: [String] {
    var said: [String] = []
    for item in items {
      for flag in item["flags"]?.elements?.compactMap(\.text) ?? [] where !said.contains(flag) {
        said.append(flag)
      }
    }
    return said.flatMap { SafeText.remark(CallPage.explain($0), mark: "! ") }
  }
}
