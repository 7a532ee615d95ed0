import DeskOperations
import DeskRules
import Testing

/// What is said where a call would otherwise go wrong in silence.
@Suite struct CallWarningTests {
  @Test func aManagerWhoHasLeftIsPassedOverAndNamed() throws {
    var calls = try CallDesk()
    try calls.desk.typeAll([
      "escalation set --step \"on-duty 10\" --loops 1 --manager dasha",
      "staff edit dasha --phone 1", "staff disable dasha",
    ])
    try calls.desk.type("callout receive bakery --problem jam")
    try calls.wait(minutes: 10)
    #expect(
      try calls.facts == ["stepped boris", "skipped dasha left", "exhausted mark"])
    let gaps = try calls.desk.type("roster gaps").filter { $0.text("person") == "dasha" }
    #expect(gaps.map { $0.text("kind") } == ["left"])
    #expect(try calls.desk.problems().isEmpty)
  }

  @Test func whereNoManagerCanBeReachedItIsSaid() throws {
    let desk = try TestDesk.firm()
    let card = try desk.one("callout receive bakery --problem jam")
    #expect(card.texts("calling") == ["mark"])
    #expect(card.texts("flags") == ["unanswered", "manager_unreachable", "no_server"])
    let gaps = try desk.type("roster gaps")
    #expect(gaps.contains { $0.text("kind") == "no_contact" && $0.text("person") == nil })
    try desk.type("staff edit nora --mail nora@example.org")
    let reached = try desk.one("callout receive bakery --problem jam")
    #expect(reached.texts("calling") == ["nora"])
    #expect(reached.objects("skipped").map { $0.text("person") } == [nil, "mark"])
    #expect(try desk.problems().isEmpty)
  }

  @Test func aCallIsTakenWithAMistypedLineAndSaysSo() throws {
    let calls = try CallDesk()
    try calls.desk.type("budget set bakery repair --limit 50000 --period 2026")
    func flags(_ line: String) throws -> [String] {
      try calls.desk.one("callout receive bakery --problem jam --line \(line)").texts("flags")
    }
    #expect(try flags("repiar").contains("no_line repiar"))
    #expect(try !flags("repair").contains { $0.hasPrefix("no_line") })
    #expect(try calls.desk.problems().isEmpty)
  }

  @Test func anotherTimeAtTheEndWinsAndIsFlagged() throws {
    let calls = try CallDesk()
    try calls.desk.now("2026-11-22T01:10+03:00")
    try calls.receive()
    try calls.desk.now("2026-11-22T03:15+03:00")
    try calls.desk.typeAll(
      ["callout depart T-1 --at 01:20", "callout arrive T-1 --at 02:30"], as: "boris")
    let card = try calls.desk.one(
      "callout finish T-1 --departed 01:20 --arrived 01:40 --at 03:10", as: "boris")
    #expect(try card.object("visit").text("arrived") == "2026-11-22T01:40:00+03:00")
    #expect(
      card.texts("flags").filter { $0.hasPrefix("corrected_time") } == [
        "corrected_time arrived 2026-11-22T02:30:00+03:00"
      ])
    #expect(try calls.desk.problems().isEmpty)
  }

  @Test func aVisitThatMayBeToAnOpenCallSaysSo() throws {
    let calls = try CallDesk()
    try calls.desk.now("2026-11-22T01:10+03:00")
    try calls.receive()
    try calls.desk.now("2026-11-22T03:15+03:00")
    func flags(_ words: String) throws -> [String] {
      try calls.desk.one(
        "callout log \(words) --arrived 01:40 --done 03:10 --problem jam --dry-run", as: "boris"
      ).texts("flags").filter { $0.hasPrefix("open_call") }
    }
    #expect(try flags("bakery") == ["open_call T-1"])
    #expect(try flags("bakery --device BK-P1") == ["open_call T-1"])
    #expect(try flags("bakery --ticket T-1") == [])
    #expect(try flags("transco") == [])
  }

  @Test func aCallOfLongAgoIsFlagged() throws {
    let calls = try CallDesk()
    let late = try calls.desk.one("callout receive bakery --problem jam --called 01:00")
    #expect(late.texts("flags") == ["late_call", "no_server"])
    let fresh = try calls.desk.one("callout receive transco --problem jam --called 02:30")
    #expect(fresh.texts("flags") == ["no_server"])
  }

  @Test func aSecondCallForTheSamePrinterSaysThatOneRingsAlready() throws {
    let calls = try CallDesk()
    try calls.receive()
    func flags(_ words: String) throws -> [String] {
      try calls.desk.one("callout receive \(words) --problem late --dry-run", as: "dasha")
        .texts("flags").filter { $0.hasPrefix("open_call") }
    }
    #expect(try flags("bakery --device BK-P1") == ["open_call T-1"])
    #expect(try flags("bakery") == ["open_call T-1"])
    #expect(try flags("office --device OF-P1") == [])
  }

  @Test func aVisitOfHalfADayIsDoubted() throws {
    let calls = try CallDesk()
    func flags(_ times: String) throws -> [String] {
      try calls.desk.one("callout log office \(times) --problem jam --dry-run", as: "boris")
        .texts("flags").filter { $0.hasPrefix("long_visit") }
    }
    let done = "--done 2026-11-22T03:10"
    #expect(try flags("--arrived 2026-11-21T09:40 \(done)") == ["long_visit 17 h 30 min"])
    #expect(try flags("--arrived 2026-11-21T15:10 \(done)") == [])
  }

  @Test(arguments: [
    ("--departed 2026-11-20T02:00 --arrived 01:40 --done 03:10", ["long_way 23 h 40 min"]),
    ("--departed 2026-11-21T15:40 --arrived 21:40 --done 23:10", []),
    ("--departed 2026-11-21T15:39 --arrived 21:40 --done 23:10", ["long_way 6 h 1 min"]),
    (
      "--called 2026-10-02T01:10 --arrived 2026-11-22T01:10 --done 03:10",
      ["long_response 1224 h 0 min"]
    ),
    ("--called 2026-11-15T01:10 --arrived 2026-11-22T01:10 --done 03:10", []),
  ])
  func aWayOrAnAnswerThatTookVeryLongIsDoubted(times: String, doubts: [String]) throws {
    let calls = try CallDesk()
    let card = try calls.desk.one("callout log office \(times) --problem jam", as: "boris")
    #expect(card.texts("flags").filter { $0.hasPrefix("long_") } == doubts)
  }

  @Test func whoHasLeftCannotTakeACallNow() throws {
    let calls = try CallDesk()
    try calls.desk.now("2026-11-22T01:10+03:00")
    try calls.receive()
    try calls.desk.now("2026-11-22T03:15+03:00")
    try calls.desk.type("staff disable vera")
    try calls.desk.refuse(.notFound, "callout acknowledge T-1 --engineer vera", as: "dasha")
    try calls.desk.type("callout acknowledge T-1 --engineer vera --at 01:20", as: "dasha")
  }

  @Test func aClientIsNotToldOfTheCrewsDuties() throws {
    let calls = try CallDesk()
    try calls.desk.typeAll([
      "roster set vera boris --every day --handover 09:00",
      "callout log bakery --arrived 01:40 --done 03:10 --problem jam --engineer vera",
    ])
    func flags(_ person: String) throws -> [String] {
      try calls.desk.type("callout list", as: person).flatMap { $0.texts("flags") }
    }
    #expect(try flags("nora").contains { $0.hasPrefix("short_rest") })
    #expect(try !flags("olga").contains { $0.hasPrefix("short_rest") })
  }
}
