import DeskOperations
import DeskRules
import DeskStore
import Testing

/// A loaner is promised for a time to come, to one client at a time.
@Suite struct ReservationTests {
  private func desk() throws -> TestDesk {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "ticket open transco --device TC-P1 --problem \"fuser dead\"",
      "ticket open bakery --device BK-P1 --problem noise",
      "ticket open office --device OF-P1 --problem grey",
      "ticket open bakery --problem gone", "ticket cancel T-4 --reason sold",
      "device add LP-05 --model \"HP LaserJet 4250\" --owner pool --serial SAME",
      "device add LP-06 --model \"HP LaserJet 1020\" --owner pool --serial same",
      "loan reserve T-2 LP-03 --from 2026-12-01T09:00 --until 2026-12-05",
    ])
    return desk
  }

  @Test func aReservationSaysWhoHasTheDeviceWhen() throws {
    let desk = try desk()
    let loan = try desk.one("loan list --reserved")
    #expect(
      loan.only("loan", "device", "client", "ticket", "state", "from", "due", "free_from")
        == (try json(
          #"""
          {"loan":"L-1","device":"LP-03","client":"bakery","ticket":"T-2","state":"reserved",
          "from":"2026-12-01T09:00:00+03:00","due":"2026-12-05","free_from":"2026-12-06T00:00:00+03:00"}
          """#)))
    #expect(try desk.type("loan list").isEmpty)
    #expect(try desk.one("device show LP-03").text("holder") == "shelf:main")
    let refusal = try desk.refuse(
      .taken, "loan reserve T-1 LP-03 --from 2026-12-05T23:59 --until 2026-12-09")
    #expect(
      refusal.message
        == "LP-03 is reserved for bakery, L-1, from 2026-12-01T09:00:00+03:00 until 2026-12-05")
    #expect(
      refusal.details.only("device", "loan", "client", "until")
        == (try json(
          #"{"device":"LP-03","loan":"L-1","client":"bakery","until":"2026-12-05"}"#)))
  }

  /// Windows against 1 December 09:00 up to the end of 5 December.
  private static let windows: [(from: String, until: String, isFree: Bool)] = [
    ("2026-11-25", "2026-12-01T09:00", true),
    ("2026-11-25", "2026-12-01T09:01", false),
    ("2026-12-06", "2026-12-07", true),
    ("2026-12-06T00:00", "2026-12-07", true),
    ("2026-12-05T23:59", "2026-12-07", false),
    ("2026-12-02", "2026-12-03", false),
    ("2026-11-25", "2026-12-20", false),
    ("2026-12-01T09:00", "2026-12-05", false),
    ("2026-12-01T08:00+03:00", "2026-12-01T06:00Z", true),
  ]

  @Test(arguments: windows)
  func windowsMayTouchButNotOverlap(from: String, until: String, isFree: Bool) throws {
    let desk = try desk()
    let command = "loan reserve T-1 LP-03 --from \(from) --until \(until)"
    if isFree {
      #expect(try desk.one(command).text("loan") == "L-2")
      #expect(try desk.problems() == [])
    } else {
      try desk.refuse(.taken, command)
    }
  }

  private static let refusals: [(ErrorCode, String)] = [
    (.notFound, "loan reserve T-99 LP-03 --until 2026-12-20"),
    (.notFound, "loan reserve T-1 LP-99 --until 2026-12-20"),
    (.ambiguous, "loan reserve T-1 SAME --until 2026-12-20"),
    (.state, "loan reserve T-4 LP-03 --from 2026-12-10 --until 2026-12-20"),
    (.unsuitable, "loan reserve T-1 BK-P1 --until 2026-11-30"),
    (.time, "loan reserve T-1 LP-03 --from 2026-12-10 --until 2026-12-09"),
    (.time, "loan reserve T-1 LP-03 --from 2026-12-10T09:00 --until 2026-12-10T09:00"),
    (.time, "loan reserve T-1 LP-03 --from 2026-11-10 --until 2026-11-12"),
    (.time, "loan reserve T-1 LP-03 --from 2026-12-10T09:00:30+03:00 --until 2026-12-12"),
    (.usage, "loan reserve T-1 LP-03 --from 2026-12-10"),
    (.notFound, "loan cancel L-9"),
    (.notFound, "loan cancel LP-99"),
    (.state, "loan cancel LP-01"),
    (.ambiguous, "loan cancel SAME"),
    (.ambiguous, "loan extend SAME --due 2026-12-20"),
    (.notFound, "loan extend L-9 --due 2026-12-20"),
    (.usage, "loan extend L-1"),
    (.usage, "loan extend L-1 --due 2026-12-20 --follow"),
    (.usage, "loan extend L-1 --follow"),
    (.time, "loan extend L-1 --due 2026-11-30"),
    (.state, "loan extend LP-03 --due 2026-12-20"),
    (.state, "loan return L-1"),
    (.state, "loan note L-1"),
    (.state, "loan remind L-1"),
    (.usage, "loan list --reserved --all"),
    (.notFound, "loan timeline LP-99"),
    (.time, "loan timeline LP-03 --days 0"),
    (.time, "loan timeline LP-03 --days 367"),
  ]

  @Test(arguments: refusals)
  func isRefused(code: ErrorCode, command: String) throws {
    try desk().refuse(code, command, as: "dasha")
  }

  @Test func theTicketsOwnReservationBeginsUnderItsNumber() throws {
    let desk = try desk()
    try desk.now("2026-12-01T08:30+03:00")
    let loan = try desk.one("loan issue T-2 LP-03 --meter 10130", as: "dasha")
    #expect(loan.text("loan") == "L-1")
    #expect(loan.text("state") == "out")
    #expect(loan.text("due") == "2026-12-05")
    #expect(loan.text("issued") == "2026-12-01T08:30:00+03:00")
    #expect(try desk.type("loan list --reserved").isEmpty)
    try desk.refuse(.state, "loan cancel L-1")
    #expect(try desk.problems() == [])
  }

  @Test func aReservationIsGivenUpByItsDevice() throws {
    let desk = try desk()
    #expect(try desk.one("loan cancel lp-03").text("loan") == "L-1")
    try desk.typeAll([
      "loan reserve T-1 LP-03 --from 2026-12-01 --until 2026-12-02",
      "loan reserve T-2 LP-03 --from 2026-12-08 --until 2026-12-09",
    ])
    let refusal = try desk.refuse(.ambiguous, "loan cancel LP-03")
    #expect(refusal.details.texts("loans") == ["L-2", "L-3"])
    #expect(try desk.problems() == [])
  }

  @Test func aCancelledReservationFreesTheDevice() throws {
    let desk = try desk()
    #expect(try desk.one("loan cancel L-1 --reason \"done today\"").text("state") == "cancelled")
    try desk.type("loan reserve T-1 LP-03 --from 2026-12-01 --until 2026-12-05")
    try desk.refuse(.state, "loan cancel L-1")
    try desk.refuse(.state, "loan extend L-1 --due 2026-12-20")
    try desk.refuse(.state, "loan issue T-4 LP-03 --due 2026-11-30")
    #expect(try desk.problems() == [])
  }

  @Test func aDeviceNamesItsOnlyReservation() throws {
    let desk = try desk()
    #expect(try desk.one("loan cancel lp-03 --reason sold").text("loan") == "L-1")
    let none = try desk.refuse(.state, "loan cancel LP-03")
    #expect(none.message.contains("loan list --reserved"))
    try desk.type("loan reserve T-1 LP-03 --from 2026-12-01T09:00 --until 2026-12-03")
    try desk.type("loan reserve T-2 LP-03 --from 2026-12-05T09:00 --until 2026-12-06")
    let several = try desk.refuse(.ambiguous, "loan cancel LP-03")
    #expect(several.details.texts("loans") == ["L-2", "L-3"])
    try desk.refuse(.notFound, "loan cancel LP-77")
    #expect(try desk.problems() == [])
  }

  @Test func aTicketThatEndsGivesItsReservationsUp() throws {
    let desk = try desk()
    try desk.type("ticket cancel T-2 --reason sold")
    #expect(try desk.type("loan list --reserved").isEmpty)
    try desk.type("loan reserve T-1 LP-03 --from 2026-12-01 --until 2026-12-05")
    try desk.type("ticket resolve T-1")
    try desk.type("ticket close T-1")
    #expect(try desk.type("loan list --reserved").isEmpty)
    #expect(try desk.problems() == [])
  }

  @Test func aLoanThatBreaksAReservationAsksFirstAndTellsTheLoser() throws {
    let desk = try desk()
    let refusal = try desk.refuse(.taken, "loan issue T-1 LP-03 --due 2026-12-02")
    #expect(refusal.message.contains("--break"))
    try desk.refuse(.taken, "loan issue T-1 LP-03 --due 2026-12-02 --break")
    try desk.refuse(.taken, "loan issue T-1 LP-03 --due 2026-12-02 --reason urgent")
    let before = try desk.seq
    let loan = try desk.one(
      "loan issue T-1 LP-03 --due 2026-12-02 --break --reason \"a hospital\"")
    #expect(loan.texts("broken") == ["L-1"])
    #expect(loan.texts("flags") == ["broke_reservation"])
    #expect(try desk.type("loan list --all").last?.text("state") == "cancelled")

    var feed = JournalFeed(
      after: before, of: try desk.books.head().name, as: Credential(staff: "olga"))
    let items = try feed.next(100, from: desk.books, desk.surroundings).items
    let events = items.flatMap { $0.objects("events") }
    #expect(events.map { $0.text("kind") } == ["loan.cancelled"])
    let fact = try #require(events.first).object("fact")
    #expect(
      fact.only("loan", "device", "isBroken")
        == (try json(#"{"loan":"L-1","device":"LP-03","isBroken":true}"#)))
    #expect(!"\(items)".contains("transco") && !"\(items)".contains("hospital"))
    #expect(try desk.problems() == [])
  }

  @Test func anExtensionAsksBeforeItBreaksAReservation() throws {
    let desk = try desk()
    try desk.type("loan issue T-1 LP-03 --due 2026-11-30")
    #expect(
      try desk.one("loan extend LP-03 --due 2026-12-01T09:00").text("due")
        == "2026-12-01T09:00:00+03:00")
    try desk.refuse(.taken, "loan extend L-2 --due 2026-12-01T09:01")
    let loan = try desk.one("loan extend L-2 --due 2026-12-03 --break --reason \"part is late\"")
    #expect(loan.texts("broken") == ["L-1"])
    #expect(loan.text("due") == "2026-12-03")
    #expect(try desk.problems() == [])
  }

  @Test func theServiceTimeOfAModelIsKeptFree() throws {
    let desk = try desk()
    try desk.type("model add \"HP LaserJet 4250\" --service-buffer 120")
    let loan = try desk.one(
      "loan reserve T-1 LP-03 --from 2026-11-25 --until 2026-12-01T07:00")
    // L-1 begins as soon as it is serviced.
    #expect(loan.text("free_from") == "2026-12-06T00:00:00+03:00")
    try desk.type("loan cancel L-2")
    let refusal = try desk.refuse(
      .taken, "loan reserve T-1 LP-03 --from 2026-11-25 --until 2026-12-01T07:01")
    #expect(refusal.details.text("loan") == "L-1")
    try desk.type("loan issue T-1 LP-03 --due 2026-12-01T07:00")
    #expect(try desk.one("loan list").text("free_from") == "2026-12-06T00:00:00+03:00")
    #expect(try desk.type("loan list --free-from 2026-12-01T09:00").isEmpty)
    try desk.type("loan cancel L-1")
    #expect(try desk.one("loan list").text("free_from") == "2026-12-01T09:00:00+03:00")
    #expect(try desk.type("loan list --free-from 2026-12-01T08:59").isEmpty)
    #expect(try desk.type("loan list --free-from 2026-12-01T09:00").count == 1)
    #expect(try desk.problems() == [])
  }

  @Test func nobodyIsPromisedADeviceThatIsOverdue() throws {
    let desk = try desk()
    try desk.type("loan issue T-1 LP-03 --due 2026-11-24")
    try desk.now("2026-11-26T10:00+03:00")
    let refusal = try desk.refuse(
      .taken, "loan reserve T-3 LP-03 --from 2026-12-10 --until 2026-12-12")
    #expect(refusal.message.hasSuffix("until 2026-11-24, 2 days overdue"))
    try desk.type("loan return L-2")
    try desk.type("loan reserve T-3 LP-03 --from 2026-12-10 --until 2026-12-12 --reason small")
  }

  @Test func theDatabaseItselfRefusesAnOverlap() throws {
    let desk = try desk()
    try desk.type("loan reserve T-1 LP-03 --from 2026-12-06 --until 2026-12-07")
    for change in [
      "UPDATE loan SET blocks_until = blocks_until + 1 WHERE number = 1",
      "UPDATE loan SET begins_at = begins_at - 1 WHERE number = 2",
      """
      INSERT INTO loan (number, device, ticket, client, site, state, begins_at, due_at, is_pinned,
        buffer_minutes, blocks_until, is_presumed, flags)
      SELECT 99, device, 1, 'transco', 'main', 'reserved', begins_at, due_at, 1, 0, due_at, 0, ''
      FROM loan WHERE number = 1
      """,
    ] {
      let fault = try #require(throws: (any Error).self) { try desk.force(change) }
      #expect("\(fault)".contains("once at a time"), "\(change): \(fault)")
    }
  }

  @Test func aBatchObeysTheSameRule() throws {
    let desk = try desk()
    let outcome = try desk.batch([
      "loan cancel L-1", "loan reserve T-1 LP-03 --from 2026-12-01 --until 2026-12-03",
      "loan reserve T-3 LP-03 --from 2026-12-03 --until 2026-12-04 --reason small",
    ])
    let refusal = try #require(throws: DeskError.self) { try outcome.result.get() }
    #expect(refusal.code == .taken)
    #expect(try desk.one("loan list --reserved").text("loan") == "L-1")
  }

  @Test func aBareTimeIsTheNextOne() throws {
    let desk = try desk()
    // The clock shows 03:15 of the 22nd.
    let loan = try desk.one("loan reserve T-1 LP-03 --from 14:00 --until 02:00")
    #expect(loan.text("from") == "2026-11-22T14:00:00+03:00")
    #expect(loan.text("due") == "2026-11-23T02:00:00+03:00")
    #expect(
      try desk.one("loan issue T-1 LP-03 --due 18:00").text("due") == "2026-11-22T18:00:00+03:00")
    #expect(
      try desk.one("loan extend LP-03 --due 19:30").text("due") == "2026-11-22T19:30:00+03:00")
    #expect(try desk.problems() == [])
  }

  @Test func aTimelineShowsEveryStretch() throws {
    let desk = try desk()
    try desk.type("model add \"HP LaserJet 4250\" --service-buffer 1440")
    try desk.type("loan issue T-1 LP-03 --due 2026-11-25")
    let items = try desk.type("loan timeline LP-03 --from 2026-11-20 --days 20", as: "alla")
    #expect(
      items.map { $0.text("what") } == [
        "free", "out", "service", "free", "reserved", "free",
      ])
    #expect(
      items.map { $0.text("bar") } == [
        "---.................", "..####..............", "......s.............",
        ".......-----........", "...........=====....", "................----",
      ])
    #expect(items.map { $0.text("loan") } == [nil, "L-2", "L-2", nil, "L-1", nil])
  }

  @Test func whatIsPromisedRightAfterALoanIsNotFree() throws {
    let desk = try desk()
    try desk.type("loan issue T-1 LP-06 --due 2026-11-25 --reason small")
    #expect(try desk.one("loan list").text("free_from") == "2026-11-26T00:00:00+03:00")
    try desk.refuse(.taken, "loan reserve T-3 LP-06 --from 2026-11-25T23:00 --until 2026-11-28")
    let next = try desk.one("loan reserve T-3 LP-06 --from 2026-11-26 --until 2026-11-27")
    #expect(next.text("free_from") == "2026-11-28T00:00:00+03:00")
    let out = try desk.one("loan list")
    #expect(out.text("free_from") == "2026-11-28T00:00:00+03:00")
    #expect(out["free_until"] == nil)
    #expect(try desk.type("loan list --free-from 2026-11-26T12:00").isEmpty)
    #expect(try desk.type("loan list --free-from 2026-11-28").count == 1)
    let later = try desk.one("loan reserve T-3 LP-06 --from 2026-12-02 --until 2026-12-03")
    #expect(later.text("free_from") == "2026-12-04T00:00:00+03:00")
    #expect(try desk.one("loan list").text("free_until") == "2026-12-02T00:00:00+03:00")
    #expect(try desk.type("loan list --free-from 2026-12-02T10:00").isEmpty)
    let extended = try desk.one("loan extend LP-06 --due 2026-11-24")
    #expect(extended.text("free_from") == "2026-11-25T00:00:00+03:00")
    #expect(extended.text("free_until") == "2026-11-26T00:00:00+03:00")
  }

  @Test func aPromiseDoesNotBeginInThePast() throws {
    let desk = try desk()
    let refusal = try desk.refuse(
      .time, "loan reserve T-1 LP-03 --from 2026-11-20 --until 2026-11-25")
    #expect(refusal.message.contains("loan issue --at"))
    try desk.refuse(.time, "loan reserve T-1 LP-03 --from 2026-11-22T02:00 --until 2026-11-25")
    let today = try desk.one("loan reserve T-1 LP-03 --from 2026-11-22 --until 2026-11-25")
    #expect(today.text("from") == "2026-11-22T03:15:00+03:00")
  }

  @Test func whatIsOverdueIsNotDrawnFree() throws {
    let desk = try desk()
    try desk.type("loan issue T-1 LP-03 --due 2026-11-22")
    try desk.now("2026-11-24T10:00+03:00")
    let items = try desk.type("loan timeline LP-03 --from 2026-11-22 --days 12")
    #expect(items.map { $0.text("what") } == ["free", "out", "overdue", "unknown", "reserved"])
    #expect(items.map { $0.text("bar") }[3] == "..??????????")
  }
}
