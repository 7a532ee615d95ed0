import DeskRules
import Testing

/// What goes with a loaner comes back with it, or is owed.
@Suite struct AccessoryTests {
  private func desk() throws -> TestDesk {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "ticket open transco --device TC-P1 --problem \"fuser dead\"",
      "contact add transco \"Tom Driver\" --function door",
    ])
    try desk.type(
      "loan issue T-1 LP-03 --due 2026-11-24 --accessory \"power cable\" --accessory \"USB cable\""
        + " --meter 10233 --condition \"scratched lid\" --contact \"tom driver\"")
    return desk
  }

  @Test func aReturnMayBePartial() throws {
    let desk = try desk()
    try desk.now("2026-11-26T10:00+03:00")
    let back = try desk.one("loan return LP-03 --missing \"usb cable\" --meter 10300")
    #expect(back.texts("missing") == ["USB cable"])
    #expect(back.text("state") == "returned")
    #expect(try desk.one("device show LP-03").text("holder") == "shelf:main")
    #expect(try desk.one("loan list --owed").texts("missing") == ["USB cable"])
    #expect(try desk.one("loan list --owed --client transco", as: "tom").text("loan") == "L-1")
    #expect(try desk.type("loan list --owed", as: "olga").isEmpty)

    // The next time the client asks it is named.
    let items = try desk.type("loan suggest T-1")
    #expect(items.first?.texts("client_overdue") == ["L-1 LP-03 came back without USB cable"])
    try desk.type("loan remind L-1 --by mail --text \"the USB cable, please\"")
    #expect(try desk.one("loan list --owed").texts("reminders") == ["2026-11-26 by mail"])

    #expect(try desk.one("loan return L-1 --accessory \"USB CABLE\"")["missing"] == nil)
    #expect(try desk.type("loan list --owed").isEmpty)
    #expect(try desk.problems() == [])
  }

  @Test func whatWillNotComeIsWrittenOffWithAReason() throws {
    let desk = try desk()
    try desk.type("loan return LP-03 --missing \"USB cable\" --missing \"power cable\"")
    try desk.refuse(.usage, "loan return L-1 --write-off \"USB cable\"")
    let rest = try desk.one("loan return L-1 --write-off \"USB cable\" --reason lost")
    #expect(rest.texts("missing") == ["power cable"])
    try desk.refuse(.notFound, "loan return L-1 --accessory \"USB cable\"")
    try desk.type("loan return L-1 --accessory \"power cable\"")
    try desk.refuse(.state, "loan remind L-1")
    #expect(try desk.problems() == [])
  }

  private static let refusals: [(ErrorCode, String)] = [
    (.notFound, "loan return LP-03 --missing plug"),
    (.usage, "loan return LP-03 --missing \"USB cable\" --missing \"usb cable\""),
    (.usage, "loan return LP-03 --accessory \"USB cable\""),
    (.usage, "loan return LP-03 --write-off \"USB cable\" --reason lost"),
    (.usage, "loan issue T-1 LP-02 --due 2026-11-30 --accessory cable --accessory Cable"),
    (.notFound, "loan issue T-1 LP-02 --due 2026-11-30 --contact \"Olga Ivanova\""),
    (.notFound, "loan remind L-9"),
    (.time, "loan remind L-1 --at 2026-11-30T10:00"),
    (.state, "loan remind LP-02"),
    (.state, "loan note L-1 --returned"),
    (.state, "loan note LP-02"),
    (.notFound, "loan note L-9"),
  ]

  @Test(arguments: refusals)
  func isRefused(code: ErrorCode, command: String) throws {
    try desk().refuse(code, command, as: "dasha")
  }

  @Test func aSettlementSaysNothingElse() throws {
    let desk = try desk()
    try desk.type("loan return LP-03 --missing \"USB cable\"")
    try desk.refuse(.usage, "loan return L-1 --accessory \"USB cable\" --meter 5")
    try desk.refuse(
      .usage, "loan return L-1 --accessory \"USB cable\" --write-off \"USB cable\" --reason x")
  }

  @Test func overdueLoansAreShownWithTheirPersonAndReminders() throws {
    let desk = try desk()
    try desk.now("2026-11-26T10:00+03:00")
    try desk.type("loan remind LP-03")
    try desk.type("loan remind LP-03 --by visit", as: "boris")
    let overdue = try desk.one("loan list --overdue")
    #expect(overdue.number("days_overdue") == 2)
    #expect(overdue.texts("reminders") == ["2026-11-26 by phone", "2026-11-26 by visit"])
    let items = try desk.type("loan suggest T-1")
    #expect(
      items.first?.texts("client_overdue") == [
        "L-1 LP-03 with Tom Driver, due 2026-11-24, 2 days overdue"
      ])
    let reserved = try desk.one("loan reserve T-1 LP-02 --until 2026-11-30")
    #expect(
      reserved.texts("client_overdue") == [
        "L-1 LP-03 with contact 1, due 2026-11-24, 2 days overdue"
      ])
    let issued = try desk.one("loan issue T-1 LP-02")
    #expect(issued.texts("client_overdue") == reserved.texts("client_overdue"))
  }

  @Test func theListsOfAWeek() throws {
    let desk = try desk()
    // 24 November is a Tuesday; the clock stands on Sunday the 22nd.
    #expect(try desk.type("loan list --this-week").isEmpty)
    try desk.now("2026-11-23T10:00+03:00")
    #expect(try desk.one("loan list --this-week").text("loan") == "L-1")
    #expect(try desk.type("loan list --this-week --overdue").isEmpty)
    try desk.now("2026-11-27T10:00+03:00")
    #expect(try desk.one("loan list --this-week --overdue").text("loan") == "L-1")
    try desk.now("2026-11-30T10:00+03:00")
    #expect(try desk.type("loan list --this-week").isEmpty)
  }

  @Test func theHandOverNoteSaysWhatWasHandedOver() throws {
    let desk = try desk()
    try desk.type("client edit transco --loan-page-price 0.5")
    let note = try desk.one("loan note L-1", as: "tom")
    #expect(note.text("title") == "Loan hand-over note")
    #expect(note.text("number") == "L-1")
    let facts = note.objects("facts").map { "\($0.text("label") ?? ""): \($0.text("value") ?? "")" }
    #expect(
      facts == [
        "Device: LP-03", "Model: HP LaserJet 4250", "Page counter: 10233", "Repair: T-1",
        "Handed over: 2026-11-22T03:15:00+03:00", "Due back: 2026-11-24",
        "Condition: scratched lid",
      ])
    #expect(
      note.objects("parties").map { $0.text("name") } == [
        "Northern Printers", "Transport Company",
      ])
    #expect("\(note)".contains("Tom Driver") && "\(note)".contains("0.50 RUB each"))
    try desk.refuse(.notFound, "loan note L-1", as: "olga")
    try desk.type("loan return LP-03 --missing \"USB cable\" --meter 10300 --condition dusty")
    let back = try desk.one("loan note L-1 --returned")
    #expect("\(back)".contains("Still owed: USB cable."))
    let lines = back.objects("facts").map { $0.text("value") ?? "" }
    #expect(lines.contains("67") && lines.contains("dusty"))
    #expect(
      back.objects("tables").first?["rows"]
        == (try JSONParser.parse(#"[["power cable","there"],["USB cable","missing"]]"#)))
  }

  @Test func pagesAreChargedWhereTheClientPaysForThem() throws {
    let desk = try desk()
    try desk.type("client edit transco --loan-page-price 0.5")
    let back = try desk.one("loan return LP-03 --meter 10300")
    #expect(back.number("pages") == 67)
    #expect(back.text("charged") == "33.50")
    let ticket = try desk.one("ticket show T-1")
    #expect(ticket.text("billed") == "33.50")
    #expect(ticket.objects("lines").map { $0.text("kind") } == ["consumable"])

    try desk.type("loan issue T-1 LP-03 --due 2026-11-30 --meter 10300")
    try desk.type("ticket resolve T-1")
    let late = try desk.one("loan return LP-03 --meter 10301")
    #expect(late.text("charged") == "0.50")
    #expect(late.texts("flags") == ["charged_late"])

    try desk.type("ticket reopen T-1 --reason again")
    try desk.type("loan issue T-1 LP-03 --due 2026-11-30")
    let unknown = try desk.one("loan return LP-03")
    #expect(unknown.texts("flags") == ["pages_not_charged"])
    try desk.type("client edit transco --loan-page-price 0")
    try desk.type("loan issue T-1 LP-03 --due 2026-11-30 --meter 10350")
    #expect(try desk.one("loan return LP-03 --meter 10400")["charged"] == nil)
    try desk.refuse(.amount, "client edit transco --loan-page-price -1")
    #expect(try desk.problems() == [])
  }
}
