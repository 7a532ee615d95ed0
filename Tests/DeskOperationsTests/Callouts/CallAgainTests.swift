import DeskOperations
import DeskRules
import Testing

/// A ticket whose call has ended may ring again, and one that never was a call may begin to.
@Suite struct CallAgainTests {
  /// A call that boris answered and ended at 03:55, after its chain had come to its end.
  private func ended(isTold: Bool = false) throws -> CallDesk {
    var calls = try CallDesk(isTold: isTold)
    try calls.receive()
    for minutes in [10, 15, 10, 15] as [Int64] { try calls.wait(minutes: minutes) }
    try calls.desk.type("callout arrive T-1", as: "boris")
    try calls.wait(minutes: 30)
    try calls.desk.type("callout finish T-1 --work fuser", as: "boris")
    try calls.wait(minutes: 60)
    return calls
  }

  @Test func aReopenedTicketRingsOnlyWhereTheClientCalls() throws {
    var calls = try ended()
    let desk = calls.desk
    let reopened = try desk.one("ticket reopen T-1 --reason \"jams again\"", as: "dasha")
    #expect(reopened.texts("flags") == ["call_ended T-1"])
    #expect(try calls.wait(minutes: 30) == 0)
    let error = try desk.refuse(.state, "callout acknowledge T-1", as: "boris")
    #expect(error.message.contains("callout receive --ticket T-1"))
    let card = try desk.one("callout receive --ticket T-1 --problem smokes", as: "dasha")
    #expect(card.text("state") == "calling" && card.texts("calling") == ["boris"])
    #expect(card.text("problem") == "smokes")
    #expect(try calls.wait(minutes: 10) == 1)
    #expect(try calls.facts.last == "stepped vera gleb")
    try desk.type("callout acknowledge T-1", as: "vera")
    #expect(try calls.call.text("engineer") == "vera")
    #expect(try calls.call.text("acknowledged") == "2026-11-22T06:15:00+03:00")
    #expect(try calls.call.texts("flags") == [])
    try desk.type("callout finish T-1 --arrived 06:15", as: "vera")
    #expect(try desk.type("callout list").compactMap { $0.number("response_minutes") } == [10, 50])
    #expect(try desk.problems() == [])
  }

  @Test func aResolvedTicketIsOpenAgainByTheCall() throws {
    var calls = try ended(isTold: true)
    try calls.desk.type("callout receive --ticket T-1 --priority 1", as: "dasha")
    let ticket = try calls.desk.one("ticket show T-1")
    #expect(ticket.text("state") == "reopened" && ticket.number("priority") == 1)
    // Whoever answered the first call is none of the second's, and has not answered it.
    #expect(try calls.wait(minutes: 10) == 1)
    for minutes in [15, 10, 15] as [Int64] { try calls.wait(minutes: minutes) }
    #expect(try calls.call.text("state") == "unanswered")
    let rows = try calls.desk.type("report nights --period 2026-11 --by engineer")
    let received = rows.filter { $0.number("received") != 0 }
    #expect(received.map { $0.text("engineer") } == [nil, "boris"])
    #expect(received.map { $0.number("unanswered") } == [1, 1])
    #expect(rows.map { $0.number("missed_acknowledgements") ?? 0 }.reduce(0, +) == 12)
    #expect(try calls.desk.problems() == [])
  }

  @Test func aVisitToTheCallBeforeIsTakenBackFromThat() throws {
    var calls = try ended()
    try calls.desk.type("callout receive --ticket T-1", as: "dasha")
    try calls.wait(minutes: 3)
    try calls.desk.type("callout acknowledge T-1", as: "vera")
    try calls.desk.type("callout void V-1 --reason \"another client\"", as: "boris")
    #expect(try calls.call.text("engineer") == "vera")
    let rows = try calls.desk.type("report nights --period 2026-11 --by engineer")
    // He had said that he was there; only the visit is gone.
    #expect(
      rows.filter { $0.number("received") == 1 }.map { $0.text("engineer") } == ["boris", "vera"])
    #expect(rows.allSatisfy { $0.number("calls") == 0 })
    #expect(try calls.desk.problems() == [])
  }

  @Test func aTicketThatWasNoCallBeginsToRing() throws {
    var calls = try CallDesk()
    try calls.desk.type("ticket open bakery --problem grey", as: "dasha")
    let error = try calls.desk.refuse(.state, "callout acknowledge T-1", as: "boris")
    #expect(error.message.contains("callout receive --ticket T-1"))
    try calls.desk.type("ticket pause T-1 --reason \"waits for toner\"", as: "boris")
    try calls.desk.type("callout receive bakery --ticket T-1", as: "dasha")
    #expect(try calls.call.texts("flags") == [])
    #expect(try calls.wait(minutes: 10) == 1)
    #expect(try calls.desk.one("ticket show T-1").text("state") == "new")
    #expect(try calls.desk.problems() == [])
  }

  @Test func theNotifierTellsOfTheNewCallOnly() throws {
    var calls = try ended()
    // The notifier has failed at the end of the first call and would try again.
    try calls.tell { $0.failed("no network") }
    try calls.desk.type("callout receive --ticket T-1 --problem smokes", as: "dasha")
    let letters = try calls.letters().filter { !$0.isMoot }
    #expect(letters.map { $0.json.text("problem") } == ["smokes"])
    #expect(letters.map { $0.json.text("kind") } == ["escalation.stepped"])
    #expect(letters.first?.json.text("message")?.contains("smokes") == true)
    #expect(try calls.call.texts("flags") == [])
  }

  @Test func whatIsNoNewCallIsRefused() throws {
    var calls = try CallDesk()
    let desk = calls.desk
    try calls.receive()
    let open = try desk.refuse(.state, "callout receive --ticket T-1", as: "dasha")
    #expect(open.message.contains("the desk is calling boris"))
    try desk.type("callout acknowledge T-1", as: "vera")
    let taken = try desk.refuse(.state, "callout receive --ticket T-1", as: "dasha")
    #expect(taken.message.contains("vera has it"))
    try desk.type("ticket pause T-1 --reason \"waits for the key\"", as: "vera")
    try desk.refuse(.state, "callout receive --ticket T-1", as: "dasha")
    try desk.type("ticket cancel T-1 --reason \"works again\"", as: "dasha")
    try desk.refuse(.unsuitable, "callout receive transco --ticket T-1", as: "dasha")
    try desk.refuse(.usage, "callout receive --ticket T-1 --device BK-P1", as: "dasha")
    try desk.refuse(.notFound, "callout receive --ticket T-9", as: "dasha")
    try calls.wait(minutes: 30)
    try desk.refuse(.time, "callout receive --ticket T-1 --called 02:15", as: "dasha")
    try desk.refuse(.usage, "callout receive bakery", as: "dasha")
    try desk.refuse(.usage, "callout receive --problem jam", as: "dasha")
    try desk.refuse(.notAllowed, "callout receive --ticket T-1", as: "olga")
    let card = try desk.one("callout receive --ticket T-1", as: "dasha")
    #expect(card.texts("calling") == ["boris"])
    #expect(try desk.problems() == [])
  }
}
