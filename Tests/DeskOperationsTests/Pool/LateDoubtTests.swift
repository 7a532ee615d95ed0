import DeskRules
import Testing

/// What is entered late, or of another kind than is owed, is told apart from what is so.
@Suite struct LateDoubtTests {
  private func owed(_ desk: TestDesk, _ client: String) throws -> [Int64] {
    let balances = try desk.type("swap balance \(client)")
    let lines = balances.flatMap { $0.objects("debts") }
    return [
      balances.reduce(0) { $0 + ($1.number("owed") ?? 0) },
      lines.reduce(0) { $0 + ($1.number("owed") ?? 0) },
    ]
  }

  @Test func aSwapEnteredLateBeforeALossSaysWhoLostIt() throws {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "swap make bakery --given C-0012 --at 2026-11-21T04:00",
      "cartridge lose C-0012 --reason gone --at 2026-11-21T06:00",
    ])
    #expect(try owed(desk, "bakery") == [1, 1])
    try desk.type("swap make bakery --taken C-0012 --at 2026-11-21T05:00 --reason \"late slip\"")
    #expect(try owed(desk, "bakery") == [0, 0])
    try desk.type("cartridge find C-0012 --to shelf")
    #expect(try owed(desk, "bakery") == [0, 0])
    #expect(try desk.problems() == [])
  }

  @Test func aSwapEnteredLateBeforeALossOfOursMakesItTheClients() throws {
    let desk = try TestDesk.firm()
    try desk.type("cartridge lose C-0012 --reason gone --at 2026-11-21T06:00")
    try desk.type("swap make bakery --given C-0012 --at 2026-11-21T05:00 --reason \"late slip\"")
    #expect(try owed(desk, "bakery") == [1, 1])
    try desk.type("swap settle W-1 --reason paid")
    #expect(try owed(desk, "bakery") == [0, 0])
    #expect(try desk.problems() == [])
  }

  @Test func anotherKindThanIsOwedNeedsAReason() throws {
    let desk = try TestDesk.firm()
    try desk.type("swap make bakery --given C-0012 --due 2026-11-22T03:16")
    let refusal = try desk.refuse(.unsuitable, "swap return S-1 --taken new:Q2612A")
    #expect(refusal.message.contains("Q5942A"))
    try desk.type("swap return S-1 --taken new:Q2612A --reason \"took what they had\"")
    let lines = try desk.type("swap list")
    #expect(
      lines.map { $0.only("group", "owed") } == [
        try json(#"{"group":"Q5942A","owed":1}"#), try json(#"{"group":"Q2612A","owed":-1}"#),
      ])
    #expect(lines[0].text("due") != lines[1].text("due"))
    #expect(try desk.problems() == [])
  }

  @Test func anEmptyCollectedOnTheNextVisitIsJudgedByWhenItWasReplaced() throws {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "cartridge add C-1 --type Q5942A --owner pool",
      "cartridge add C-2 --type Q5942A --owner pool",
      "cartridge add C-3 --type Q5942A --owner pool",
      "cartridge add C-4 --type Q5942A --owner pool",
    ])
    try desk.now("2026-12-20T10:00+03:00")
    let swap = "swap make bakery --device BK-P1"
    try desk.typeAll([
      "\(swap) --meter 100000 --given C-1 --at 2026-12-01T10:00",
      "\(swap) --meter 109000 --given C-2 --at 2026-12-08T10:00",
    ])
    let whole = try desk.one("\(swap) --meter 118000 --given C-3 --taken C-1 --at 2026-12-15T10:00")
    #expect(!whole.texts("flags").contains("missed C-1"))
    try desk.type("\(swap) --meter 119000 --given C-4 --at 2026-12-16T10:00")
    let early = try desk.one("swap make bakery --taken C-3 --at 2026-12-19T10:00")
    #expect(early.texts("flags").contains("early C-3"))
    #expect(try desk.problems() == [])
  }

  @Test func aMoveThatTookAReasonIsFlagged() throws {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "swap make bakery --given C-0012 --at 2026-11-21T10:00",
      "swap make bakery --taken C-0012 --at 2026-11-21T20:00",
    ])
    let late = "cartridge move van:boris C-0012 --at 2026-11-21T15:00 --reason \"lent to boris\""
    #expect(try desk.one(late).texts("flags") == ["corrected", "entered_late"])
    #expect(try desk.one("cartridge show C-0012").texts("flags") == ["entered_late"])
    #expect(try desk.problems() == [])
  }

  @Test func everythingThatWasDoubtedIsInOneList() throws {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "refiller add fix \"Toner Fix Ltd\"", "supply set Q2612A --cycle-limit 1",
      "cartridge add E-1 --type Q5942A --owner pool --state empty",
      "cartridge add E-2 --type Q2612A --owner pool --state empty",
      "refill send fix E-2 --at 2026-11-20T10:00",
      "refill receive R-1 E-2 --passed --at 2026-11-20T12:00", "refill send fix E-1",
    ])
    #expect(try desk.type("stock flags").isEmpty)
    try desk.typeAll([
      "swap make bakery --given C-0014 --reason \"as they wished\"",  // fits none of theirs
      "swap make office --given E-2", "swap make office --taken E-2 --reason \"the last time\"",
      "swap make transco --given C-0012 --at 2026-11-21T10:00",
      "swap make transco --taken C-0012 --at 2026-11-21T20:00",
      "cartridge move van:boris C-0012 --at 2026-11-21T15:00 --reason \"lent to boris\"",
      "cartridge move shelf:main E-1 --at 2026-11-20T15:00 --reason \"was there\"",
      "cartridge add C-7 --type TN-2410 --owner pool",
      "swap make bakery --device BK-P1 --given C-7",
      "refill receive R-2 C-0013 --passed --reason \"went along\"",
    ])
    let lines = try desk.type("stock flags").map {
      [$0.text("flag"), $0.text("cartridge") ?? $0.texts("cartridges").joined(separator: " ")]
    }
    #expect(
      lines == [
        ["fit_unknown", "C-7"], ["corrected, worn E-2", "E-2"], ["corrected", "C-0014"],
        ["not_sent", "C-0013"], ["corrected, entered_late", "E-1"],
        ["corrected, entered_late", "C-0012"],
      ], "\(lines)")
    #expect(try desk.problems() == [])
  }

  @Test func aPlaceMustExist() throws {
    let desk = try TestDesk.firm()
    try desk.type("refiller add fix \"Toner Fix Ltd\"")
    try desk.refuse(.notFound, "cartridge move van:brois C-0012")
    try desk.type("cartridge move van:Boris C-0012")
    #expect(try desk.one("cartridge show C-0012").text("holder") == "van:boris")
    for place in ["refiller:fix", "lost", "scrap"] {
      try desk.refuse(
        .unsuitable, "cartridge add C-90 --type Q5942A --owner pool --holder \(place)")
    }
  }
}
