import DeskRules
import Testing

/// A whole visit is taken back in one command: it is as if nobody had come.
@Suite struct CalloutVoidTests {
  private static let visit = "--arrived 2026-11-21T01:40 --done 2026-11-21T03:10"

  @Test func aVisitWithoutAnyLineCountsNowhereAndItsTicketIsCancelled() throws {
    let desk = try TestDesk.firm()
    try desk.type("callout log bakery --problem jam \(Self.visit)", as: "boris")
    try desk.refuse(.state, "ticket void T-1 --reason \"wrong client\"", as: "alla")
    let card = try desk.one("callout void V-1 --reason \"wrong client\"", as: "boris")
    #expect(card.text("state") == "cancelled" && card.text("amount") == "0.00")
    #expect(card.texts("flags").isEmpty)
    #expect(try desk.type("report nights --period 2026-11").isEmpty)
    let row = try desk.one("callout list")
    #expect(row.texts("flags").contains("taken_back"))
    let steps = try desk.one("ticket show T-1").objects("history").compactMap { $0.text("what") }
    #expect(steps.suffix(3) == ["visit V-1 taken back", "reopened", "cancelled"])
    let right = try desk.one("callout log transco --problem jam \(Self.visit)", as: "boris")
    #expect(!right.texts("flags").contains { $0.hasPrefix("overlaps") })
    #expect(try desk.problems() == [])
  }

  @Test func itsBillGoesBackToTheBudgetAndWhatStaysIsNamed() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.type(TestDesk.night + " --meter 10300", as: "boris")
    let preview = try desk.one("callout void T-1 --reason \"wrong client\" --dry-run", as: "boris")
    #expect(preview.objects("budget").first?.text("spent") == "0.00")
    #expect(try desk.one("budget show bakery --line repair").text("spent") != "0.00")
    let card = try desk.one("callout void T-1 --reason \"wrong client\"", as: "boris")
    #expect(card.texts("flags") == ["swap_stays S-1", "meter_stays BK-P1 10300"])
    #expect(card.text("amount") == "9500.00")
    #expect(try desk.one("budget show bakery --line repair").text("spent") == "0.00")
    #expect(try desk.one("ticket show T-1").text("billed") == "0.00")
    #expect(try desk.type("callout list")[0].text("total") == "0.00")
    #expect(try desk.problems() == [])
  }

  @Test func aTicketThatWasThereBeforeIsOpenAgainAndKeepsWhatOthersDid() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.typeAll([
      "target set --priority 3 --acknowledge 1h --on-site 4h --fix 8h",
      "staff add vera \"Vera Engineer\" --role engineer",
    ])
    try desk.now("2026-11-21T01:00+03:00")
    try desk.type("ticket open bakery --problem jam", as: "dasha")
    try desk.now("2026-11-22T03:15+03:00")
    try desk.type("callout log bakery --ticket T-1 \(Self.visit)", as: "boris")
    try desk.type(
      "callout log bakery --ticket T-1 --arrived 2026-11-21T02:20 --done 2026-11-21T04:00",
      as: "vera")
    func stages() throws -> [String?] {
      try desk.one("ticket show T-1").objects("deadlines").map { $0.text("met") }
    }
    let (first, second) = ("2026-11-21T01:40:00+03:00", "2026-11-21T02:20:00+03:00")
    #expect(try stages() == [first, first, "2026-11-21T03:10:00+03:00"])
    let error = try desk.refuse(.ambiguous, "callout void T-1 --reason twice", as: "alla")
    #expect(error.message.contains("V-1, V-2"))
    let card = try desk.one("callout void V-1 --reason \"another ticket\"", as: "alla")
    #expect(card.text("state") == "resolved")
    #expect(try stages() == [second, second, nil])
    let last = try desk.one("callout void T-1 --reason \"another ticket\"", as: "alla")
    #expect(last.text("state") == "resolved")
    #expect(try stages() == [nil, nil, nil])
    #expect(try desk.problems() == [])
  }

  @Test func theClockOfAVisitThatWasNotThereRanOn() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.type("target set --priority 3 --fix 8h")
    try desk.now("2026-11-21T01:00+03:00")
    try desk.type("ticket open bakery --problem jam", as: "dasha")
    try desk.now("2026-11-21T04:00+03:00")
    try desk.type("callout log bakery --ticket T-1 \(Self.visit)", as: "boris")
    let due = try desk.one("ticket show T-1").text("due")
    try desk.now("2026-11-21T07:00+03:00")
    let card = try desk.one("callout void T-1 --reason \"another ticket\"", as: "boris")
    #expect(card.text("state") == "reopened")
    let ticket = try desk.one("ticket show T-1")
    #expect(ticket.text("due") == due)
    #expect(ticket.number("left_minutes") == 120)
    #expect(try desk.problems() == [])
  }

  @Test func theCallThatItEndedWasAnsweredByWhoeverCameInTruth() throws {
    var calls = try CallDesk()
    let desk = calls.desk
    try desk.typeAll(["staff rate boris 600.00", "staff rate vera 600.00"])
    try calls.receive()
    try calls.wait(minutes: 9)
    try desk.type("callout depart T-1", as: "boris")
    try calls.wait(minutes: 20)
    try desk.type("callout finish T-1 --arrived 03:35 --work fuser", as: "boris")
    func received() throws -> [String] {
      try desk.type("report nights --period 2026-11 --by engineer").filter {
        $0.number("received") == 1
      }.map { $0.text("engineer") ?? "-" }
    }
    #expect(try received() == ["boris"])
    try calls.wait(minutes: 60)
    let card = try desk.one("callout void V-1 --reason \"another client\"", as: "boris")
    #expect(card.texts("flags") == ["call_ended T-1"])
    #expect(card.text("state") == "reopened")
    // He had set out, and the visit was where he never came.
    #expect(try calls.wait(minutes: 600) == 0)
    #expect(try received() == ["boris"])
    let late = try desk.one(
      "callout log bakery --ticket T-1 --arrived 04:00 --done 05:00", as: "vera")
    #expect(try late.object("visit").text("called") == "2026-11-22T03:15:00+03:00")
    #expect(late.texts("flags") == ["taken_over boris"])
    #expect(try desk.one("ticket show T-1").text("state") == "resolved")
    #expect(try received() == ["vera"])
    #expect(try desk.problems() == [])
  }

  @Test func withTheLastLineOfItsBillTheStagesGoToo() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.type("target set --priority 3 --acknowledge 1h")
    try desk.type("callout log bakery --problem jam \(Self.visit)", as: "boris")
    func met() throws -> String? {
      try desk.one("ticket show T-1").objects("deadlines").first?.text("met")
    }
    #expect(try met() != nil)
    try desk.type("ticket void T-1 --line 1 --reason wrong", as: "alla")
    #expect(try met() != nil)
    try desk.type("ticket void T-1 --line 2 --reason wrong", as: "alla")
    #expect(try met() == nil)
    #expect(try desk.one("ticket show T-1").text("state") == "resolved")
    #expect(try desk.problems() == [])
  }

  @Test func whoMayTakeItBack() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.type("staff add vera \"Vera Engineer\" --role engineer")
    try desk.type("callout log bakery --problem jam --engineer vera \(Self.visit)", as: "boris")
    try desk.type("callout log transco --problem jam \(Self.visit)", as: "boris")
    try desk.refuse(.notAllowed, "callout void V-1 --reason x", as: "olga")
    let error = try desk.refuse(.notAllowed, "callout void V-2 --reason x", as: "vera")
    #expect(error.message.contains("V-2 is of boris"))
    // Whose it is, and who entered it.
    try desk.type("callout void V-1 --reason x --dry-run", as: "vera")
    try desk.type("callout void V-1 --reason x", as: "boris")
    try desk.type("callout void V-2 --reason x", as: "dasha")
    #expect(try desk.problems() == [])
  }

  @Test func whatCannotBeTakenBackSaysWhy() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.refuse(.notFound, "callout void V-1 --reason x")
    try desk.refuse(.notFound, "callout void T-1 --reason x")
    try desk.type("ticket open bakery --problem jam")
    try desk.refuse(.notFound, "callout void T-1 --reason x")
    try desk.refuse(.usage, "callout void V-1")
    try desk.typeAll([
      "callout log bakery --problem jam \(Self.visit)", "invoice review T-2",
      "invoice issue bakery T-2",
    ])
    let error = try desk.refuse(.state, "callout void V-1 --reason x")
    #expect(error.message.contains("invoice credit"))
    try desk.type("callout log transco --problem jam --goes-on \(Self.visit) --reason two")
    try desk.type("callout void V-2 --reason x")
    #expect(try desk.one("ticket show T-3").text("state") == "cancelled")
    try desk.refuse(.state, "callout void V-2 --reason x")
    #expect(try desk.problems() == [])
  }

  @Test func aClosedPeriodNeedsALineForToday() throws {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "tariff set --rate 1500.00 --from 2026-01-01",
      "budget set bakery repair --limit 5000.00 --period 2026-11",
      "callout log bakery --problem jam \(Self.visit)",
    ])
    try desk.now("2026-12-05T12:00+03:00")
    try desk.type("budget close bakery --period 2026-11")
    try desk.refuse(.notSet, "callout void V-1 --reason x")
    try desk.type("budget set bakery repair --limit 5000.00 --period 2026-12")
    try desk.type("callout void V-1 --reason x")
    #expect(try desk.problems() == [])
  }

  @Test func theSameKeyTakesItBackOnce() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.type("callout log bakery --problem jam \(Self.visit)")
    let parameters: KeyValuePairs = ["visit": "V-1", "reason": "x", "key": "k1"]
    let first = try desk.run("callout.void", parameters)
    let seq = try desk.seq
    #expect(try desk.run("callout.void", parameters) == first)
    #expect(try desk.seq == seq)
  }
}
