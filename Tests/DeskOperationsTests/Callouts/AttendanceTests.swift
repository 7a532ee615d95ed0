import DeskOperations
import DeskRules
import Testing

/// Several engineers and one call: each has a way, an arrival and a visit of their own.
@Suite struct AttendanceTests {
  /// A call of 01:10, the clock at 03:15.
  private func received(_ commands: [String] = []) throws -> TestDesk {
    let desk = try CallDesk().desk
    try desk.now("2026-11-22T01:10+03:00")
    try desk.type("target set --acknowledge 15m --on-site 1h --fix 8h")
    try desk.type("callout receive bakery --device BK-P1 --problem \"prints nothing\"")
    try desk.now("2026-11-22T03:15+03:00")
    try desk.typeAll(commands, as: "dasha")
    return desk
  }

  private func met(_ desk: TestDesk) throws -> [String?] {
    try desk.one("ticket show T-1").objects("deadlines").map { deadline in
      deadline.text("met").map { String($0.dropFirst(11).prefix(5)) }
    }
  }

  @Test func nobodyIsBilledAnothersWay() throws {
    let desk = try received([
      "callout depart T-1 --at 01:20 --engineer vera",
      "callout acknowledge T-1 --at 01:30 --engineer gleb",
      "callout arrive T-1 --at 02:10 --engineer gleb",
    ])
    let call = try desk.type("callout list")[0].object("call")
    #expect(call.text("engineer") == "gleb" && call.text("departed") == nil)
    let card = try desk.one("callout finish T-1 --at 03:10 --engineer gleb", as: "dasha")
    #expect(try card.object("visit").text("departed") == nil)
    #expect(card.objects("lines").allSatisfy { $0.text("kind") != "travel" })
    #expect(card.texts("flags").contains("under_way vera"))
    #expect(try met(desk) == ["01:20", "02:10", "03:10"])
    #expect(try desk.problems().isEmpty)
  }

  @Test func whoComesToHelpLeavesTheCallAndItsArrivalToWhoeverWasThere() throws {
    let desk = try received(["callout arrive T-1 --at 01:40 --engineer vera"])
    let helper = try desk.one("callout arrive T-1 --at 02:20", as: "gleb")
    #expect(helper.texts("flags") == ["also_there vera"])
    #expect(helper.text("arrived") == "2026-11-22T02:20:00+03:00")
    #expect(try desk.type("callout list")[0].object("call").text("engineer") == "vera")
    let card = try desk.one("callout finish T-1 --at 03:10", as: "vera")
    #expect(try card.object("visit").text("arrived") == "2026-11-22T01:40:00+03:00")
    #expect(card.texts("flags").contains("also_there gleb"))
    #expect(try met(desk) == ["01:40", "01:40", "03:10"])
    // The helper's visit is logged to the ticket, and is no response to the call.
    let second = try desk.one(
      "callout log bakery --ticket T-1 --arrived 02:20 --done 03:10", as: "gleb")
    #expect(try second.object("visit").text("called") == nil)
    #expect(try desk.problems().isEmpty)
  }

  @Test func eachEndsTheirOwnVisit() throws {
    let desk = try received([
      "callout arrive T-1 --at 01:40 --engineer vera",
      "callout depart T-1 --at 01:30 --engineer boris",
      "callout arrive T-1 --at 02:20 --engineer gleb",
    ])
    let call = try desk.type("callout list")[0].object("call")
    #expect(call.text("engineer") == "vera" && call.text("departed") == nil)
    #expect(try desk.one("ticket show T-1").text("assignee") == "vera")
    let named = try desk.one("callout finish T-1 --at 03:10 --dry-run", as: "dasha")
    #expect(try named.object("visit").text("engineer") == "vera")
    let own = try desk.one("callout finish T-1 --at 03:10", as: "gleb")
    #expect(try own.object("visit").text("engineer") == "gleb")
    #expect(try own.object("visit").text("arrived") == "2026-11-22T02:20:00+03:00")
    #expect(
      own.texts("flags").filter { $0.hasSuffix("vera") || $0.hasSuffix("boris") }
        == ["under_way boris", "also_there vera"])
    #expect(try desk.problems().isEmpty)
  }

  @Test func whoHasNotComeHasNoArrivalOfAnother() throws {
    let desk = try received(["callout arrive T-1 --at 01:40 --engineer vera"])
    let refusal = try desk.refuse(.usage, "callout finish T-1 --at 03:10 --engineer gleb")
    #expect(refusal.message.contains("gleb"))
  }

  @Test func aCallThatSomebodyIsOnTheWayToIsNotTakenOver() throws {
    let desk = try received(["callout depart T-1 --at 01:20 --engineer vera"])
    let card = try desk.one("callout acknowledge T-1 --at 01:30", as: "gleb")
    #expect(card.text("engineer") == "vera" && card.text("state") == "departed")
    #expect(card.texts("flags") == ["under_way vera"])
    #expect(try desk.one("ticket show T-1").text("assignee") == "vera")
    #expect(try desk.problems().isEmpty)
  }

  @Test func anArrivalThatIsCorrectedMovesTheResponseClock() throws {
    let desk = try received([
      "callout arrive T-1 --at 01:20 --engineer boris",
      "callout arrive T-1 --at 02:20 --engineer boris",
    ])
    #expect(try met(desk) == ["02:20", "02:20", nil])
    try desk.type("callout finish T-1 --arrived 02:40 --at 03:10", as: "boris")
    #expect(try met(desk) == ["02:40", "02:40", "03:10"])
    #expect(try desk.problems().isEmpty)
  }

  @Test func whoAnsweredFirstStaysFirstWhoeverIsCorrected() throws {
    let desk = try received([
      "callout acknowledge T-1 --at 01:12 --engineer vera",
      "callout arrive T-1 --at 01:40 --engineer vera",
      "callout arrive T-1 --at 01:50 --engineer gleb",
      "callout arrive T-1 --at 02:20 --engineer vera",
    ])
    #expect(try met(desk) == ["01:12", "01:50", nil])
  }

  @Test func aVisitToTheTicketAnswersItsCallByAnyPath() throws {
    let desk = try received()
    try desk.type("callout log bakery --ticket T-1 --arrived 01:40 --done 03:10", as: "gleb")
    #expect(try desk.type("callout list")[0].number("response_minutes") == 30)
    let row = try #require(try desk.type("report nights --by engineer").first)
    #expect(row.text("engineer") == "gleb" && row.number("received") == 1)
    #expect(row.number("response_median") == 30 && row.number("calls") == 1)
    // Taken back and logged again, it answers the call as before.
    try desk.type("ticket void T-1 --reason \"wrong minute\"")
    let again = try desk.one(
      "callout log bakery --ticket T-1 --arrived 01:45 --done 03:10", as: "gleb")
    #expect(try again.object("visit").text("called") == "2026-11-22T01:10:00+03:00")
    #expect(try desk.problems().isEmpty)
  }

  @Test(arguments: ["", " --goes-on"])
  func aVisitBeforeTheCallTakesAReasonAndLeavesTheCallAlone(more: String) throws {
    let desk = try received()
    let log =
      "callout log bakery --ticket T-1 --arrived 2026-11-18T12:30 --done 2026-11-18T14:30"
      + more
    try desk.refuse(.implausible, log, as: "gleb")
    try desk.refuse(
      .implausible,
      "callout log bakery --ticket T-1 --arrived 2026-11-22T01:00 --done 2026-11-22T02:00")
    let card = try desk.one(log + " --reason \"looked at it before\"", as: "gleb")
    #expect(card.texts("flags").contains("before_call 2026-11-22T01:10:00+03:00"))
    #expect(try desk.type("callout list")[0].object("call").text("state") == "calling")
    #expect(try met(desk) == [nil, nil, nil])
    let ticket = try desk.one("ticket show T-1")
    #expect(ticket.text("state") == "new" && ticket.text("assignee") == nil)
    #expect(
      ticket.objects("history").contains { $0.text("text") == "set aside: looked at it before" })
    // The call is answered by whoever comes to it, and the bill has both.
    try desk.type("callout log bakery --ticket T-1 --arrived 01:40 --done 03:10", as: "vera")
    #expect(try desk.one("ticket show T-1").text("state") == "resolved")
    #expect(try met(desk) == ["01:40", "01:40", "03:10"])
    #expect(try desk.problems().isEmpty)
  }

  @Test func aVisitThatEndsACallNamesWhoIsThere() throws {
    let desk = try received(["callout arrive T-1 --at 01:40 --engineer vera"])
    let card = try desk.one(
      "callout log bakery --ticket T-1 --arrived 02:00 --done 03:10", as: "gleb")
    #expect(card.texts("flags").contains("also_there vera"))
  }

  @Test func whoeverSetOutBeforeSayingSoHasAnsweredThen() throws {
    let calls = try CallDesk()
    let desk = calls.desk
    try desk.type("target set --priority 1 --acknowledge 30m")
    try calls.receive()
    desk.clock.advance(minutes: 60)
    try desk.type("callout acknowledge T-1", as: "boris")
    try desk.type("callout depart T-1 --at 03:25", as: "boris")
    #expect(try calls.call.text("acknowledged") == "2026-11-22T03:25:00+03:00")
    let stage = try desk.one("ticket show T-1").objects("deadlines").first
    #expect(stage?.text("met") == "2026-11-22T03:25:00+03:00")
    #expect(try desk.problems() == [])
  }
}
