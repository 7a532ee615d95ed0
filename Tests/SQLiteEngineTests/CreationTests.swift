import DeskEngine
import DeskRules
import Foundation
import SQLiteEngine
import Testing

struct CreationTests {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  @Test func aNewDeskIsOneFileForItsOwner() throws {
    _ = try SQLiteEngine.create(path: folder.file("desk.sqlite"), migrations: [Sample.first])
    #expect(try folder.names() == ["desk.sqlite"])
    #expect(try folder.mode(of: "desk.sqlite") == 0o600)
  }

  @Test func aNewDeskKnowsItsApplicationSchemaAndJournal() throws {
    let engine = try SQLiteEngine.create(
      path: folder.file("desk.sqlite"), migrations: [Sample.first, Sample.second])
    let reader = try engine.openReader()
    #expect(try reader.rows("PRAGMA application_id") == [[.integer(0x5357_444B)]])
    #expect(try reader.rows("PRAGMA user_version") == [[.integer(2)]])
    #expect(try reader.rows("PRAGMA journal_mode") == [[.text("wal")]])
    #expect(try reader.clientCount() == .integer(0))
  }

  @Test func theShippedMigrationsMakeASoundDesk() throws {
    let engine = try SQLiteEngine.create(path: folder.file("desk.sqlite"))
    #expect(try engine.integrityProblems() == [])
    try engine.openWriter().close()
  }

  @Test(arguments: ["desk.sqlite", "desk.sqlite-wal", "desk.sqlite-shm", "desk.sqlite-journal"])
  func nothingThereIsReplaced(name: String) throws {
    try folder.write(Data("precious".utf8), to: name)
    let error = try refusal {
      _ = try SQLiteEngine.create(path: folder.file("desk.sqlite"), migrations: [Sample.first])
    }
    #expect(error?.code == .exists)
    #expect(error?.message.contains(folder.file(name)) == true)
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder.file(name))) == Data("precious".utf8))
    #expect(try folder.names() == [name])
  }

  @Test func aFailedCreationLeavesNothing() throws {
    let error = try refusal {
      _ = try SQLiteEngine.create(
        path: folder.file("desk.sqlite"), migrations: [Sample.first, "CREATE TABLE client (x)"])
    }
    #expect(error?.code == .internalFault)
    #expect(try folder.names() == [])
  }

  @Test func aMissingFolderIsSaid() throws {
    let error = try refusal {
      _ = try SQLiteEngine.create(path: folder.file("none/desk.sqlite"), migrations: [])
    }
    #expect(error?.code == .storage)
    #expect(error?.message.contains("No such file") == true)
  }

  @Test func everyWayToADeskGivesOneName() throws {
    let path = folder.file("desk.sqlite")
    _ = try SQLiteEngine.create(path: path, migrations: [Sample.first])
    let link = folder.file("link")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
    for other in [link, folder.path + "/./desk.sqlite", folder.path + "/../" + lastPart + "/link"] {
      #expect(DeskFile(other).path == path, "\(other)")
    }
    #expect(DeskFile("new.sqlite").path.hasPrefix("/"))
    #expect(DeskFile("/new.sqlite").path == "/new.sqlite")
    #expect(DeskFile(folder.path + "/./new").path == folder.path + "/new")
  }

  private var lastPart: String { folder.path.split(separator: "/").last.map(String.init) ?? "" }
}
