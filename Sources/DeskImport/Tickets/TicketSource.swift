import DeskRules

/// The rows of a source, which can be read more than once.
struct TicketSource {
  /// Up to so many tickets are remembered while looking whether rows stand together; a source with
  /// more is sorted without looking.
  private static let ticketLimit = 1_000_000

  let plan: ColumnPlan
  private let file: ByteFile
  private let mapping: TicketMapping

  /// Opens the source and looks at its header. What cannot be read twice, such as a pipe, is first
  /// copied to a temporary file.
  ///
  /// - Throws: `usage` when there is no such file, no header, or a mapped column is missing in it;
  ///   `storage` or `storageFull` when it cannot be read or copied.
  init(path: String, mapping: TicketMapping, scratchFolder: String) throws(DeskError) {
    let file = try ByteFile.reading(path)
    self.file = file.canRewind ? file : try Self.copy(file, to: scratchFolder)
    self.mapping = mapping
    try self.file.rewind()
    var reader = CSVReader(self.file, delimiter: mapping.delimiter)
    guard case .row(let header) = try reader.next() else {
      throw DeskError(.usage, "\(file.name) does not begin with a header line of CSV")
    }
    plan = try ColumnPlan(mapping, header: header)
  }

  private static func copy(_ file: ByteFile, to folder: String) throws(DeskError) -> ByteFile {
    let copy = try ByteFile.scratch(in: folder)
    while true {
      let bytes = try file.read(atMost: 262_144)
      if bytes.isEmpty { return copy }
      try copy.write(bytes)
    }
  }

  /// Counts the rows, and finds out whether each ticket's rows stand together.
  func survey() throws(DeskError) -> (rows: Int, isGrouped: Bool) {
    var rows = 0
    var isGrouped = true
    var last: String?
    var seen: Set<Int> = []
    try eachRow { row, _ in
      rows += 1
      guard isGrouped, let number = number(of: row), number != last else { return }
      last = number
      // Hashes stand for the numbers: should two be equal, the rows are sorted without need.
      isGrouped = seen.count < Self.ticketLimit && seen.insert(number.hashValue).inserted
    }
    return (rows, isGrouped)
  }

  /// Hands out all rows below the header in the file's order.
  ///
  /// - Parameters:
  ///   - onRow: gets each row with its ticket's number, or nil when it names none; the row is
  ///     broken if it could not be read.
  ///   - onIssue: gets what is wrong with broken rows and with those that name no ticket.
  /// - Throws: `storage` when the source cannot be read, and what `onRow` throws.
  func read(
    onRow: (_ number: String?, TicketRow) throws(DeskError) -> Void, onIssue: (RowIssue) -> Void
  ) throws(DeskError) {
    try eachRow { row, reason throws(DeskError) in
      let number = number(of: row)
      if reason != nil || number == nil {
        onIssue(
          RowIssue(
            line: row.line, ticket: number, column: reason == nil ? mapping.columns.number : nil,
            reason: reason ?? "the row names no ticket", consequence: .leftOut))
      }
      let isBroken = reason != nil || number == nil
      let fields = isBroken ? [] : plan.fields(of: row)
      try onRow(number, TicketRow(line: row.line, fields: fields))
    }
  }

  /// Reads everything below the header; a reason means that the row is broken, and its fields are
  /// those that could be told apart.
  private func eachRow(
    _ body: (_ row: CSVRow, _ reason: String?) throws(DeskError) -> Void
  ) throws(DeskError) {
    try file.rewind()
    var reader = CSVReader(file, delimiter: mapping.delimiter)
    _ = try reader.next()
    while let item = try reader.next() {
      switch item {
      case .row(let row): try body(row, nil)
      case .refused(let refusal): try body(refusal.fields, refusal.reason)
      }
    }
  }

  /// The ticket that a row names: its number, unless it is missing or cannot be one.
  private func number(of row: CSVRow) -> String? {
    guard plan.numberIndex < row.count else { return nil }
    let number = row[plan.numberIndex].trimmed
    let isUsable =
      !number.isEmpty && number.utf8.count <= 64 && !mapping.missing.contains(number)
      && CleanText.isVisible(number)
    return isUsable ? number : nil
  }
}
