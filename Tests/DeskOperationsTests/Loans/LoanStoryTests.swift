import DeskRules
import Testing

/// The dispatcher, phone in hand: what can I lend them, and lend it.
@Suite struct LoanStoryTests {
  private func deskWithTicket(_ device: String = "transco --device TC-P1") throws -> TestDesk {
    let desk = try TestDesk.firm()
    try desk.type("ticket open \(device) --problem \"fuser dead, on our bench\"")
    return desk
  }

  @Test func loanersAreRankedWithTheirReasons() throws {
    let desk = try deskWithTicket()
    let items = try desk.type("loan suggest T-1", as: "dasha")
    let contract: Set = ["device", "model", "suitable", "score", "reasons"]
    #expect(items.allSatisfy { $0.keys.isSuperset(of: contract) })
    #expect(items.map { $0.text("device") } == ["LP-03", "LP-02", "LP-01"])
    #expect(items.map { $0["suitable"] } == [.bool(true), .bool(true), .bool(true)])
    #expect(items.map { $0.number("score") } == [200, 114, 104])
  }

  @Test func theSameModelWinsAndSaysWhy() throws {
    let best = try #require(try deskWithTicket().type("loan suggest T-1", as: "dasha").first)
    #expect(best.text("device") == "LP-03")
    #expect(
      best.texts("reasons") == [
        "the same model", "takes the client's cartridges (Q5942A)",
        "the client has cartridges for it (Q5942A)",
        "at least as fast, 43 pages a minute", "prints both sides", "10120 pages on its meter",
        "nobody is promised it later",
      ])
  }

  @Test func whatIsLackingIsSaid() throws {
    let desk = try deskWithTicket("office --device OF-C1")
    let items = try desk.type("loan suggest T-1", as: "dasha")
    #expect(items.map { $0.text("device") } == ["LP-02", "LP-01", "LP-03"])
    let small = try #require(items.last)
    #expect(small["suitable"] == .bool(false))
    #expect(small.number("score") == 0)
    #expect(small.texts("reasons").contains("needs A3, has A4"))
    #expect(small.texts("reasons").contains { $0.hasPrefix("cannot scan, copy") })
    let error = try desk.refuse(.unsuitable, "loan issue T-1 LP-03 --due 2026-11-30", as: "dasha")
    #expect(error.details.texts("reasons") == small.texts("reasons"))
  }

  @Test func lendingTakesItOffTheShelfAndNamesTheHolder() throws {
    let desk = try deskWithTicket()
    let loan = try desk.one("loan issue T-1 LP-03 --due 2026-11-30 --meter 10233", as: "dasha")
    #expect(
      loan.only("loan", "device", "client", "ticket", "due")
        == (try json(
          #"""
          {"loan":"L-1","device":"LP-03","client":"transco","ticket":"T-1","due":"2026-11-30"}
          """#)))
    let shown = try desk.one("device show LP-03")
    #expect(shown.text("holder") == "client:transco/main")
    #expect(shown.text("loan") == "L-1")
    #expect(shown.number("meter") == 10233)
    try desk.type("ticket open office --device OF-P1 --problem grey")
    let taken = try desk.refuse(.taken, "loan issue T-2 lp-03 --due 2026-12-05", as: "dasha")
    #expect(taken.message == "LP-03 is on loan L-1 to transco until 2026-11-30")
    #expect(
      taken.details.only("device", "loan", "client", "until")
        == (try json(
          #"{"device":"LP-03","loan":"L-1","client":"transco","until":"2026-11-30"}"#)))
    let suggestion = try desk.type("loan suggest T-2").first { $0.text("device") == "LP-03" }
    #expect(suggestion?.texts("reasons") == [taken.message])
  }

  @Test func aReturnIsRecordedHoweverLate() throws {
    let desk = try deskWithTicket()
    try desk.type("loan issue T-1 LP-03 --due 2026-11-30 --meter 10233", as: "dasha")
    try desk.now("2026-12-02T10:00+03:00")
    let overdue = try desk.one("loan list --overdue")
    #expect(overdue.number("days_overdue") == 2)
    let back = try desk.one(
      "loan return LP-03 --meter 10480 --at 2026-12-01T18:00 --to van:boris", as: "boris")
    #expect(back.texts("flags") == ["late"])
    #expect(back.number("pages") == 247)
    #expect(back.text("returned") == "2026-12-01T18:00:00+03:00")
    #expect(try desk.type("loan list").isEmpty)
    #expect(try desk.one("device show LP-03").text("holder") == "van:boris")
    let state = try desk.refuse(.state, "loan return L-1", as: "boris")
    #expect(state.details.text("loan") == "L-1")
    #expect(try desk.refuse(.state, "loan return LP-03").details.text("holder") == "van:boris")
    #expect(try desk.problems() == [])
  }

  @Test func aTicketDoesNotEndWhileItsLoanerIsOut() throws {
    let desk = try deskWithTicket()
    try desk.type("loan issue T-1 LP-03 --due 2026-11-30")
    let cancel = try desk.refuse(.taken, "ticket cancel T-1 --reason sold")
    #expect(
      cancel.details.only("loan", "device", "client")
        == (try json(#"{"loan":"L-1","device":"LP-03","client":"transco"}"#)))
    // What it advises works as it stands.
    #expect(
      cancel.message.hasSuffix(
        "record loan return L-1 first, or ticket resolve T-1 and then ticket close T-1 --reason WHY"
      ))
    try desk.type("ticket resolve T-1")
    let close = try desk.refuse(.taken, "ticket close T-1", as: "dasha")
    #expect(close.message.hasSuffix("or ticket close T-1 --reason WHY"))
    try desk.type("ticket close T-1 --reason \"they keep it a while\"", as: "dasha")
    #expect(try desk.one("ticket show T-1").texts("loans") == ["L-1"])
  }
}
