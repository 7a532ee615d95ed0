public import DeskEngine
public import DeskRules

/// What a check found.
public struct CheckReport: Sendable {
  /// How many journal entries were read.
  public let entries: Int64
  /// What disagrees, a line each; empty when all agrees.
  public let problems: [String]
  /// What the journal proves and still does not add up, a line each: an earlier version wrote it so.
  public let remarks: [String]

  /// Makes a report.
  public init(entries: Int64, problems: [String], remarks: [String] = []) {
    self.entries = entries
    self.problems = problems
    self.remarks = remarks
  }
}

/// Proves the books: the journal's sequence and chain, and every table derived again from the
/// journal into an empty desk.
public struct Check {
  private let books: Books
  private let derive: () throws(DeskError) -> any Writer

  /// How many differing rows are traced to the entry they disagree with.
  private static let tracedRows = 20
  /// How many entries are applied in one transaction.
  private static let sliceEntries = 1_000

  /// Checks the books of a reader that nobody changes meanwhile.
  ///
  /// - Parameter derive: makes an empty desk to derive into; called once, and again when a
  ///   difference has to be traced.
  public init(
    of reader: any Reader, deriving derive: @escaping () throws(DeskError) -> any Writer
  ) {
    books = Books(reader)
    self.derive = derive
  }

  /// Runs the check; `progress` hears how many entries of how many are done.
  ///
  /// - Throws: `damaged` when an entry cannot be read at all; `storage` when a file cannot.
  public func run(_ progress: (Int64, Int64) -> Void) throws(DeskError) -> CheckReport {
    let head = try books.head()
    if let problem = try brokenLink(head) {
      return CheckReport(entries: head.seq, problems: [problem])
    }
    let writer = try derive()
    defer { writer.close() }
    try replay(into: writer) { seq throws(DeskError) in progress(seq, head.seq) }
    var problems: [String] = []
    for table in CheckedTable.all where problems.count < Self.tracedRows {
      let keys = try table.differences(books, Books(writer), limit: Self.tracedRows)
      problems += try trace(keys, of: table)
    }
    if problems.isEmpty { problems = try books.ledger.imbalances(limit: Self.tracedRows) }
    let remarks =
      try books.swaps.imbalances(limit: Self.tracedRows)
      + books.loans.overlaps(limit: Self.tracedRows)
    return CheckReport(entries: head.seq, problems: problems, remarks: remarks)
  }

  private func replay(
    into writer: any Writer, after each: (Int64) throws(DeskError) -> Void
  ) throws(DeskError) {
    let recorder = Recorder(writer)
    do {
      try writer.begin()
      try recorder.layHead(identity: "")
      try writer.commit()
      var last: Int64 = 0
      while true {
        let entries = try books.journal(after: last, limit: Self.sliceEntries)
        guard let end = entries.last else { return }
        try writer.begin()
        for entry in entries {
          try recorder.reapply(entry)
          try each(entry.seq)
        }
        try writer.commit()
        last = end.seq
      }
    } catch {
      writer.rollback()
      switch error {
      case let fault as EngineFault: throw DeskError(fault)
      case let error as DeskError: throw error
      default: throw DeskError(.internalFault, "\(error)")
      }
    }
  }

  /// Finds, for rows that differ, the entry that last determined each.
  private func trace(
    _ keys: [[SQLValue]], of table: CheckedTable
  ) throws(DeskError) -> [String] {
    guard !keys.isEmpty else { return [] }
    let writer = try derive()
    defer { writer.close() }
    let derived = Books(writer)
    var known = keys.map { _ in nil as [SQLValue]? }
    var origin = keys.map { _ in nil as Int64? }
    try replay(into: writer) { seq throws(DeskError) in
      for (index, key) in keys.enumerated() {
        let values = try table.row(key, in: derived)?.values
        if values != known[index] {
          known[index] = values
          origin[index] = seq
        }
      }
    }
    let ordered = keys.indices.sorted { (origin[$0] ?? 0) < (origin[$1] ?? 0) }
    return ordered.map { index in
      let name = keys[index].map(\.shown).joined(separator: "/")
      guard let seq = origin[index] else {
        return "\(table.name) \(name): no journal entry made it"
      }
      return "\(table.name) \(name): disagrees with journal entry \(seq)"
    }
  }

  /// The first place where the journal's numbering, chain or private digests break.
  private func brokenLink(_ head: Head) throws(DeskError) -> String? {
    var chain: [UInt8] = []
    var seq: Int64 = 0
    var problem: String?
    try books.each(
      """
      SELECT seq, entered_at, happened_at, actor, operation, request_key, request_digest, events,
        answer, private_digest, private, chain FROM journal ORDER BY seq
      """
    ) { row throws(DeskError) in
      let chained = ChainedRow(
        seq: row.integer(0), enteredAt: row.integer(1), happenedAt: row.integer(2),
        actor: row.text(3), operation: row.text(4), requestKey: row.optionalText(5),
        requestDigest: row.optionalText(6), events: row.text(7), answer: row.optionalText(8),
        privateDigest: row.text(9))
      if chained.seq != seq + 1 {
        problem = "journal entry \(seq + 1) is missing"
      } else if chained.link(after: chain) != row.blob(11) {
        problem = "journal entry \(chained.seq) does not follow from the one before it"
      } else if let hidden = row.optionalText(10),
        Digest.hexadecimal(hidden) != chained.privateDigest
      {
        problem = "the private part of journal entry \(chained.seq) is not the one it was made with"
      }
      seq = chained.seq
      chain = row.blob(11)
      return problem == nil
    }
    if problem == nil, head.seq != seq || head.chain != chain {
      return "the head names entry \(head.seq), the journal ends at \(seq)"
    }
    return problem
  }
}
