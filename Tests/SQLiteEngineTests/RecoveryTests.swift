import DeskEngine
import DeskRules
import Foundation
import SQLiteEngine
import Testing

/// What a reader and a writer find after a writer that was killed: a copy of the files taken while
/// it was open is what a kill leaves behind.
struct RecoveryTests {
  let folder: TemporaryFolder
  let left: SQLiteEngine

  init() throws {
    folder = try TemporaryFolder()
    let path = folder.file("desk.sqlite")
    let engine = try SQLiteEngine.create(path: path, migrations: [Sample.first])
    left = SQLiteEngine(path: folder.file("left.sqlite"), migrations: [Sample.first])
    let writer = try engine.openWriter()
    try writer.change(Sample.addClient, [.integer(1), .text("bakery")])
    try writer.begin()
    _ = try writer.run(Sample.addClient, [.integer(2), .text("unfinished")])
    for suffix in ["", "-wal"] {
      try FileManager.default.copyItem(atPath: path + suffix, toPath: left.file.path + suffix)
    }
    writer.rollback()
    writer.close()
    let log = try FileManager.default.attributesOfItem(atPath: left.file.path + "-wal")
    #expect((log[.size] as? Int ?? 0) > 0, "the commit is in the log only")
  }

  private func cutLog(to size: Int) throws {
    try #require(truncate(left.file.path + "-wal", off_t(size)) == 0)
  }

  @Test func aReaderSeesWhatWasCommitted() throws {
    let reader = try left.openReader()
    #expect(try reader.rows("SELECT name FROM client") == [[.text("bakery")]])
    #expect(try left.integrityProblems() == [])
  }

  @Test func severalReadersLeaveTheLogToTheWriter() throws {
    for _ in 1...3 { #expect(try left.openReader().clientCount() == .integer(1)) }
    let log = try FileManager.default.attributesOfItem(atPath: left.file.path + "-wal")
    #expect((log[.size] as? Int ?? 0) > 0)
    let writer = try left.openWriter()
    #expect(try writer.clientCount() == .integer(1))
    try writer.change(Sample.addClient, [.integer(2), .text("bank")])
    writer.close()
    #expect(try left.openReader().clientCount() == .integer(2))
  }

  @Test func aLogTornInItsLastCommitIsIgnoredFromThere() throws {
    let log = try FileManager.default.attributesOfItem(atPath: left.file.path + "-wal")
    try cutLog(to: (log[.size] as? Int ?? 0) - 100)
    #expect(try left.openReader().clientCount() == .integer(0))
    #expect(try left.integrityProblems() == [])
  }

  @Test func aBackupHoldsWhatIsOnlyInTheLog() throws {
    try left.backup(to: folder.file("copy"))
    let copy = SQLiteEngine(path: folder.file("copy"), migrations: [Sample.first])
    #expect(try copy.openReader().clientCount() == .integer(1))
  }

  @Test func aReaderOpensADeskClosedCleanly() throws {
    let closed = SQLiteEngine(path: folder.file("desk.sqlite"), migrations: [Sample.first])
    #expect(try folder.names().contains("desk.sqlite-wal") == false)
    let reader = try closed.openReader()
    #expect(try reader.clientCount() == .integer(1))
    let writer = try closed.openWriter()
    try writer.change(Sample.addClient, [.integer(2), .text("bank")])
    #expect(try reader.clientCount() == .integer(2))
    writer.close()
    #expect(try reader.clientCount() == .integer(2))
  }
}
