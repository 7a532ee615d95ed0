import DeskRules
import Testing

@Suite struct RosterTests {
  private static let start = Instant(seconds: 1_795_219_200)

  private func hour(_ hours: Int64) -> Instant { Self.start.adding(minutes: hours * 60) }

  private func roster(
    _ overrides: [RosterOverridden] = [], _ absences: [StaffAway] = [],
    rotations: [RotationSet]? = nil
  ) throws -> Roster {
    let zone = try Zone("UTC")
    let rotation = Rotation(
      people: ["a", "b"], handover: try zone.wallClock(at: Self.start).clockTime, turn: .day,
      from: zone.date(at: Self.start))
    return Roster(
      zone: zone,
      rotations: rotations ?? [RotationSet(rotation: rotation, starts: Self.start, restHours: 11)],
      overrides: overrides, absences: absences)
  }

  private func override(
    _ person: String, for other: String?, _ from: Int64, _ to: Int64
  ) -> RosterOverridden {
    RosterOverridden(
      person: person, insteadOf: other, from: hour(from), to: hour(to), reason: "so")
  }

  private func shown(_ duties: [Duty]) -> String {
    duties.map { duty in
      let hours = (duty.start.seconds - Self.start.seconds) / 3600
      return "\(hours)\(duty.person ?? "-")\(duty.isAway ? "!" : "")"
    }.joined(separator: " ")
  }

  @Test func overridesStandOnEachOther() throws {
    let cases: [([RosterOverridden], String)] = [
      ([], "0a 24b 48a"),
      ([override("c", for: nil, 12, 36)], "0a 12c 24c 36b 48a"),
      ([override("c", for: "b", 12, 36)], "0a 24c 36b 48a"),
      ([override("c", for: "b", 0, 72)], "0a 24c 48a"),
      // Who stands in for somebody can be stood in for.
      (
        [override("c", for: "b", 24, 48), override("d", for: "c", 30, 40)],
        "0a 24c 30d 40c 48a"
      ),
      // The same, entered the other way round: nobody was to be stood in for yet.
      ([override("d", for: "c", 30, 40), override("c", for: "b", 24, 48)], "0a 24c 48a"),
      ([override("c", for: nil, 12, 36), override("a", for: nil, 12, 36)], "0a 12a 24a 36b 48a"),
    ]
    for (overrides, expected) in cases {
      let duties = try roster(overrides).duties(from: hour(0), to: hour(72))
      #expect(shown(duties) == expected)
    }
  }

  @Test func whoeverIsAwayIsMarkedOnlyInThatTime() throws {
    let away = StaffAway(person: "b", from: hour(20), to: hour(30), reason: "ill")
    let duties = try roster([], [away]).duties(from: hour(0), to: hour(72))
    #expect(shown(duties) == "0a 24b! 30b 48a")
    #expect(duties[1].reason == "ill" && duties[2].reason == nil)
  }

  @Test func beforeTheFirstRotationItIsNobodys() throws {
    let duties = try roster().duties(from: hour(-10), to: hour(10))
    #expect(shown(duties) == "-10- 0a")
    #expect(shown(try roster(rotations: []).duties(from: hour(0), to: hour(5))) == "0-")
    #expect(try roster().duties(from: hour(5), to: hour(5)).isEmpty)
  }

  @Test func aLaterRotationCutsTheOneBefore() throws {
    let zone = try Zone("UTC")
    let first = Rotation(
      people: ["a", "b"], handover: try zone.wallClock(at: Self.start).clockTime, turn: .day,
      from: zone.date(at: Self.start))
    let second = Rotation(
      people: ["c"], handover: try zone.wallClock(at: hour(30)).clockTime, turn: .day,
      from: zone.date(at: hour(30)))
    let duties = try roster(rotations: [
      RotationSet(rotation: first, starts: Self.start, restHours: 11),
      RotationSet(rotation: second, starts: hour(30), restHours: 11),
    ]).duties(from: hour(0), to: hour(60))
    #expect(shown(duties) == "0a 24b 30c 54c")
  }

  @Test func aDutyAtAMomentIsTheOneThatTheMomentIsIn() throws {
    let roster = try roster()
    #expect(roster.duty(at: hour(24))?.person == "b")
    #expect(roster.duty(at: hour(24).adding(seconds: -1))?.person == "a")
  }

  @Test func aCalendarFileKeepsToItsForm() throws {
    let reason = "long; with, signs \\ and \n breaks " + String(repeating: "ночь ", count: 40)
    let duties = try roster([
      RosterOverridden(person: "c", insteadOf: "b", from: hour(30), to: hour(40), reason: reason)
    ]).duties(from: hour(-5), to: hour(72))
    let text = DutyCalendar(desk: "Северные; принтеры", identity: "abc", made: Self.start)
      .text(of: duties)
    let lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)
    #expect(
      lines.last == "" && !text.replacing("\r\n", with: "").contains { $0 == "\r" || $0 == "\n" })
    #expect(lines.allSatisfy { $0.utf8.count <= 75 })
    let whole = text.replacing("\r\n ", with: "")
    #expect(whole.contains("SUMMARY:On duty: c instead of b\r\n"))
    #expect(whole.contains("DESCRIPTION:long\\; with\\, signs \\\\ and \\n breaks ночь"))
    #expect(whole.contains("DTSTART:20261121T120000Z") || whole.contains("DTSTART:2026"))
    // Nobody's hours are nobody's event.
    let events = whole.split(separator: "BEGIN:VEVENT").count - 1
    #expect(events == duties.count { $0.person != nil })
    #expect(whole.split(separator: "END:VEVENT").count - 1 == events)
  }
}
