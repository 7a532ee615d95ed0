import DeskOperations
import DeskRules
import DeskStore
import Testing

@Suite struct CallChainTests {
  @Test func receivingOpensTheTicketAndSaysWhoIsCalled() throws {
    let calls = try CallDesk()
    let card = try calls.receive()
    #expect(card.text("ticket") == "T-1" && card.texts("calling") == ["boris"])
    #expect(card.number("priority") == 1)
    #expect(card.text("next") == "2026-11-22T03:25:00+03:00")
    #expect(card.texts("flags") == ["no_server"])
    #expect(try calls.facts == ["stepped boris"])
    // One entry: the ticket, the call, the first step.
    let entry = try #require(try calls.desk.books.journal(before: .max, limit: 1).first)
    #expect(entry.events.count == 3 && entry.operation == "callout.receive")
    #expect(try calls.desk.one("ticket show T-1").text("state") == "new")
    #expect(try calls.call.text("state") == "calling")
    #expect(try calls.desk.problems().isEmpty)
  }

  @Test func byDayACallIsAsUrgentAsAnyTicket() throws {
    let calls = try CallDesk()
    try calls.desk.now("2026-11-23T12:00+03:00")
    #expect(try calls.receive().number("priority") == 3)
  }

  @Test func theChainGoesOnStepByStepAndEndsWithTheManager() throws {
    var calls = try CallDesk()
    try calls.receive()
    #expect(try calls.drive() == 0)
    #expect(try calls.wait(minutes: 9) == 0)
    #expect(try calls.wait(minutes: 1) == 1)
    #expect(try calls.drive() == 0)
    #expect(try calls.wait(minutes: 14) == 0)
    #expect(try calls.wait(minutes: 1) == 1)
    #expect(try calls.wait(minutes: 10) == 1)
    #expect(try calls.wait(minutes: 15) == 1)
    #expect(try calls.wait(minutes: 600) == 0)
    let loop = ["stepped boris", "stepped vera gleb"]
    #expect(try calls.facts == loop + loop + ["exhausted mark"])
    #expect(try calls.call.text("state") == "unanswered")
    #expect(try calls.call.texts("flags") == ["unanswered"])
    // It can still be taken, and stays flagged.
    try calls.desk.type("callout acknowledge T-1", as: "vera")
    #expect(try calls.call.text("state") == "acknowledged")
    #expect(try calls.call.texts("flags") == ["unanswered"])
    #expect(try calls.desk.problems().isEmpty)
  }

  @Test func anAcknowledgementStopsTheChain() throws {
    var calls = try CallDesk()
    try calls.receive()
    let card = try calls.desk.one("callout acknowledge T-1 --at 03:16", as: "boris")
    #expect(card.text("state") == "acknowledged" && card.text("engineer") == "boris")
    #expect(card.text("expires") == "2026-11-22T03:45:00+03:00")
    #expect(try calls.wait(minutes: 29) == 0)
    try calls.desk.type("callout depart T-1", as: "boris")
    #expect(try calls.wait(minutes: 600) == 0)
    #expect(try calls.facts == ["stepped boris", "acknowledged boris"])
    let ticket = try calls.desk.one("ticket show T-1")
    #expect(ticket.text("assignee") == "boris" && ticket.text("state") == "assigned")
  }

  @Test func anAcknowledgementWithoutDepartureExpiresAndTheChainBeginsAnew() throws {
    var calls = try CallDesk()
    try calls.receive()
    try calls.wait(minutes: 10)
    try calls.desk.type("callout acknowledge T-1", as: "vera")
    #expect(try calls.wait(minutes: 29) == 0)
    #expect(try calls.wait(minutes: 1) == 1)
    #expect(try calls.wait(minutes: 10) == 1)
    #expect(
      try calls.facts == [
        "stepped boris", "stepped vera gleb", "acknowledged vera", "expired vera", "stepped boris",
        "stepped vera gleb",
      ])
    #expect(try calls.call.text("engineer") == nil)
    #expect(try calls.desk.problems().isEmpty)
  }

  @Test func whoeverCannotBeReachedIsSkippedAtOnceAndNamed() throws {
    var calls = try CallDesk()
    try calls.desk.typeAll([
      "staff absence boris --to 2026-11-23 --why ill", "staff disable gleb",
    ])
    let card = try calls.receive()
    #expect(card.texts("calling") == ["vera"])
    #expect(
      card.objects("skipped").map { $0.only("loop", "step", "person", "reason") } == [
        try json(#"{"loop":1,"step":1,"person":"boris","reason":"away"}"#),
        try json(#"{"loop":1,"step":2,"person":"gleb","reason":"left"}"#),
      ])
    #expect(
      try calls.facts == ["skipped boris away", "skipped gleb left", "stepped vera"])
    #expect(try calls.wait(minutes: 15) == 1)
    #expect(try calls.facts.last == "stepped vera")
    #expect(try calls.desk.problems().isEmpty)
  }

  @Test func whereNobodyAtAllCanBeReachedTheManagerIsToldAtOnce() throws {
    let desk = try TestDesk.firm()
    let card = try desk.one("callout receive bakery --problem jam")
    #expect(card.text("state") == "unanswered" && card.texts("calling") == ["mark"])
    #expect(card.texts("flags") == ["unanswered", "manager_unreachable", "no_server"])
    #expect(
      card.objects("skipped").map { $0.only("step", "person", "reason") } == [
        try json(#"{"step":1,"reason":"nobody_on_duty"}"#),
        try json(#"{"person":"mark","reason":"no_contact"}"#),
        try json(#"{"person":"nora","reason":"no_contact"}"#),
      ])
    #expect(try desk.problems().isEmpty)
  }

  @Test func whoHasNoContactIsSkipped() throws {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "roster set boris --every day --handover 09:00", "staff disable mark",
    ])
    let card = try desk.one("callout receive bakery --problem jam")
    #expect(card.objects("skipped").map { $0.text("person") } == ["boris", "nora"])
    // Without a manager the admins are told.
    #expect(card.texts("calling") == ["nora"])
  }

  @Test func theOverrideIsCalledAndNotTheRotation() throws {
    let calls = try CallDesk()
    try calls.desk.type("roster override vera --to 06:00 --why swap")
    #expect(try calls.receive().texts("calling") == ["vera"])
  }

  @Test func aRunningCallKeepsTheChainItHas() throws {
    var calls = try CallDesk()
    try calls.receive()
    try calls.desk.type("escalation set --step \"gleb 1\" --loops 1")
    try calls.wait(minutes: 10)
    #expect(try calls.facts.last == "stepped vera gleb")
    #expect(try calls.receive().texts("calling") == ["gleb"])
  }

  @Test func aTicketThatNeedsNoWorkEndsItsCall() throws {
    for command in [
      "ticket cancel T-1 --reason \"they found the switch\"",
      "callout log bakery --ticket T-1 --arrived 03:15 --done 03:16",
    ] {
      var calls = try CallDesk()
      try calls.receive()
      try calls.desk.now("2026-11-22T03:20+03:00")
      try calls.desk.type(command)
      #expect(try calls.wait(minutes: 600) == 0)
      #expect(try calls.facts == ["stepped boris"])
      #expect(try calls.desk.type("callout list").allSatisfy { $0["call"] == nil })
      try calls.desk.refuse(.state, "callout acknowledge T-1")
      #expect(try calls.desk.problems().isEmpty)
    }
  }

  @Test func theChainSurvivesARestart() throws {
    var calls = try CallDesk()
    try calls.receive()
    #expect(try calls.wait(minutes: 4) == 0)
    try calls.restart()
    #expect(try calls.wait(minutes: 5) == 0)
    #expect(try calls.wait(minutes: 1) == 1)
    // Ten hours of downtime: one step at once, and not all that were missed.
    calls.desk.clock.advance(minutes: 600)
    try calls.restart()
    #expect(try calls.drive() == 1)
    #expect(try calls.drive() == 0)
    #expect(try calls.wait(minutes: 9) == 0)
    #expect(try calls.wait(minutes: 1) == 1)
    #expect(
      try calls.facts == [
        "stepped boris", "stepped vera gleb", "stepped boris", "stepped vera gleb",
      ])
    #expect(try calls.desk.problems().isEmpty)
  }

  @Test func twoDriversThatRaceDecideEachStepOnce() throws {
    var one = try CallDesk()
    try one.receive()
    var other = CallDriver()
    for _ in 0..<6 {
      one.desk.clock.advance(minutes: 15)
      let now = one.desk.clock.now
      let theirs = try other.steps(one.desk.books, now: now, elapsed: .seconds(now.seconds))
      let ours = try one.due()
      // Both saw the same and decide one after the other, in one group.
      try one.decide(ours + theirs + ours)
    }
    let loop = ["stepped boris", "stepped vera gleb"]
    #expect(try one.facts == loop + loop + ["exhausted mark"])
    #expect(try one.desk.problems().isEmpty)
  }

  @Test func aStepThatWasDecidedForTooLateAnAnswerIsNotTaken() throws {
    var calls = try CallDesk()
    try calls.receive()
    calls.desk.clock.advance(minutes: 10)
    let due = try CallDriver.fresh(calls)
    try calls.desk.type("callout acknowledge T-1", as: "boris")
    try calls.decide(due)
    #expect(try calls.facts == ["stepped boris", "acknowledged boris"])
    #expect(try calls.wait(minutes: 29) == 0)
  }

  @Test func aClockThatJumpsForwardCallsNobodyTooEarly() throws {
    var calls = try CallDesk()
    try calls.receive()
    #expect(try calls.drive() == 0)
    #expect(try calls.jump(minutes: 300) == 0)
    #expect(try calls.wait(minutes: 9) == 0)
    #expect(try calls.wait(minutes: 1) == 1)
    #expect(try calls.facts == ["stepped boris", "stepped vera gleb"])
  }

  @Test func aClockThatJumpsBackNeitherRepeatsNorDelaysAStep() throws {
    var calls = try CallDesk()
    try calls.receive()
    #expect(try calls.drive() == 0)
    #expect(try calls.wait(minutes: 10) == 1)
    #expect(try calls.jump(minutes: -300) == 0)
    #expect(try calls.wait(minutes: 14) == 0)
    #expect(try calls.wait(minutes: 1) == 1)
    // And after a restart the wait is at most its own length.
    #expect(try calls.jump(minutes: -300) == 0)
    try calls.restart()
    #expect(try calls.wait(minutes: 0) == 0)
    #expect(try calls.wait(minutes: 9) == 0)
    #expect(try calls.wait(minutes: 1) == 1)
    #expect(
      try calls.facts == [
        "stepped boris", "stepped vera gleb", "stepped boris", "stepped vera gleb",
      ])
    #expect(try calls.desk.problems().isEmpty)
  }

  @Test(arguments: [UInt64(1), 2, 3, 4, 5, 6, 7, 8])
  func whateverHappensEachStepIsDecidedOnceAndInOrder(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var calls = try CallDesk()
    try calls.receive()
    var waited: Int64 = 0
    for _ in 0..<60 {
      switch Int.random(in: 0..<6, using: &random) {
      case 0: _ = try calls.jump(minutes: Int64.random(in: -500...500, using: &random))
      case 1: try calls.restart()
      case 2: try calls.decide(try calls.due() + (try calls.due()))
      default:
        let minutes = Int64.random(in: 0...7, using: &random)
        waited += minutes
        #expect(try calls.wait(minutes: minutes) <= 1, "seed \(seed)")
      }
    }
    let loop = ["stepped boris", "stepped vera gleb"]
    let expected = loop + loop + ["exhausted mark"]
    let facts = try calls.facts
    #expect(facts == Array(expected.prefix(facts.count)), "seed \(seed)")
    #expect(facts.count <= 5, "seed \(seed)")
    #expect(try calls.desk.problems().isEmpty, "seed \(seed)")
  }

  @Test(arguments: [
    (ErrorCode.notFound, "callout receive bakry --problem jam"),
    (.notFound, "callout receive bakery --problem jam --device NO-1"),
    (.notFound, "callout receive bakery --problem jam --site shop"),
    (.unsuitable, "callout receive bakery --problem jam --device TC-P1"),
    (.usage, "callout receive bakery"),
    (.usage, "callout receive bakery --problem jam --priority 9"),
    (.time, "callout receive bakery --problem jam --called 2026-11-23T01:00"),
    (.usage, "escalation set"),
    (.usage, "escalation set --step on-duty"),
    (.usage, "escalation set --step \"on-duty 0\""),
    (.usage, "escalation set --step \"on-duty 10 20\""),
    (.usage, "escalation set --step \"vera,vera 10\""),
    (.usage, "escalation set --step \"on-duty 10\" --loops 0"),
    (.usage, "escalation set --step \"on-duty 10\" --loops 21"),
    (.usage, "escalation set --step \"on-duty 10\" --expiry 0"),
    (.notFound, "escalation set --step \"nobody 10\""),
    (.notFound, "escalation set --step \"on-duty 10\" --manager nobody"),
    (.notAllowed, "escalation set --step \"on-duty 10\" --manager mark --loops 1"),
  ])
  func isRefused(code: ErrorCode, command: String) throws {
    try CallDesk().desk.refuse(code, command, as: code == .notAllowed ? "boris" : "nora")
  }

  @Test func aSerialOnTwoDevicesIsRefused() throws {
    let calls = try CallDesk()
    try calls.desk.type(
      "device add BK-P7 --model \"HP LaserJet 1020\" --owner bakery --serial CNGXB01234")
    try calls.desk.refuse(
      .ambiguous, "callout receive bakery --problem jam --device CNGXB01234")
  }

  @Test func aClientSeesTheCallAndNobodysName() throws {
    var calls = try CallDesk()
    try calls.receive()
    try calls.wait(minutes: 10)
    try calls.desk.type("callout acknowledge T-1", as: "vera")
    let items = try calls.desk.type("callout list", as: "olga")
    let text =
      JSON.array(items.map { .object($0) }).line
      + JSON.object(try calls.desk.one("ticket show T-1", as: "olga")).line
    #expect(items.count == 1 && items[0]["call"] != nil)
    #expect(!text.contains("boris") && !text.contains("gleb"))
    #expect(try calls.desk.type("callout list", as: "tom").isEmpty)
  }
}

extension CallDriver {
  /// What a driver that has just begun finds due.
  fileprivate static func fresh(_ calls: CallDesk) throws -> [Submission] {
    var driver = CallDriver()
    return try driver.steps(
      calls.desk.books, now: calls.desk.clock.now, elapsed: .zero)
  }
}
