public import DeskRules
import DeskEngine

/// How `attendance` is read and compared.
enum AttendanceRows {
  static let columns =
    "entry, entered_at, person, acknowledged_at, departed_at, arrived_at, ended_at"

  static let ofCall = "SELECT \(columns) FROM attendance WHERE ticket = ? ORDER BY entry, person"

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
  /// Everybody who went to a call, or said that they would.
  public func attendances(_ call: Call) throws(DeskError) -> Attendances {
    Attendances(
      try books.all(
        AttendanceRows.ofCall, [.number(call.ticket)],
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

  private func attendances(of ticket: TicketNumber) throws(EngineFault) -> Attendances {
    var all: [Attendance] = []
    try writer.forEach(AttendanceRows.ofCall, [.number(ticket)]) { row in
      all.append(AttendanceRows.attendance(row))
      return true
    }
    let engineer = try first(
      "SELECT engineer FROM call WHERE ticket = ?", [.number(ticket)]
    ) { row in row.optionalText(0) }
    return Attendances(all, engineer: engineer ?? nil)
  }

  private func keep(
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
