import DeskRules
import Testing

@Suite struct CalloutBadInputTests {
  private static let visit = "callout log bakery --arrived 01:40 --done 03:10 --problem jam"

  private static let refusals: [(ErrorCode, String)] = [
    (.notFound, "callout log bakry --arrived 01:40 --done 03:10 --problem jam"),
    (.notFound, visit + " --device BK-P9"),
    (.notFound, visit + " --ticket T-99"),
    (.notFound, visit + " --site shop"),
    (.notFound, visit + " --engineer nobody"),
    (.unsuitable, visit + " --device TC-P1"),
    (.usage, "callout log bakery --arrived 01:40 --done 03:10"),
    (.usage, "callout log bakery --done 03:10 --problem jam"),
    (.amount, visit + " --part fuser=4500.005"),
    (.amount, visit + " --part fuser=-1"),
    (.amount, visit + " --part fuser=10000000000000.01"),
    (.amount, visit + " --part fuser=1e3"),
    (.amount, visit + " --part \"fuser=4 500\""),
    (.usage, visit + " --part fuser"),
    (.usage, visit + " --swap C-0012"),
    (.usage, visit + " --swap given=C-0012,taken=C-0012"),
    (.usage, visit + " --swap given=C-0012 --swap given=C-0012"),
    (.usage, visit + " --reason so --swap given=C-0012 --swap taken=C-0012"),
    (.notFound, visit + " --swap given=C-9999"),
    (.usage, visit + " --meter 5"),
    (.usage, visit + " --device BK-P1 --meter -5"),
    (.implausible, visit + " --ticket T-1 --meter 101"),
  ]

  @Test(arguments: refusals)
  func isRefused(code: ErrorCode, command: String) throws {
    let desk = try TestDesk.pricedFirm()
    try desk.typeAll([
      "device add BK-P2 --model \"HP LaserJet 4250\" --owner bakery --meter 100",
      "ticket open bakery --device BK-P2 --problem jam",
    ])
    try desk.refuse(code, command, as: "boris")
  }

  @Test(arguments: [
    "--arrived 2026-11-22T02:00 --done 2026-11-22T01:00",
    "--called 2026-11-22T02:00 --arrived 2026-11-22T01:00 --done 03:00",
    "--departed 2026-11-22T02:00 --arrived 2026-11-22T01:00 --done 03:00",
    "--arrived 2026-11-22T03:26 --done 2026-11-22T03:27",
    "--arrived 01:00 --done 2026-11-22T03:26",
    "--arrived 2027-11-22T01:00 --done 2027-11-22T02:00",
    "--arrived 2026-10-01T01:00 --done 2026-11-22T02:00",
    "--arrived 25:00 --done 03:00",
    "--arrived 2026-02-30T01:00 --done 03:00",
    "--arrived yesterday --done 03:00",
  ])
  func timesThatCannotBeAreRefused(times: String) throws {
    try TestDesk.pricedFirm().refuse(
      .time, "callout log bakery \(times) --problem jam", as: "boris")
  }

  @Test func timesThatWereExchangedAreSaidToBeInTheWrongOrder() throws {
    let desk = try TestDesk.pricedFirm()
    let exchanged = try desk.refuse(
      .time, "callout log bakery --arrived 03:10 --done 01:40 --problem jam", as: "boris")
    #expect(
      exchanged.message
        == "done 01:40 is before arrived at 2026-11-22T03:10:00+03:00; check both, or give their"
        + " dates")
    let early = try desk.refuse(
      .time, "callout log bakery --arrived 02:00 --done 04:00 --problem jam", as: "boris")
    #expect(early.message.contains("which has not come yet"))
  }

  @Test(arguments: [
    ("2026-03-29T12:00+02:00", "2026-03-29T02:30", "2026-03-29T03:40"),
    ("2026-03-29T04:00+02:00", "02:30", "03:40"),
    ("2026-03-29T04:00+02:00", "01:30", "02:30"),
  ])
  func aTimeThatTheClockSkippedNamesBothReadings(
    now: String, arrived: String, done: String
  ) throws {
    let desk = try TestDesk.firm()
    try desk.now(now)
    let error = try desk.refuse(
      .time, "callout log berlin --arrived \(arrived) --done \(done) --problem jam", as: "boris")
    #expect(
      error.details.texts("readings")
        == ["2026-03-29T02:30:00+01:00", "2026-03-29T02:30:00+02:00"])
    #expect(error.message.contains("does not exist in Europe/Berlin"))
  }

  @Test(arguments: [
    ("2026-10-25T12:00+01:00", "2026-10-25T02:30", "2026-10-25T03:40"),
    ("2026-10-25T04:00+01:00", "02:30", "03:40"),
    ("2026-10-25T04:00+01:00", "01:30", "02:30"),
  ])
  func aTimeThatTheClockShowedTwiceNamesBothReadings(
    now: String, arrived: String, done: String
  ) throws {
    let desk = try TestDesk.firm()
    try desk.now(now)
    let error = try desk.refuse(
      .time, "callout log berlin --arrived \(arrived) --done \(done) --problem jam", as: "boris")
    #expect(
      error.details.texts("readings")
        == ["2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+01:00"])
    #expect(error.message.contains("exists twice in Europe/Berlin"))
  }

  @Test func eitherReadingIsAccepted() throws {
    let desk = try TestDesk.firm()
    try desk.now("2026-10-25T12:00+01:00")
    for (arrived, minutes) in [("2026-10-25T02:30+02:00", 90), ("2026-10-25T02:30+01:00", 30)] {
      let card = try desk.one(
        "callout log berlin --arrived \(arrived) --done 2026-10-25T03:00 --problem jam",
        as: "boris")
      #expect(card.objects("minutes").first?.number("minutes") == Int64(minutes))
    }
  }

  @Test func aDeviceThatIsElsewhereByTheBooksNeedsAReasonAndIsFlagged() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.type("device add XX-1 --model \"HP LaserJet 4250\" --owner transco")
    try desk.refuse(.unsuitable, Self.visit + " --device XX-1", as: "boris")
    let card = try desk.one(
      Self.visit + " --device XX-1 --reason \"they had it brought over\"", as: "boris")
    #expect(card["flags"]?.elements?.contains(.string("device_elsewhere")) == true)
    #expect(try desk.problems() == [])
  }

  @Test func aTicketOfSomebodyElseIsNamedAsSuch() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.type("ticket open transco --problem jam")
    let error = try desk.refuse(.unsuitable, Self.visit + " --ticket T-1", as: "boris")
    #expect(error.details.text("client") == "transco")
  }

  @Test func aSwapThatContradictsTheBooksIsRefusedOrFlagged() throws {
    let desk = try TestDesk.pricedFirm()
    let swapped = Self.visit + " --device BK-P1 --swap given=C-0044,taken=C-0012"
    let error = try desk.refuse(.taken, swapped, as: "boris")
    #expect(error.details.text("exchanged") == "given=C-0012,taken=C-0044")
    let card = try desk.one(swapped + " --reason \"it was so\"", as: "boris")
    #expect(card.texts("flags").contains("corrected"))
    #expect(try desk.problems() == [])
  }
}
