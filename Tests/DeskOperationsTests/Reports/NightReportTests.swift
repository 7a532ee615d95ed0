import DeskOperations
import DeskRules
import DeskStore
import Testing

/// The night report: what visits of a period come to.
@Suite struct NightReportTests {
  private static let visits = [
    "callout log bakery --called 2026-11-20T01:00 --departed 2026-11-20T01:10"
      + " --arrived 2026-11-20T01:40 --done 2026-11-20T03:10 --problem jam --part fuser=4500"
      + " --engineer boris",
    "callout log bakery --called 2026-11-20T20:00 --arrived 2026-11-20T21:15"
      + " --done 2026-11-21T00:40 --problem jam --engineer boris",
    "callout log transco --arrived 2026-11-20T12:00 --done 2026-11-20T12:30 --problem jam"
      + " --engineer boris",
    "callout log bakery --called 2026-10-31T23:50 --arrived 2026-11-01T00:10"
      + " --done 2026-11-01T00:20 --problem jam --engineer dasha",
    "callout log bakery --called 2026-10-31T22:00 --arrived 2026-10-31T23:59"
      + " --done 2026-11-01T00:20 --problem jam --engineer boris",
  ]

  private func desk() throws -> TestDesk {
    let desk = try TestDesk.pricedFirm()
    try desk.typeAll(Self.visits)
    try desk.typeAll(["staff rate boris 600.00 --from 2026-01-01"], as: "alla")
    return desk
  }

  @Test func aRowSaysWhatTheVisitsOfAnEngineerToAClientComeTo() throws {
    let rows = try desk().type("report nights --period 2026-11", as: "alla")
    #expect(
      rows.map { "\($0.text("engineer") ?? "") \($0.text("client") ?? "")" } == [
        "boris bakery", "boris transco", "dasha bakery",
      ])
    #expect(
      JSON.object(rows[0]).sorted
        == (try json(
          #"""
          {"engineer":"boris","client":"bakery","received":0,"unanswered":0,"calls":2,"night_calls":2,"minutes":295,
          "night_minutes":250,"bands":{"day":45,"night":250},"response_median":58,
          "response_worst":75,"missed_acknowledgements":0,"cost":"3250.00",
          "cost_currency":"RUB","revenue":"18062.50","currency":"RUB"}
          """#)))
    #expect(rows[1].number("response_median") == nil)
    #expect(rows[1].number("night_calls") == 0)
    #expect(rows[2].text("cost") == nil)
    #expect(rows[2].texts("flags") == ["no_rate dasha"])
    #expect(rows[2].number("response_median") == 20)
  }

  @Test func rowsAreMadeByWhatIsNamed() throws {
    let desk = try desk()
    let months = try desk.type("report nights --period 2026 --by month", as: "mark")
    #expect(months.map { $0.text("month") } == ["2026-10", "2026-11"])
    #expect(months.map { $0.number("calls") } == [1, 4])
    // A visit belongs to the day on which it began.
    #expect(months[0].number("minutes") == 21)
    #expect(months[0].text("engineer") == nil)
    let clients = try desk.type("report nights --period 2026 --by client --engineer boris")
    #expect(clients.map { $0.number("calls") } == [3, 1])
    #expect(try desk.type("report nights --period 2025").isEmpty)
    #expect(try desk.type("report nights --client transco").count == 1)
  }

  @Test func theNightIsTheDesksWhateverTheTariffs() throws {
    let desk = try desk()
    try desk.type("desk edit --night 00:00-05:00")
    let row = try #require(
      try desk.type("report nights --period 2026-11 --client bakery --by client").first)
    #expect(row.number("night_minutes") == 140)
    #expect(try row.object("bands").number("night") == 260)
  }

  @Test func aRateHoldsFromItsDayOn() throws {
    let desk = try desk()
    try desk.type("staff rate boris 1200.00 --from 2026-11-20", as: "alla")
    let rows = try desk.type("report nights --period 2026 --by month --engineer boris")
    #expect(rows.map { $0.text("cost") } == ["210.00", "7100.00"])
    #expect(try desk.problems() == [])
  }

  @Test func whoWasCalledAndDidNotAnswerIsCounted() throws {
    var calls = try CallDesk(isTold: true)
    try calls.receive()
    try calls.wait(minutes: 10)
    try calls.desk.type("callout acknowledge T-1", as: "vera")
    // She does not set out, so boris is called again, and takes it.
    try calls.wait(minutes: 30)
    try calls.desk.type("callout acknowledge T-1", as: "boris")
    try calls.desk.type("callout arrive T-1", as: "boris")
    calls.desk.clock.advance(minutes: 20)
    try calls.desk.type("callout finish T-1 --work done", as: "boris")
    let rows = try calls.desk.type("report nights --by engineer")
    #expect(rows.map { $0.text("engineer") } == ["boris", "vera"])
    #expect(rows.map { $0.number("missed_acknowledgements") } == [1, 1])
    #expect(rows.map { $0.number("calls") } == [1, 0])
    #expect(rows.map { $0.number("received") } == [1, 0])
    #expect(rows[0].number("response_median") == 40)
    #expect(try calls.desk.problems() == [])
  }

  @Test func anAcknowledgementThatExpiredHasAcknowledgedNothing() throws {
    var calls = try CallDesk()
    try calls.desk.type("target set --acknowledge 15m --on-site 2h")
    try calls.receive()
    try calls.wait(minutes: 5)
    try calls.desk.type("callout acknowledge T-1", as: "boris")
    func acknowledged() throws -> JSONObject {
      try #require(try calls.desk.one("ticket show T-1").objects("deadlines").first)
    }
    #expect(try acknowledged().text("left") == "in time")
    // Vera takes it over, and does not set out either.
    try calls.wait(minutes: 5)
    try calls.desk.type("callout acknowledge T-1", as: "vera")
    try calls.wait(minutes: 30)
    #expect(try calls.facts.suffix(2) == ["expired vera", "stepped boris"])
    #expect(try acknowledged()["met"] == nil)
    #expect(try acknowledged().text("left") == "late 25 min")
    let history = try calls.desk.one("ticket show T-1").objects("history")
    #expect(history.contains { $0.text("what") == "nobody has it any more" })
    try calls.desk.type("callout acknowledge T-1", as: "boris")
    #expect(try acknowledged().text("left") == "late 25 min")
    #expect(try acknowledged().text("met") == "2026-11-22T03:55:00+03:00")
    #expect(try calls.desk.problems() == [])
  }

  @Test func withoutANotifierNobodyMissesAnything() throws {
    var calls = try CallDesk()
    try calls.receive()
    for minutes in [10, 15, 10, 15] as [Int64] { try calls.wait(minutes: minutes) }
    let rows = try calls.desk.type("report nights --by engineer")
    #expect(rows.map { $0.number("missed_acknowledgements") } == [0])
    #expect(rows.map { $0.number("unanswered") } == [1])
    #expect(try calls.desk.problems() == [])
  }

  @Test func nobodyMissedWhatTheNotifierToldNobody() throws {
    var calls = try CallDesk()
    try calls.receive()
    try calls.tell { $0.failed("no modem") }
    try calls.wait(minutes: 10)
    let first = try calls.desk.type("report nights --by engineer")
    #expect(first.map { $0.number("missed_acknowledgements") } == [0])
    // The next step was told, and is missed.
    try calls.tell { $0.done }
    try calls.wait(minutes: 15)
    let rows = try calls.desk.type("report nights --by engineer")
    #expect(rows.compactMap { $0.text("engineer") } == ["gleb", "vera"])
    #expect(try calls.desk.problems() == [])
  }

  @Test func callsAreCountedWhetherSomebodyCameOrNot() throws {
    var calls = try CallDesk()
    try calls.receive()
    try calls.desk.type("ticket cancel T-1 --reason \"solved on the phone\"")
    try calls.receive()
    for minutes in [10, 15, 10, 15] as [Int64] { try calls.wait(minutes: minutes) }
    try calls.desk.type(
      "callout log transco --arrived 03:20 --done 03:30 --problem jam", as: "vera")
    let rows = try calls.desk.type("report nights --by client")
    #expect(rows.map { $0.text("client") } == ["bakery", "transco"])
    #expect(rows.map { $0.number("received") } == [2, 0])
    #expect(rows.map { $0.number("unanswered") } == [1, 0])
    #expect(rows.map { $0.number("calls") } == [0, 1])
    #expect(try calls.desk.type("report nights --period 2026-10").isEmpty)
    #expect(try calls.desk.type("report nights --client transco --by client").count == 1)
  }

  @Test func aCallReachesTheStagesOfTheResponseClock() throws {
    var calls = try CallDesk()
    try calls.desk.type("target set --acknowledge 15m --on-site 1h --fix 2h")
    try calls.receive()
    #expect(
      try calls.desk.type("callout list").first?.text("left") == "acknowledge: 15 min left")
    try calls.wait(minutes: 8)
    try calls.desk.type("callout acknowledge T-1", as: "boris")
    #expect(
      try calls.desk.one("ticket show T-1").text("left") == "on site: 52 min left")
    try calls.wait(minutes: 30)
    try calls.desk.type("callout depart T-1 --at 03:30", as: "boris")
    try calls.desk.type("callout arrive T-1 --at 03:50", as: "boris")
    let met = try calls.desk.one("ticket show T-1").objects("deadlines").map { $0.text("met") }
    #expect(met == ["2026-11-22T03:23:00+03:00", "2026-11-22T03:50:00+03:00", nil])
    try calls.desk.type("callout finish T-1 --work done", as: "boris")
    let late = try calls.desk.one("ticket show T-1").objects("deadlines").map { $0.text("left") }
    #expect(late == ["in time", "in time", "in time"])
    #expect(try calls.desk.problems() == [])
  }

  @Test(arguments: [
    (ErrorCode.notFound, "report nights --client bakry"),
    (.notFound, "report nights --engineer bors"), (.time, "report nights --period november"),
    (.usage, "report nights --by device"), (.notFound, "staff rate nobody 1"),
    (.amount, "staff rate boris -1"), (.amount, "staff rate boris 1.001"),
  ])
  func isRefused(code: ErrorCode, command: String) throws { try desk().refuse(code, command) }

  @Test(arguments: ["report nights", "staff rate boris 1"])
  func isNotForEngineersAndClients(command: String) throws {
    let desk = try desk()
    for person in ["boris", "olga"] { try desk.refuse(.notAllowed, command, as: person) }
  }

  @Test(arguments: [("dasha", false), ("alla", true)])
  func aWageIsShownToThoseWhoKeepTheMoneyOnly(person: String, isShown: Bool) throws {
    let desk = try desk()
    let rated = try desk.type("journal list --limit 1000", as: person)
      .filter { $0.text("operation") == "staff.rate" }.map { JSON.object($0).line }
    #expect(rated.count == 1)
    #expect(rated.contains { $0.contains("60000") } == isShown)
    // Whoever follows the journal gets the open part only.
    let entry = try #require(
      desk.books.journal(after: 0, limit: 1_000).first {
        $0.operation == "staff.rate"
      })
    #expect(!entry.events.contains { $0.line.contains("60000") })
  }
}
