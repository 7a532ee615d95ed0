import DeskRules
import Testing

/// What an estimate promises on which line, and what becomes of it when the line changes.
@Suite struct EstimateTests {
  /// A bakery whose parts are carried by goods, and a repair that is open.
  private func arranged() throws -> TestDesk {
    let desk = try TestDesk.pricedFirm()
    try desk.typeAll([
      "contact add bakery \"Ivan Chief\" --function approver",
      "client edit bakery --goods-line goods", "ticket open bakery --problem fuser",
    ])
    return desk
  }

  private func held(_ desk: TestDesk) throws -> [String] {
    try desk.type("budget show bakery").map { line in
      ["line", "held", "available"].map { line.text($0) ?? "" }.joined(separator: " ")
    }
  }

  private func lines(_ answer: JSONObject) -> [String] {
    answer.objects("budget").map { line in
      "\(line.text("line") ?? "") \(line.text("exceeds") ?? "fits")"
    }
  }

  @Test func eachPartIsJudgedOnTheLineThatWillCarryIt() throws {
    let desk = try arranged()
    let whole = try desk.one("ticket estimate T-1 75000 --dry-run")
    #expect(whole.text("exceeds") == "25000.00")
    #expect(lines(whole) == ["repair 25000.00"])
    let divided = try desk.one("ticket estimate T-1 75000 --goods 35000")
    #expect(divided["exceeds"] == nil)
    #expect(divided.text("estimate_goods") == "35000.00")
    #expect(lines(divided) == ["goods fits", "repair fits"])
    let approved = try desk.one("ticket approve T-1 --by 3 --evidence mail")
    #expect(approved.objects("budget").map { $0.text("held") } == ["35000.00", "40000.00"])
    #expect(try held(desk) == ["goods 35000.00 5000.00", "repair 40000.00 10000.00"])
    // Its own holds count for both lines.
    try desk.type("ticket log T-1 --kind part --text fuser --amount 38000")
    let draft = try desk.one("ticket log T-1 --kind labour --text fitting --amount 51000")
    #expect(draft.text("exceeds") == "1000.00")
    #expect(lines(draft) == ["goods fits", "repair 1000.00"])
    let done = try desk.one("ticket resolve T-1")
    #expect(lines(done) == ["goods fits", "repair 1000.00"])
    #expect(try held(desk) == ["goods 0.00 1000.00", "repair 0.00 0.00"])
    #expect(try desk.problems() == [])
  }

  @Test func whatTheGoodsLineLacksIsPromisedOnTheTicketsOwn() throws {
    let desk = try arranged()
    let near = try desk.one("ticket estimate T-1 85000 --goods 45000")
    #expect(near["exceeds"] == nil)
    try desk.type("ticket approve T-1 --by 3 --evidence mail")
    #expect(try held(desk) == ["goods 40000.00 0.00", "repair 45000.00 5000.00"])
    let beyond = try desk.one("ticket estimate T-1 91000 --goods 45000")
    #expect(beyond.text("exceeds") == "1000.00")
    #expect(lines(beyond) == ["goods fits", "repair 1000.00"])
    let refusal = try desk.refuse(.overBudget, "ticket approve T-1 --by 3 --evidence mail")
    #expect(refusal.message.contains("51000.00 of the estimate is for it"), "\(refusal)")
    // A new estimate has released both, and a refusal holds nothing.
    #expect(try held(desk) == ["goods 0.00 40000.00", "repair 0.00 50000.00"])
    #expect(try desk.problems() == [])
  }

  @Test func holdsOnBothLinesAreReleasedAndMovedTogether() throws {
    let desk = try arranged()
    try desk.typeAll([
      "budget set bakery repair --limit 9000 --period 2027",
      "budget set bakery goods --limit 9000 --period 2027",
      "ticket estimate T-1 3000 --goods 1000", "ticket approve T-1 --by 3 --evidence mail",
    ])
    #expect(try desk.one("ticket expect T-1 2027-01-15")["flags"] == nil)
    #expect(try held(desk) == ["goods 0.00 40000.00", "repair 0.00 50000.00"])
    let next = try desk.type("budget show bakery --on 2027-01-01")
    #expect(next.map { $0.text("held") } == ["1000.00", "2000.00"])
    try desk.type("ticket cancel T-1 --reason gone")
    let after = try desk.type("budget show bakery --on 2027-01-01")
    #expect(after.map { $0.text("held") } == ["0.00", "0.00"])
    #expect(try desk.problems() == [])
  }

  @Test func goodsAreAPartOfTheEstimate() throws {
    let desk = try arranged()
    try desk.refuse(.amount, "ticket estimate T-1 100 --goods 100.01")
    try desk.refuse(.amount, "ticket estimate T-1 100 --goods -1")
    #expect(try desk.one("ticket show T-1")["estimate"] == nil)
    // Without an arrangement their nature is noted, and the ticket's own line carries them.
    try desk.type("ticket open office --problem x")
    let card = try desk.one("ticket estimate T-2 100 --goods 100")
    #expect(card.texts("flags") == ["no_budget"])
    #expect(card.text("estimate_goods") == "100.00")
  }

  @Test func anotherLineEndsTheApprovalAndReleasesTheHold() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.typeAll([
      "ticket open bakery --problem x", "ticket estimate T-1 3000",
      "ticket approve T-1 --by 1 --evidence mail",
      "ticket log T-1 --kind labour --text work --amount 41000",
    ])
    let edited = try desk.one(
      "ticket edit T-1 --line goods --reason \"opened wrongly\"", as: "alla")
    #expect(edited.text("line") == "goods")
    #expect(edited.flag("approved") == false)
    #expect(edited.texts("flags") == ["approval_void"])
    #expect(edited.text("exceeds") == "1000.00")
    #expect(lines(edited) == ["goods 1000.00", "repair fits"])
    #expect(try held(desk) == ["goods 0.00 40000.00", "repair 0.00 50000.00"])
    let shown = try desk.one("ticket show T-1")
    #expect(shown.objects("approvals").map { $0.text("state") } == ["void"])
    #expect(shown.objects("history").last?.text("what") == "budget line goods")
    #expect(shown.objects("history").last?.text("text") == "opened wrongly")
    try desk.type("ticket approve T-1 --by 1 --evidence mail", as: "alla")
    #expect(try held(desk) == ["goods 3000.00 37000.00", "repair 0.00 50000.00"])
    #expect(try desk.problems() == [])
  }

  @Test func withTheClientsWordTheHoldMovesAlong() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.typeAll([
      "ticket open bakery --problem x", "ticket estimate T-1 3000",
      "ticket approve T-1 --by 1 --evidence mail --expires 2026-12-31",
    ])
    try desk.refuse(.usage, "ticket edit T-1 --line goods --by 1")
    try desk.refuse(.notAllowed, "ticket edit T-1 --line goods --by 2 --evidence mail")
    let edited = try desk.one(
      "ticket edit T-1 --line goods --by 1 --evidence \"letter 18\"", as: "dasha")
    #expect(edited.flag("approved") == true)
    #expect(edited["flags"] == nil)
    #expect(edited.objects("budget").map { $0.text("held") } == ["3000.00", "0.00"])
    #expect(try held(desk) == ["goods 3000.00 37000.00", "repair 0.00 50000.00"])
    let approvals = try desk.one("ticket show T-1").objects("approvals")
    #expect(
      approvals.map {
        [$0.text("line"), $0.text("evidence"), $0.text("state"), $0.text("expires")]
      }
        == [
          ["goods", "letter 18", "open", "2026-12-31"], ["repair", "mail", "void", "2026-12-31"],
        ])
    // What had run out is given anew without an end.
    try desk.now("2027-01-05T10:00+03:00")
    let later = try desk.refuse(.notSet, "ticket edit T-1 --line repair --by 1 --evidence new")
    #expect(later.message.contains("has no budget repair on 2027-01-05"), "\(later)")
    try desk.type("budget set bakery repair --limit 5000 --period 2027")
    try desk.type("ticket edit T-1 --line repair --by 1 --evidence new")
    #expect(try desk.one("ticket show T-1").objects("approvals").first?["expires"] == nil)
    #expect(try held(desk) == ["repair 3000.00 2000.00"])
    // A promise is checked on the new line too.
    try desk.typeAll([
      "budget set bakery reserve --limit 10 --period 2027", "ticket resolve T-1",
      "ticket open bakery --problem y", "ticket estimate T-2 11",
      "ticket approve T-2 --by 1 --evidence mail",
    ])
    try desk.refuse(.overBudget, "ticket edit T-2 --line reserve --by 1 --evidence mail")
    #expect(try desk.one("ticket show T-2").text("line") == "repair")
    #expect(try desk.problems() == [])
  }

  @Test func aBillOnTheBudgetKeepsItsLine() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.typeAll([
      "ticket open bakery --problem x", "ticket log T-1 --kind part --text x --amount 10",
    ])
    try desk.refuse(.notSet, "ticket edit T-1 --line godos")
    try desk.refuse(.state, "ticket edit T-1 --line repair")
    try desk.refuse(.notAllowed, "ticket edit T-1 --line goods", as: "boris")
    try desk.type("ticket resolve T-1")
    let posted = try desk.refuse(.state, "ticket edit T-1 --line goods")
    #expect(posted.message.contains("ticket void"), "\(posted)")
    try desk.typeAll([
      "ticket void T-1 --reason wrong", "ticket reopen T-1 --reason again",
      "ticket edit T-1 --line goods", "ticket log T-1 --kind part --text x --amount 12",
    ])
    #expect(lines(try desk.one("ticket resolve T-1")) == ["goods fits"])
    #expect(try desk.one("budget show bakery --line goods").text("spent") == "12.00")
    #expect(try desk.problems() == [])
  }

  @Test func aFinishedJobWithoutABudgetIsBroughtToALine() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.type(TestDesk.night + " --line nosuch")
    let edited = try desk.one("ticket edit T-1 --line repair")
    #expect(edited.texts("flags") == ["unsettled"])
    try desk.type("budget settle bakery --ticket T-1")
    #expect(try desk.type("budget pending").isEmpty)
    #expect(try desk.problems() == [])
  }
}
