import DeskEngine
import DeskRules
import Foundation
import SQLiteEngine
import Testing

struct OpeningTests {
  let folder: TemporaryFolder
  let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.file("desk.sqlite")
  }

  private func open(_ engine: SQLiteEngine) throws -> [ErrorCode?] {
    [
      try refusal { _ = try engine.openWriter() }?.code,
      try refusal { _ = try engine.openReader() }?.code,
      try refusal { _ = try engine.backup(to: folder.file("copy")) }?.code,
      try refusal { _ = try engine.integrityProblems() }?.code,
    ]
  }

  @Test func whatIsWrittenIsThereAfterReopening() throws {
    let engine = try SQLiteEngine.create(path: path, migrations: [Sample.first])
    let writer = try engine.openWriter()
    try writer.change(Sample.addClient, [.integer(1), .text("bakery")])
    writer.close()
    #expect(try folder.names() == ["desk.sqlite"])
    #expect(try engine.openReader().clientCount() == .integer(1))
    #expect(try engine.openWriter().clientCount() == .integer(1))
  }

  @Test func aMissingDeskIsNotMade() throws {
    let engine = SQLiteEngine(path: path, migrations: [Sample.first])
    #expect(try open(engine) == Array(repeating: .notFound, count: 4))
    let error = try refusal { _ = try engine.openReader() }
    #expect(error?.message.contains("swapdesk init") == true)
    #expect(try folder.names() == [])
  }

  static let strangers: [(String, Data)] = [
    ("empty", Data()), ("text", Data("hello".utf8)),
    ("long text", Data(String(repeating: "no desk at all\n", count: 1_000).utf8)),
  ]

  @Test(arguments: strangers) func otherFilesAreNotDesks(name: String, bytes: Data) throws {
    try folder.write(bytes, to: "desk.sqlite")
    let engine = SQLiteEngine(path: path, migrations: [Sample.first])
    #expect(try open(engine) == Array(repeating: .notADesk, count: 4), "\(name)")
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == bytes)
  }

  @Test func anotherProgramsDatabaseIsNotADesk() throws {
    let engine = try SQLiteEngine.create(path: path, migrations: [Sample.first])
    let writer = try engine.openWriter()
    try writer.change("PRAGMA application_id = 7")
    writer.close()
    #expect(try open(engine) == Array(repeating: .notADesk, count: 4))
  }

  @Test func aFolderIsRefused() throws {
    let code = try refusal { _ = try SQLiteEngine(path: folder.path).openReader() }?.code
    #expect(code == .storage)
  }

  @Test func aNewerSchemaIsLeftAlone() throws {
    _ = try SQLiteEngine.create(path: path, migrations: [Sample.first, Sample.second])
    let engine = SQLiteEngine(path: path, migrations: [Sample.first])
    for error in [
      try refusal { _ = try engine.openWriter() }, try refusal { _ = try engine.openReader() },
    ] {
      #expect(error?.code == .newerSchema)
      #expect(error?.message.contains("schema 2") == true)
    }
  }

  @Test func theWritersSettings() throws {
    let engine = try SQLiteEngine.create(path: path, migrations: [Sample.first])
    let writer = try engine.openWriter()
    let settings: [(String, Int64)] = [
      ("synchronous", 2), ("foreign_keys", 1), ("trusted_schema", 0), ("cell_size_check", 1),
      ("secure_delete", 1), ("recursive_triggers", 1), ("query_only", 0),
    ]
    for (name, value) in settings {
      #expect(try writer.rows("PRAGMA \(name)") == [[.integer(value)]], "\(name)")
    }
  }

  @Test func aReaderCannotWrite() throws {
    let engine = try SQLiteEngine.create(path: path, migrations: [Sample.first])
    let reader = try engine.openReader()
    #expect(try reader.rows("PRAGMA query_only") == [[.integer(1)]])
    let refused = try fault { try reader.forEach("DELETE FROM client", []) { _ in true } }
    guard case .readOnly = refused else {
      Issue.record("\(String(describing: refused))")
      return
    }
  }

  @Test func aPlaceWithoutWritePermissionIsExplained() throws {
    let engine = try SQLiteEngine.create(path: path, migrations: [Sample.first])
    try #require(chmod(path, 0o644) == 0 && chmod(folder.path, 0o755) == 0)
    let reading = try asNobody { try refusal { _ = try engine.openReader() } }
    let writing = try asNobody { try refusal { _ = try engine.openWriter() } }
    guard let reading, let writing else {
      print("skipped: only the superuser can try this as somebody else")
      return
    }
    #expect(reading?.code == .storage)
    #expect(reading?.message.contains("write permission on its folder") == true)
    #expect(writing?.code == .storage)
  }

  /// Runs `body` with this thread's file access lowered to the user nobody's.
  private func asNobody<Result>(_ body: () throws -> Result) throws -> Result? {
    typealias SetFileUser = @convention(c) (UInt32) -> Int32
    guard geteuid() == 0, let symbol = dlsym(nil, "setfsuid") else { return nil }
    let setFileUser = unsafeBitCast(symbol, to: SetFileUser.self)
    _ = setFileUser(65_534)
    defer { _ = setFileUser(0) }
    return try body()
  }
}
