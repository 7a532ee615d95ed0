public import DeskRules
import Foundation

/// Reads the event log of another system and yields its tickets, each whole or not at all.
///
/// The log is read twice: once to count and to see whether each ticket's rows stand together, once
/// to read. If they do not, the rows are sorted through temporary files. Memory holds one ticket,
/// a hash for each of at most a million tickets, a name for each client, and the sorter's share.
public struct ForeignTicketReader {
  /// The most rows of one ticket; more means that the wrong column was mapped as its number.
  public static let ticketRowLimit = 10_000
  /// After how many rows progress is told.
  public static let progressStep = 1_000

  private let mapping: TicketMapping
  private let scratchFolder: String
  private let sortMemory: Int

  /// Makes a reader.
  ///
  /// - Parameters:
  ///   - mapping: what the log's columns and words mean.
  ///   - scratchFolder: where temporary files go, usually the system's folder for them. They can
  ///     be read by their owner only and disappear with the process.
  ///   - sortMemory: about how many bytes sorting may use.
  public init(_ mapping: TicketMapping, scratchFolder: String? = nil, sortMemory: Int = 33_554_432)
  {
    self.mapping = mapping
    self.scratchFolder = scratchFolder ?? FileManager.default.temporaryDirectory.path
    self.sortMemory = sortMemory
  }

  /// Reads a log in the order of the tickets' first appearance.
  ///
  /// - Parameters:
  ///   - path: the CSV file, or `-` for standard input.
  ///   - onTicket: gets each good ticket; an error it throws ends the reading.
  ///   - onIssue: gets what was left out, and what is worth a look.
  ///   - onProgress: gets how many rows of how many are done, from time to time and at the end.
  /// - Returns: what was read and what was left out.
  /// - Throws: `usage` when there is no such file, it has no header or a mapped column is missing
  ///   in it (before any row is read); `storage` or `storageFull` when the log or a temporary file
  ///   fails or the log changes meanwhile; and what `onTicket` throws.
  public func read(
    path: String, onTicket: (ForeignTicket) throws(DeskError) -> Void,
    onIssue: (RowIssue) -> Void, onProgress: (_ done: Int, _ all: Int) -> Void = { _, _ in }
  ) throws(DeskError) -> ForeignSummary {
    let source = try TicketSource(path: path, mapping: mapping, scratchFolder: scratchFolder)
    let assembler = try TicketAssembler(mapping, source.plan)
    let (rows, isGrouped) = try source.survey()
    var groups = TicketGroups(assembler)
    groups.summary.wasGrouped = isGrouped
    func take(_ number: String?, _ row: TicketRow) throws(DeskError) {
      try groups.take(number, row, onTicket, onIssue)
      if groups.summary.rows.isMultiple(of: Self.progressStep) {
        onProgress(groups.summary.rows, rows)
      }
    }
    if isGrouped {
      try source.read(onRow: take, onIssue: onIssue)
    } else {
      try readSorted(source, onRow: take, onIssue: onIssue)
    }
    try groups.finish(onTicket, onIssue)
    guard groups.summary.rows == rows else {
      throw DeskError(.storage, "\(path) changed while it was read; import a copy of it")
    }
    onProgress(rows, rows)
    return groups.summary
  }

  /// Sorts by ticket, which finds each ticket's first row; then by first row. Rows without a ticket
  /// come first.
  private func readSorted(
    _ source: TicketSource, onRow: (String?, TicketRow) throws(DeskError) -> Void,
    onIssue: (RowIssue) -> Void
  ) throws(DeskError) {
    var byTicket = ExternalSorter(folder: scratchFolder, memoryLimit: sortMemory / 2)
    var place: UInt64 = 0
    func sort(_ number: String?, _ row: TicketRow) throws(DeskError) {
      guard let number else { return try onRow(nil, row) }
      place += 1
      // A number has no control character, so that the zero ends it.
      var key = Array(number.utf8) + [0]
      BigEndian.append(place, to: &key)
      try byTicket.add(ExternalSorter.Record(key: key, payload: row.encoded))
    }
    try source.read(onRow: sort, onIssue: onIssue)
    var byFirstRow = ExternalSorter(folder: scratchFolder, memoryLimit: sortMemory / 2)
    var number: ArraySlice<UInt8> = []
    var firstPlace: ArraySlice<UInt8> = []
    try byTicket.finish { record throws(DeskError) in
      if record.key.dropLast(8) != number {
        number = record.key.dropLast(8)
        firstPlace = record.key.suffix(8)
      }
      let key = Array(firstPlace + record.key.suffix(8)) + number
      try byFirstRow.add(ExternalSorter.Record(key: key, payload: record.payload))
    }
    try byFirstRow.finish { record throws(DeskError) in
      let number = String(decoding: record.key.dropFirst(16).dropLast(), as: UTF8.self)
      try onRow(number, TicketRow(encoded: record.payload))
    }
  }
}

/// Collects the rows of one ticket after the other.
private struct TicketGroups {
  var summary = ForeignSummary()
  private var assembler: TicketAssembler
  private var number: String?
  private var rows: [TicketRow] = []
  private var count = 0

  init(_ assembler: TicketAssembler) { self.assembler = assembler }

  mutating func take(
    _ number: String?, _ row: TicketRow, _ onTicket: (ForeignTicket) throws(DeskError) -> Void,
    _ onIssue: (RowIssue) -> Void
  ) throws(DeskError) {
    summary.rows += 1
    guard let number else {
      summary.rowsLeftOut += 1
      return
    }
    if number != self.number {
      try finish(onTicket, onIssue)
      self.number = number
    }
    count += 1
    if count <= ForeignTicketReader.ticketRowLimit { rows.append(row) }
  }

  mutating func finish(
    _ onTicket: (ForeignTicket) throws(DeskError) -> Void, _ onIssue: (RowIssue) -> Void
  ) throws(DeskError) {
    defer {
      rows.removeAll(keepingCapacity: true)
      count = 0
      number = nil
    }
    guard let number, let first = rows.first else { return }
    guard count <= ForeignTicketReader.ticketRowLimit else {
      let reason = "\(count) rows of one ticket; is this the right column for its number?"
      onIssue(
        RowIssue(
          line: first.line, ticket: number, column: nil, reason: reason, consequence: .leftOut))
      leaveOut()
      return
    }
    guard let ticket = assembler.ticket(number: number, rows: rows, onIssue: onIssue) else {
      leaveOut()
      return
    }
    try onTicket(ticket)
    summary.tickets += 1
  }

  private mutating func leaveOut() {
    summary.ticketsLeftOut += 1
    summary.rowsLeftOut += count
  }
}
