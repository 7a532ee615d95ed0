import DeskOperations
import DeskRules
import Testing

/// What a call leaves behind where somebody took it and did not come, and what was entered late.
@Suite struct CallReleaseTests {
  private static let targets = "target set --acknowledge 15m --on-site 1h --fix 2h"

  @Test func anExpiredAnswerLeavesTheTicketAsIfNobodyHadTakenIt() throws {
    var calls = try CallDesk()
    try calls.desk.type(Self.targets)
    try calls.receive()
    try calls.wait(minutes: 8)
    try calls.desk.type("callout acknowledge T-1", as: "boris")
    #expect(try calls.wait(minutes: 30) == 1)
    let ticket = try calls.desk.one("ticket show T-1")
    #expect(ticket.text("state") == "new" && ticket.text("assignee") == nil)
    #expect(ticket.objects("deadlines").first?.text("met") == nil)
    #expect(ticket.objects("deadlines").first?.text("left") == "late 23 min")
    #expect(
      ticket.objects("history").contains { $0.text("what") == "nobody has it any more" })
    try calls.desk.type("callout acknowledge T-1", as: "vera")
    let again = try calls.desk.one("ticket show T-1")
    #expect(again.text("assignee") == "vera")
    #expect(again.objects("deadlines").first?.text("met") == "2026-11-22T03:53:00+03:00")
    #expect(try calls.desk.problems().isEmpty)
  }

  /// Also where they had set out before they took it.
  @Test(arguments: ["03:40", "03:20"])
  func whoHadSetOutInTimeAndSaysSoLateHadTakenItThen(at: String) throws {
    var calls = try CallDesk(isTold: true)
    try calls.desk.type(Self.targets)
    try calls.receive()
    try calls.wait(minutes: 8)
    try calls.desk.type("callout acknowledge T-1", as: "boris")
    #expect(try calls.wait(minutes: 30) == 1)
    try calls.desk.type("callout depart T-1 --at \(at)", as: "boris")
    let ticket = try calls.desk.one("ticket show T-1")
    #expect(ticket.text("assignee") == "boris")
    let met = min(at, "03:23")
    #expect(ticket.objects("deadlines").first?.text("met") == "2026-11-22T\(met):00+03:00")
    #expect(try missed(calls) == [])
    #expect(try calls.desk.problems().isEmpty)
  }

  @Test func whoIsGivenTheTicketHasToSetOutAsWell() throws {
    var calls = try CallDesk()
    try calls.receive()
    try calls.desk.type("callout acknowledge T-1", as: "boris")
    try calls.wait(minutes: 10)
    try calls.desk.type("ticket assign T-1 gleb", as: "dasha")
    #expect(try calls.wait(minutes: 29) == 0)
    #expect(try calls.desk.one("ticket show T-1").text("assignee") == "gleb")
    #expect(try calls.wait(minutes: 1) == 1)
    #expect(try calls.facts.suffix(2) == ["expired gleb", "stepped boris"])
    #expect(try calls.desk.one("ticket show T-1").text("assignee") == nil)
    #expect(try calls.desk.problems().isEmpty)
  }

  @Test func whoeverBeginsTheWorkIsThere() throws {
    var calls = try CallDesk()
    try calls.receive()
    try calls.desk.type("callout acknowledge T-1", as: "boris")
    try calls.wait(minutes: 20)
    try calls.desk.type("ticket start T-1", as: "boris")
    #expect(try calls.call.text("state") == "arrived")
    #expect(try calls.call.text("arrived") == "2026-11-22T03:35:00+03:00")
    #expect(try calls.wait(minutes: 600) == 0)
    #expect(try calls.desk.problems().isEmpty)
  }

  @Test func whatWasTakenInTimeAndEnteredLateWasNotMissed() throws {
    var calls = try CallDesk(isTold: true)
    try calls.receive()
    try calls.wait(minutes: 10)
    #expect(try missed(calls) == ["boris 1"])
    try calls.desk.type("callout acknowledge T-1 --engineer boris --at 03:16", as: "dasha")
    #expect(try missed(calls) == [])
    // Who answers in the minute in which the chain has gone on was too late.
    try calls.receive()
    try calls.wait(minutes: 10)
    try calls.desk.type("callout acknowledge T-2 --engineer boris --at 03:35", as: "dasha")
    #expect(try missed(calls) == ["boris 1"])
    #expect(try calls.desk.problems().isEmpty)
  }

  private func missed(_ calls: CallDesk) throws -> [String] {
    try calls.desk.type("report nights --by engineer").filter {
      $0.number("missed_acknowledgements") != 0
    }.map { row in
      "\(row.text("engineer") ?? "-") \(row.number("missed_acknowledgements") ?? 0)"
    }
  }

  @Test func whoWaitsHasNotArrived() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.typeAll([
      Self.targets, "ticket open bakery --problem grey", "ticket pause T-1 --reason shut",
      "ticket resume T-1",
    ])
    let fresh = try desk.one("ticket show T-1")
    #expect(fresh.text("state") == "new")
    #expect(fresh.objects("deadlines").map { $0.text("met") } == [nil, nil, nil])
    try desk.typeAll([
      "ticket assign T-1 boris", "ticket pause T-1 --reason shut", "ticket resume T-1",
    ])
    #expect(try desk.one("ticket show T-1").text("state") == "assigned")
    try desk.typeAll([
      "ticket start T-1", "ticket pause T-1 --reason \"waits for a part\"", "ticket resume T-1",
    ])
    let started = try desk.one("ticket show T-1")
    #expect(started.text("state") == "in_progress")
    #expect(started.objects("deadlines").map { $0.text("met") == nil } == [false, false, true])
    #expect(try desk.problems().isEmpty)
  }
}
