import DeskRules
import Testing

/// No job that ended is lost before it is invoiced.
@Suite struct QueueTests {
  private func states(_ desk: TestDesk) throws -> [String: String] {
    var states: [String: String] = [:]
    for card in try desk.type("invoice queue") {
      states[card.text("ticket") ?? ""] = card.text("state")
    }
    return states
  }

  @Test func everyJobThatEndedReachesTheQueueAlsoAtNothing() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.resolvedTicket([450_000])
    try desk.resolvedTicket([])
    try desk.typeAll([
      "ticket open office --problem x", "ticket log T-3 --kind labour --text look --amount 0",
      "ticket cancel T-3 --reason \"bought new\"",
      "ticket open office --problem y", "ticket cancel T-4 --reason \"answered on the phone\"",
      "ticket open office --problem z",
    ])
    try desk.type(TestDesk.night)
    #expect(
      try states(desk) == ["T-1": "review", "T-2": "review", "T-3": "review", "T-6": "review"])
    let queue = try desk.type("invoice queue --client office")
    #expect(queue.compactMap { $0.text("amount") }.sorted() == ["0.00", "0.00", "4500.00"])
    #expect(try desk.problems() == [])
  }

  @Test func theQueueShowsAgeMoneyAndWhatBlocks() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.type("budget set office repair --limit 1000.00 --period 2026")
    try desk.resolvedTicket([450_000])
    try desk.now("2026-11-30T10:00+03:00")
    let card = try desk.one("invoice queue")
    #expect(
      card.only("ticket", "amount", "currency", "finished", "days", "days_in_state")
        == (try json(
          """
          {"ticket":"T-1","amount":"4500.00","currency":"RUB","finished":"2026-11-22","days":8,
           "days_in_state":8}
          """)))
    #expect(card.texts("blocked_by") == ["P-1"])
  }

  @Test func whatLiesLongestComesFirstAndPagesFollow() throws {
    let desk = try TestDesk.pricedFirm()
    for day in 23...26 {
      try desk.now("2026-11-\(day)T10:00+03:00")
      try desk.resolvedTicket([100])
    }
    let first = try desk.type("invoice queue --limit 3")
    #expect(first.compactMap { $0.text("ticket") } == ["T-1", "T-2", "T-3"])
    let next = try desk.type("invoice queue --limit 3 --after T-3")
    #expect(next.compactMap { $0.text("ticket") } == ["T-4"])
    #expect(try desk.type("invoice queue --state ready") == [])
    try desk.refuse(.state, "invoice queue --after T-99".replacing("T-99", with: open(desk)))
  }

  private func open(_ desk: TestDesk) throws -> String {
    try #require(try desk.one("ticket open office --problem x").text("number"))
  }

  @Test func aBillGoesFromReviewToReadyToInvoiced() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.resolvedTicket([450_000])
    try desk.refuse(.state, "invoice issue office T-1")
    #expect(try desk.one("invoice review T-1").text("state") == "ready")
    try desk.refuse(.state, "invoice review T-1")
    #expect(try desk.one("invoice issue office T-1").text("invoice") == "A-2026-000001")
    #expect(try desk.type("invoice queue") == [])
    try desk.refuse(.state, "invoice issue office T-1")
    try desk.refuse(.state, "invoice review T-1")
    try desk.refuse(.state, "invoice back T-1 --reason late")
    #expect(try desk.problems() == [])
  }

  @Test func aBillGoesBackWithAReasonAndComesAgain() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.resolvedTicket([450_000])
    #expect(
      try desk.one("invoice back T-1 --reason \"which fuser?\"").text("state") == "reopened")
    let card = try desk.one("invoice queue")
    #expect(card.text("state") == "back")
    #expect(card.text("reason") == "which fuser?")
    try desk.refuse(.state, "invoice review T-1")
    try desk.refuse(.state, "invoice issue office T-1")
    try desk.refuse(.state, "invoice back T-1 --reason again")
    try desk.typeAll(["ticket log T-1 --kind part --text RM1 --amount 50", "ticket resolve T-1"])
    let again = try desk.one("invoice queue")
    #expect(
      again.only("state", "amount", "reason")
        == (try json(
          "{\"state\":\"review\",\"amount\":\"4550.00\"}")))
    #expect(try desk.problems() == [])
  }

  @Test func aLateLineBringsTheBillBack() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.invoiced([450_000])
    try desk.type("ticket close T-1")
    try desk.type("ticket log T-1 --kind travel --text \"second way\" --amount 700")
    #expect(
      try desk.one("invoice queue").only("ticket", "state", "amount")
        == (try json(
          "{\"ticket\":\"T-1\",\"state\":\"review\",\"amount\":\"700.00\"}")))
    try desk.type("invoice review T-1")
    let second = try desk.one("invoice issue office")
    #expect(second.text("total") == "700.00")
    #expect(second.objects("lines").count == 1)
    #expect(
      try desk.type("invoice list --ticket T-1").compactMap { $0.text("invoice") }
        == ["A-2026-000001", "A-2026-000002"])
    #expect(try desk.problems() == [])
  }

  @Test(arguments: ["waiting", "unfunded", "refused"])
  func whatTheClientHasNotAgreedToBlocks(state: String) throws {
    let desk = try TestDesk.pricedFirm()
    let overflow = state == "unfunded" ? "" : " --overflow goods"
    try desk.typeAll([
      "budget set bakery goods --limit 40000 --period 2026",
      "budget set bakery repair --limit 1000 --period 2026" + overflow,
    ])
    if state == "unfunded" { try desk.type("budget set office repair --limit 1 --period 2026") }
    let client = state == "unfunded" ? "office" : "bakery"
    try desk.resolvedTicket([450_000], client: client)
    if state == "refused" { try desk.type("budget refuse P-1 --by \"Olga Ivanova\" --reason no") }
    let error = try desk.refuse(.overBudget, "invoice review T-1")
    #expect(error.details.text("state") == state)
    #expect(error.message.contains("budget approve P-1"))
    if state != "unfunded" {
      try desk.type("budget approve P-1 --by \"Olga Ivanova\" --evidence mail --line goods")
      try desk.type("invoice review T-1")
    }
    #expect(try desk.problems() == [])
  }

  @Test func whatIsBlockedAfterTheReviewIsNotIssued() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.type("budget set office repair --limit 1000 --period 2026")
    try desk.resolvedTicket([10_000])
    try desk.type("invoice review T-1")
    try desk.type("ticket log T-1 --kind part --text late --amount 5000")
    try desk.refuse(.state, "invoice issue office T-1")
    try desk.refuse(.overBudget, "invoice review T-1")
  }

  @Test func onlyThoseWhoKeepBillsSeeTheQueue() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.resolvedTicket([100])
    for person in ["boris", "olga"] {
      try desk.refuse(.notAllowed, "invoice queue", as: person)
      try desk.refuse(.notAllowed, "invoice review T-1", as: person)
      try desk.refuse(.notAllowed, "invoice back T-1 --reason x", as: person)
      try desk.refuse(.notAllowed, "invoice issue office", as: person)
    }
    try desk.refuse(.notAllowed, "invoice issue office", as: "dasha")
    #expect(try desk.type("invoice queue", as: "dasha").count == 1)
    try desk.type("invoice review T-1", as: "alla")
    try desk.type("invoice issue office", as: "alla")
  }

  @Test func whatDoesNotExistIsRefused() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.resolvedTicket([100])
    try desk.refuse(.notFound, "invoice review T-9")
    try desk.refuse(.usage, line: "invoice.review")
    try desk.refuse(.usage, "invoice review T-1 T-1")
    try desk.refuse(.notFound, "invoice back T-9 --reason x")
    try desk.refuse(.state, "invoice review \(try open(desk))")
    try desk.refuse(.notFound, "invoice queue --client nobody")
    try desk.refuse(.notFound, "invoice queue --after T-9")
  }

  /// Hours that nothing prices are seen before the bill goes out, until somebody prices them.
  @Test func hoursWithoutATariffAreSeenInTheQueue() throws {
    let desk = try TestDesk.firm()
    try desk.type(TestDesk.night, as: "boris")
    #expect(try desk.one("invoice queue")["unpriced_minutes"] == .integer(90))
    #expect(try desk.one("invoice review T-1")["unpriced_minutes"] == .integer(90))
    try desk.type("ticket log T-1 --kind labour --text night --quantity 90 --amount 3000")
    #expect(try desk.one("invoice queue")["unpriced_minutes"] == nil)
  }

  /// What a credit brings back of a job that goes on is with the engineer, as the job is.
  @Test func anUnfinishedJobIsNeitherReviewedNorInvoiced() throws {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "budget set bakery repair --limit 100 --period 2026", "ticket open bakery --problem x",
      "ticket log T-1 --kind part --text p --amount 50", "ticket resolve T-1",
      "invoice review T-1", "invoice issue bakery", "ticket reopen T-1 --reason jams",
      "ticket log T-1 --kind part --text \"second visit\" --amount 300",
      "invoice credit A-2026-1 --reason \"wrong address\" --reissue",
    ])
    #expect(try desk.one("invoice queue").text("state") == "back")
    try desk.refuse(.state, "invoice review T-1")
    try desk.refuse(.state, "invoice issue bakery T-1")
    try desk.type("ticket resolve T-1")
    #expect(try desk.one("invoice queue").texts("blocked_by") == ["P-1"])
    try desk.refuse(.overBudget, "invoice review T-1")
    #expect(try desk.problems() == [])
  }

  /// Desks of earlier versions may have such a bill in the queue.
  @Test(arguments: [BillState.review, .ready])
  func aBillInTheQueueWaitsForTheEndOfItsJob(state: BillState) throws {
    let desk = try TestDesk.firm()
    try desk.resolvedTicket([100])
    try desk.type("invoice review T-1")
    try desk.type("ticket reopen T-1 --reason x")
    try desk.force("UPDATE bill SET state = '\(state.rawValue)'")
    let command = state == .review ? "invoice review T-1" : "invoice issue office"
    let refusal = try desk.refuse(.state, command)
    #expect(refusal.message.contains("ticket resolve T-1"), "\(refusal)")
  }
}
