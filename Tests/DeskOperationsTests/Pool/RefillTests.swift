import DeskRules
import Testing

@Suite struct RefillTests {
  private func desk() throws -> TestDesk {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "refiller add fix \"Toner Fix Ltd\" --contact \"+7 900 555\" --turnaround 10",
      "refiller add other \"Other Refills\"",
      "cartridge add E-1 --type Q5942A --owner pool --state empty",
      "cartridge add E-2 --type Q5942A --owner pool --state empty",
      "cartridge add E-3 --type Q2612A --owner pool --state empty",
    ])
    return desk
  }

  @Test func aBatchGoesOutAndComesBackPieceByPiece() throws {
    let desk = try desk()
    let sent = try desk.one("refill send fix E-1 E-2 E-3", as: "boris")
    #expect(
      sent.only("refill", "pieces", "back", "waiting", "types", "due")
        == (try json(
          #"{"refill":"R-1","pieces":3,"back":0,"waiting":["E-1","E-2","E-3"],"due":"2026-12-02T03:15:00+03:00","types":[{"type":"Q2612A","pieces":1},{"type":"Q5942A","pieces":2}]}"#
        )))
    #expect(try desk.one("cartridge show E-1").text("holder") == "refiller:fix")
    let back = try desk.type(
      "refill receive R-1 E-1 E-3 --price 450.00 --work drum --pages 9000", as: "boris")
    #expect(back.map { $0.text("result") } == ["untested", "untested"])
    #expect(try desk.one("cartridge show E-1").text("state") == "untested")
    try desk.refuse(.unsuitable, "swap make bakery --given E-1 --taken C-0044")
    #expect(try desk.one("refill list").texts("waiting") == ["E-2"])
    try desk.type("refill test E-1 --passed")
    try desk.type("refill test E-3 --failed --reason \"grey stripes\"")
    #expect(try desk.one("cartridge show E-1").text("state") == "full")
    #expect(try desk.one("cartridge show E-3").text("state") == "failed")
    try desk.now("2026-12-05T10:00+03:00")
    #expect(try desk.one("refill list --overdue").number("days_overdue") == 4)
    try desk.type("refill receive R-1 E-2 --passed")
    #expect(try desk.type("refill list").isEmpty)
    let all = try desk.one("refill list --all --refiller fix")
    #expect(all.only("pieces", "back") == (try json(#"{"pieces":3,"back":3}"#)))
    #expect(
      try desk.one("refill show R-1").objects("received").map { $0.text("result") }
        == ["passed", "passed", "failed"])
    #expect(try desk.problems() == [])
  }

  @Test func aFailedRefillIsRedoneFreeAndCountsAgainstTheRefiller() throws {
    let desk = try desk()
    try desk.typeAll([
      "refill send fix E-1", "refill receive R-1 E-1 --price 450.00 --failed",
    ])
    let again = try desk.one("refill send fix E-1")
    #expect(again.texts("flags") == ["redo E-1"])
    try desk.refuse(.unsuitable, "refill receive R-2 E-1 --price 450.00")
    try desk.type("refill receive R-2 E-1 --passed")
    #expect(try desk.one("cartridge show E-1").number("refills") == 1)
    #expect(
      try desk.one("report refills").only(
        "refiller", "sent", "received", "failed", "redone", "cost", "median_days")
        == (try json(
          #"{"refiller":"fix","sent":2,"received":2,"failed":1,"redone":1,"cost":"450.00","median_days":0}"#
        )))
    try desk.typeAll(["cartridge move shelf E-1 --state empty", "refill send fix E-1"])
    #expect(try desk.one("refill list").keys.contains("flags") == false)
    let paid = try desk.type("refill receive R-3 E-1 --price 450.00 --failed")
    #expect(paid.map { $0.text("price") } == ["450.00"])
    // Another refiller owes nothing for it; its own failure is redone, however late it is sent.
    #expect(try desk.one("refill send other E-1")["flags"] == nil)
    try desk.type("refill receive R-4 E-1 --failed")
    try desk.now("2027-01-05T10:00+03:00")
    #expect(try desk.one("refill send other E-1").texts("flags") == ["redo E-1"])
    #expect(try desk.problems() == [])
  }

  @Test func warrantyCountsFromTheFailureAndNotFromTheSending() throws {
    let desk = try desk()
    try desk.typeAll(["refill send fix E-1 E-2", "refill receive R-1 E-1 E-2"])
    try desk.now("2026-11-23T10:00+03:00")
    try desk.type("refill test E-1 --failed")
    try desk.now("2026-12-27T10:00+03:00")
    try desk.type("refill test E-2 --failed")
    #expect(try desk.one("refill send fix E-1 E-2").texts("flags") == ["redo E-1"])
    try desk.refuse(.unsuitable, "refill receive R-2 E-1 --price 450.00")
    try desk.type("refill receive R-2 E-2 --price 450.00")
    #expect(try desk.problems() == [])
  }

  @Test func aPaidRedoNeedsAReason() throws {
    let desk = try desk()
    try desk.typeAll(["refill send fix E-1", "refill receive R-1 E-1 --failed"])
    try desk.type("refill send fix E-1")
    let paid = try desk.type("refill receive R-2 E-1 --price 90.00 --reason \"new chip\"")
    #expect(paid.map { $0.texts("flags") } == [["paid_redo"]])
  }

  @Test func oneThatFailsAtTheClientIsClaimed() throws {
    let desk = try desk()
    try desk.typeAll([
      "refill send fix E-1 E-2", "refill receive R-1 E-1 E-2 --passed",
      "swap make bakery --given E-1 --taken C-0044",
    ])
    let claim = try desk.type("refill claim E-1 --reason leaks")
    #expect(claim.map { $0.text("result") } == ["failed"])
    try desk.type("swap make bakery --given E-2 --taken E-1")
    #expect(try desk.one("cartridge show E-1").text("state") == "failed")
    #expect(try desk.one("refill send fix E-1").texts("flags") == ["redo E-1"])
    #expect(try desk.one("report refills").number("failed") == 1)
    try desk.now("2027-03-01T10:00+03:00")
    let late = try desk.type("refill claim E-2 --reason \"grey\"")
    #expect(late.map { $0.texts("flags") } == [["warranty_over"]])
    #expect(try desk.problems() == [])
  }

  @Test func aTestPageOfAUsedOneTellsNothing() throws {
    let desk = try desk()
    try desk.typeAll([
      "refill send fix E-1", "refill receive R-1 E-1 --passed", "refill test E-1 --passed",
      "swap make bakery --given E-1 --taken C-0044", "swap make bakery --taken E-1",
    ])
    let refusal = try desk.refuse(.state, "refill test E-1 --passed")
    #expect(refusal.details.text("holder")?.hasPrefix("client:bakery") == true)
    #expect(try desk.one("cartridge show E-1").text("state") == "empty")
    #expect(try desk.problems() == [])
  }

  @Test func aClaimLeavesTheCartridgeWhereItWas() throws {
    let desk = try desk()
    try desk.typeAll(["refill send fix E-1", "refill receive R-1 E-1 --passed"])
    try desk.type(
      "swap make bakery --device BK-P1 --slot spare --given E-1 --taken C-0044"
        + " --at 2026-11-22T03:15")
    try desk.now("2026-11-24T10:00+03:00")
    try desk.typeAll([
      "swap make bakery --taken E-1 --at 2026-11-24T09:00",
      "refill claim E-1 --reason leaks --at 2026-11-23T10:00",
    ])
    let places = try desk.rows(
      "SELECT holder, device, slot FROM holding WHERE piece = 'E-1' AND cause = 'R-1'"
        + " AND state = 'failed'")
    #expect(places.map { $0.map(\.shown) } == [["client", "BK-P1", "spare"], ["shelf", "", ""]])
    #expect(try desk.one("cartridge show E-1").text("holder") == "shelf:main")
    #expect(try desk.problems() == [])
  }

  @Test func aClaimMaySentWithTheBatch() throws {
    let desk = try desk()
    try desk.typeAll(["refill send fix E-1", "refill receive R-1 E-1 --passed"])
    try desk.refuse(.usage, "refill send fix E-1 --claim E-1")
    try desk.refuse(.state, "refill send fix --claim E-2 --reason grey")
    let sent = try desk.one("refill send fix E-2 --claim E-1 --reason grey")
    #expect(sent.texts("flags") == ["redo E-1"])
    #expect(sent.number("pieces") == 2)
    #expect(try desk.problems() == [])
  }

  private func cost(_ desk: TestDesk) throws -> [String?] {
    try desk.type("report refills").map { $0.text("cost") }
  }

  @Test func eachPieceHasItsOwnPriceWorkAndPages() throws {
    let desk = try desk()
    try desk.type("refill send fix E-1 E-2 E-3")
    let back = try desk.type(
      "refill receive R-1 E-1 E-2 --price 450.00 --pages 9000 --passed"
        + " --each \"E-2 price=700.00 work=drum and blade\" --each \"E-3 pages=2000\"")
    #expect(back.map { $0.text("price") } == ["450.00", "700.00", "450.00"])
    #expect(back.map { $0.number("pages") } == [9000, 9000, 2000])
    let shown = try desk.one("refill show R-1").objects("received")
    #expect(shown.map { $0.text("work") } == [nil, "drum and blade", nil])
    #expect(try cost(desk) == ["1600.00"])
    #expect(try desk.problems() == [])
  }

  @Test func whatTheBillSaysLaterIsCorrected() throws {
    let desk = try desk()
    try desk.typeAll(["refill send fix E-1 E-2", "refill receive R-1 E-1 --price 4500.00 --passed"])
    try desk.now("2026-12-02T10:00+03:00")
    let again = try desk.refuse(.state, "refill receive R-1 E-1 --price 450.00")
    #expect(again.message.contains("refill correct R-1 E-1"))
    let card = try desk.one("refill correct R-1 E-1 --price 450.00 --work drum", as: "alla")
    #expect(card.text("price") == "450.00")
    #expect(try cost(desk) == ["450.00"])
    #expect(try desk.one("refill show R-1").objects("received").map { $0.text("work") } == ["drum"])
    try desk.type("refill correct R-1 --each \"E-1 pages=9500\"")
    #expect(try cost(desk) == ["450.00"])
    let life = try desk.one("cartridge show E-1").objects("history").compactMap { $0.text("what") }
    #expect(life.suffix(2) == ["refill corrected: drum", "refill corrected"])
    let seq = try desk.seq
    try desk.type("refill correct R-1 E-1 --pages 9500")
    #expect(try desk.seq == seq)

    for (code, command) in [
      (ErrorCode.state, "refill correct R-1 E-2 --price 1.00"),
      (.unsuitable, "refill correct R-1 E-3 --price 1.00"), (.usage, "refill correct R-1 E-1"),
      (.usage, "refill correct R-1 --price 1.00"), (.usage, "refill correct R-1 E-1 --pages 0"),
      (.usage, "refill correct R-1 --each \"E-1 colour=red\""),
      (.usage, "refill receive R-1 E-2 --pages 0"), (.notFound, "refill correct R-9 E-1 --pages 5"),
    ] {
      try desk.refuse(code, command)
    }
    #expect(try desk.problems() == [])
  }

  @Test func whatWasRedoneFreeIsPaidForAReasonOnly() throws {
    let desk = try desk()
    try desk.typeAll([
      "refill send fix E-1", "refill receive R-1 E-1 --failed", "refill send fix E-1",
      "refill receive R-2 E-1 --passed",
    ])
    try desk.refuse(.unsuitable, "refill correct R-2 E-1 --price 100.00")
    let paid = try desk.one("refill correct R-2 E-1 --price 100.00 --reason \"new drum\"")
    #expect(paid.texts("flags") == ["paid_redo"])
    #expect(try desk.problems() == [])
  }

  @Test(arguments: [("", "untested"), (" --failed", "failed")])
  func noMoveMakesARefillGood(verdict: String, state: String) throws {
    let desk = try desk()
    try desk.typeAll(["refill send fix E-1", "refill receive R-1 E-1\(verdict)"])
    for reason in ["", " --reason \"looks fine\""] {
      let refusal = try desk.refuse(.unsuitable, "cartridge move shelf E-1 --state full\(reason)")
      #expect(refusal.message.contains("refill test E-1 --passed"))
    }
    try desk.type("cartridge lose E-1 --reason gone")
    try desk.refuse(.unsuitable, "cartridge find E-1 --to shelf --state full")
    try desk.type("cartridge find E-1 --to shelf")
    #expect(try desk.one("cartridge show E-1").text("state") == state)
    try desk.type("refill test E-1 --passed")
    #expect(try desk.one("cartridge show E-1").text("state") == "full")
    #expect(try desk.problems() == [])
  }

  @Test func anEmptyIsFullWithoutARefillForAReasonOnly() throws {
    let desk = try desk()
    let refusal = try desk.refuse(.implausible, "cartridge move shelf E-1 E-2 --state full")
    #expect(refusal.message.contains("--reason"))
    let full = try desk.type("cartridge move shelf E-1 --state full --reason \"filled by us\"")
    #expect(full.map { $0.texts("flags") } == [["corrected"]])
    try desk.type("cartridge lose E-2 --reason gone")
    try desk.refuse(.unsuitable, "cartridge find E-2 --to shelf --state full")
    try desk.type("cartridge find E-2 --to shelf --state empty")
    #expect(try desk.problems() == [])
  }

  @Test func theCycleLimitWarnsAndBlocksNothing() throws {
    let desk = try desk()
    try desk.type("supply set Q5942A --cycle-limit 1")
    try desk.typeAll(["refill send fix E-1", "refill receive R-1 E-1 --passed"])
    try desk.type("cartridge move shelf E-1 --state empty")
    #expect(try desk.one("refill send fix E-1 E-3").texts("flags") == ["cycle_limit E-1"])
    try desk.type("refill receive R-2 E-1 --passed")
    try desk.type("swap make bakery --given E-1 --taken C-0044")
    let swap = "swap make bakery --given C-0012 --taken E-1"
    let refusal = try desk.refuse(.unsuitable, swap)
    #expect(refusal.message.contains("worn out") && refusal.details.number("limit") != nil)
    let worn = try desk.one(swap + " --reason \"the client has no other\"")
    #expect(worn.texts("flags") == ["corrected", "worn E-1"])
  }

  @Test func whatWasNotSentNeedsAReason() throws {
    let desk = try desk()
    try desk.typeAll(["refill send fix E-1", "refill send fix E-2"])
    let other = try desk.refuse(.unsuitable, "refill receive R-1 E-2")
    #expect(other.details.text("refill") == "R-2")
    let moved = try desk.type("refill receive R-1 E-2 --reason \"came in the same box\"")
    #expect(
      moved.map { $0.only("refill", "flags") }
        == [try json(#"{"refill":"R-2","flags":["other_batch"]}"#)])
    let extra = try desk.refuse(.unsuitable, "refill receive R-1 E-3")
    #expect(extra.details.text("holder") == "shelf:main")
    let unsent = try desk.type("refill receive R-1 E-3 --reason \"was in the box\"")
    #expect(unsent.map { $0.texts("flags") } == [["not_sent"]])
    #expect(try desk.one("refill show R-1").texts("waiting") == ["E-1"])
    #expect(try desk.problems() == [])
  }

  private static let refusals: [(ErrorCode, String)] = [
    (.notFound, "refill send nobody E-1"), (.notFound, "refill send fix E-9"),
    (.usage, "refill send fix"), (.usage, "refill send fix E-1 e-1"),
    (.unsuitable, "refill send fix C-0012"), (.taken, "refill send fix C-0044"),
    (.state, "refill send fix E-3"), (.time, "refill send fix E-1 --at 2026-11-23T03:26"),
    (.notFound, "refill receive R-9 E-3"), (.usage, "refill receive R-1"),
    (.usage, "refill receive R-1 E-3 --passed --failed"),
    (.amount, "refill receive R-1 E-3 --price 1.999"),
    (.time, "refill receive R-1 E-3 --at 2026-11-21T03:00"),
    (.time, "refill receive R-1 E-3 --at 2026-11-23T03:26"),
    (.usage, "refill test E-1"), (.usage, "refill test E-1 --passed --failed"),
    (.state, "refill test E-3 --passed"), (.state, "refill test E-1 --passed"),
    (.notFound, "refill test E-9 --passed"), (.usage, "refill test --passed"),
    (.time, "refill test E-1 --passed --at 2026-11-23T03:26"),
    (.state, "refill claim E-1 --reason leaks"), (.usage, "refill claim E-1"),
    (.usage, "refill claim --reason leaks"), (.notFound, "refill claim E-9 --reason leaks"),
    (.time, "refill claim E-1 --reason leaks --at 2026-11-23T03:26"),
    (.notFound, "refill list --refiller nobody"), (.notFound, "refill show R-9"),
    (.notFound, "refill act R-9"), (.notFound, "report refills --refiller nobody"),
    (.usage, "refiller add newcomer"),
  ]

  @Test(arguments: refusals)
  func isRefused(code: ErrorCode, command: String) throws {
    let desk = try desk()
    try desk.type("refill send fix E-3")
    try desk.refuse(code, command)
  }

  @Test func aPieceComesBackOnce() throws {
    let desk = try desk()
    try desk.typeAll(["refill send fix E-1", "refill receive R-1 E-1"])
    try desk.refuse(.state, "refill receive R-1 E-1")
    try desk.refuse(.time, "refill test E-1 --passed --at 2026-11-21T10:00")
  }

  @Test func theActsNameWhatWentAndWhatCame() throws {
    let desk = try desk()
    try desk.typeAll([
      "refill send fix E-1 E-2 E-3",
      "refill receive R-1 E-1 --price 450.00 --work \"drum, blade\" --pages 9000 --passed",
    ])
    let act = try desk.one("refill act R-1")
    #expect(
      act.objects("parties").map { $0.text("name") } == ["Northern Printers", "Toner Fix Ltd"])
    let table = act.objects("tables")[0]
    #expect(table["rows"]?.line.contains("Q5942A") == true)
    #expect(
      table["totals"]?.elements?.first?.elements?.compactMap(\.text) == ["Total", "", "3", ""])
    let back = try desk.one("refill act R-1 --received")
    #expect(
      back.objects("parties").map { $0.text("name") } == ["Toner Fix Ltd", "Northern Printers"])
    #expect(back.line.contains("drum, blade"))
    #expect(back.texts("remarks") == ["Not returned yet: E-2, E-3."])
    #expect(
      back.objects("tables")[1]["totals"]?.elements?.first?.elements?.compactMap(\.text)
        == ["Total", "3", "1", "2"])
  }

  @Test func refillersAreKeptAndChanged() throws {
    let desk = try desk()
    let changed = try desk.one("refiller add fix --warranty 60")
    #expect(
      changed.only("name", "warranty", "turnaround", "contact")
        == (try json(#"{"name":"Toner Fix Ltd","warranty":60,"turnaround":10}"#)))
    #expect(try desk.type("refiller list").map { $0.text("contact") } == ["+7 900 555", nil])
    let seq = try desk.seq
    try desk.type("refiller add fix")
    #expect(try desk.seq == seq)
    #expect(try desk.problems() == [])
  }

  @Test func monthsStandApart() throws {
    let desk = try desk()
    try desk.type("refill send fix E-1 E-2 --at 2026-11-21T10:00")
    try desk.now("2026-12-11T10:00+03:00")
    try desk.typeAll([
      "refill receive R-1 E-1 --price 400.00 --passed --at 2026-11-26T10:00",
      "refill receive R-1 E-2 --price 500.00 --passed --at 2026-12-01T10:00",
    ])
    #expect(
      try desk.type("report refills").map {
        $0.only("month", "sent", "received", "cost", "median_days")
      } == [
        try json(
          #"{"month":"2026-11","sent":2,"received":1,"cost":"400.00","median_days":5}"#),
        try json(
          #"{"month":"2026-12","sent":0,"received":1,"cost":"500.00","median_days":10}"#),
      ])
    #expect(try desk.type("report refills --period 2026-12").count == 1)
  }
}
