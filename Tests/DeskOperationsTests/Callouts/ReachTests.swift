import DeskOperations
import DeskRules
import DeskStore
import Testing

/// Whom a call reaches in the end, and what is said where it reaches nobody.
@Suite struct ReachTests {
  /// Lets the chain of a call run to its end.
  private func runToTheEnd(_ calls: inout CallDesk) throws {
    for minutes in [10, 15, 10, 15] as [Int64] { try calls.wait(minutes: minutes) }
  }

  @Test(arguments: [
    (["staff disable mark"], "left"),
    (["staff absence mark --to 2026-11-30 --why leave"], "away"),
    (
      [
        "staff add dora \"Dora\" --role manager",
        "escalation set --step \"on-duty 10\""
          + " --step \"vera,gleb 15\" --loops 2 --manager dora --expiry 30",
      ], "no_contact"
    ),
  ])
  func aManagerWhoCannotBeReachedIsSkippedAndAnotherIsTold(
    commands: [String], reason: String
  ) throws {
    var calls = try CallDesk()
    try calls.desk.type("staff edit nora --phone \"+7 900 9\"")
    try calls.desk.typeAll(commands)
    try calls.receive()
    try runToTheEnd(&calls)
    let told = reason == "no_contact" ? "mark" : "nora"
    let manager = reason == "no_contact" ? "dora" : "mark"
    #expect(try calls.facts.suffix(2) == ["skipped \(manager) \(reason)", "exhausted \(told)"])
    #expect(try calls.call.texts("flags") == ["unanswered"])
    let history = try calls.desk.one("ticket show T-1").objects("history")
    let word = reason.replacing("_", with: " ")
    #expect(history.contains { $0.text("what") == "manager: \(manager) skipped, \(word)" })
    #expect(try calls.desk.problems() == [])
  }

  @Test func whereNotEvenAManagerCanBeReachedTheCallSaysSoUntilOneCan() throws {
    var calls = try CallDesk()
    try calls.desk.type("staff disable mark")
    let gaps = try calls.desk.type("roster gaps --days 2")
    #expect(gaps.map { $0.text("kind") } == ["left", "no_contact"])
    #expect(gaps[0].text("what") == "mark is in the chain and has left")
    try calls.receive()
    try runToTheEnd(&calls)
    #expect(try calls.facts.last == "exhausted nora")
    #expect(try calls.call.texts("flags") == ["unanswered", "manager_unreachable"])
    try calls.desk.type("staff edit nora --phone \"+7 900 9\"")
    #expect(try calls.call.texts("flags") == ["unanswered"])
    #expect(try calls.desk.type("roster gaps --days 2").map { $0.text("kind") } == ["left"])
    #expect(try calls.desk.problems() == [])
  }

  /// Vera has only a phone, gleb only a mail address, boris on duty and mark have what is named here.
  @Test(arguments: [
    ("phone", "no_phone", ["gleb", "mark"], ["skipped gleb no_phone", "stepped vera"]),
    ("mail", "no_mail", ["vera"], ["skipped vera no_mail", "stepped gleb"]),
    ("any", "no_contact", [], ["stepped vera gleb"]),
  ])
  func whoeverLacksWhatTheNotifierNeedsIsSkippedAndNamedBeforehand(
    contact: String, reason: String, lacking: [String], facts: [String]
  ) throws {
    var calls = try CallDesk()
    let card = try calls.desk.one(
      "escalation set --step \"on-duty 10\" --step \"vera,gleb 15\" --loops 2 --manager mark"
        + " --contact \(contact)")
    #expect(card.text("contact") == contact)
    #expect(card.texts("flags") == lacking.map { "\(reason) \($0)" })
    let gaps = try calls.desk.type("roster gaps --days 2").filter { $0.text("person") != nil }
    #expect(gaps.map { $0.text("person") } == lacking)
    #expect(gaps.allSatisfy { $0.text("kind") == "no_contact" })
    try calls.receive()
    try calls.wait(minutes: 10)
    #expect(try calls.facts.dropFirst() == facts[...])
    #expect(try calls.desk.problems() == [])
  }

  @Test func aChainKeepsTheContactThatItCameInWith() throws {
    var calls = try CallDesk()
    try calls.receive()
    try calls.desk.type("escalation set --step \"on-duty 10\" --contact mail")
    try calls.wait(minutes: 10)
    #expect(try calls.facts.last == "stepped vera gleb")
    #expect(try calls.desk.one("staff edit vera --phone 1").flag("reachable") == false)
    #expect(try calls.desk.one("staff edit gleb --phone 1").flag("reachable") == true)
    try calls.desk.refuse(.usage, "escalation set --step \"on-duty 10\" --contact pigeon")
  }

  @Test func theChainSaysAtOnceWhoHasNoContact() throws {
    let desk = try CallDesk().desk
    let card = try desk.one(
      "escalation set --step \"on-duty 10\" --step \"alla,vera 5\" --manager dasha")
    #expect(card.texts("flags") == ["no_contact alla", "no_contact dasha"])
  }

  @Test func whoeverHasLeftTakesNoCallButWhatTheyDidIsWrittenDown() throws {
    let calls = try CallDesk()
    try calls.receive()
    try calls.desk.now("2026-11-22T03:30+03:00")
    let left = try calls.desk.one("staff disable vera")
    #expect(left["uncovered"] == nil)
    try calls.desk.refuse(.notFound, "callout acknowledge T-1 --engineer vera", as: "dasha")
    try calls.desk.refuse(.notFound, "callout depart T-1 --engineer vera", as: "dasha")
    // She was there while she still worked here.
    let card = try calls.desk.one(
      "callout acknowledge T-1 --engineer vera --at 03:20", as: "dasha")
    #expect(card.text("engineer") == "vera")
    try calls.desk.type("callout arrive T-1 --engineer vera --at 03:25", as: "dasha")
    #expect(try calls.desk.problems() == [])
  }

  @Test func aNotifierThatFailsIsFlaggedFromTheFirstFailureOn() throws {
    let calls = try CallDesk()
    try calls.receive()
    #expect(try calls.call.texts("flags") == [])
    try calls.tell { $0.failed("no such modem") }
    #expect(try calls.call.texts("flags") == ["notifier_failing"])
    #expect(try calls.desk.books.calls.isNotifierFailing())
    calls.desk.clock.advance(minutes: 1)
    try calls.tell { $0.done }
    #expect(try calls.call.texts("flags") == [])
    #expect(try !calls.desk.books.calls.isNotifierFailing())
    #expect(try calls.desk.problems() == [])
  }

  @Test func anAnswerDoesNotHideThatNobodyWasTold() throws {
    let calls = try CallDesk()
    try calls.receive()
    try calls.tell { $0.failed("no such modem") }
    try calls.desk.type("callout acknowledge T-1", as: "boris")
    calls.desk.clock.advance(minutes: 1)
    try calls.tell { $0.done }
    #expect(try calls.call.texts("flags") == ["notifier_failed"])
    #expect(try calls.desk.books.calls.isNotifierFailing())
    #expect(try calls.desk.problems() == [])
  }
}
