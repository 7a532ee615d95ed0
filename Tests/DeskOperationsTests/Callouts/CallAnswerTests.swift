import DeskOperations
import DeskRules
import Testing

/// Who missed a call, and whether it was answered, whoever says so and however late.
@Suite struct CallAnswerTests {
  private func missed(_ calls: CallDesk) throws -> [String] {
    try calls.desk.type("report nights --by engineer").filter {
      $0.number("missed_acknowledgements") != 0
    }.map { row in
      "\(row.text("engineer") ?? "-") \(row.number("missed_acknowledgements") ?? 0)"
    }
  }

  private func unanswered(_ calls: CallDesk) throws -> Int64? {
    try calls.desk.type("report nights --by client").first?.number("unanswered")
  }

  @Test func theEarliestAnswerCountsWhoeverAnswersLater() throws {
    var calls = try CallDesk(isTold: true)
    try calls.receive()
    for minutes in [10, 15, 10] as [Int64] { try calls.wait(minutes: minutes) }
    #expect(try missed(calls) == ["boris 2", "gleb 1", "vera 1"])
    // Taken at 03:30, after the first miss, and entered at 03:50.
    try calls.desk.type("callout acknowledge T-1 --engineer mark --at 03:30", as: "dasha")
    #expect(try missed(calls) == ["boris 1"])
    try calls.desk.type("callout acknowledge T-1 --engineer gleb", as: "dasha")
    #expect(try missed(calls) == ["boris 1"])
    #expect(try calls.desk.problems().isEmpty)
  }

  @Test func whoTookItAndDidNotSetOutHasMissedItWhoeverTookItBefore() throws {
    var calls = try CallDesk(isTold: true)
    try calls.receive()
    try calls.wait(minutes: 5)
    try calls.desk.type("callout acknowledge T-1", as: "vera")
    try calls.wait(minutes: 30)
    #expect(try missed(calls) == ["vera 1"])
    try calls.desk.type("callout acknowledge T-1 --engineer gleb --at 03:15", as: "dasha")
    #expect(try missed(calls) == ["vera 1"])
    // Whoever had taken it over before it expired spares her that.
    try calls.desk.type("callout acknowledge T-1 --engineer boris --at 03:40", as: "dasha")
    #expect(try missed(calls) == [])
    #expect(try calls.desk.problems().isEmpty)
  }

  @Test func anExpiredAnswerExcusesNobodyAfterIt() throws {
    var calls = try CallDesk(isTold: true)
    try calls.receive()
    try calls.desk.type("callout acknowledge T-1", as: "vera")
    try calls.wait(minutes: 30)
    try calls.wait(minutes: 10)
    #expect(try missed(calls) == ["boris 1", "vera 1"])
    #expect(try calls.desk.problems().isEmpty)
  }

  @Test(arguments: [
    ("callout acknowledge T-1 --at 04:04", Int64(0)),
    // The minute in which the manager was told, said later: whoever answered has the benefit.
    ("callout acknowledge T-1 --at 04:05", 0), ("callout acknowledge T-1 --at 04:06", 1),
    ("callout log bakery --ticket T-1 --departed 04:01 --arrived 04:07 --done 04:08", 0),
    ("callout log bakery --ticket T-1 --arrived 04:07 --done 04:08", 1),
  ])
  func aCallThatWasAnsweredBeforeTheEndIsNotUnanswered(command: String, count: Int64) throws {
    var calls = try CallDesk(isTold: true)
    try calls.receive()
    for minutes in [10, 15, 10, 15] as [Int64] { try calls.wait(minutes: minutes) }
    #expect(try unanswered(calls) == 1)
    try calls.wait(minutes: 5)
    let card = try calls.desk.one(command, as: "vera")
    #expect(!card.texts("flags").contains("unanswered"))
    #expect(try unanswered(calls) == count)
    #expect(try calls.desk.problems().isEmpty)
  }

  @Test func whoeverIsGivenTheTicketTakesItsCall() throws {
    var calls = try CallDesk(isTold: true)
    try calls.receive()
    let card = try calls.desk.one("ticket assign T-1 gleb", as: "dasha")
    #expect(card.texts("flags") == ["call_taken"])
    #expect(try calls.call.text("state") == "acknowledged")
    #expect(try calls.call.text("engineer") == "gleb")
    #expect(try calls.wait(minutes: 29) == 0)
    let taken = try calls.desk.one("callout acknowledge T-1", as: "vera")
    #expect(taken.texts("flags") == ["taken_over gleb"])
    let given = try calls.desk.one("ticket assign T-1 boris", as: "dasha")
    #expect(given.texts("flags") == ["call_taken", "taken_over vera"])
    try calls.desk.type("callout depart T-1", as: "boris")
    let late = try calls.desk.one("ticket assign T-1 gleb", as: "dasha")
    #expect(late.texts("flags") == ["under_way boris"])
    #expect(try calls.call.text("engineer") == "boris")
    #expect(try calls.wait(minutes: 600) == 0)
    #expect(try calls.desk.problems().isEmpty)
  }

  @Test func whoWasThereAndIsNotBilledIsNamed() throws {
    let calls = try CallDesk()
    try calls.receive()
    try calls.desk.type("callout arrive T-1", as: "boris")
    let card = try calls.desk.one("ticket resolve T-1 --work \"paper tray\"", as: "boris")
    #expect(card.texts("flags") == ["no_visit boris"])
    let again = try calls.desk.one("ticket reopen T-1 --reason \"jams again\"", as: "dasha")
    #expect(again.texts("flags") == ["call_ended T-1"])
    try calls.desk.type("ticket open bakery --problem grey")
    let plain = try calls.desk.one("ticket resolve T-2", as: "boris")
    #expect(plain.texts("flags") == [])
    #expect(try calls.desk.problems().isEmpty)
  }
}
