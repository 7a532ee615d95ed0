import DeskEngine
import DeskRules
import Testing

@Suite struct JournalTests {
  private static let forbidden = [
    "DELETE FROM journal WHERE seq = 3",
    "UPDATE journal SET events = '[]' WHERE seq = 3",
    "UPDATE journal SET actor = 'other' WHERE seq = 3",
    "UPDATE journal SET chain = x'00' WHERE seq = 3",
    "UPDATE journal SET answer = '[]' WHERE seq = 3",
    "UPDATE journal SET private = '{}' WHERE seq = 3",
    "UPDATE journal SET entered_at = 1 WHERE seq = 3",
    "UPDATE journal SET happened_at = 1 WHERE seq = 3",
    "UPDATE journal SET seq = 1000 WHERE seq = 3",
    "UPDATE journal SET request_key = 'x' WHERE seq = 3",
    "UPDATE journal SET request_digest = 'x' WHERE seq = 3",
    "UPDATE journal SET private_digest = 'x' WHERE seq = 3",
    "UPDATE journal SET operation = 'x' WHERE seq = 3",
    """
    INSERT INTO journal (seq, entered_at, happened_at, actor, operation, events, private_digest,
      chain) VALUES (1000, 1, 1, 'nora', 'x', '[]', '', x'00')
    """,
    "INSERT OR REPLACE INTO journal SELECT * FROM journal WHERE seq = 3",
  ]

  @Test func theDatabaseKeepsTheJournal() throws {
    let desk = try TestDesk.firm()
    let before = try TableDump(desk.reader)
    for sql in Self.forbidden {
      #expect(throws: (any Error).self, "\(sql)") { try desk.force(sql) }
    }
    #expect(try TableDump(desk.reader).differences(from: before) == [])
    #expect(try desk.problems() == [])
  }

  @Test func entriesSayWhoWhenAndWhat() throws {
    let desk = try TestDesk.firm()
    try desk.type("ticket open bakery --device BK-P1 --problem jam --at 02:00 --key k", as: "boris")
    let entry = try #require(try desk.type("journal list --ticket T-1").first)
    #expect(
      entry.only("seq", "entered", "happened", "by", "operation", "key")
        == (try json(
          #"""
          {"seq":\#(try desk.seq),"entered":"2026-11-22T03:15:00+03:00",
          "happened":"2026-11-22T02:00:00+03:00","by":"boris","operation":"ticket.open","key":"k"}
          """#)))
    #expect(entry.objects("events").first?.text("kind") == "ticket.opened")
    #expect(try desk.type("journal list --client bakery --limit 1") == [entry])
    #expect(try desk.type("journal list --piece BK-P1 --limit 1") == [entry])
    #expect(
      try desk.type("journal list --after 2 --limit 2").map { $0.number("seq") } == [3, 4])
    #expect(
      try desk.type("journal list --before 4 --limit 2").map { $0.number("seq") } == [3, 2])
    try desk.refuse(.usage, "journal list --client bakery --ticket T-1")
    try desk.refuse(.notFound, "journal list --ticket T-2")
  }
}
