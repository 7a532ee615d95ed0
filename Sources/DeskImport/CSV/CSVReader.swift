public import DeskRules

/// Reads CSV as RFC 4180 has it, row by row in bounded memory: quotes, doubled quotes, line ends
/// inside quotes, CRLF or LF, a UTF-8 byte order mark passed over. The first row decides how many
/// fields a row has. An empty line is passed over where rows have more than one field.
///
/// A bad row is handed out as refused, and reading goes on: behind the row when its extent is
/// known, else (wrong quoting, a row beyond the limit) on the line after the one it began on, so
/// that one stray quote costs one line and not the rest of the file.
public struct CSVReader {
  /// The longest field, in bytes.
  public static let fieldLimit = 65_536
  /// The longest row, in bytes with its quotes and delimiters.
  public static let rowLimit = 1_048_576
  private static let chunkSize = 262_144

  private let source: (Int) throws(DeskError) -> [UInt8]
  private var scanner: CSVRowScanner
  private var buffer: [UInt8] = []
  private var position = 0
  private var line = 1
  private var isAtEnd = false
  private var hasBegun = false
  private var fieldCount: Int?

  /// Reads a file, or standard input when the path is `-`.
  ///
  /// - Throws: `usage` when nothing is there, `storage` when it cannot be opened.
  public init(path: String, delimiter: UInt8 = UInt8(ascii: ",")) throws(DeskError) {
    self.init(try ByteFile.reading(path), delimiter: delimiter)
  }

  /// Reads bytes from a source that gives at most as many as asked for, and none at the end.
  public init(
    delimiter: UInt8 = UInt8(ascii: ","), source: @escaping (Int) throws(DeskError) -> [UInt8]
  ) {
    self.source = source
    scanner = CSVRowScanner(delimiter: delimiter)
  }

  init(_ file: ByteFile, delimiter: UInt8) {
    self.init(delimiter: delimiter) { count throws(DeskError) in try file.read(atMost: count) }
  }

  /// The next row, good or refused, or nil at the end.
  ///
  /// - Throws: `storage` when the input cannot be read.
  public mutating func next() throws(DeskError) -> CSVItem? {
    try begin()
    while try hasBytes() {
      switch scanner.scan(buffer, from: position, isLast: isAtEnd) {
      case .needsMore:
        guard buffer.count - position >= Self.rowLimit else {
          try readMore()
          continue
        }
        return try refuseLine("a row longer than 1 MiB, or a quote that is not closed")
      case .broken(let reason): return try refuseLine(reason)
      case .row(let next):
        let row = CSVRow(line: line, bytes: scanner.content, ends: scanner.ends)
        position = next
        line += scanner.innerLines + 1
        if isBlank(row) { continue }
        return judged(row)
      }
    }
    return nil
  }

  private func isBlank(_ row: CSVRow) -> Bool {
    row.count == 1 && row.bytes.isEmpty && fieldCount != 1
  }

  private mutating func judged(_ row: CSVRow) -> CSVItem {
    func refused(_ reason: String) -> CSVItem {
      .refused(CSVRefusal(line: row.line, reason: reason, fields: row))
    }
    var start = 0
    for (index, end) in row.ends.enumerated() {
      guard end - start <= Self.fieldLimit else {
        return refused("field \(index + 1) is longer than 64 KiB")
      }
      start = end
    }
    if let field = row.firstInvalidField { return refused("field \(field + 1) is not UTF-8") }
    let expected = fieldCount ?? row.count
    fieldCount = expected
    guard row.count == expected else {
      return refused("\(row.count) fields where \(expected) are expected")
    }
    return .row(row)
  }

  /// Refuses the row that begins here, and steps to the next line.
  private mutating func refuseLine(_ reason: String) throws(DeskError) -> CSVItem {
    let known = CSVRow(line: line, bytes: scanner.content, ends: scanner.ends)
    while try hasBytes() {
      if let end = buffer[position...].firstIndex(of: UInt8(ascii: "\n")) {
        position = end + 1
        break
      }
      position = buffer.count
      if !isAtEnd { try readMore() }
    }
    line += 1
    return .refused(CSVRefusal(line: known.line, reason: reason, fields: known))
  }

  private mutating func begin() throws(DeskError) {
    guard !hasBegun else { return }
    hasBegun = true
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    while buffer.count < mark.count, !isAtEnd { try readMore() }
    if buffer.starts(with: mark) { position = mark.count }
  }

  private mutating func hasBytes() throws(DeskError) -> Bool {
    while position == buffer.count, !isAtEnd { try readMore() }
    return position < buffer.count
  }

  private mutating func readMore() throws(DeskError) {
    let more = try source(Self.chunkSize)
    isAtEnd = more.isEmpty
    buffer.removeSubrange(..<position)
    position = 0
    buffer.append(contentsOf: more)
  }
}
