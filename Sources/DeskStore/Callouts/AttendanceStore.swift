public import DeskRules
import DeskEngine

/// How `attendance` is read and compared.
enum AttendanceRows {
  static let columns =
    "entry, entered_at, person, acknowledged_at, departed_at, arrived_at, ended_at"

  static let ofCall =
    "SELECT \(columns) FROM attendance WHERE ticket = ? AND entry >= ? ORDER BY entry, person"

  /// The entry at which the last call of a ticket came in, where it has had others before.
  static func since(_ ticket: String) -> String {
    """
    coalesce(
      (SELECT max(until_entry) FROM earlier_call WHERE earlier_call.ticket = \(ticket)), 0)
    """
  }

  static func attendance(_ row: any Row) -> Attendance {
    Attendance(
      entry: row.integer(0), entered: row.instant(1), person: row.text(2),
      acknowledged: row.optionalInstant(3), departed: row.optionalInstant(4),
      arrived: row.optionalInstant(5), ended: row.optionalInstant(6))
  }

  /// When somebody answered: the first of their times.
  static func answer(of table: String) -> String {
    let (taken, left, came) = (
      "\(table).acknowledged_at", "\(table).departed_at", "\(table).arrived_at"
    )
    return """
      min(coalesce(\(taken), \(left), \(came)), coalesce(\(left), \(came), \(taken)),
        coalesce(\(came), \(taken), \(left)))
      """
  }

  /// Whether somebody had answered the call of a ticket before a moment, and the answer held then. As
  /// in `Attendances`, what was entered later than its minute counts from the beginning of it.
  ///
  /// - Parameter since: the earliest answer that counts.
  static func answered(_ ticket: String, before moment: String, since: String? = nil) -> String {
    let answer = answer(of: "attendance")
    return """
      EXISTS (
        SELECT 1 FROM attendance WHERE attendance.ticket = \(ticket)
          AND \(answer) <= \(moment) AND (ended_at IS NULL OR ended_at > \(moment))
          AND (\(answer) < \(moment) - \(moment) % 60
            OR entered_at >= \(moment) - \(moment) % 60 + 60)
          AND \(answer) >= coalesce(\(since ?? "NULL"), \(answer))
      )
      """
  }
}

extension CallStore {
  /// Everybody who went to the last call of a ticket, or said that they would.
  public func attendances(_ call: Call) throws(DeskError) -> Attendances {
    Attendances(
      try books.all(
        AttendanceRows.ofCall, [.number(call.ticket), .integer(call.since)],
        { row throws(DeskError) in AttendanceRows.attendance(row) }),
      engineer: call.engineer)
  }
}

extension Tables {
  /// Notes what somebody says of their going to a call.
  func attend(
    _ ticket: TicketNumber, _ step: AttendanceStep, by person: String, at moment: Instant
  ) throws(EngineFault) {
    var attendances = try attendances(of: ticket)
    attendances.note(step, by: person, at: moment, entry: seq, entered: enteredAt)
    try keep(attendances, of: ticket)
  }

  /// Notes that no answer to a call holds any more.
  func endAttendances(of ticket: TicketNumber, at moment: Instant) throws(EngineFault) {
    var attendances = try attendances(of: ticket)
    attendances.expire(at: moment)
    try keep(attendances, of: ticket)
  }

  /// Ends the call of a ticket for another: what was said of it is kept as it was.
  func makeEarlier(_ ticket: TicketNumber) throws(EngineFault) {
    try run(
      """
      INSERT INTO earlier_call (ticket, until_entry, client, called_at, engineer, exhausted_at)
      SELECT ticket, ?, client, called_at, engineer, exhausted_at FROM call WHERE ticket = ?
      """, [.integer(seq), .number(ticket)])
    try run(
      "UPDATE attendance SET ended_at = ? WHERE ticket = ? AND ended_at IS NULL",
      [.instant(enteredAt), .number(ticket)])
  }

  /// Who went to a call of a ticket, as it is without a visit.
  func retell(_ call: AttendedCall, of ticket: TicketNumber) throws(EngineFault) {
    let until = call.until ?? .max
    let since = try first(
      "SELECT max(until_entry) FROM earlier_call WHERE ticket = ? AND until_entry < ?",
      [.number(ticket), .integer(until)]
    ) { row in row.optionalInteger(0) }
    try run(
      "DELETE FROM attendance WHERE ticket = ? AND entry >= ? AND entry < ?",
      [.number(ticket), .integer((since ?? nil) ?? 0), .integer(until)])
    let attendances = Attendances(call.attendances, engineer: call.engineer)
    guard call.until != nil else { return try keep(attendances, of: ticket) }
    try keepRows(attendances, of: ticket)
    try runOnce(
      "UPDATE earlier_call SET engineer = ? WHERE ticket = ? AND until_entry = ?",
      [.text(call.engineer), .number(ticket), .integer(until)])
  }

  private func attendances(of ticket: TicketNumber) throws(EngineFault) -> Attendances {
    let last = try first(
      "SELECT engineer, \(AttendanceRows.since("call.ticket")) FROM call WHERE ticket = ?",
      [.number(ticket)]
    ) { row in (engineer: row.optionalText(0), since: row.integer(1)) }
    var all: [Attendance] = []
    try writer.forEach(AttendanceRows.ofCall, [.number(ticket), .integer(last?.since ?? 0)]) {
      row in
      all.append(AttendanceRows.attendance(row))
      return true
    }
    return Attendances(all, engineer: last?.engineer)
  }

  private func keepRows(
    _ attendances: Attendances, of ticket: TicketNumber
  ) throws(EngineFault) {
    for one in attendances.all {
      try run(
        """
        INSERT INTO attendance (ticket, \(AttendanceRows.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (ticket, entry, person) DO UPDATE SET
          acknowledged_at = excluded.acknowledged_at, departed_at = excluded.departed_at,
          arrived_at = excluded.arrived_at, ended_at = excluded.ended_at
        """,
        [
          .number(ticket), .integer(one.entry), .instant(one.entered), .text(one.person),
          .instant(one.acknowledged), .instant(one.departed), .instant(one.arrived),
          .instant(one.ended),
        ])
    }
  }

  private func keep(
    _ attendances: Attendances, of ticket: TicketNumber
  ) throws(EngineFault) {
    try keepRows(attendances, of: ticket)
    let own = attendances.engineer.flatMap { attendances.of($0) }
    try runOnce(
      """
      UPDATE call SET engineer = ?, acknowledged_at = ?, departed_at = ?, arrived_at = ?
      WHERE ticket = ?
      """,
      [
        .text(attendances.engineer), .instant(attendances.stamps.acknowledged),
        .instant(own?.departed), .instant(own?.arrived), .number(ticket),
      ])
  }
}
