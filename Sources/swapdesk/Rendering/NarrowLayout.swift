import DeskRules

/// Tables that would be wider than a terminal: times are cut to the minute, each list has only the
/// columns that it is about, and what is long goes on under itself.
struct NarrowLayout {
  private let operation: String
  private let items: [JSONObject]

  /// How many columns a terminal, and a sheet of paper, have room for.
  static let pageWidth = 110

  /// Nil for an operation whose table is not one of these.
  init?(_ operation: String, _ items: [JSONObject]) {
    let narrow = [
      "loan.list", "loan.suggest", "loan.timeline", "bench.list", "report.devices", "roster.gaps",
    ]
    guard narrow.contains(operation) else { return nil }
    self.operation = operation
    self.items = items
  }

  /// The table's lines, the titles first.
  var lines: [String] {
    let shown = columns.filter { column in items.contains { !cell(column, of: $0).isEmpty } }
    return TextTable(
      titles: shown.map(title), rows: items.map { item in shown.map { cell($0, of: item) } },
      pageWidth: Self.pageWidth, limits: shown.map(limit)
    ).lines
  }

  private var columns: [String] {
    let all = Layout.columns(of: operation) ?? Columns.plain(of: items)
    switch operation {
    case "loan.list" where items.allSatisfy { $0["days_owed"] != nil }:
      return ["loan", "device", "client", "ticket", "returned", "presumed", "days_owed", "missing"]
        + ["reminders"]
    case "loan.list" where Set(items.map { $0.text("state") }).count > 1:
      return ["loan", "device", "client", "ticket", "state", "begins", "due", "returned", "flags"]
    case "loan.list":
      return ["loan", "device", "client", "ticket", "begins", "due", "days_overdue"]
        + ["free_from", "free_until"]
        + (items.first?["returned"] == nil ? ["reminders"] : ["returned", "pages", "flags"])
    case "bench.list" where items.allSatisfy { $0["handed_back"] != nil }:
      return ["device", "client", "ticket", "state", "handed_back", "days_owed", "missing"]
    case "loan.suggest" where items.allSatisfy { $0["devices"]?.number ?? 1 == 1 }:
      return all.filter { $0 != "devices" }
    case "report.devices" where Set(items.map { $0.text("currency") }).count == 1:
      return all.filter { $0 != "currency" }
    default: return all
    }
  }

  private func cell(_ column: String, of item: JSONObject) -> String {
    let begins = column == "begins"
    let name = begins ? (item["issued"] == nil ? "from" : "issued") : column
    return Columns.cell(name, of: item).withShortTimes
  }

  private func title(_ column: String) -> String {
    switch column {
    case "begins": "from"
    case "days_overdue": "late"
    case "days_owed": "days"
    case "percent": "%"
    case "callouts": "visits"
    case "pages_between_visits": "per visit"
    case "loaner_days": "loan days"
    default: People.title(column)
    }
  }

  /// How wide a column of texts may be.
  private func limit(_ column: String) -> Int? {
    switch column {
    case "missing": 18
    case "reminders": 20
    case "flags": 16
    default: nil
    }
  }
}
