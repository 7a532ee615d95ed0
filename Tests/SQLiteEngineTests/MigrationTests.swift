import DeskEngine
import DeskRules
import Foundation
import SQLiteEngine
import Testing

struct MigrationTests {
  let folder: TemporaryFolder
  let path: String
  let old: SQLiteEngine

  init() throws {
    folder = try TemporaryFolder()
    path = folder.file("desk.sqlite")
    old = try SQLiteEngine.create(path: path, migrations: [Sample.first])
    let writer = try old.openWriter()
    try writer.change(Sample.addClient, [.integer(1), .text("bakery")])
    writer.close()
  }

  private func upgraded(by script: String) -> SQLiteEngine {
    SQLiteEngine(path: path, migrations: [Sample.first, script])
  }

  @Test func aWriterUpgradesAndKeepsACopy() throws {
    let engine = upgraded(by: Sample.second)
    let writer = try engine.openWriter()
    let expected: [[SQLValue]] = [[.text("bakery"), .text("Riga")]]
    #expect(try writer.rows("SELECT name, city FROM client") == expected)
    #expect(try writer.rows("PRAGMA user_version") == [[.integer(2)]])
    #expect(try writer.rows("PRAGMA foreign_keys") == [[.integer(1)]])
    writer.close()
    #expect(try engine.openReader().rows("SELECT city FROM client") == [[.text("Riga")]])

    #expect(try folder.mode(of: "desk.sqlite.before-schema-2") == 0o600)
    let copy = SQLiteEngine(path: path + ".before-schema-2", migrations: [Sample.first])
    #expect(try copy.openReader().clientCount() == .integer(1))
    #expect(try copy.integrityProblems() == [])
  }

  @Test func upgradingOnceIsEnough() throws {
    let engine = upgraded(by: Sample.second)
    try engine.openWriter().close()
    try engine.openWriter().close()
    #expect(try folder.names() == ["desk.sqlite", "desk.sqlite.before-schema-2"])
  }

  @Test func anEarlierCopyIsNeverReplaced() throws {
    try folder.write(Data("precious".utf8), to: "desk.sqlite.before-schema-2")
    try upgraded(by: Sample.second).openWriter().close()
    #expect(
      try folder.names() == [
        "desk.sqlite", "desk.sqlite.before-schema-2", "desk.sqlite.before-schema-2.2",
      ])
  }

  @Test func aReaderAsksForAWriter() throws {
    let error = try refusal { _ = try upgraded(by: Sample.second).openReader() }
    #expect(error?.code == .storage)
    #expect(error?.message.contains("upgrades it") == true)
  }

  static let broken: [(String, String, ErrorCode)] = [
    (
      "a wrong statement after a right one", Sample.second + "CREATE TABLE client (x);",
      .internalFault
    ),
    ("an end of the transaction", "CREATE TABLE extra (x); ROLLBACK;", .internalFault),
    (
      "rows without their parent",
      "INSERT INTO visit (number, client, minutes) VALUES (1, 99, 5);", .internalFault
    ),
  ]

  @Test(arguments: broken)
  func aFailedUpgradeChangesNothing(name: String, script: String, code: ErrorCode) throws {
    let error = try refusal { _ = try upgraded(by: script).openWriter() }
    #expect(error?.code == code, "\(name)")
    let reader = try old.openReader()
    #expect(try reader.rows("PRAGMA user_version") == [[.integer(1)]])
    #expect(try reader.rows("SELECT name FROM client") == [[.text("bakery")]])
    #expect(try reader.rows("SELECT count(*) FROM visit") == [[.integer(0)]])
    #expect(try folder.names().filter { $0.contains("before") } == [])
  }

  @Test func aTableMayBeMadeAnewBesideRowsThatReferToIt() throws {
    let writer = try old.openWriter()
    try writer.change("INSERT INTO visit (number, client, minutes) VALUES (1, 1, 30)")
    writer.close()
    let engine = upgraded(
      by: """
        CREATE TABLE fresh (number INTEGER PRIMARY KEY, name TEXT NOT NULL);
        INSERT INTO fresh SELECT number, name FROM client;
        DROP TABLE client;
        ALTER TABLE fresh RENAME TO client;
        """)
    try engine.openWriter().close()
    #expect(try engine.integrityProblems() == [])
    #expect(
      try engine.openReader().rows("SELECT * FROM client") == [[.integer(1), .text("bakery")]])
  }

  @Test func anOldDeskCanBeCopiedAndChecked() throws {
    let engine = upgraded(by: Sample.second)
    #expect(try engine.integrityProblems() == [])
    try engine.backup(to: folder.file("copy"))
    let copy = SQLiteEngine(path: folder.file("copy"), migrations: [Sample.first])
    #expect(try copy.openReader().clientCount() == .integer(1))
  }
}
