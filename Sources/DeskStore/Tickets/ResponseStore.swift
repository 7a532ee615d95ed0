public import DeskRules
import DeskEngine

/// Targets, and the pauses of tickets.
extension TicketStore {
  /// When a ticket's clock stood still, in order.
  public func pauses(_ number: TicketNumber) throws(DeskError) -> [ClockPause] {
    try books.all(
      "SELECT since_at, until_at FROM ticket_pause WHERE ticket = ? ORDER BY since_at, entry",
      [.number(number)]
    ) { row in ClockPause(since: row.instant(0), until: row.optionalInstant(1)) }
  }

  /// The targets for repairs of a priority: the client's own, else the desk's.
  public func targets(
    for client: ClientCode, priority: Int
  ) throws(DeskError) -> ResponseTargets? {
    try books.first(
      """
      SELECT body FROM target WHERE client IN (?, '') AND priority = ? ORDER BY client DESC LIMIT 1
      """, [.code(client), .integer(priority)], Self.targets)
  }

  /// Every target, or those of one client, by owner and priority.
  public func targets(_ client: ClientCode?) throws(DeskError) -> [TargetSet] {
    try books.all(
      """
      SELECT body, client, priority FROM target WHERE client = coalesce(?, client)
      ORDER BY client, priority
      """, [.code(client)]
    ) { row throws(DeskError) in
      TargetSet(
        client: row.text(1).isEmpty ? nil : ClientCode(stored: row.text(1)),
        priority: row.count(2), targets: try Self.targets(row))
    }
  }

  private static func targets(_ row: any Row) throws(DeskError) -> ResponseTargets {
    try JSONCoding.decode(
      ResponseTargets.self, from: try JSONParser.parse(row.text(0)), hidden: [:])
  }

  /// The promise in a column, if there is one.
  static func promise(_ row: any Row, _ column: Int) throws(DeskError) -> ResponsePromise? {
    guard let text = row.optionalText(column) else { return nil }
    return try JSONCoding.decode(
      ResponsePromise.self, from: try JSONParser.parse(text), hidden: [:])
  }
}

extension TargetSet: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    let key: [SQLValue] = [.text(client?.description ?? ""), .integer(priority)]
    guard let targets else {
      return try tables.run("DELETE FROM target WHERE client = ? AND priority = ?", key)
    }
    try tables.run(
      """
      INSERT INTO target (client, priority, body) VALUES (?, ?, ?)
      ON CONFLICT (client, priority) DO UPDATE SET body = excluded.body
      """, key + [.text(JSONCoding.merged(targets).line)])
  }
}

extension Tables {
  /// Notes what a change of a ticket does to its response clock.
  func noteClock(_ change: TicketChanged) throws(EngineFault) {
    if let state = change.state { try notePause(change, state) }
    guard change.acknowledged != nil || change.onSite != nil || change.fixed != nil else { return }
    try runOnce(
      """
      UPDATE ticket SET acknowledged_at = coalesce(?, acknowledged_at),
        on_site_at = coalesce(?, on_site_at), fixed_at = coalesce(?, fixed_at)
      WHERE number = ?
      """,
      [
        .instant(change.acknowledged), .instant(change.onSite), .instant(change.fixed),
        .number(change.ticket),
      ])
  }

  private func notePause(
    _ change: TicketChanged, _ state: TicketState
  ) throws(EngineFault) {
    let ticket = SQLValue.number(change.ticket)
    if state == .waiting {
      guard change.stopsClock == true else { return }
      return try run(
        "INSERT INTO ticket_pause (ticket, since_at, entry) VALUES (?, ?, ?)",
        [ticket, .instant(change.at), .integer(seq)])
    }
    try run(
      """
      UPDATE ticket_pause SET until_at = max(since_at, ?) WHERE ticket = ? AND until_at IS NULL
      """, [.instant(change.at), ticket])
    guard state == .reopened else { return }
    try run(
      """
      INSERT INTO ticket_pause (ticket, since_at, entry, until_at)
      SELECT number, fixed_at, ?, max(fixed_at, ?) FROM ticket
      WHERE number = ? AND fixed_at IS NOT NULL
      """, [.integer(seq), .instant(change.at), ticket])
    try run("UPDATE ticket SET fixed_at = NULL WHERE number = ?", [ticket])
  }
}
