import DeskEngine
import DeskRules

extension EscalationSet: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.run(
      "INSERT INTO escalation (entry, body) VALUES (?, ?)",
      [.integer(tables.seq), .text(JSONCoding.merged(escalation).line)])
  }
}

extension CallReceived: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.makeEarlier(ticket)
    // Decisions are counted on, so that none of the call before is mistaken for one of this.
    try tables.run(
      """
      INSERT INTO call (ticket, client, site, device, called_at, escalation, state, decisions,
        loop, step, called, decided_at, is_open)
      VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0, 0, '', ?, 1)
      ON CONFLICT (ticket) DO UPDATE SET
        site = excluded.site, device = excluded.device, called_at = excluded.called_at,
        escalation = excluded.escalation, state = excluded.state, loop = 0, step = 0, called = '',
        decided_at = excluded.decided_at, is_open = 1, next_at = NULL, exhausted_at = NULL,
        engineer = NULL, acknowledged_at = NULL, departed_at = NULL, arrived_at = NULL
      """,
      [
        .number(ticket), .code(client), .code(site), .text(device?.description), .instant(at),
        .integer(escalation), .text(CallState.calling.rawValue), .instant(at),
      ])
  }
}

extension EscalationSkipped: AppliedEvent {
  /// It says why nobody was called; the step that was decided with it changes the call.
  func apply(to tables: Tables) throws(EngineFault) {}
}

extension EscalationStepped: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    if wasUntold != true { try tables.noteMissed(of: ticket, at: at) }
    try tables.runOnce(
      """
      UPDATE call SET decisions = ?, loop = ?, step = ?, called = ?, decided_at = ?, next_at = ?,
        state = ?
      WHERE ticket = ?
      """,
      [
        .integer(decision), .integer(loop), .integer(step), .text(called.joined(separator: ",")),
        .instant(at), .instant(next), .text(CallState.calling.rawValue), .number(ticket),
      ])
    try tables.awaitNotifier(of: ticket, at: at)
  }
}

extension EscalationExhausted: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    if wasUntold != true { try tables.noteMissed(of: ticket, at: at) }
    try tables.runOnce(
      """
      UPDATE call SET decisions = ?, called = ?, decided_at = ?, next_at = NULL, state = ?,
        exhausted_at = coalesce(exhausted_at, ?)
      WHERE ticket = ?
      """,
      [
        .integer(decision), .text(called.joined(separator: ",")), .instant(at),
        .text(CallState.unanswered.rawValue), .instant(at), .number(ticket),
      ])
    try tables.awaitNotifier(of: ticket, at: at)
  }
}

extension CallAcknowledged: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.attend(ticket, .acknowledged, by: engineer, at: at)
    try tables.runOnce(
      "UPDATE call SET decisions = decisions + 1 WHERE ticket = ?", [.number(ticket)])
    // Whoever is on the way already stays the call's engineer.
    try tables.run(
      """
      UPDATE call SET decided_at = ?, next_at = ?, state = ?
      WHERE ticket = ? AND departed_at IS NULL AND arrived_at IS NULL
      """,
      [
        .instant(entered), .instant(expires), .text(CallState.acknowledged.rawValue),
        .number(ticket),
      ])
  }
}

extension AcknowledgementExpired: AppliedEvent {
  /// The step that was decided with it calls the next one.
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.noteMissed(of: ticket, by: engineer, at: at)
    try tables.endAttendances(of: ticket, at: at)
  }
}

extension CallDeparted: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.attend(ticket, .departed, by: engineer, at: at)
    try tables.runOnce(
      """
      UPDATE call SET next_at = NULL, state = CASE WHEN arrived_at IS NULL THEN ? ELSE state END,
        decisions = decisions + 1
      WHERE ticket = ?
      """, [.text(CallState.departed.rawValue), .number(ticket)])
  }
}

extension CallArrived: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.attend(ticket, .arrived, by: engineer, at: at)
    try tables.runOnce(
      "UPDATE call SET next_at = NULL, state = ?, decisions = decisions + 1 WHERE ticket = ?",
      [.text(CallState.arrived.rawValue), .number(ticket)])
  }
}

extension CallTakenOver: AppliedEvent {
  /// The step that was decided with it changes the call.
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.awaitNotifier(of: ticket, at: at)
  }
}

extension CallResumed: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.runOnce(
      "UPDATE call SET decisions = ?, decided_at = ?, next_at = ? WHERE ticket = ?",
      [.integer(decision), .instant(at), .instant(next), .number(ticket)])
  }
}

extension NotifierDone: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    let state: NotificationState = isUntold == true ? .failed : .done
    try tables.runOnce(
      "UPDATE notification SET state = ?, tries = ?, decided_at = ?, next_at = NULL WHERE entry = ?",
      [
        .text(state.rawValue), .integer(tries), .instant(at), .integer(entry),
      ])
  }
}

extension NotifierFailed: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    let state: NotificationState = next == nil ? .failed : .waiting
    try tables.runOnce(
      "UPDATE notification SET state = ?, tries = ?, decided_at = ?, next_at = ? WHERE entry = ?",
      [
        .text(state.rawValue), .integer(tries), .instant(at), .instant(next), .integer(entry),
      ])
  }
}

extension Tables {
  /// Whoever was called last, and has not taken the call, has missed it.
  fileprivate func noteMissed(of ticket: TicketNumber, at moment: Instant) throws(EngineFault) {
    let called = try first(
      "SELECT called FROM call WHERE ticket = ? AND state = ?",
      [.number(ticket), .text(CallState.calling.rawValue)]
    ) { row in row.text(0) }
    for person in (called ?? "").split(separator: ",") {
      try noteMissed(of: ticket, by: String(person), at: moment)
    }
  }

  fileprivate func noteMissed(
    of ticket: TicketNumber, by person: String, at moment: Instant
  ) throws(EngineFault) {
    try run(
      """
      INSERT INTO missed_call (ticket, entry, person, client, missed_at)
      SELECT ticket, ?, ?, client, ? FROM call WHERE ticket = ?
      """, [.integer(seq), .text(person), .instant(moment), .number(ticket)])
  }

  /// The entry that is being applied has to be told to the notifier.
  fileprivate func awaitNotifier(
    of ticket: TicketNumber, at moment: Instant
  ) throws(EngineFault) {
    try run(
      """
      INSERT INTO notification (entry, ticket, state, tries, decided_at, next_at)
      VALUES (?, ?, ?, 0, ?, ?)
      """,
      [
        .integer(seq), .number(ticket), .text(NotificationState.waiting.rawValue),
        .instant(moment), .instant(moment),
      ])
  }

  /// Ends the call of a ticket on which no work is awaited any more.
  func endCall(of ticket: TicketNumber) throws(EngineFault) {
    try run(
      "UPDATE call SET is_open = 0, next_at = NULL, state = ? WHERE ticket = ? AND is_open = 1",
      [.text(CallState.ended.rawValue), .number(ticket)])
  }
}
