import DeskRules

/// Where the mapped columns stand in a source's header.
struct ColumnPlan {
  /// The mapped columns' names; a row keeps their fields in this order.
  let names: [String]
  /// Where the ticket's number stands in the source.
  let numberIndex: Int
  private let indices: [Int]
  private let slots: [String: Int]

  /// - Throws: `usage` when a mapped column is not in the header, or there twice.
  init(_ mapping: TicketMapping, header: CSVRow) throws(DeskError) {
    let known = header.fields.map(\.trimmed)
    var indices: [Int] = []
    for name in mapping.columnNames {
      guard let index = known.firstIndex(of: name) else {
        throw DeskError(
          .usage,
          "the mapping names the column \(name), which the header does not have"
            + Nearest.clause(for: name, among: known))
      }
      guard known.lastIndex(of: name) == index else {
        throw DeskError(.usage, "the header has the column \(name) twice; rename one of them")
      }
      indices.append(index)
    }
    names = mapping.columnNames
    self.indices = indices
    numberIndex = indices[0]
    slots = Dictionary(names.enumerated().map { ($1, $0) }) { first, _ in first }
  }

  /// The place of a mapped column in a row, or nil when no column is mapped.
  func slot(_ name: String?) -> Int? { name.flatMap { slots[$0] } }

  /// The mapped fields of a source's row.
  func fields(of row: CSVRow) -> [String] { indices.map { row[$0].trimmed } }
}

/// A source's row cut down to the mapped columns.
struct TicketRow: Equatable {
  let line: Int
  /// The fields in the plan's order; none when the row is broken.
  let fields: [String]

  /// Whether the row could not be read: it stands for its ticket, which is left out.
  var isBroken: Bool { fields.isEmpty }

  /// The row as bytes.
  var encoded: [UInt8] {
    var bytes: [UInt8] = []
    BigEndian.append(UInt64(line), to: &bytes)
    for field in fields {
      BigEndian.append(UInt64(field.utf8.count), to: &bytes)
      bytes += field.utf8
    }
    return bytes
  }

  init(line: Int, fields: [String]) {
    self.line = line
    self.fields = fields
  }

  /// Reads what `encoded` wrote.
  init(encoded bytes: [UInt8]) {
    line = Int(BigEndian.number(bytes.prefix(8)))
    var fields: [String] = []
    var index = 8
    while index < bytes.count {
      let count = Int(BigEndian.number(bytes[index..<(index + 8)]))
      index += 8
      fields.append(String(decoding: bytes[index..<(index + count)], as: UTF8.self))
      index += count
    }
    self.fields = fields
  }
}
