import DeskRules

/// Makes a ticket of its rows.
struct TicketAssembler {
  private let mapping: TicketMapping
  private let plan: ColumnPlan
  private var facts: RowFactsReader
  private var clients: ForeignClients

  /// - Throws: `usage` when the mapping's zone cannot be used on this machine.
  init(_ mapping: TicketMapping, _ plan: ColumnPlan) throws(DeskError) {
    self.mapping = mapping
    self.plan = plan
    facts = try RowFactsReader(mapping, plan)
    clients = ForeignClients(mapping.client)
  }

  /// The ticket of these rows, which stand in the file's order; nil when any of them is bad.
  mutating func ticket(
    number: String, rows: [TicketRow], onIssue: (RowIssue) -> Void
  ) -> ForeignTicket? {
    var isGood = true
    var read: [RowFacts] = []
    for row in rows {
      // What is wrong with a broken row was said when it was read.
      guard !row.isBroken, let facts = facts.read(row, number: number, onIssue: onIssue) else {
        isGood = false
        continue
      }
      read.append(facts)
    }
    guard isGood, let firstRead = read.first else { return nil }
    func note(_ line: Int, _ column: String?, _ reason: String) {
      onIssue(
        RowIssue(
          line: line, ticket: number, column: column, reason: reason, consequence: .noted))
    }
    for (before, after) in zip(read, read.dropFirst()) where after.at < before.at {
      note(after.line, mapping.columns.at, "earlier than the row before; sorted by time")
    }
    read.sort { ($0.at, $0.line) < ($1.at, $1.line) }
    let first = read.first ?? firstRead
    let client: ForeignClients.Client
    do {
      client = try clients.client(read.last { $0.client != nil }?.client)
    } catch {
      onIssue(
        RowIssue(
          line: first.line, ticket: number, column: mapping.client.column, reason: error.reason,
          consequence: .leftOut))
      return nil
    }
    let opened = read.lazy.compactMap(\.opened).first ?? first.at
    if opened > first.at { note(first.line, mapping.columns.opened, "opened after this row") }
    return ForeignTicket(
      system: mapping.system, number: number, client: client.code, clientName: client.name,
      opened: opened, priority: read.lazy.compactMap(\.priority).first,
      problem: problem(first), details: details(read),
      resolved: read.last { $0.resolved != nil }?.resolved,
      closed: read.last { $0.closed != nil }?.closed, entries: entries(read))
  }

  private func problem(_ first: RowFacts) -> String {
    let text = Self.joined(mapping.problem, first.problem)
    return text.isEmpty ? "not stated" : text
  }

  private func details(_ rows: [RowFacts]) -> [ForeignDetail] {
    mapping.details.enumerated().compactMap { index, column in
      rows.last { $0.details[index] != nil }?.details[index].map {
        ForeignDetail(label: column.label ?? column.column, text: $0)
      }
    }
  }

  private static func joined(
    _ columns: [TicketMapping.LabelledColumn], _ values: [String?]
  ) -> String {
    zip(columns, values).compactMap { column, value in
      value.map { value in column.label.map { "\($0): \(value)" } ?? value }
    }
    .joined(separator: "; ")
  }

  /// What changed from row to row. A value that is missing says nothing: it changes nothing.
  private func entries(_ rows: [RowFacts]) -> [ForeignEntry] {
    var known = RowFacts(line: 0, at: Instant(seconds: 0))
    known.problem = rows.first?.problem ?? []
    return rows.map { row in
      var entry = ForeignEntry(line: row.line, at: row.at)
      entry.by = row.by
      if let state = row.state, state != known.state {
        (entry.state, entry.waitingReason) = (state.state, state.waitingReason)
        known.state = state
      }
      entry.priority = Self.changed(row.priority, &known.priority)
      entry.assignee = Self.changed(row.assignee, &known.assignee)
      entry.group = Self.changed(row.group, &known.group)
      var changes = row.problem
      for (index, value) in row.problem.enumerated() {
        changes[index] = Self.changed(value, &known.problem[index])
      }
      let note = Self.joined(mapping.problem, changes)
      entry.note = note.isEmpty ? nil : note
      return entry
    }
  }

  private static func changed<Value: Equatable>(_ value: Value?, _ known: inout Value?) -> Value? {
    guard let value, value != known else { return nil }
    known = value
    return value
  }
}
