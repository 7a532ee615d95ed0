import DeskOperations
import DeskRules
import DeskStore
import Testing

/// What is sent again in other circumstances: nothing happens twice, and nothing turns back.
@Suite struct SentAgainTests {
  @Test func aBatchSentAgainDoesNothingEvenWhereAMemberHadNothingToChange() throws {
    let desk = try TestDesk.firm()
    let commands = ["client edit bakery --contract exchange", "ticket open bakery --problem jam"]
    let first = try desk.batch(commands, key: "k")
    try desk.type("client edit bakery --contract own_back")
    let head = try desk.seq
    let again = try desk.batch(commands, key: "k")
    #expect(try again.result.get() == first.result.get())
    #expect(again.seq == first.seq)
    #expect(try desk.seq == head)
    #expect(try desk.one("client show bakery").text("contract") == "own_back")
    #expect(try desk.problems() == [])
  }

  @Test func aBatchWithAKeyHasNoKeysInside() throws {
    let desk = try TestDesk.firm()
    let error = try desk.refuse(.usage, "the batch") {
      try desk.batch(["ticket open bakery --problem jam --key a"], key: "k")
    }
    #expect(error.details.number("index") == 1)
  }

  @Test func nothingOfARequestCanBeGuessedFromItsDigest() throws {
    let desk = try TestDesk.firm()
    let command = "contact add bakery Olga --function door --phone 555 --key k"
    try desk.type(command)
    let content =
      #"contact.add {"client":["bakery"],"name":["Olga"],"function":["door"],"phone":["555"]}"#
    let entry = try #require(try desk.books.entry(by: TestDesk.admin, key: "k"))
    #expect(entry.requestDigest != Digest.hexadecimal(content))
    #expect(entry.isMade(by: RequestKey(key: "k", content: content)))
    #expect(!entry.isMade(by: RequestKey(key: "k", content: content + " ")))
  }

  @Test func anOlderExportDoesNotTurnARecordedTicketBack() throws {
    let desk = try TestDesk.firm()
    let record =
      "ticket record Z1 --system old --client bakery --problem jam"
      + " --opened 2026-01-01T00:00Z --step at=2026-01-01T00:00Z,state=new"
    let closed = " --step at=2026-01-02T00:00Z,state=closed"
    try desk.type(record + closed)
    let head = try desk.seq
    #expect(try desk.one(record).text("result") == "unchanged")
    #expect(try desk.seq == head)
    let middle = " --step at=2026-01-01T12:00Z,state=in_progress"
    #expect(try desk.one(record + middle).text("result") == "completed")
    #expect(try desk.one("ticket show Z1").text("state") == "closed")
    #expect(try desk.problems() == [])
  }

  @Test func aForeignNumberOfDigitsIsFound() throws {
    let desk = try TestDesk.firm()
    try desk.type(
      "ticket record 0045 --system old --client bakery --problem jam --opened 2026-01-01T00:00Z"
        + " --step at=2026-01-01T00:00Z,state=new")
    #expect(try desk.one("ticket show 0045").text("number") == "T-1")
    #expect(try desk.one("ticket show 1").text("number") == "T-1")
    try desk.refuse(.notFound, "ticket show 46")
  }
}
