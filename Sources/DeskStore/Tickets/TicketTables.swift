import DeskEngine
import DeskRules

/// How "no due time" is kept, so that one index sorts every ticket.
enum DueTime {
  /// Later than every real due time.
  static let never: Int64 = .max

  static func stored(_ due: Instant?) -> SQLValue { .integer(due?.seconds ?? never) }

  static func read(_ seconds: Int64) -> Instant? {
    seconds == never ? nil : Instant(seconds: seconds)
  }
}

/// The text index: each text of a ticket has a row whose number says which ticket it belongs to.
enum TicketWords {
  /// How many texts one ticket may have in the index.
  static let textsPerTicket: Int64 = 1 << 20

  /// The first of a ticket's texts that are for the desk only, so that a client's search can leave
  /// them out.
  static let firstInternalText: Int64 = textsPerTicket / 2

  static func row(_ ticket: TicketNumber, _ text: Int, isInternal: Bool) -> Int64 {
    Int64(ticket.value) * textsPerTicket + (isInternal ? firstInternalText : 0) + Int64(text)
  }
}

extension Tables {
  /// Makes a ticket's text findable; text 0 is the problem, the others are notes.
  func index(
    _ text: String, of ticket: TicketNumber, text number: Int, isInternal: Bool = false
  ) throws(EngineFault) {
    try run(
      "INSERT INTO ticket_words (rowid, body) VALUES (?, ?)",
      [.integer(TicketWords.row(ticket, number, isInternal: isInternal)), .text(text)])
  }
}

extension Tables {
  /// Ends what the client agreed to: it was used, or does not hold any more.
  func endApproval(of ticket: TicketNumber, _ state: ApprovalState) throws(EngineFault) {
    try run(
      "UPDATE approval SET state = ? WHERE ticket = ? AND state = ?",
      [.text(state.rawValue), .number(ticket), .text(ApprovalState.open.rawValue)])
  }
}

extension TicketOpened: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    let problem = problem.value ?? ""
    try tables.run(
      """
      INSERT INTO ticket (number, client, site, device, problem, state, is_open, priority,
        opened_at, due_at, line, lines, notes, billed, posted, estimate_version, promise)
      VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?, 0, 0, 0, 0, 0, ?)
      """,
      [
        .number(ticket), .code(client), .code(site), .text(device?.description),
        .text(problem), .text(TicketState.new.rawValue), .integer(priority), .instant(at),
        DueTime.stored(due), .text(line), .text(promise.map { JSONCoding.merged($0).line }),
      ])
    try tables.count(ticket)
    try tables.index(problem, of: ticket, text: 0)
  }
}

extension TicketChanged: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    if let state {
      try tables.runOnce(
        """
        UPDATE ticket SET state = ?, is_open = ?, waiting_reason = ?,
          approved_version = CASE WHEN ? = 1 THEN approved_version END
        WHERE number = ?
        """,
        [
          .text(state.rawValue), .flag(state.isOpen),
          .text(state == .waiting ? reason?.value : nil), .flag(state.takesWork),
          .number(ticket),
        ])
      try moveBill(tables)
      if !state.takesWork { try tables.endCall(of: ticket) }
      // An agreement serves one piece of work, once.
      if !state.takesWork {
        try tables.endApproval(of: ticket, state == .cancelled ? .void : .consumed)
      }
    }
    try tables.noteClock(self)
    if let line { try carry(tables, on: line) }
    if isReleased == true {
      try tables.runOnce(
        "UPDATE ticket SET assignee = NULL, acknowledged_at = NULL WHERE number = ?",
        [.number(ticket)])
    }
    guard assignee != nil || priority != nil || due != nil || expected != nil else { return }
    try tables.runOnce(
      """
      UPDATE ticket SET assignee = coalesce(?, assignee), priority = coalesce(?, priority),
        due_at = coalesce(?, due_at), expected_at = coalesce(?, expected_at)
      WHERE number = ?
      """,
      [
        .text(assignee), .integer(priority), .instant(due), .instant(expected), .number(ticket),
      ])
  }

  /// An agreement names the line that carries it, so it ends with that.
  private func carry(_ tables: Tables, on line: String) throws(EngineFault) {
    try tables.runOnce(
      "UPDATE ticket SET line = ?, approved_version = NULL WHERE number = ?",
      [.text(line), .number(ticket)])
    try tables.endApproval(of: ticket, .void)
  }
}

extension LineAdded: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.run(
      """
      INSERT INTO ticket_line (ticket, line, kind, body, quantity, amount, done_at, done_by, band,
        visit, list_amount, discount, discount_by, tariff_amount, priced_by, price_reason)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .number(ticket), .integer(line), .text(lineKind.rawValue), .text(text.value ?? ""),
        .integer(quantity), .integer(amount), .instant(at), .text(by), .text(band),
        .number(visit), .integer(listAmount), .integer(discount?.basisPoints), .text(discountBy),
        .integer(override?.tariffAmount), .text(override?.by), .text(override?.reason?.value),
      ])
    try tables.runOnce(
      "UPDATE ticket SET lines = ?, billed = billed + ? WHERE number = ?",
      [.integer(line), .integer(amount), .number(ticket)])
    try moveBill(tables)
  }
}

extension NoteAdded: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.runOnce(
      "UPDATE ticket SET notes = ? WHERE number = ?", [.integer(note), .number(ticket)])
    guard let text = text.value else { return }
    try tables.index(text, of: ticket, text: note, isInternal: audience == .internal)
  }
}

extension EstimateMade: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.runOnce(
      """
      UPDATE ticket SET estimate_version = ?, estimate = ?, estimate_goods = ?,
        approved_version = NULL
      WHERE number = ?
      """, [.integer(version), .integer(amount), .integer(goods), .number(ticket)])
    try tables.endApproval(of: ticket, .void)
  }
}

extension EstimateApproved: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.runOnce(
      "UPDATE ticket SET approved_version = ? WHERE number = ?",
      [.integer(version), .number(ticket)])
    // Earlier versions did not say how much was agreed to.
    guard let amount, let line else { return }
    try tables.endApproval(of: ticket, .void)
    try tables.run(
      """
      INSERT INTO approval (ticket, entry, version, amount, line, contact, on_behalf_of, evidence,
        expires, given_at, state)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .number(ticket), .integer(tables.seq), .integer(version), .integer(amount), .text(line),
        .integer(contact),
        .integer(onBehalfOf), .text(evidence.value ?? ""), .text(expires?.text), .instant(at),
        .text(ApprovalState.open.rawValue),
      ])
  }
}

extension TicketRecorded: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    let isKnown = try tables.first(
      "SELECT 1 FROM ticket WHERE number = ?", [.number(ticket)]
    ) { _ in true }
    if isKnown == true {
      try update(tables)
    } else {
      try insert(tables)
    }
  }

  private func insert(_ tables: Tables) throws(EngineFault) {
    let problem = problem.value ?? ""
    try tables.run(
      """
      INSERT INTO ticket (number, client, site, problem, state, is_open, priority, opened_at,
        due_at, line, lines, notes, billed, posted, estimate_version, foreign_system,
        foreign_number)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'repair', 0, 0, 0, 0, 0, ?, ?)
      """,
      [
        .number(ticket), .code(client), .code(Site.mainCode), .text(problem),
        .text(state.rawValue), .flag(state.isOpen), .integer(priority), .instant(opened),
        DueTime.stored(nil), .text(system), .text(foreign),
      ])
    try tables.count(ticket)
    try tables.index(problem, of: ticket, text: 0)
  }

  private func update(_ tables: Tables) throws(EngineFault) {
    try tables.runOnce(
      """
      UPDATE ticket SET state = ?, is_open = ?, priority = ? WHERE number = ?
      """,
      [
        .text(state.rawValue), .flag(state.isOpen), .integer(priority),
        .number(ticket),
      ])
  }
}
