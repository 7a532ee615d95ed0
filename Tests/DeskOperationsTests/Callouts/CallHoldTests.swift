import DeskOperations
import DeskRules
import Testing

/// A call whose ticket waits calls nobody, and goes on with it.
@Suite struct CallHoldTests {
  private static let pause = "ticket pause T-1 --reason \"the door opens at six\""

  @Test func nobodyIsCalledWhileTheTicketWaitsAndTheNextStepFollowsAtOnce() throws {
    var calls = try CallDesk()
    try calls.receive()
    try calls.wait(minutes: 4)
    #expect(try calls.desk.one(Self.pause).texts("flags") == ["on_hold"])
    for _ in 1...5 { #expect(try calls.wait(minutes: 30) == 0) }
    #expect(try calls.call.texts("flags") == ["on_hold"])
    #expect(try calls.call.text("next") == nil)
    #expect(try calls.facts == ["stepped boris"])
    try calls.desk.type("ticket resume T-1")
    #expect(try calls.call.texts("flags") == [])
    #expect(try calls.drive() == 1)
    #expect(try calls.facts == ["stepped boris", "stepped vera gleb"])
    let history = try calls.desk.one("ticket show T-1").objects("history")
    #expect(history.contains { $0.text("what") == "the call goes on" })
    #expect(try calls.desk.problems() == [])
  }

  @Test func whoeverTookItHasTheWholeTimeAgain() throws {
    var calls = try CallDesk()
    try calls.receive()
    try calls.desk.typeAll(["callout acknowledge T-1"], as: "boris")
    try calls.wait(minutes: 20)
    try calls.desk.type(Self.pause)
    #expect(try calls.wait(minutes: 180) == 0)
    #expect(try calls.call.text("expires") == nil)
    try calls.desk.type("ticket resume T-1")
    #expect(try calls.drive() == 0)
    #expect(try calls.wait(minutes: 29) == 0)
    #expect(try calls.call.text("state") == "acknowledged")
    #expect(try calls.wait(minutes: 1) == 1)
    #expect(try calls.facts.suffix(2) == ["expired boris", "stepped boris"])
    #expect(try calls.desk.problems() == [])
  }

  @Test func aStepThatAnotherServerFoundDueBeforeThePauseIsNotTaken() throws {
    var calls = try CallDesk()
    try calls.receive()
    calls.desk.clock.advance(minutes: 10)
    let due = try calls.due()
    #expect(due.count == 1)
    try calls.desk.type(Self.pause)
    try calls.decide(due)
    #expect(try calls.facts == ["stepped boris"])
    // Nor after it has gone on: the round that found it due did so before.
    try calls.desk.type("ticket resume T-1")
    try calls.decide(due)
    #expect(try calls.facts == ["stepped boris"])
    #expect(try calls.desk.problems() == [])
  }

  @Test func theHoldOutlivesARestart() throws {
    var calls = try CallDesk()
    try calls.receive()
    try calls.desk.type(Self.pause)
    try calls.restart()
    #expect(try calls.wait(minutes: 60) == 0)
    try calls.desk.type("ticket resume T-1")
    try calls.restart()
    #expect(try calls.drive() == 1)
  }

  @Test func whatTheNotifierFailedToTellIsNotTriedAgainMeanwhile() throws {
    let calls = try CallDesk()
    try calls.receive()
    try calls.tell { $0.failed("no route") }
    try calls.desk.type(Self.pause)
    calls.desk.clock.advance(minutes: 10)
    var isMoot: Bool?
    try calls.tell { letter in
      isMoot = letter.isMoot
      return letter.done
    }
    #expect(isMoot == true)
    #expect(try calls.desk.problems() == [])
  }
}
