import DeskRules
import Testing

/// The response clock of a ticket: what was promised, what is left, what was late.
@Suite struct ResponseTests {
  private func desk() throws -> TestDesk {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "calendar record ru --year 2026 --day 2026-11-23=short",
      "desk edit --calendar ru",
      "target set --acknowledge 30m --on-site 4h --fix 8h --clock business",
      "target set bakery --priority 1 --acknowledge 15m --on-site 2h",
    ])
    return desk
  }

  private func deadlines(_ desk: TestDesk, _ ticket: String = "T-1") throws -> [String] {
    try desk.one("ticket show \(ticket)").objects("deadlines").map { deadline in
      let due = deadline.text("due").map { String($0.dropFirst(5).prefix(11)) } ?? "none"
      return "\(deadline.text("stage") ?? "") \(due) \(deadline.text("left") ?? "")"
    }
  }

  @Test func aTicketShowsEveryDeadlineAndWhatIsLeft() throws {
    let desk = try desk()
    let opened = try desk.one("ticket open bakery --problem jam --at 2026-11-20T16:40")
    #expect(opened.text("due") == "2026-11-23T15:40:00+03:00")
    #expect(opened.text("left") == "acknowledge: late 34 h 5 min")
    #expect(opened.number("left_minutes") == -2045)
    #expect(
      try deadlines(desk) == [
        "acknowledge 11-20T17:10 late 34 h 5 min",
        "on_site 11-23T11:40 2 h 40 min of working time left",
        "fix 11-23T15:40 6 h 40 min of working time left",
      ])
    #expect(try desk.one("ticket show T-1").text("calendar") == "ru, version 1")
    #expect(
      try desk.one("ticket list").only("due", "left")
        == opened.only("due", "left"))
  }

  @Test func stepsReachTheStages() throws {
    let desk = try desk()
    try desk.now("2026-11-23T09:00+03:00")
    try desk.type("ticket open bakery --problem jam --priority 1")
    #expect(try desk.one("ticket show T-1").text("left") == "acknowledge: 15 min left")
    try desk.now("2026-11-23T09:10+03:00")
    #expect(
      try desk.one("ticket assign T-1 boris").text("left") == "on site: 1 h 50 min left")
    try desk.now("2026-11-23T11:35+03:00")
    #expect(try desk.one("ticket show T-1").text("left") == "on site: late 35 min")
    try desk.type("ticket start T-1", as: "boris")
    #expect(try desk.one("ticket show T-1").text("left") == nil)
    try desk.type("ticket resolve T-1", as: "boris")
    let shown = try desk.one("ticket show T-1").objects("deadlines")
    #expect(shown.map { $0.text("met") ?? "" }.allSatisfy { !$0.isEmpty })
    #expect(shown.map { $0.text("left") } == ["in time", "late 35 min"])
    #expect(shown.map { $0["late"]?.flag } == [false, true])
    #expect(try desk.problems() == [])
  }

  @Test func aPauseStopsTheClockAndMovesWhatIsDue() throws {
    let desk = try desk()
    try desk.now("2026-11-24T09:00+03:00")
    try desk.type("ticket open office --problem jam")
    #expect(try desk.one("ticket show T-1").text("due") == "2026-11-24T17:00:00+03:00")
    try desk.now("2026-11-24T10:00+03:00")
    try desk.type("ticket start T-1", as: "boris")
    let waiting = try desk.one("ticket pause T-1 --reason closed")
    #expect(waiting.text("left") == "fix: 7 h 0 min of working time left, clock stopped")
    try desk.now("2026-11-25T10:00+03:00")
    #expect(
      try deadlines(desk).last == "fix none 7 h 0 min of working time left, clock stopped")
    let going = try desk.one("ticket resume T-1")
    #expect(going.text("due") == "2026-11-25T17:00:00+03:00")
    #expect(going.text("left") == "fix: 7 h 0 min of working time left")
    #expect(try desk.one("ticket list").text("due") == "2026-11-25T17:00:00+03:00")
    try desk.type("ticket pause T-1 --reason part --clock-runs")
    try desk.now("2026-11-25T11:00+03:00")
    #expect(
      try desk.one("ticket resume T-1").text("left") == "fix: 6 h 0 min of working time left")
    // What comes back goes on where it was fixed.
    try desk.type("ticket resolve T-1", as: "boris")
    try desk.now("2026-11-26T11:00+03:00")
    #expect(
      try desk.one("ticket reopen T-1 --reason again").text("left")
        == "fix: 6 h 0 min of working time left")
    #expect(try desk.problems() == [])
  }

  @Test(arguments: [
    ([], "new", [nil, nil] as [String?]),
    (["ticket assign T-1 boris"], "assigned", ["2026-11-23T09:05:00+03:00", nil]),
    (
      ["ticket start T-1"], "in_progress",
      ["2026-11-23T09:05:00+03:00", "2026-11-23T09:05:00+03:00"]
    ),
  ])
  func waitingReachesNothingAndGoesOnWhereItStood(
    before: [String], state: String, met: [String?]
  ) throws {
    let desk = try desk()
    try desk.now("2026-11-23T09:00+03:00")
    try desk.type("ticket open bakery --problem jam --priority 1")
    try desk.now("2026-11-23T09:05+03:00")
    try desk.typeAll(before)
    try desk.now("2026-11-23T09:10+03:00")
    try desk.type("ticket pause T-1 --reason \"the shop is shut\"")
    try desk.now("2026-11-23T10:10+03:00")
    #expect(try desk.one("ticket resume T-1").text("state") == state)
    let shown = try desk.one("ticket show T-1").objects("deadlines")
    #expect(shown.map { $0.text("met") } == met)
    if state == "new" {
      #expect(shown[0].text("left") == "5 min left")
      // Whoever goes there then reaches what is still to be reached.
      try desk.now("2026-11-23T10:12+03:00")
      try desk.type("ticket start T-1", as: "boris")
      let started = try desk.one("ticket show T-1").objects("deadlines")
      #expect(
        started.map { $0.text("met") } == Array(repeating: "2026-11-23T10:12:00+03:00", count: 2))
    }
    #expect(try desk.problems() == [])
  }

  @Test func laterTargetsAndCalendarsDoNotJudgeATicketAnew() throws {
    let desk = try desk()
    try desk.type("ticket open bakery --problem jam --at 2026-11-20T16:40")
    let before = try deadlines(desk)
    try desk.typeAll([
      "calendar record ru --year 2026 --day 2026-11-23=off",
      "calendar hours ru --open \"every 00:00-24:00\"", "target set --fix 1h", "target set --none",
    ])
    #expect(try deadlines(desk) == before)
    #expect(try desk.type("target show").map { $0.text("client") } == ["bakery"])
    #expect(
      try desk.one("ticket open transco --problem jam").only("due", "left") == (try json("{}")))
    #expect(try desk.problems() == [])
  }

  @Test func aVisitLoggedAfterTheFactIsJudgedByItsOwnTimes() throws {
    let desk = try desk()
    try desk.type("target set --acknowledge 30m --on-site 1h --fix 2h --clock real")
    try desk.type(
      "callout log transco --called 01:00 --departed 01:20 --arrived 02:10 --done 02:50"
        + " --problem jam", as: "boris")
    #expect(
      try deadlines(desk) == [
        "acknowledge 11-22T01:30 in time", "on_site 11-22T02:00 late 10 min",
        "fix 11-22T03:00 in time",
      ])
    #expect(try desk.one("callout list").number("response_minutes") == 70)
    try desk.type(
      "callout log transco --called 02:55 --arrived 03:00 --done 03:10 --problem jam --goes-on",
      as: "boris")
    let open = try desk.type("callout list").first
    #expect(open?.text("due") == "2026-11-22T04:55:00+03:00")
    #expect(open?.text("left") == "fix: 1 h 40 min left")
    // A visit that comes into the books later and was earlier moves the stamp back.
    try desk.type(
      "callout log transco --ticket T-2 --arrived 02:56 --done 02:58 --goes-on", as: "dasha")
    let met = try desk.one("ticket show T-2").objects("deadlines").map { $0.text("met") }
    #expect(met[1] == "2026-11-22T02:56:00+03:00")
    #expect(try desk.problems() == [])
  }

  @Test func aDueTimeThatSomebodyNamedStays() throws {
    let desk = try desk()
    let opened = try desk.one("ticket open office --problem jam --due 2026-11-30T12:00")
    #expect(opened.text("due") == "2026-11-30T12:00:00+03:00")
    #expect(opened.text("left")?.hasPrefix("acknowledge: ") == true)
    try desk.type("target set --none")
    let plain = try desk.one("ticket open office --problem jam --due 2026-11-22T04:00")
    #expect(plain.text("left") == "45 min left")
    #expect(plain.text("due") == "2026-11-22T04:00:00+03:00")
  }

  @Test(arguments: [
    ("--acknowledge 4h --on-site 2h", ["acknowledge_after on_site"]),
    ("--acknowledge 9h --fix 8h", ["acknowledge_after fix"]),
    ("--acknowledge 3h --on-site 2h --fix 1h", ["acknowledge_after on_site", "on_site_after fix"]),
    ("--acknowledge 2h --on-site 2h --fix 2h", []), ("--none", []),
  ])
  func aPromiseThatEndsAfterTheNextOneIsFlagged(words: String, flags: [String]) throws {
    #expect(try desk().one("target set --priority 1 \(words)").texts("flags") == flags)
  }

  @Test(arguments: [
    (ErrorCode.usage, "target set"), (.usage, "target set --none --fix 8h"),
    (.usage, "target set --clock real"), (.time, "target set --fix 8"),
    (.time, "target set --fix 2d"), (.notFound, "target set bakry --fix 8h"),
    (.usage, "target set --priority 6 --fix 8h"), (.usage, "target set --fix 8h --clock lunar"),
    (.notFound, "target show bakry"),
  ])
  func isRefused(code: ErrorCode, command: String) throws { try desk().refuse(code, command) }
}

extension JSON {
  /// The value as true or false.
  fileprivate var flag: Bool? {
    guard case .bool(let flag) = self else { return nil }
    return flag
  }
}
