import DeskOperations
import DeskRules
import DeskStore
import Testing

/// Whoever loses a call to another is told, on the feed and by the notifier.
@Suite struct CallTakeoverTests {
  private func acknowledged() throws -> CallDesk {
    let calls = try CallDesk()
    try calls.receive()
    try calls.tell { $0.done }
    try calls.desk.typeAll(["callout acknowledge T-1"], as: "boris")
    return calls
  }

  @Test(arguments: ["acknowledge", "depart", "arrive"])
  func whoeverHadTheCallIsTold(verb: String) throws {
    let calls = try acknowledged()
    let card = try calls.desk.one("callout \(verb) T-1 --engineer vera", as: "dasha")
    #expect(card.texts("flags") == ["taken_over boris"])
    #expect(card.text("engineer") == "vera")
    let entry = try #require(try calls.desk.books.journal(after: 0, limit: 1_000).last)
    let kinds = entry.events.compactMap { $0.members?.text("kind") }
    #expect(kinds.contains("call.taken_over"))
    var letter: JSONObject = [:]
    try calls.tell { one in
      letter = one.json
      #expect(!one.isMoot)
      return one.done
    }
    #expect(letter.text("kind") == "call.taken_over")
    #expect(letter.text("engineer") == "vera")
    #expect(letter.objects("to").map { $0.text("name") } == ["boris"])
    #expect(letter.text("message")?.hasPrefix("TAKEN OVER T-1: ") == true)
    #expect(letter.text("message")?.contains("vera has this call now") == true)
    let history = try calls.desk.one("ticket show T-1").objects("history")
    #expect(history.contains { $0.text("what") == "vera has the call now, telling boris" })
    #expect(try calls.desk.problems() == [])
  }

  @Test func whoeverHasItBackNeedsNotBeTold() throws {
    let calls = try acknowledged()
    try calls.desk.typeAll(["callout acknowledge T-1 --engineer vera"], as: "dasha")
    try calls.tell { $0.failed("no route") }
    try calls.desk.typeAll(["callout acknowledge T-1"], as: "boris")
    calls.desk.clock.advance(minutes: 1)
    var driver = CallDriver()
    let letters = try driver.letters(calls.desk.books, now: calls.desk.clock.now, elapsed: .zero)
      .sorted { $0.entry < $1.entry }
    #expect(letters.map(\.isMoot) == [true, false])
    #expect(letters.last?.json.objects("to").map { $0.text("name") } == ["vera"])
    #expect(try calls.desk.problems() == [])
  }

  /// Also where the notifier failed before, and the ticket waits when it is tried again.
  @Test func whoeverLostACallThatIsOnHoldIsToldToo() throws {
    let calls = try acknowledged()
    try calls.desk.type("callout acknowledge T-1 --engineer vera", as: "dasha")
    try calls.tell { $0.failed("no route") }
    try calls.desk.type("ticket pause T-1 --reason \"the door opens at six\"", as: "vera")
    calls.desk.clock.advance(minutes: 1)
    try calls.tell { one in
      #expect(!one.isMoot && one.json.objects("to").map { $0.text("name") } == ["boris"])
      return one.done
    }
    #expect(try calls.desk.problems() == [])
  }

  @Test func whoeverIsOnTheWayKeepsTheCallAndTheOtherIsToldSo() throws {
    let calls = try acknowledged()
    try calls.desk.typeAll(["callout depart T-1"], as: "boris")
    let card = try calls.desk.one("callout acknowledge T-1 --engineer vera", as: "dasha")
    #expect(card.texts("flags") == ["under_way boris"])
    #expect(card.text("engineer") == "boris")
    var driver = CallDriver()
    #expect(
      try driver.letters(calls.desk.books, now: calls.desk.clock.now, elapsed: .zero).isEmpty)
  }

  @Test func nobodyIsToldWhereTheSamePersonSaysItAgain() throws {
    let calls = try acknowledged()
    let card = try calls.desk.one("callout acknowledge T-1 --at 03:15", as: "boris")
    #expect(card.texts("flags") == [])
  }
}
