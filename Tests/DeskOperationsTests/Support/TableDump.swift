import DeskEngine

/// Every row of every table of a desk, to see that nothing changed.
struct TableDump {
  private let tables: [String: [[SQLValue]]]

  init(_ reader: any Reader) throws {
    var tables: [String: [[SQLValue]]] = [:]
    for name in try reader.tableNames() {
      tables[name] = try reader.rows("SELECT * FROM \(name)")
    }
    self.tables = tables
  }

  /// The tables that differ.
  func differences(from other: TableDump) -> [String] {
    tables.keys.filter { tables[$0] != other.tables[$0] }.sorted()
  }
}

extension Reader {
  /// Every table with rows of its own, those inside the text index too.
  func tableNames() throws -> [String] {
    try rows(
      """
      SELECT name FROM sqlite_schema
      WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name
      """
    ).map { $0[0].shown }
  }

  /// Every value of every row.
  func rows(_ sql: String, _ values: [SQLValue] = []) throws -> [[SQLValue]] {
    var rows: [[SQLValue]] = []
    try forEach(sql, values) { row in
      rows.append((0..<row.count).map(row.value))
      return true
    }
    return rows
  }
}

extension SQLValue {
  /// The value as text, empty for none.
  var shown: String {
    switch self {
    case .integer(let number): String(number)
    case .text(let text): text
    case .blob(let bytes): bytes.map { String($0, radix: 16) }.joined(separator: " ")
    case .null: ""
    }
  }
}
