import DeskEngine
import DeskRules
import Foundation
import SQLiteEngine
import Testing

struct TransactionTests {
  let folder: TemporaryFolder
  let engine: SQLiteEngine
  let writer: any Writer

  init() throws {
    folder = try TemporaryFolder()
    engine = try SQLiteEngine.create(
      path: folder.file("desk.sqlite"), migrations: [Sample.first])
    writer = try engine.openWriter()
  }

  private func add(_ number: Int64, _ name: String) throws {
    _ = try writer.run(Sample.addClient, [.integer(number), .text(name)])
  }

  @Test func onlyWhatIsCommittedIsSeen() throws {
    let reader = try engine.openReader()
    try writer.begin()
    try add(1, "bakery")
    #expect(try reader.clientCount() == .integer(0))
    try writer.commit()
    #expect(try reader.clientCount() == .integer(1))
    try writer.begin()
    try add(2, "bank")
    writer.rollback()
    writer.rollback()
    #expect(try writer.clientCount() == .integer(1))
  }

  static let guarded: [(String, [SQLValue], String)] = [
    (Sample.addClient, [.integer(1), .text("other")], "client.number"),
    (Sample.addClient, [.integer(2), .text("bakery")], "client.name"),
    (Sample.addClient, [.integer(2), .null], "NOT NULL"),
    ("INSERT INTO visit (number, client, minutes) VALUES (2, 9, 5)", [], "FOREIGN KEY"),
    ("INSERT INTO visit (number, client, minutes) VALUES (2, 1, -5)", [], "CHECK"),
    ("DELETE FROM visit", [], "visits stay"),
    ("REPLACE INTO visit (number, client, minutes) VALUES (1, 1, 6)", [], "visits stay"),
  ]

  @Test(arguments: guarded)
  func everyConstraintIsOne(sql: String, values: [SQLValue], word: String) throws {
    try writer.begin()
    try add(1, "bakery")
    _ = try writer.run("INSERT INTO visit (number, client, minutes) VALUES (1, 1, 5)", [])
    let refused = try fault { _ = try writer.run(sql, values) }
    guard case .constraint(let detail) = refused else {
      Issue.record("\(String(describing: refused))")
      return
    }
    #expect(detail.contains(word), "\(detail)")
    // The statement alone was undone; the transaction is the caller's to end.
    try writer.commit()
    #expect(try writer.rows("SELECT minutes FROM visit") == [[.integer(5)]])
  }

  @Test func afterAnEngineRollbackTheWriterGoesOn() throws {
    try writer.change(Sample.addClient, [.integer(1), .text("bakery")])
    try writer.begin()
    try add(2, "bank")
    let refused = try fault {
      _ = try writer.run("INSERT OR ROLLBACK INTO client (number, name) VALUES (1, 'x')", [])
    }
    guard case .constraint = refused else {
      Issue.record("\(String(describing: refused))")
      return
    }
    writer.rollback()
    #expect(try writer.clientCount() == .integer(1))
    try writer.change(Sample.addClient, [.integer(2), .text("bank")])
    #expect(try engine.openReader().clientCount() == .integer(2))
  }

  @Test func aFullDiskUndoesTheTransactionAndIsSurvived() throws {
    let large = SQLValue.blob([UInt8](repeating: 1, count: 200_000))
    let addPhoto = "INSERT INTO client (number, name, photo) VALUES (?, ?, ?)"
    try writer.change(Sample.addClient, [.integer(1), .text("bakery")])
    let limit = try writer.number("PRAGMA page_count")
    _ = try writer.rows("PRAGMA max_page_count = \(limit + 10)")

    for number in Int64(3)...4 {
      try writer.begin()
      try add(2, "bank")
      let refused = try fault {
        _ = try writer.run(addPhoto, [.integer(number), .text("museum"), large])
      }
      guard case .full = refused else {
        Issue.record("\(String(describing: refused))")
        return
      }
      #expect(try writer.clientCount() == .integer(1), "nothing of the transaction is left")
      writer.rollback()
    }
    _ = try writer.rows("PRAGMA max_page_count = 1000000")
    try writer.change(addPhoto, [.integer(3), .text("museum"), large])
    #expect(try engine.openReader().clientCount() == .integer(2))
    #expect(try engine.integrityProblems() == [])
  }

  @Test func aSecondWriterIsBusy() throws {
    let other = try engine.openWriter()
    _ = try other.rows("PRAGMA busy_timeout = 0")
    try writer.begin()
    let refused = try fault { try other.begin() }
    guard case .busy = refused else {
      Issue.record("\(String(describing: refused))")
      return
    }
    writer.rollback()
    try other.begin()
    other.rollback()
  }

  @Test func aSnapshotDoesNotMove() throws {
    let reader = try engine.openReader()
    try reader.snapshot { () throws(DeskError) in
      #expect(counts(reader) == 0)
      grow()
      #expect(counts(reader) == 0)
      try reader.snapshot { () throws(DeskError) in #expect(counts(reader) == 0) }
      #expect(counts(reader) == 0, "the inner one does not end the outer one")
    }
    #expect(counts(reader) == 1)
  }

  @Test func aFailedSnapshotIsOver() throws {
    let reader = try engine.openReader()
    let expected = DeskError(.notFound, "nothing here")
    let error = try refusal {
      try reader.snapshot { () throws(DeskError) in
        #expect(counts(reader) == 0)
        throw expected
      }
    }
    #expect(error == expected)
    grow()
    #expect(counts(reader) == 1)
    #expect(try reader.snapshot { () throws(DeskError) in 7 } == 7)
  }

  @Test func aSnapshotInsideAChangeIsPartOfIt() throws {
    try writer.begin()
    try writer.snapshot { () throws(DeskError) in #expect(counts(writer) == 0) }
    try add(1, "bakery")
    writer.rollback()
    #expect(counts(writer) == 0)
  }

  @Test func theLogIsMovedIntoTheDeskAsItGrows() throws {
    try writer.change(Sample.addClient, [.integer(1), .text("bakery")])
    for filling in UInt8(1)...5 {
      let photo = [UInt8](repeating: filling, count: 5_000_000)
      try writer.change("UPDATE client SET photo = ?", [.blob(photo)])
    }
    #expect(try size(of: engine.file.path) > 5_000_000)
    #expect(try size(of: engine.file.path + "-wal") < 12_000_000)
    #expect(try engine.integrityProblems() == [])
  }

  private func size(of path: String) throws -> Int {
    try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
  }

  private func counts(_ reader: any Reader) -> Int64 {
    var count: Int64 = -1
    do throws(EngineFault) {
      try reader.forEach("SELECT count(*) FROM client", []) { row in
        count = row.integer(0)
        return true
      }
    } catch { Issue.record("\(error)") }
    return count
  }

  private func grow() {
    do { try writer.change(Sample.addClient, [.integer(1), .text("bakery")]) } catch {
      Issue.record("\(error)")
    }
  }
}
