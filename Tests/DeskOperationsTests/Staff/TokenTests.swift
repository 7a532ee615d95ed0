import DeskEngine
import DeskOperations
import DeskRules
import Testing

@Suite struct TokenTests {
  private func secret(_ card: JSONObject) throws -> String { try #require(card.text("token")) }

  private func refusal(_ secret: String, _ desk: TestDesk) -> ErrorCode? {
    do {
      _ = try Credential.token(secret, in: desk.books, now: desk.clock.now)
      return nil
    } catch {
      return error.code
    }
  }

  @Test func aTokenSpeaksAsItsOwnerUntilItEnds() throws {
    let desk = try TestDesk.firm()
    let secret = try secret(desk.one("token issue boris --expires 2026-11-23"))
    let credential = try Credential.token(secret, in: desk.books, now: desk.clock.now)
    #expect(credential.staff == "boris")
    try desk.now("2026-11-23T23:59:59+03:00")
    #expect(refusal(secret, desk) == nil)
    try desk.now("2026-11-24T00:00+03:00")
    #expect(refusal(secret, desk) == .unauthenticated)
    #expect(refusal("guessed", desk) == .unauthenticated)
  }

  @Test func aWithdrawnTokenOrALeaverIsRefusedAtOnce() throws {
    let desk = try TestDesk.firm()
    let first = try secret(desk.one("token issue boris"))
    let second = try secret(desk.one("token issue boris"))
    #expect(first != second)
    let credential = try Credential.token(first, in: desk.books, now: desk.clock.now)
    try desk.type("token revoke K-1")
    try desk.refuse(.state, "token revoke K-1")
    #expect(refusal(first, desk) == .unauthenticated)
    #expect(refusal(second, desk) == nil)
    let outcome = try desk.outcome(Request("client.list"), with: credential)
    #expect(throws: DeskError.self) { try outcome.result.get() }
    try desk.type("staff disable boris")
    #expect(refusal(second, desk) == .unauthenticated)
  }

  @Test func theSecretIsShownOnceAndKeptNowhere() throws {
    let desk = try TestDesk.firm()
    let command = "token issue boris --key k1"
    let secret = try secret(desk.one(command))
    let seq = try desk.seq
    let again = try desk.one(command)
    #expect(again.text("number") == "K-1")
    #expect(again["token"] == nil)
    #expect(try desk.seq == seq)
    for table in try desk.reader.tableNames() {
      let text = try desk.rows("SELECT * FROM \(table)").flatMap { $0 }.map(\.shown)
      #expect(!text.contains { $0.contains(secret) }, "\(table)")
    }
  }
}
