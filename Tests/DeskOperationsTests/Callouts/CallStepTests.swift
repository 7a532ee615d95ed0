import DeskOperations
import DeskRules
import Testing

/// From the acknowledgement to the bill, each step with its own time.
@Suite struct CallStepTests {
  private func received() throws -> TestDesk {
    let calls = try CallDesk()
    try calls.desk.now("2026-11-22T01:10+03:00")
    try calls.receive()
    try calls.desk.now("2026-11-22T03:15+03:00")
    return calls.desk
  }

  private static let ending =
    " --work \"fuser replaced\" --part \"RM1-4554 fuser=4500.00\""
    + " --swap given=C-0012,taken=C-0044"

  @Test func stepsWithTheirTimesCostWhatTheWholeVisitCosts() throws {
    let desk = try received()
    try desk.typeAll(["callout acknowledge T-1 --at 01:12"], as: "boris")
    try desk.typeAll(["callout depart T-1 --at 01:20"], as: "boris")
    try desk.typeAll(["callout arrive T-1 --at 01:40"], as: "boris")
    #expect(try desk.one("ticket show T-1").text("state") == "in_progress")
    let finished = try desk.one("callout finish T-1 --at 03:10" + Self.ending, as: "boris")

    let other = try TestDesk.pricedFirm()
    let logged = try other.one(
      "callout log bakery --device BK-P1 --called 01:10 --departed 01:20 --arrived 01:40"
        + " --done 03:10 --problem \"prints nothing\"" + Self.ending, as: "boris")
    for key in ["total", "minutes", "lines", "budget", "visit"] {
      #expect(finished[key] == logged[key], "\(key)")
    }
    #expect(try desk.one("ticket show T-1").text("state") == "resolved")
    #expect(try desk.type("callout list").map { $0["call"] == nil } == [true])
    #expect(try desk.problems().isEmpty)
  }

  @Test func aTimeBeforeTheCallIsRefusedWithWhatToGive() throws {
    let desk = try received()
    let refused = try desk.refuse(.time, "callout arrive T-1 --at 01:05", as: "boris")
    #expect(
      refused.message
        == "2026-11-22T01:05:00+03:00 is before the call at 2026-11-22T01:10:00+03:00;"
        + " give the time with --at, and with its date where it is of another day")
  }

  @Test func finishingNeedsNoDepartureAndTakesTheArrivalLate() throws {
    let desk = try received()
    try desk.refuse(.usage, "callout finish T-1 --at 03:10", as: "boris")
    let card = try desk.one("callout finish T-1 --arrived 01:40 --at 03:10 --goes-on", as: "boris")
    #expect(try card.object("visit").text("arrived") == "2026-11-22T01:40:00+03:00")
    #expect(try card.object("visit").text("called") == "2026-11-22T01:10:00+03:00")
    #expect(try desk.one("ticket show T-1").text("state") == "in_progress")
    try desk.refuse(.state, "callout arrive T-1")
    #expect(try desk.problems().isEmpty)
  }

  @Test func theDispatcherWritesDownWhatTheCrewDid() throws {
    let desk = try received()
    try desk.typeAll(
      [
        "callout acknowledge T-1 --engineer vera --at 01:15",
        "callout arrive T-1 --engineer vera --at 01:40",
      ], as: "dasha")
    let card = try desk.one("callout finish T-1 --at 03:10", as: "dasha")
    #expect(try card.object("visit").text("engineer") == "vera")
    #expect(try desk.one("ticket show T-1").text("assignee") == "vera")
  }

  @Test func takingOverIsRecordedAndSaid() throws {
    let desk = try received()
    try desk.type("callout acknowledge T-1 --at 01:15", as: "boris")
    let card = try desk.one("callout acknowledge T-1 --at 01:20", as: "vera")
    #expect(card.text("engineer") == "vera" && card.texts("flags") == ["taken_over boris"])
    // What is entered late changes nothing of what came after.
    try desk.type("callout arrive T-1 --at 01:50", as: "vera")
    let late = try desk.one("callout acknowledge T-1 --at 01:25", as: "boris")
    #expect(late.text("state") == "arrived" && late.text("engineer") == "vera")
    let departed = try desk.one("callout depart T-1 --at 01:30", as: "vera")
    #expect(departed.text("state") == "arrived")
    #expect(departed.text("departed") == "2026-11-22T01:30:00+03:00")
    #expect(try desk.problems().isEmpty)
  }

  @Test(arguments: [
    (ErrorCode.time, "callout acknowledge T-1 --at 2026-11-22T01:09"),
    (.time, "callout acknowledge T-1 --at 2026-11-22T03:26"),
    (.time, "callout depart T-1 --at 2026-11-22T01:50"),
    (.time, "callout depart T-1 --at 2026-11-22T01:00"),
    (.time, "callout finish T-1 --at 2026-11-22T01:30"),
    (.amount, "callout finish T-1 --part fuser=1.005"),
    (.unsuitable, "callout finish T-1 --swap given=C-0014"),
    (.notFound, "callout finish T-1 --swap given=C-9999"),
    (.implausible, "callout finish T-1 --arrived 01:40 --at 03:10 --meter 500"),
    (.notFound, "callout finish T-9"), (.notFound, "callout acknowledge T-9"),
    (.notFound, "callout depart T-9"), (.notFound, "callout arrive T-9"),
    (.notFound, "callout arrive T-1 --engineer nobody"),
    (.state, "callout acknowledge T-2"), (.state, "callout depart T-2"),
    (.state, "callout arrive T-2"), (.state, "callout finish T-2"),
    (.ambiguous, "callout acknowledge 77"), (.ambiguous, "callout depart 77"),
    (.ambiguous, "callout arrive 77"), (.ambiguous, "callout finish 77"),
  ])
  func isRefused(code: ErrorCode, command: String) throws {
    let desk = try received()
    try desk.type("ticket open transco --problem x")
    try desk.type("swap make bakery --device BK-P1 --meter 100 --given C-0012")
    for system in ["one", "two"] {
      try desk.type(
        "ticket record 77 --system \(system) --client bakery --problem x"
          + " --opened 2026-01-01T00:00:00Z --step at=2026-01-01T00:00:00Z,state=new")
    }
    try desk.type("callout arrive T-1 --at 01:40", as: "boris")
    try desk.refuse(code, command, as: "boris")
  }

  @Test func clientsDoNotStepIn() throws {
    let desk = try received()
    for verb in ["acknowledge", "depart", "arrive", "finish"] {
      try desk.refuse(.notAllowed, "callout \(verb) T-1", as: "olga")
    }
    try desk.refuse(.notAllowed, "callout receive bakery --problem jam", as: "alla")
  }

  @Test func aSecondTellingUnderTheSameKeyIsTheFirst() throws {
    let desk = try received()
    let first = try desk.outcome(
      try CommandText("callout acknowledge T-1 --key k").request(), as: "boris")
    try desk.type("callout acknowledge T-1", as: "vera")
    let again = try desk.outcome(
      try CommandText("callout acknowledge T-1 --key k").request(), as: "boris")
    #expect(try again.result.get() == first.result.get() && again.seq == first.seq)
    #expect(try desk.type("callout list")[0].object("call").text("engineer") == "vera")
  }
}
