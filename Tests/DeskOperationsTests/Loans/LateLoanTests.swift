import DeskOperations
import DeskRules
import Testing

/// What was handed over or brought back is recorded, however late it is told and whatever the books
/// said meanwhile; no device is ever in two places.
@Suite struct LateLoanTests {
  private func desk() throws -> TestDesk {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "ticket open transco --device TC-P1 --problem \"fuser dead\"",
      "ticket open bakery --device BK-P1 --problem noise",
    ])
    return desk
  }

  /// The ends of LP-03's holdings as the books know them, without the place it came in with.
  private func places(_ desk: TestDesk) throws -> [String] {
    try desk.one("device show LP-03").objects("history").dropFirst().map { holding in
      let from = holding.text("since")?.dropFirst(5).prefix(11) ?? ""
      let until = holding.text("until")?.dropFirst(5).prefix(11) ?? "now"
      return "\(holding.text("holder") ?? "") \(from)..\(until)"
    }
  }

  @Test func aHandOverAtNightIsEnteredInTheMorning() throws {
    let desk = try desk()
    try desk.now("2026-11-22T09:00+03:00")
    let entered = try desk.one(
      "loan issue T-1 LP-03 --at 01:20 --due 2026-11-30 --meter 10200", as: "boris")
    #expect(entered.text("issued") == "2026-11-22T01:20:00+03:00")
    #expect(entered["flags"] == nil)
    #expect(try places(desk) == ["client:transco/main 11-22T01:20..now"])
  }

  @Test func aDeviceThatIsOutOnPaperWasReturnedByThen() throws {
    let desk = try desk()
    try desk.type("loan issue T-1 LP-03 --due 2026-11-30 --at 2026-11-21T10:00 --accessory cable")
    try desk.now("2026-11-22T09:00+03:00")
    let refusal = try desk.refuse(
      .taken, "loan issue T-2 LP-03 --at 02:00 --due 2026-11-30", as: "boris")
    #expect(refusal.details.text("loan") == "L-1")
    #expect(refusal.message.contains("--reason"))
    let loan = try desk.one(
      "loan issue T-2 LP-03 --at 02:00 --due 2026-11-30 --reason \"took it along from transco\"",
      as: "boris")
    #expect(loan.texts("flags") == ["return_presumed"])
    #expect(
      try places(desk) == [
        "client:transco/main 11-21T10:00..11-22T02:00", "client:bakery/main 11-22T02:00..now",
      ])
    let presumed = try desk.type("loan list --all").last
    #expect(presumed?["presumed"] == .bool(true))
    // Nobody has seen it come back: that is chased, and said when the client asks for the next one.
    let chased = try desk.one("loan list --owed")
    #expect(chased.text("loan") == "L-1" && chased.texts("missing") == ["cable"])
    #expect(
      try desk.type("loan suggest T-1").first?.texts("client_overdue") == [
        "L-1 LP-03 is back by presumption only, since 2026-11-22; nobody has told the true return,"
          + " nor where cable is"
      ])
    try desk.type("loan remind L-1")
    #expect(try desk.problems() == [])

    // The true return is told later, with its true time, and the cable was not there.
    let back = try desk.one(
      "loan return L-1 --at 2026-11-21T18:00 --to van:boris --missing Cable --meter 10150")
    #expect(back["presumed"] == nil)
    #expect(back.text("returned") == "2026-11-21T18:00:00+03:00")
    #expect(
      try places(desk) == [
        "client:transco/main 11-21T10:00..11-21T18:00", "van:boris 11-21T18:00..11-22T02:00",
        "client:bakery/main 11-22T02:00..now",
      ])
    #expect(try desk.one("loan list --owed").texts("missing") == ["cable"])
    try desk.refuse(.state, "loan return L-1")
    #expect(try desk.problems() == [])
  }

  @Test func aReturnAfterTheNextLoanBeganIsRecordedAndFlagged() throws {
    let desk = try desk()
    try desk.type("loan issue T-1 LP-03 --due 2026-11-30 --at 2026-11-21T10:00")
    try desk.now("2026-11-22T09:00+03:00")
    try desk.type("loan issue T-2 LP-03 --at 02:00 --due 2026-11-30 --reason \"took it along\"")
    try desk.refuse(.implausible, "loan return L-1 --at 04:00")
    let back = try desk.one("loan return L-1 --at 04:00 --reason \"so says the driver\"")
    #expect(back.texts("flags") == ["overlaps"])
    #expect(
      try places(desk) == [
        "client:transco/main 11-21T10:00..11-22T02:00", "client:bakery/main 11-22T02:00..now",
      ])
    #expect(try desk.problems() == [])
  }

  @Test func aHandOverBeforeAKnownMoveTakesItsPlace() throws {
    let desk = try desk()
    try desk.type("device move LP-03 van:boris --at 2026-11-22T02:00")
    try desk.refuse(
      .implausible, "loan issue T-1 LP-03 --due 2026-11-30 --at 2026-11-22T01:00")
    let loan = try desk.one(
      "loan issue T-1 LP-03 --due 2026-11-30 --at 2026-11-22T01:00 --reason \"a trial hour\"")
    #expect(loan.text("state") == "returned")
    #expect(loan["presumed"] == .bool(true))
    #expect(loan.texts("flags") == ["entered_late"])
    #expect(
      try places(desk) == [
        "client:transco/main 11-22T01:00..11-22T02:00", "van:boris 11-22T02:00..now",
      ])
    #expect(try desk.problems() == [])
  }

  @Test func closedLoansThatOverlapAreRecordedAndFlagged() throws {
    let desk = try desk()
    try desk.type("loan issue T-1 LP-03 --due 2026-11-30 --at 2026-11-21T10:00")
    try desk.type("loan return LP-03 --at 2026-11-21T20:00")
    let loan = try desk.one(
      "loan issue T-2 LP-03 --due 2026-11-30 --at 2026-11-21T12:00 --reason \"says the diary\"")
    #expect(loan.texts("flags") == ["entered_late", "overlaps"])
    #expect(loan.text("returned") == "2026-11-21T20:00:00+03:00")
    #expect(try desk.one("device show LP-03").text("holder") == "shelf:main")
    #expect(try desk.problems() == [])
  }

  @Test func aFactBreaksAReservationWithItsReason() throws {
    let desk = try desk()
    try desk.type("loan reserve T-2 LP-03 --from 2026-11-22T03:15 --until 2026-11-25")
    try desk.now("2026-11-22T09:00+03:00")
    try desk.refuse(.taken, "loan issue T-1 LP-03 --due 2026-11-30 --at 04:00")
    let loan = try desk.one(
      "loan issue T-1 LP-03 --due 2026-11-30 --at 04:00 --reason \"an emergency at night\"")
    #expect(loan.texts("broken") == ["L-1"])
    #expect(try desk.problems() == [])
  }

  @Test func aHandOverForATicketThatHasEndedIsRecordedWithItsReason() throws {
    let desk = try desk()
    try desk.typeAll(["ticket resolve T-1", "ticket close T-1"])
    try desk.refuse(.state, "loan issue T-1 LP-03 --due 2026-11-30")
    try desk.refuse(.state, "loan issue T-1 LP-03 --due 2026-11-30 --at 01:00")
    try desk.refuse(.state, "loan issue T-1 LP-03 --due 2026-11-30 --reason x")
    let loan = try desk.one("loan issue T-1 LP-03 --due 2026-11-30 --at 01:00 --reason x")
    #expect(loan.texts("flags") == ["ticket_ended"])
    try desk.type("device move LP-02 bench")
    try desk.type("ticket open office --device OF-C1 --problem streaks")
    let elsewhere = try desk.one("loan issue T-3 LP-02 --due 2026-11-30 --at 03:14 --reason x")
    #expect(elsewhere.texts("flags") == ["entered_late"])
  }

  /// The windows of a device's loans, first first.
  private func windows(_ desk: TestDesk) throws -> [String] {
    try desk.type("loan list --all").reversed().map { loan in
      let until = loan.text("returned")?.dropFirst(5).prefix(11) ?? "now"
      return
        "\(loan.text("client") ?? "") \(loan.text("issued")?.dropFirst(5).prefix(11) ?? "")..\(until)"
    }
  }

  /// Both were handed over before the device was entered.
  @Test func aHandOverBeforeTheFirstOneEndsWithIt() throws {
    let desk = try desk()
    try desk.type("loan issue T-1 LP-03 --at 2026-11-18T10:00 --due 2026-11-25")
    try desk.type("loan return LP-03 --at 2026-11-19T10:00")
    try desk.type("loan issue T-2 LP-03 --at 2026-11-17T10:00 --due 2026-11-25 --reason x")
    #expect(
      try windows(desk) == [
        "transco 11-18T10:00..11-19T10:00", "bakery 11-17T10:00..11-18T10:00",
      ])
    #expect(try desk.problems() == [])
  }

  @Test func aLoanThatWasCutShortKeepsWhatWasToldOfItsReturn() throws {
    let desk = try desk()
    try desk.type(
      "loan issue T-1 LP-03 --due 2026-11-30 --at 2026-11-21T10:00 --meter 10200 --accessory cable")
    try desk.type(
      "loan return LP-03 --at 2026-11-21T20:00 --meter 10300 --missing cable --condition worn")
    try desk.type("loan return L-1 --accessory cable")
    try desk.type(
      "loan issue T-2 LP-03 --due 2026-11-30 --at 2026-11-21T12:00 --reason \"says the diary\"")
    #expect(
      try windows(desk) == [
        "transco 11-21T10:00..11-21T12:00", "bakery 11-21T12:00..11-21T20:00",
      ])
    let cut = try #require(try desk.type("loan list --all").last)
    #expect(cut.texts("flags") == ["cut_short"] && cut.number("pages") == 100)
    #expect(cut["missing"] == nil && cut["presumed"] == nil)
    let note = try desk.one("loan note L-1 --returned")
    #expect("\(note)".contains("worn") && "\(note)".contains("2026-11-21T12:00:00+03:00"))
    #expect(try desk.problems() == [])
  }

  @Test func aReturnAfterTheNextLoanBeganEndsBeforeIt() throws {
    let desk = try desk()
    try desk.type("loan issue T-1 LP-03 --due 2026-11-30 --at 2026-11-21T10:00")
    try desk.now("2026-11-22T09:00+03:00")
    try desk.type("loan issue T-2 LP-03 --at 02:00 --due 2026-11-30 --reason \"took it along\"")
    try desk.type("loan return L-1 --at 04:00 --reason \"so says the driver\"")
    #expect(
      try windows(desk) == ["transco 11-21T10:00..11-22T02:00", "bakery 11-22T02:00..now"])
  }
}
