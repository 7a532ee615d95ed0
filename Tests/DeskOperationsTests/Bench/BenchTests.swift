import DeskRules
import Testing

/// The client's own machine on our bench, from when it comes to when it goes back.
@Suite struct BenchTests {
  private func desk() throws -> TestDesk {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "ticket open transco --device TC-P1 --problem \"fuser dead\"",
      "ticket open bakery --device BK-P1 --problem noise",
      "ticket open bakery --problem \"no device named\"",
      "device add TC-P2 --model \"HP LaserJet 4250\" --owner transco --serial SAME",
      "device add TC-P3 --model \"HP LaserJet 1020\" --owner transco --serial same",
      "device add BK-P9 --model \"HP LaserJet 4250\" --owner bakery --holder client:office",
    ])
    return desk
  }

  private static let receive =
    "device receive T-1 --place bench:A3 --meter 96410 --condition \"tray cracked\""
    + " --accessory \"power cable\" --accessory \"paper tray\""

  @Test func theWayBackNamesTheLoanersThatAreStillOut() throws {
    let desk = try desk()
    try desk.typeAll([
      Self.receive, "loan issue T-1 LP-03 --due 2026-11-30",
      "loan issue T-1 LP-02 --due 2026-11-30",
      "loan return LP-02", "loan reserve T-1 LP-01 --from 2026-12-01 --until 2026-12-03",
    ])
    #expect(try desk.one("device handback T-1").texts("loans_out") == ["L-1"])
    try desk.now("2026-11-24T10:00+03:00")
    try desk.type("device receive T-1")
    try desk.type("loan return LP-03")
    #expect(try desk.one("device handback T-1")["loans_out"] == nil)
  }

  @Test func aMachineComesAndGoesBack() throws {
    let desk = try desk()
    let stay = try desk.one(Self.receive, as: "boris")
    #expect(
      stay.only("device", "client", "ticket", "place", "received", "meter")
        == (try json(
          #"""
          {"device":"TC-P1","client":"transco","ticket":"T-1","place":"bench:A3",
          "received":"2026-11-22T03:15:00+03:00","meter":96410}
          """#)))
    #expect(try desk.one("device show TC-P1").text("holder") == "bench:A3")
    try desk.type("device move TC-P1 bench:B2")
    try desk.now("2026-11-25T10:00+03:00")
    let listed = try desk.one("bench list")
    #expect(listed.text("place") == "bench:B2")
    #expect(listed.number("days") == 3)
    #expect(try desk.one("bench list", as: "tom").text("device") == "TC-P1")
    #expect(try desk.type("bench list", as: "olga").isEmpty)

    try desk.type("ticket resolve T-1")
    let refusal = try desk.refuse(.taken, "ticket close T-1", as: "dasha")
    #expect(refusal.details.text("holder") == "bench:B2")
    try desk.refuse(.taken, "device move TC-P1 client:transco")
    let back = try desk.one("device handback T-1 --meter 96450 --missing \"Paper tray\"")
    #expect(back.texts("missing") == ["paper tray"])
    #expect(try desk.one("device show TC-P1").text("holder") == "client:transco/main")
    try desk.type("ticket close T-1", as: "dasha")
    #expect(try desk.type("bench list").isEmpty)
    let history = try desk.one("ticket show T-1").objects("history").compactMap { $0.text("what") }
    #expect(history.contains("TC-P1 came to our bench") && history.contains("TC-P1 went back"))
    #expect(try desk.problems() == [])
  }

  @Test func aMachineThatWeLoseIsOwedUntilItIsFound() throws {
    let desk = try desk()
    try desk.typeAll([Self.receive, "ticket resolve T-1"])
    let refusal = try desk.refuse(.implausible, "device move TC-P1 lost")
    #expect(refusal.message.contains("owed to transco"))
    let scrap = try desk.refuse(.taken, "device move TC-P1 scrap --reason old")
    #expect(scrap.message.contains("device handback T-1 --scrapped"))
    #expect(try desk.one("device show TC-P1").text("holder") == "bench:A3")

    let lost = try desk.one("device move TC-P1 lost --reason \"not on any bench\"")
    #expect(lost.text("state") == "retired")
    try desk.now("2026-11-25T10:00+03:00")
    let owed = try desk.one("bench list --owed", as: "tom")
    #expect(
      owed.only("device", "place", "days_owed")
        == (try json(
          #"{"device":"TC-P1","place":"lost","days_owed":3}"#)))
    #expect(owed.texts("missing") == ["the machine itself"])
    #expect(try desk.type("bench list --owed", as: "olga").isEmpty)
    let close = try desk.refuse(.taken, "ticket close T-1")
    #expect(close.message.contains("device handback T-1 --lost"))
    let history = try desk.one("ticket show T-1", as: "tom").objects("history")
    #expect(history.compactMap { $0.text("what") }.contains("TC-P1 was lost with us"))

    try desk.type("device move TC-P1 bench:B2")
    #expect(try desk.one("device show TC-P1").text("state") == "ready")
    #expect(try desk.type("bench list --owed").isEmpty)
    #expect(try desk.problems() == [])
  }

  @Test func aMachineThatIsLostGoesBackOrIsSettledForAReasonOnly() throws {
    for (refused, code, ended, place, flag) in [
      ("", ErrorCode.implausible, " --reason \"behind the shelf\"", "client:transco/main", "found"),
      (" --lost", .usage, " --lost --reason \"paid 45000\"", "lost", "lost"),
    ] {
      let desk = try desk()
      try desk.typeAll([Self.receive, "device move TC-P1 lost --reason gone"])
      try desk.refuse(code, "device handback T-1\(refused)")
      try desk.refuse(.usage, "device handback T-1 --lost --scrapped --reason x")
      #expect(try desk.one("device handback T-1\(ended)").texts("flags") == [flag])
      #expect(try desk.one("device show TC-P1").text("holder") == place)
      #expect(try desk.type("bench list --owed").isEmpty)
      try desk.typeAll(["ticket resolve T-1", "ticket close T-1"])
      #expect(try desk.type("device receipt T-1 --returned").count == 1)
      #expect(try desk.problems() == [])
    }
  }

  @Test func aTicketClosesWithAReasonAllTheSame() throws {
    let desk = try desk()
    try desk.typeAll([Self.receive, "ticket resolve T-1"])
    try desk.type("ticket close T-1 --reason \"kept for spare parts\"")
    try desk.type("device handback T-1")
    #expect(try desk.problems() == [])
  }

  @Test func whoeverCancelsIsToldThatTheMachineIsHere() throws {
    let desk = try desk()
    try desk.type(Self.receive)
    let ticket = try desk.one("ticket cancel T-1 --reason \"too dear\"")
    #expect(ticket.texts("flags") == ["machine_with_us"])
    try desk.type("device handback T-1")
    #expect(try desk.problems() == [])
  }

  @Test func theReceiptSaysWhatCame() throws {
    let desk = try desk()
    try desk.type(Self.receive)
    let receipt = try desk.one("device receipt T-1", as: "tom")
    #expect(receipt.text("title") == "Receipt for a machine left for repair")
    let facts = receipt.objects("facts").map {
      "\($0.text("label") ?? ""): \($0.text("value") ?? "")"
    }
    #expect(
      facts == [
        "Device: TC-P1", "Model: HP LaserJet 4250", "Serial number: CNGXB05678",
        "Page counter: 96410", "Received: 2026-11-22T03:15:00+03:00",
        "Fault reported: fuser dead", "Condition: tray cracked",
      ])
    try desk.refuse(.state, "device receipt T-1 --returned")
    try desk.refuse(.notFound, "device receipt T-1", as: "olga")
    try desk.type("device handback T-1 --missing \"paper tray\" --condition \"tray glued\"")
    let back = try desk.one("device receipt T-1 --returned")
    #expect("\(back)".contains("tray glued"))
    #expect(
      back.objects("tables").first?["rows"]
        == (try JSONParser.parse(#"[["power cable","there"],["paper tray","missing"]]"#)))
  }

  @Test func aMachineMayBeEnteredLate() throws {
    let desk = try desk()
    try desk.type("device move TC-P1 client:office --at 2026-11-22T02:00")
    try desk.refuse(.implausible, "device receive T-1 --at 2026-11-22T01:00")
    let stay = try desk.one("device receive T-1 --at 2026-11-22T01:00 --reason \"by diary\"")
    #expect(stay.texts("flags") == ["entered_late"])
    #expect(stay.text("handed_back") == "2026-11-22T02:00:00+03:00")
    #expect(try desk.one("device show TC-P1").text("holder") == "client:office")
    try desk.refuse(.state, "device handback T-1")
    let elsewhere = try desk.one("device receive T-3 BK-P9 --reason \"it was with a neighbour\"")
    #expect(elsewhere.texts("flags") == ["was_elsewhere"])
    #expect(try desk.problems() == [])
  }

  private static let refusals: [(ErrorCode, String)] = [
    (.notFound, "device receive T-99"),
    (.notFound, "device receive T-1 XX-99"),
    (.ambiguous, "device receive T-1 SAME"),
    (.ambiguous, "device receipt T-1 SAME"),
    (.ambiguous, "device handback T-1 SAME"),
    (.taken, "device receive T-2"),
    (.unsuitable, "device receive T-1 LP-03"),
    (.unsuitable, "device receive T-1 BK-P9"),
    (.implausible, "device receive T-3 BK-P9"),
    (.usage, "device receive T-3"),
    (.usage, "device receive T-1 --place client:transco"),
    (.usage, "device receipt T-3"),
    (.usage, "device handback T-3"),
    (.time, "device receive T-1 --at 2026-11-30T10:00"),
    (.state, "device handback T-1"),
    (.state, "device handback T-3 BK-P1"),
    (.notFound, "device handback T-99"),
    (.notFound, "device handback T-2 --missing cable"),
    (.usage, "device handback T-2 --accessory cable"),
    (.state, "device handback T-1 --accessory cable"),
    (.time, "device handback T-2 --at 2026-11-22T03:00"),
    (.implausible, "device handback T-2 --meter 9"),
    (.notFound, "device handback T-2 --site nowhere"),
    (.state, "device receipt T-1"),
    (.notFound, "device receipt T-99"),
    (.notFound, "bench list --client nobody"),
  ]

  @Test(arguments: refusals)
  func isRefused(code: ErrorCode, command: String) throws {
    let desk = try desk()
    try desk.type("device receive T-2 --meter 100")
    try desk.refuse(code, command, as: "dasha")
  }

  @Test func theDatabaseItselfRefusesASecondStay() throws {
    let desk = try desk()
    try desk.type(Self.receive)
    let fault = try #require(throws: (any Error).self) {
      try desk.force(
        """
        INSERT INTO bench_stay (device, received_at, entry, ticket, client, site)
        VALUES ('TC-P1', 1, 1, 1, 'transco', 'main')
        """)
    }
    #expect("\(fault)".contains("constraint"))
  }

  /// A stay that is told after the next one, or after the machine went back, ended by then.
  @Test func aStayThatIsEnteredLateHasEnded() throws {
    let desk = try desk()
    try desk.now("2026-11-22T12:00+03:00")
    try desk.typeAll([
      "device receive T-1 --at 09:55", "device handback T-1 --at 09:58",
      "ticket open transco --device TC-P1 --problem again",
    ])
    try desk.refuse(.implausible, "device receive T-4 --at 09:52")
    let stay = try desk.one("device receive T-4 --at 09:52 --reason \"told late\"")
    #expect(stay.text("handed_back") == "2026-11-22T09:55:00+03:00")
    #expect(stay.texts("flags") == ["entered_late"])
    #expect(try desk.type("bench list").isEmpty)
    try desk.typeAll(["ticket resolve T-4", "ticket close T-4"])
    #expect("\(try desk.one("ticket show T-4"))".contains("by presumption only"))
    #expect(try desk.problems() == [])
  }
}
