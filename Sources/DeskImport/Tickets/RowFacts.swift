import DeskRules

/// What one row says, in our words.
struct RowFacts: Equatable {
  struct State: Equatable {
    let state: TicketState
    let waitingReason: String?
  }

  let line: Int
  let at: Instant
  var opened: Instant?
  var state: State?
  var priority: Int?
  var assignee: String?
  var group: String?
  var by: String?
  var resolved: Instant?
  var closed: Instant?
  var client: String?
  /// The problem's columns, in the mapping's order.
  var problem: [String?] = []
  /// The details' columns, in the mapping's order.
  var details: [String?] = []

  init(line: Int, at: Instant) {
    self.line = line
    self.at = at
  }
}

/// Translates rows by the mapping; says of every field that cannot be what is wrong with it.
struct RowFactsReader {
  private let mapping: TicketMapping
  private let slots: Slots
  private var times: TimeReader

  private struct Slots {
    let at, opened, state, priority, assignee, group, by, resolved, closed, client: Int?
    let problem, details: [Int?]
  }

  /// - Throws: `usage` when the mapping's zone cannot be used on this machine.
  init(_ mapping: TicketMapping, _ plan: ColumnPlan) throws(DeskError) {
    self.mapping = mapping
    let columns = mapping.columns
    slots = Slots(
      at: plan.slot(columns.at), opened: plan.slot(columns.opened),
      state: plan.slot(columns.state), priority: plan.slot(columns.priority),
      assignee: plan.slot(columns.assignee), group: plan.slot(columns.group),
      by: plan.slot(columns.by), resolved: plan.slot(columns.resolved),
      closed: plan.slot(columns.closed), client: plan.slot(mapping.client.column),
      problem: mapping.problem.map { plan.slot($0.column) },
      details: mapping.details.map { plan.slot($0.column) })
    times = try TimeReader(mapping)
  }

  /// What the row says, or nil when a field is bad.
  mutating func read(
    _ row: TicketRow, number: String, onIssue: (RowIssue) -> Void
  ) -> RowFacts? {
    var fields = FieldReader(row: row, number: number, missing: mapping.missing)
    defer { fields.issues.forEach(onIssue) }
    let columns = mapping.columns
    let at = instant(slots.at, columns.at, &fields)
    if at == nil, fields.isGood { fields.refuse(columns.at, "the time of the row is missing") }
    var facts = RowFacts(line: row.line, at: at ?? Instant(seconds: 0))
    facts.opened = instant(slots.opened, columns.opened, &fields)
    facts.resolved = instant(slots.resolved, columns.resolved, &fields)
    facts.closed = instant(slots.closed, columns.closed, &fields)
    facts.state = state(&fields)
    facts.priority = priority(&fields)
    facts.assignee = fields.text(slots.assignee, columns.assignee)
    facts.group = fields.text(slots.group, columns.group)
    facts.by = fields.text(slots.by, columns.by)
    facts.client = fields.text(slots.client, mapping.client.column)
    facts.problem = texts(slots.problem, mapping.problem, &fields)
    facts.details = texts(slots.details, mapping.details, &fields)
    return fields.isGood ? facts : nil
  }

  private func texts(
    _ slots: [Int?], _ columns: [TicketMapping.LabelledColumn], _ fields: inout FieldReader
  ) -> [String?] {
    var texts: [String?] = []
    for (slot, column) in zip(slots, columns) { texts.append(fields.text(slot, column.column)) }
    return texts
  }

  private mutating func instant(
    _ slot: Int?, _ column: String?, _ fields: inout FieldReader
  ) -> Instant? {
    guard let text = fields.text(slot, column) else { return nil }
    do {
      return try times.instant(text)
    } catch {
      fields.refuse(column, error.reason)
      return nil
    }
  }

  private func state(_ fields: inout FieldReader) -> RowFacts.State? {
    let column = mapping.columns.state
    guard let text = fields.text(slots.state, column) else { return nil }
    switch mapping.states[text] {
    case .state(let state, let reason)?: return RowFacts.State(state: state, waitingReason: reason)
    case .keep?: fields.note(column, "a state without meaning; the one before is kept")
    case nil:
      fields.unknown(column, mapping.unknownState, "a state that the mapping does not know")
    }
    return nil
  }

  private func priority(_ fields: inout FieldReader) -> Int? {
    let column = mapping.columns.priority
    guard let text = fields.text(slots.priority, column) else { return nil }
    if let priority = mapping.priorities[text] { return priority }
    fields.unknown(column, mapping.unknownPriority, "a priority that the mapping does not know")
    return nil
  }
}

/// The fields of one row, and what was wrong with them.
private struct FieldReader {
  let row: TicketRow
  let number: String
  let missing: Set<String>
  private(set) var issues: [RowIssue] = []

  /// Whether nothing was refused so far.
  var isGood: Bool { issues.allSatisfy { $0.consequence == .noted } }

  /// The text of a field, or nil when it is missing or the column is not mapped.
  mutating func text(_ slot: Int?, _ column: String?) -> String? {
    guard let slot else { return nil }
    let field = row.fields[slot]
    guard !field.isEmpty, !missing.contains(field) else { return nil }
    guard let text = CleanText.line(field) else {
      refuse(column, "a control character")
      return nil
    }
    return text
  }

  mutating func refuse(_ column: String?, _ reason: String) {
    issue(column, reason, .leftOut)
  }

  mutating func note(_ column: String?, _ reason: String) { issue(column, reason, .noted) }

  mutating func unknown(_ column: String?, _ rule: TicketMapping.UnknownRule, _ reason: String) {
    switch rule {
    case .refuse: refuse(column, reason)
    case .keep: note(column, "\(reason); the one before is kept")
    }
  }

  private mutating func issue(
    _ column: String?, _ reason: String, _ consequence: RowIssue.Consequence
  ) {
    issues.append(
      RowIssue(
        line: row.line, ticket: number, column: column, reason: reason, consequence: consequence))
  }
}
