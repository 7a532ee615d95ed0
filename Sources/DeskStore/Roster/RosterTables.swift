import DeskEngine
import DeskRules

extension RotationSet: AppliedEvent {
  /// Takes the place of every rotation that would have begun later.
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.run("DELETE FROM rotation WHERE starts_at >= ?", [.instant(starts)])
    try tables.run(
      "INSERT INTO rotation (starts_at, body, rest_hours) VALUES (?, ?, ?)",
      [
        .instant(starts), .text(JSONCoding.merged(rotation).line), .integer(restHours),
      ])
  }
}

extension RosterOverridden: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.run(
      """
      INSERT INTO roster_override (entry, from_at, to_at, person, instead_of, reason)
      VALUES (?, ?, ?, ?, ?, ?)
      """,
      [
        .integer(tables.seq), .instant(from), .instant(to), .text(person), .text(insteadOf),
        .text(reason.value ?? ""),
      ])
  }
}

extension StaffAway: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.run(
      "INSERT INTO absence (entry, person, from_at, to_at, reason) VALUES (?, ?, ?, ?, ?)",
      [
        .integer(tables.seq), .text(person), .instant(from), .instant(to),
        .text(reason.value ?? ""),
      ])
  }
}

extension StaffBack: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.run(
      "DELETE FROM absence WHERE person = ? AND to_at > ? AND from_at >= ?",
      [.text(person), .instant(at), .instant(at)])
    try tables.run(
      "UPDATE absence SET to_at = ? WHERE person = ? AND to_at > ?",
      [.instant(at), .text(person), .instant(at)])
  }
}
