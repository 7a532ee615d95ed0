import DeskEngine
import DeskRules
import Foundation
import SQLiteEngine
import Testing

struct BackupTests {
  let folder: TemporaryFolder
  let engine: SQLiteEngine
  let writer: any Writer

  init() throws {
    folder = try TemporaryFolder()
    engine = try SQLiteEngine.create(
      path: folder.file("desk.sqlite"), migrations: [Sample.first])
    writer = try engine.openWriter()
    try writer.change(Sample.addClient, [.integer(1), .text("bakery")])
  }

  private func foreignNames() throws -> [String] {
    try folder.names().filter { !$0.hasPrefix("desk.sqlite") }
  }

  @Test func aBackupIsADeskForItsOwner() throws {
    try writer.begin()
    _ = try writer.run(Sample.addClient, [.integer(2), .text("unfinished")])
    try engine.backup(to: folder.file("copy"))
    writer.rollback()
    #expect(try foreignNames() == ["copy"])
    #expect(try folder.mode(of: "copy") == 0o600)
    let copy = SQLiteEngine(path: folder.file("copy"), migrations: [Sample.first])
    #expect(try copy.openReader().clientCount() == .integer(1))
    #expect(try copy.integrityProblems() == [])
    let restored = try copy.openWriter()
    try restored.change(Sample.addClient, [.integer(2), .text("bank")])
    #expect(try restored.rows("PRAGMA journal_mode") == [[.text("wal")]])
    #expect(try writer.clientCount() == .integer(1))
  }

  @Test(arguments: ["copy", "copy-wal", "copy-journal"])
  func aBackupNeverReplacesAnything(name: String) throws {
    try folder.write(Data("precious".utf8), to: name)
    let error = try refusal { try engine.backup(to: folder.file("copy")) }
    #expect(error?.code == .exists)
    #expect(try foreignNames() == [name])
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder.file(name))) == Data("precious".utf8))
  }

  @Test func aDeskIsNoPlaceForItsBackup() throws {
    #expect(try refusal { try engine.backup(to: engine.file.path) }?.code == .exists)
    #expect(try engine.openReader().clientCount() == .integer(1))
  }

  @Test func aFolderThatIsNotThereIsSaid() throws {
    let error = try refusal { try engine.backup(to: folder.file("none/copy")) }
    #expect(error?.code == .storage)
    #expect(error?.message.contains("none/copy") == true)
  }

  @Test func oddNamesAreNames() throws {
    let name = "it's a file:copy?mode=memory%20.sqlite"
    try engine.backup(to: folder.file(name))
    #expect(try foreignNames() == [name])
  }

  @Test func rowsWithoutTheirParentAreReported() throws {
    _ = try writer.rows("PRAGMA foreign_keys = OFF")
    try writer.change("INSERT INTO visit (number, client, minutes) VALUES (5, 99, 1)")
    let problems = try engine.integrityProblems()
    #expect(problems == ["row 5 of visit refers to a row of client that does not exist"])
  }

  @Test func aDamagedFileIsReported() throws {
    writer.close()
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: engine.file.path))
    try handle.seek(toOffset: 4_096)
    try handle.write(contentsOf: Data(repeating: 0xA5, count: 4_096))
    try handle.close()
    #expect(try engine.integrityProblems().isEmpty == false)
    let refused = try fault { _ = try engine.openReader().rows("SELECT photo FROM client") }
    guard case .corrupt(let detail) = refused else {
      Issue.record("\(String(describing: refused))")
      return
    }
    #expect(DeskError(.corrupt(detail)).code == .damaged)
  }

  @Test func aShortenedFileIsReported() throws {
    writer.close()
    try #require(truncate(engine.file.path, 4_096) == 0)
    #expect(try engine.integrityProblems().isEmpty == false)
  }
}
