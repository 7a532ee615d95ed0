import DeskOperations
import DeskRules
import Testing

/// Safe to send again.
@Suite struct KeyTests {
  @Test func theSameRequestGivesTheFirstAnswerAgain() throws {
    let desk = try TestDesk.pricedFirm()
    let command = TestDesk.night + " --key night-1"
    let first = try desk.outcome(try CommandText(command).request(), as: "boris")
    let before = try TableDump(desk.reader)
    try desk.type("ticket open bakery --problem \"in between\"")
    try desk.reopen()
    try desk.now("2027-05-01T12:00+03:00")
    let again = try desk.outcome(try CommandText(command).request(), as: "boris")
    #expect(try again.result.get() == (try first.result.get()))
    #expect(again.seq == first.seq)
    #expect(try TableDump(desk.reader).differences(from: before).contains("visit") == false)
  }

  /// A time that had not come when the request was made has not come by waiting in an outbox, and a
  /// request from a clock that is ahead would be read on another day.
  @Test func timesAreJudgedByTheMomentTheRequestWasMade() throws {
    let desk = try TestDesk.pricedFirm()
    let log = "callout.log client=bakery device=BK-P1 problem=jam work=x"
    for late in [
      log + " arrived=23:40 done=11:10 sent=2026-11-22T01:12+03:00",
      "ticket.open client=bakery problem=jam at=2026-11-22T02:00 sent=2026-11-22T01:12+03:00",
      log + " arrived=01:40 done=03:10 sent=2026-11-22T03:26+03:00",
    ] {
      try desk.refuse(.time, line: late)
    }
    let typed = try desk.outcome(
      try TestDesk.request(log + " arrived=23:40 done=01:10 sent=2026-11-22T01:12+03:00"))
    let visit = try #require(try typed.result.get().first).object("visit")
    #expect(visit.text("done") == "2026-11-22T01:10:00+03:00")
  }

  private static let log =
    "ticket.log ticket=T-17 kind=part text=fuser amount=4500.00 at=2026-11-22T01:10+03:00 key=k"

  /// Other ways to write the same.
  private static let same = [
    "ticket.log key=k amount=4500 at=2026-11-21T22:10:00Z text=fuser kind=PART ticket=t-17",
    "ticket.log ticket=17 kind=part text=\"fuser\" amount=\"4500.0\" at=2026-11-22T01:10+03:00 key=k",
    #"{"op":"ticket.log","ticket":"T-17","kind":"part","text":"fuser","amount":"4500.00","at":"2026-11-22T01:10+03:00","key":"k"}"#,
    log + " dry_run=false", log + " sent=2026-11-22T03:00+03:00", log + " dry_run=true",
  ]

  /// What is not the same.
  private static let other = [
    log.replacing("4500.00", with: "4500.01"), log.replacing("T-17", with: "T-16"),
    log.replacing("fuser", with: "Fuser"), log.replacing("01:10", with: "01:11"),
    log + " quantity=1", "ticket.start ticket=T-17 key=k",
  ]

  private func deskWithTickets() throws -> TestDesk {
    let desk = try TestDesk.firm()
    try desk.typeAll(
      (1...17).map { "ticket open bakery --problem \"call \($0)\" --at 2026-11-21T20:00" })
    return desk
  }

  @Test func contentIsComparedAsParsedValues() throws {
    let desk = try deskWithTickets()
    let first = try desk.outcome(try TestDesk.request(Self.log))
    for line in Self.same {
      let again = try desk.outcome(try TestDesk.request(line))
      #expect(try again.result.get() == (try first.result.get()), "\(line)")
      #expect(again.seq == first.seq, "\(line)")
    }
    for line in Self.other {
      let error = try desk.refuse(.keyReused, line: line)
      #expect(error.details.text("operation") == "ticket.log")
      #expect(error.details.number("seq") == first.seq)
    }
    #expect(try desk.one("ticket show T-17").objects("lines").count == 1)
  }

  @Test func aSwitchThatIsOffIsLikeOneLeftOut() throws {
    let desk = try TestDesk.firm()
    let line = "callout.log client=bakery arrived=01:00 done=02:00 problem=jam key=k"
    try desk.run(line)
    let seq = try desk.seq
    try desk.run(line + " goes_on=false")
    #expect(try desk.seq == seq)
    try desk.refuse(.keyReused, line: line + " goes_on=true")
  }

  @Test func aRefusalDoesNotUseTheKeyUp() throws {
    let desk = try TestDesk.firm()
    let command = "ticket open bakery --device BK-P9 --problem jam --key k"
    try desk.refuse(.notFound, command)
    try desk.type("device add BK-P9 --model \"HP LaserJet 4250\" --owner bakery")
    #expect(try desk.one(command).text("number") == "T-1")
    #expect(try desk.one(command).text("number") == "T-1")
    #expect(try desk.type("ticket list").count == 1)
  }

  @Test func aDryRunDoesNotUseTheKeyUp() throws {
    let desk = try TestDesk.firm()
    let before = try TableDump(desk.reader)
    let command = "ticket open bakery --problem jam --key k"
    let dry = try desk.one(command + " --dry-run")
    #expect(try TableDump(desk.reader).differences(from: before) == [])
    #expect(try desk.one(command) == dry)
    #expect(try desk.type("ticket list").count == 1)
  }

  @Test func keysBelongToThePersonWhoSentThem() throws {
    let desk = try TestDesk.firm()
    let command = "ticket open bakery --problem jam --key k"
    #expect(try desk.one(command, as: "boris").text("number") == "T-1")
    #expect(try desk.one(command, as: "dasha").text("number") == "T-2")
    #expect(try desk.one(command, as: "boris").text("number") == "T-1")
    try desk.type("budget set bakery repair --limit 1 --period 2026 --key k", as: "alla")
  }

  /// What holds from today on holds from the day on which that was said.
  @Test(arguments: [
    "tariff.set rate=5.00", "staff.rate name=boris rate=620.00",
    "client.group client=office group=g",
    "discount.set discount=10% client=office", "discount.stacking rule=multiplicative",
    "price.set article=fuser price=1.00",
  ])
  func todayIsTheDayOnWhichItWasSaid(request: String) throws {
    let desk = try TestDesk.pricedFirm()
    try desk.now("2026-11-25T09:00+03:00")
    let card = try #require(try desk.run(request + " sent=2026-11-22T22:10+03:00").first)
    #expect(card.text("from") == "2026-11-22")
  }

  @Test func aNoteIsOfTheMomentAtWhichItWasWritten() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.type("ticket open bakery --problem jam")
    try desk.now("2026-11-25T09:00+03:00")
    try desk.run("ticket.note ticket=T-1 text=x sent=2026-11-22T22:10+03:00")
    let entry = try #require(try desk.type("journal list --limit 1").first)
    #expect(entry.text("happened") == "2026-11-22T22:10:00+03:00")
  }

  @Test func aBareTimeMeansTheNightItWasSent() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.now("2026-11-24T09:00+03:00")
    let card = try desk.one(
      "callout log bakery --arrived 01:40 --done 03:10 --problem jam"
        + " --sent 2026-11-22T03:15+03:00", as: "boris")
    #expect(try card.object("visit").text("arrived") == "2026-11-22T01:40:00+03:00")
    let entry = try #require(try desk.type("journal list --limit 1").first)
    #expect(entry.text("entered") == "2026-11-24T09:00:00+03:00")
    #expect(entry.text("happened") == "2026-11-22T03:10:00+03:00")
  }
}
