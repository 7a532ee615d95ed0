import DeskEngine
import DeskRules

extension CalendarRecorded: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.note(calendar, version)
    try tables.run(
      "INSERT INTO calendar_year (calendar, year, version, body) VALUES (?, ?, ?, ?)",
      [.text(calendar), .integer(year), .integer(version), .text(CalendarText.text(days))])
  }
}

extension CalendarHoursSet: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.note(calendar, version)
    try tables.run(
      "INSERT INTO calendar_hours (calendar, version, body) VALUES (?, ?, ?)",
      [.text(calendar), .integer(version), .text(CalendarText.text(hours))])
  }
}

extension Tables {
  /// Notes the newest state of a calendar.
  fileprivate func note(_ calendar: String, _ version: Int) throws(EngineFault) {
    try run(
      """
      INSERT INTO calendar (name, version) VALUES (?, ?)
      ON CONFLICT (name) DO UPDATE SET version = excluded.version
      """, [.text(calendar), .integer(version)])
  }
}
