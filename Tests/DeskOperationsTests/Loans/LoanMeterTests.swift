import DeskRules
import Testing

/// What a page counter cannot show asks for a reason, and every page of a loaner is charged once.
@Suite struct LoanMeterTests {
  private func desk() throws -> TestDesk {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "client edit transco --loan-page-price 0.50",
      "ticket open transco --device TC-P1 --problem \"fuser dead\"",
      "ticket open bakery --device BK-P1 --problem noise",
    ])
    return desk
  }

  /// The 4250 prints 43 pages a minute: 61,920 a day.
  @Test func aDigitTooManyAsksForAReason() throws {
    let desk = try desk()
    try desk.type("loan issue T-1 LP-03 --due 2026-11-25 --meter 10233")
    let refusal = try desk.refuse(.implausible, "loan return LP-03 --meter 1023300")
    #expect(refusal.message.contains("no more than 61920 pages"))
    let back = try desk.one("loan return LP-03 --meter 1023300 --reason \"so it says\"")
    #expect(back.texts("flags") == ["meter_contradicted", "pages_not_charged"])
    try desk.type("device add BK-P2 --model \"HP LaserJet 4250\" --owner bakery --meter 100000")
    try desk.refuse(
      .implausible,
      "swap make bakery --device BK-P2 --meter 999999999 --given C-0012 --taken C-0044")
    #expect(try desk.problems() == [])
  }

  private static let readings: [(days: Int64, pages: Int64, isBelieved: Bool)] = [
    (0, 61_920, true), (0, 61_921, false), (1, 123_840, true), (1, 123_841, false),
  ]

  @Test(arguments: readings)
  func eachDayThatHasBegunCounts(days: Int64, pages: Int64, isBelieved: Bool) throws {
    let desk = try desk()
    try desk.type("loan issue T-1 LP-03 --due 2026-11-25 --meter 10233")
    desk.clock.set(desk.clock.now.adding(minutes: days * 1_440))
    let command = "loan return LP-03 --meter \(10_233 + pages)"
    if isBelieved {
      #expect(try desk.one(command).number("pages") == pages)
    } else {
      try desk.refuse(.implausible, command)
    }
  }

  @Test func aMeterThatIsToldLaterChargesItsPagesOnce() throws {
    let desk = try desk()
    try desk.type("loan issue T-1 LP-03 --due 2026-11-25 --meter 10233 --accessory cable")
    let back = try desk.one("loan return LP-03 --missing cable")
    #expect(back.texts("flags") == ["pages_not_charged"] && back["charged"] == nil)
    try desk.now("2026-11-23T10:00+03:00")
    try desk.refuse(.state, "loan return L-1")
    try desk.refuse(.state, "loan return L-1 --meter 10433 --at 2026-11-23T09:00")
    try desk.refuse(.implausible, "loan return L-1 --meter 10000")
    let told = try desk.one("loan return L-1 --meter 10433", as: "dasha")
    #expect(told.number("pages") == 200 && told.text("charged") == "100.00")
    #expect(told["flags"] == nil)
    #expect(told.text("returned") == "2026-11-22T03:15:00+03:00")
    try desk.refuse(.state, "loan return L-1 --meter 10500")
    #expect(try desk.one("loan list --owed").texts("missing") == ["cable"])
    #expect(
      try desk.one("ticket show T-1").objects("lines").map { $0.text("amount") } == ["100.00"])
    let history = "\(try desk.one("ticket show T-1"))"
    #expect(history.contains("LP-03 came back with 10433 pages, L-1"))
    #expect(try desk.problems() == [])
  }

  @Test func theLastKnownReadingStandsAtHandOver() throws {
    let desk = try desk()
    let loan = try desk.one("loan issue T-1 LP-03 --due 2026-11-25")
    #expect(loan.number("meter_out") == 10_120)
    let back = try desk.one("loan return LP-03 --meter 10320")
    #expect(back.text("charged") == "100.00")
    // What nobody read between two loans is charged to neither.
    try desk.now("2026-11-23T10:00+03:00")
    try desk.type("loan issue T-2 LP-03 --due 2026-11-25")
    try desk.type("loan return LP-03")
    try desk.now("2026-11-24T10:00+03:00")
    #expect(try desk.one("loan issue T-1 LP-03 --due 2026-11-25")["meter_out"] == nil)
    #expect(
      try desk.one("loan return LP-03 --meter 10900").texts("flags") == ["pages_not_charged"])
    #expect(try desk.problems() == [])
  }

  @Test func aReadingThatWasMistypedIsCorrected() throws {
    let desk = try desk()
    try desk.typeAll([
      "loan issue T-1 LP-03 --due 2026-11-25 --meter 102330",
      "swap make bakery --device BK-P1 --meter 100000 --given C-0012 --taken C-0044",
    ])
    try desk.refuse(.implausible, "loan return LP-03 --meter 10300")
    let card = try desk.one(
      "device correct LP-03 --was 102330 --meter 10233 --reason \"a digit too many\"", as: "boris")
    #expect(
      card.only("device", "was", "meter", "flags")
        == (try json(#"{"device":"LP-03","was":102330,"meter":10233}"#)))
    #expect(try desk.one("device show LP-03").number("meter") == 10_233)
    // The pages are charged by the corrected one.
    #expect(try desk.one("loan return LP-03 --meter 10300").text("charged") == "33.50")
    // What a cartridge has printed goes by it as well.
    try desk.type("device correct BK-P1 --was 100000 --meter 90000 --reason misread")
    try desk.now("2026-11-23T12:00+03:00")
    let swap = try desk.one(
      "swap make bakery --device BK-P1 --meter 100000 --given C-0013 --taken C-0012")
    #expect(swap["flags"] == nil)
    #expect(try desk.problems() == [])
  }

  @Test func whichReadingIsMeantIsSaid() throws {
    let desk = try desk()
    try desk.type("loan issue T-1 LP-03 --due 2026-11-25 --meter 10233")
    try desk.now("2026-11-23T12:00+03:00")
    try desk.type("loan return LP-03 --meter 10233")
    let correct = "device correct LP-03 --was 10233 --meter 10234 --reason x"
    let twice = try desk.refuse(.ambiguous, correct)
    #expect(twice.details["at"]?.elements?.count == 2)
    try desk.refuse(.time, correct + " --at 2027-01-01T12:00")
    try desk.refuse(.notFound, correct + " --at 2026-11-22T12:00")
    try desk.refuse(.notFound, "device correct LP-03 --was 99 --meter 10234 --reason x")
    try desk.refuse(.usage, "device correct LP-03 --was 10233 --meter 10233 --reason x")
    let below = "device correct LP-03 --was 10233 --meter 10 --reason x --at 2026-11-23T12:00"
    #expect(try desk.one(below).texts("flags") == ["meter_contradicted"])
    #expect(try desk.problems() == [])
  }
}
