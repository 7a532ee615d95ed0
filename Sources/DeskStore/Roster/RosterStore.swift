public import DeskRules
import DeskEngine

/// Rotations, overrides and absences.
public struct RosterStore {
  let books: Books

  private func rotation(_ row: any Row) throws(DeskError) -> RotationSet {
    RotationSet(
      rotation: try JSONCoding.decode(
        Rotation.self, from: try JSONParser.parse(row.text(1)), hidden: [:]),
      starts: row.instant(0), restHours: row.count(2))
  }

  /// The rotation that is in force at a moment.
  public func rotation(at moment: Instant) throws(DeskError) -> RotationSet? {
    try books.first(
      """
      SELECT starts_at, body, rest_hours FROM rotation WHERE starts_at <= ?
      ORDER BY starts_at DESC LIMIT 1
      """, [.instant(moment)], rotation)
  }

  /// The rotations in force at some time in a stretch, in order.
  private func rotations(
    from start: Instant, to end: Instant
  ) throws(DeskError) -> [RotationSet] {
    let first = try rotation(at: start).map { [$0] } ?? []
    let later = try books.all(
      """
      SELECT starts_at, body, rest_hours FROM rotation WHERE starts_at > ? AND starts_at < ?
      ORDER BY starts_at
      """, [.instant(start), .instant(end)], rotation)
    return first + later
  }

  /// The rotation that begins next after a moment.
  public func nextRotation(after moment: Instant) throws(DeskError) -> RotationSet? {
    try books.first(
      """
      SELECT starts_at, body, rest_hours FROM rotation WHERE starts_at > ?
      ORDER BY starts_at LIMIT 1
      """, [.instant(moment)], rotation)
  }

  private func overrides(
    from start: Instant, to end: Instant
  ) throws(DeskError) -> [RosterOverridden] {
    let earliest = start.adding(minutes: Int64(-RosterOverridden.limitDays * 1440 - 1440))
    return try books.all(
      """
      SELECT person, instead_of, from_at, to_at, reason FROM roster_override
      WHERE from_at > ? AND from_at < ? AND to_at > ? ORDER BY entry
      """, [.instant(earliest), .instant(end), .instant(start)]
    ) { row in
      RosterOverridden(
        person: row.text(0), insteadOf: row.optionalText(1), from: row.instant(2),
        to: row.instant(3), reason: row.text(4))
    }
  }

  private func absence(_ row: any Row) -> StaffAway {
    StaffAway(
      person: row.text(0), from: row.instant(1), to: row.instant(2), reason: row.text(3))
  }

  private func absences(
    from start: Instant, to end: Instant
  ) throws(DeskError) -> [StaffAway] {
    let earliest = start.adding(minutes: Int64(-StaffAway.limitDays * 1440 - 1440))
    return try books.all(
      """
      SELECT person, from_at, to_at, reason FROM absence
      WHERE from_at > ? AND from_at < ? AND to_at > ? ORDER BY entry
      """, [.instant(earliest), .instant(end), .instant(start)], absence)
  }

  /// Somebody's absence that goes on at a moment.
  public func absence(of person: String, at moment: Instant) throws(DeskError) -> StaffAway? {
    try books.first(
      """
      SELECT person, from_at, to_at, reason FROM absence
      WHERE person = ? AND to_at > ? AND from_at <= ? ORDER BY to_at DESC LIMIT 1
      """, [.text(person), .instant(moment), .instant(moment)], absence)
  }

  /// Whether somebody has an absence that ends after a moment.
  public func isAway(_ person: String, after moment: Instant) throws(DeskError) -> Bool {
    try books.first(
      "SELECT 1 FROM absence WHERE person = ? AND to_at > ? LIMIT 1",
      [.text(person), .instant(moment)]
    ) { _ in true } ?? false
  }

  /// The roster of a stretch of time.
  public func roster(
    from start: Instant, to end: Instant, in zone: Zone
  ) throws(DeskError) -> Roster {
    Roster(
      zone: zone, rotations: try rotations(from: start, to: end),
      overrides: try overrides(from: start, to: end),
      absences: try absences(from: start, to: end))
  }
}

extension Books {
  /// Rotations, overrides and absences.
  public var roster: RosterStore { RosterStore(books: self) }
}
