import DeskEngine
import DeskRules

/// A table that follows from the journal, and the columns that tell its rows apart.
struct CheckedTable: Sendable {
  let name: String
  let key: [String]

  /// Every table of the books but the journal and its head.
  static let all: [CheckedTable] = [
    .init(name: "desk", key: ["id"]),
    .init(name: "counter", key: ["name"]),
    .init(name: "staff", key: ["name"]),
    .init(name: "token", key: ["number"]),
    .init(name: "client", key: ["code"]),
    .init(name: "site", key: ["client", "code"]),
    .init(name: "contact", key: ["client", "number"]),
    .init(name: "model", key: ["name"]),
    .init(name: "supply", key: ["number"]),
    .init(name: "fit", key: ["model", "supply"]),
    .init(name: "piece", key: ["tag"]),
    .init(name: "holding", key: ["piece", "since_at", "entry"]),
    .init(name: "meter_reading", key: ["device", "at", "entry"]),
    .init(name: "ticket", key: ["number"]),
    .init(name: "ticket_line", key: ["ticket", "line"]),
    .init(name: "ticket_pause", key: ["ticket", "since_at", "entry"]),
    .init(name: "target", key: ["client", "priority"]),
    .init(name: "calendar", key: ["name"]),
    .init(name: "calendar_year", key: ["calendar", "year", "version"]),
    .init(name: "calendar_hours", key: ["calendar", "version"]),
    .init(name: "earlier_call", key: ["ticket", "until_entry"]),
    .init(name: "missed_call", key: ["ticket", "entry", "person"]),
    .init(name: "staff_rate", key: ["staff", "from_date"]),
    .init(name: "visit", key: ["number"]),
    .init(name: "swap", key: ["number"]),
    .init(name: "swap_piece", key: ["swap", "side", "piece"]),
    .init(name: "swap_balance", key: ["client", "substitution"]),
    .init(name: "opening_balance", key: ["client", "substitution"]),
    .init(name: "away", key: ["piece"]),
    .init(name: "swap_debt", key: ["origin", "substitution", "client"]),
    .init(name: "consumption", key: ["item", "quarter"]),
    .init(name: "stock", key: ["item", "place", "state", "owner"]),
    .init(name: "wanting", key: ["item", "owner", "state", "piece"]),
    .init(name: "installed", key: ["piece"]),
    .init(name: "refiller", key: ["code"]),
    .init(name: "refill", key: ["number"]),
    .init(name: "refill_piece", key: ["refill", "piece"]),
    .init(name: "refill_work", key: ["refiller", "quarter"]),
    .init(name: "turnaround", key: ["refiller", "quarter", "sent_quarter"]),
    .init(name: "write_off", key: ["number"]),
    .init(name: "write_off_piece", key: ["write_off", "piece"]),
    .init(name: "loan", key: ["number"]),
    .init(name: "loan_accessory", key: ["loan", "place"]),
    .init(name: "loan_reminder", key: ["loan", "reminder"]),
    .init(name: "bench_stay", key: ["device", "received_at", "entry"]),
    .init(name: "bench_accessory", key: ["device", "received_at", "entry", "place"]),
    .init(name: "loaner", key: ["device"]),
    .init(name: "loaner_count", key: ["model", "availability"]),
    .init(name: "tariff", key: ["client", "from_date"]),
    .init(name: "rotation", key: ["starts_at"]),
    .init(name: "roster_override", key: ["entry"]),
    .init(name: "absence", key: ["entry"]),
    .init(name: "escalation", key: ["entry"]),
    .init(name: "call", key: ["ticket"]),
    .init(name: "attendance", key: ["ticket", "entry", "person"]),
    .init(name: "notification", key: ["entry"]),
    .init(name: "budget_title", key: ["client", "line"]),
    .init(name: "budget", key: ["client", "line", "first_date"]),
    .init(name: "hold", key: ["ticket", "line", "first_date"]),
    .init(name: "pending", key: ["number"]),
    .init(name: "bill", key: ["ticket"]),
    .init(name: "client_terms", key: ["client"]),
    .init(name: "tax_rate", key: ["from_date"]),
    .init(name: "discount", key: ["owner", "service", "from_date"]),
    .init(name: "client_group", key: ["client", "from_date"]),
    .init(name: "discount_stacking", key: ["from_date"]),
    .init(name: "invoice", key: ["number"]),
    .init(name: "invoice_line", key: ["invoice", "line"]),
    .init(name: "invoice_tax", key: ["invoice", "line"]),
    .init(name: "invoice_ticket", key: ["ticket", "invoice"]),
    .init(name: "payment", key: ["number"]),
    .init(name: "receivable", key: ["client"]),
    .init(name: "open_change", key: ["date", "invoice", "seq"]),
    .init(name: "price", key: ["article", "from_date"]),
    .init(name: "account_entry", key: ["client", "date", "seq", "document"]),
    .init(name: "account_day", key: ["client", "date"]),
    .init(name: "budget_day", key: ["client", "line", "first_date", "day"]),
    .init(
      name: "ledger_entry",
      key: ["client", "line", "first_date", "entered_at", "seq", "position"]),
    .init(name: "allocation", key: ["ticket", "entry", "position", "ticket_line"]),
    .init(name: "approval", key: ["ticket", "entry"]),
    .init(name: "substitute", key: ["client", "number"]),
    .init(name: "closed_period", key: ["client", "first_date", "last_date"]),
    .init(name: "subject_entry", key: ["subject", "seq"]),
  ]

  /// How many rows are compared at a time, so that memory stays bounded.
  private static let sliceRows = 2_000

  /// A row: its key and all its columns.
  typealias Row = (key: [SQLValue], values: [SQLValue])

  /// The next rows after a key, in the order of the key.
  func rows(after key: [SQLValue]?, in books: Books) throws(DeskError) -> [Row] {
    let columns = self.key.joined(separator: ", ")
    let marks = self.key.map { _ in "?" }.joined(separator: ", ")
    let condition = key == nil ? "" : "WHERE (\(columns)) > (\(marks))"
    return try books.all(
      "SELECT \(columns), * FROM \(name) \(condition) ORDER BY \(columns) LIMIT ?",
      (key ?? []) + [.integer(Self.sliceRows)], split)
  }

  /// The row with a key.
  func row(_ key: [SQLValue], in books: Books) throws(DeskError) -> Row? {
    let columns = self.key.joined(separator: ", ")
    let condition = self.key.map { "\($0) = ?" }.joined(separator: " AND ")
    return try books.first(
      "SELECT \(columns), * FROM \(name) WHERE \(condition)", key, split)
  }

  private func split(_ row: any DeskEngine.Row) -> Row {
    let values = (0..<row.count).map { row.value($0) }
    return (Array(values.prefix(key.count)), Array(values.dropFirst(key.count)))
  }

  /// The keys of rows that differ between two states of the books, at most `limit`.
  func differences(
    _ left: Books, _ right: Books, limit: Int
  ) throws(DeskError) -> [[SQLValue]] {
    var differing: [[SQLValue]] = []
    var leftRows = TableCursor(self, left)
    var rightRows = TableCursor(self, right)
    while differing.count < limit {
      switch (try leftRows.peek(), try rightRows.peek()) {
      case (nil, nil): return differing
      case (let row?, nil):
        differing.append(row.key)
        leftRows.advance()
      case (nil, let row?):
        differing.append(row.key)
        rightRows.advance()
      case (let one?, let other?):
        if one.key == other.key {
          if one.values != other.values { differing.append(one.key) }
          leftRows.advance()
          rightRows.advance()
        } else if SQLValue.precedes(one.key, other.key) {
          differing.append(one.key)
          leftRows.advance()
        } else {
          differing.append(other.key)
          rightRows.advance()
        }
      }
    }
    return differing
  }
}

/// Walks a table in slices.
private struct TableCursor {
  private let table: CheckedTable
  private let books: Books
  private var rows: [CheckedTable.Row] = []
  private var index = 0
  private var last: [SQLValue]?
  private var isAtEnd = false

  init(_ table: CheckedTable, _ books: Books) {
    self.table = table
    self.books = books
  }

  mutating func peek() throws(DeskError) -> CheckedTable.Row? {
    if index < rows.count { return rows[index] }
    guard !isAtEnd else { return nil }
    rows = try table.rows(after: last, in: books)
    index = 0
    last = rows.last?.key
    isAtEnd = rows.isEmpty
    return rows.first
  }

  mutating func advance() { index += 1 }
}

extension SQLValue {
  /// Whether a key comes before another in the engine's order of one column type.
  fileprivate static func precedes(_ left: [SQLValue], _ right: [SQLValue]) -> Bool {
    for (one, other) in zip(left, right) where one != other {
      switch (one, other) {
      case (.integer(let one), .integer(let other)): return one < other
      case (.text(let one), .text(let other)):
        return one.utf8.lexicographicallyPrecedes(other.utf8)
      case (.blob(let one), .blob(let other)): return one.lexicographicallyPrecedes(other)
      default: return false
      }
    }
    return false
  }

  /// The value in a message.
  var shown: String {
    switch self {
    case .integer(let number): String(number)
    case .text(let text): text
    case .blob: "bytes"
    case .null: "nothing"
    }
  }
}
