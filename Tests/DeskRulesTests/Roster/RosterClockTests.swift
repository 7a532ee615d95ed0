import DeskRules
import Testing

/// What clock changes do to the roster: no gap and no overlap of who is called, and shifts that start
/// at the first occurrence of their time and end at the last.
@Suite struct RosterClockTests {
  private static let people = ["anna", "boris", "vera"]

  private func roster(_ rotation: Rotation, _ zone: Zone) -> Roster {
    Roster(
      zone: zone,
      rotations: [
        RotationSet(rotation: rotation, starts: Instant(seconds: -4_000_000_000), restHours: 11)
      ], overrides: [], absences: [])
  }

  private func daily(_ handover: ClockTime, from date: CalendarDate) -> Rotation {
    Rotation(people: Self.people, handover: handover, turn: .day, from: date)
  }

  /// A change of some zone's offset; zones that change alike count once.
  private struct Change: Hashable {
    let at: Instant
    let before: Int
    let after: Int
  }

  private func changes(from: String, to: String) throws -> [Change: Zone] {
    let first = try Instant(iso8601: from)
    let last = try Instant(iso8601: to)
    var changes: [Change: Zone] = [:]
    for identifier in Zone.identifiers {
      let zone = try Zone(identifier)
      var at = first
      while let next = zone.nextOffsetChange(after: at), next < last {
        let before = zone.offset(at: next.adding(seconds: -1))
        changes[Change(at: next, before: before, after: zone.offset(at: next))] = zone
        at = next
      }
    }
    return changes
  }

  @Test func everyChangeOfEveryZoneLeavesNoGapAndNoOverlap() throws {
    let changes = try changes(from: "2024-01-01T00:00Z", to: "2032-01-01T00:00Z")
    #expect(changes.count > 100)
    for (change, zone) in changes { try check(change, zone) }
  }

  @Test(arguments: [
    ("Pacific/Apia", "2011-12-30T10:00Z"), ("Pacific/Kwajalein", "1993-08-21T12:00Z"),
    ("Australia/Lord_Howe", "2026-04-04T15:00Z"), ("Antarctica/Troll", "2026-03-29T01:00Z"),
    ("America/Caracas", "2016-05-01T07:00Z"), ("Asia/Pyongyang", "2018-05-04T15:00Z"),
    ("America/Sao_Paulo", "2018-11-04T03:00Z"), ("Asia/Beirut", "2026-03-28T22:00Z"),
  ])
  func theHardZonesToo(identifier: String, near: String) throws {
    let zone = try Zone(identifier)
    let start = try Instant(iso8601: near).adding(minutes: -3 * 1440)
    let at = try #require(zone.nextOffsetChange(after: start))
    #expect(at < start.adding(minutes: 6 * 1440), "\(identifier) changes near \(near)")
    let change = Change(
      at: at, before: zone.offset(at: at.adding(seconds: -1)), after: zone.offset(at: at))
    try check(change, zone)
  }

  /// Hand-overs just before, at and after the change, and at both ends of what it repeats or skips.
  private func check(_ change: Change, _ zone: Zone) throws {
    let start = change.at.adding(minutes: -2 * 1440)
    let end = change.at.adding(minutes: 3 * 1440)
    let clocks = Set(
      [-30, 0, 15, 60].flatMap { minutes in
        [change.before, change.after].map { offset in
          let local = change.at.seconds + Int64(offset) + Int64(minutes * 60)
          return Int(((local / 60) % 1440 + 1440) % 1440)
        }
      } + [9 * 60])
    for minutes in clocks {
      let handover = try ClockTime(minutesAfterMidnight: minutes)
      let rotation = daily(handover, from: zone.date(at: start).adding(days: -7))
      let duties = roster(rotation, zone).duties(from: start, to: end)
      let what = "\(zone) \(zone.text(of: change.at)) handing over at \(handover)"
      partitions(duties, start, end, what)
      try matchesWalking(duties, rotation, zone, what)
    }
  }

  /// Every moment belongs to exactly one duty; whoever is relieved stays until then.
  private func partitions(_ duties: [Duty], _ start: Instant, _ end: Instant, _ what: String) {
    #expect(duties.first?.start == start && duties.last?.end == end, "\(what)")
    for (duty, next) in zip(duties, duties.dropFirst()) {
      #expect(duty.end == next.start && duty.start < duty.end, "\(what)")
      #expect(duty.relieved >= duty.end, "\(what)")
    }
  }

  /// Who is on duty, found by walking along the wall clock: a hand-over is where the clock shows its
  /// time, or a later one, for the first time.
  private func matchesWalking(
    _ duties: [Duty], _ rotation: Rotation, _ zone: Zone, _ what: String
  ) throws {
    let stepMinutes: Int64 = 5
    let first = try #require(duties.first).start
    var turn = Int.min
    var at = first.adding(minutes: -3 * 1440)
    var index = 0
    while at < (duties.last?.end ?? first) {
      let wall = zone.wallClock(at: at)
      let hasHandedOver = wall.secondOfDay >= rotation.handover.minutes * 60
      let days = wall.date.dayNumber - rotation.first.dayNumber - (hasHandedOver ? 0 : 1)
      turn = max(turn, days)
      if at >= first {
        while duties[index].end <= at { index += 1 }
        let expected = Self.people[(turn % 3 + 3) % 3]
        // The turn of a day that was skipped over has no time of its own.
        if duties[index].person != expected {
          Issue.record("\(what): \(zone.text(of: at)) \(duties[index].person ?? "-"), \(expected)")
          return
        }
      }
      at = at.adding(minutes: stepMinutes)
    }
  }

  @Test func aShiftEndsAtTheLastOccurrence() throws {
    let zone = try Zone("Europe/Berlin")
    let rotation = daily(try ClockTime("02:30"), from: try CalendarDate("2026-10-20"))
    let duties = roster(rotation, zone).duties(
      from: try Instant(iso8601: "2026-10-24T12:00+02:00"),
      to: try Instant(iso8601: "2026-10-25T12:00+01:00"))
    #expect(duties.count == 2)
    #expect(zone.text(of: duties[0].relieved) == "2026-10-25T02:30:00+01:00")
    #expect(zone.text(of: duties[1].start) == "2026-10-25T02:30:00+02:00")
  }

  @Test func aShiftWhoseTimeIsSkippedStartsWhereTheClockIsPutForward() throws {
    let zone = try Zone("Europe/Berlin")
    let rotation = daily(try ClockTime("02:30"), from: try CalendarDate("2026-03-20"))
    let duties = roster(rotation, zone).duties(
      from: try Instant(iso8601: "2026-03-28T12:00+01:00"),
      to: try Instant(iso8601: "2026-03-29T12:00+02:00"))
    #expect(duties.map { zone.text(of: $0.start) }.last == "2026-03-29T03:00:00+02:00")
    #expect(duties[0].relieved == duties[1].start)
  }

  @Test func aWeeklyHandoverKeepsItsWallClockTime() throws {
    let zone = try Zone("Europe/Berlin")
    let rotation = Rotation(
      people: Self.people, handover: try ClockTime("09:00"), turn: .week(.monday),
      from: try CalendarDate("2026-01-01"))
    let duties = roster(rotation, zone).duties(
      from: try Instant(iso8601: "2026-01-05T09:00+01:00"),
      to: try Instant(iso8601: "2027-01-04T09:00+01:00"))
    #expect(duties.count == 52)
    for (index, duty) in duties.enumerated() {
      #expect(try zone.wallClock(at: duty.start).clockTime.text == "09:00")
      #expect(zone.date(at: duty.start).weekday == .monday)
      #expect(duty.person == Self.people[index % 3])
    }
  }
}
