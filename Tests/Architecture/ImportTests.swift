import Testing

/// What a room may import, from the table in docs/ARCHITECTURE.md.
struct Room {
  let name: String
  let rooms: Set<String>
  let libraries: Set<String>
  /// The folders it may have besides those named after a subject.
  let folders: Set<String>

  /// The table, a row a room, top to bottom.
  static func all() throws -> [Room] {
    try Document("docs/ARCHITECTURE.md").table("Room").map { cells in
      guard cells.count == 4, let name = Document.words(cells[0]).first else {
        throw Document.Problem(description: "the table of rooms has a row that is none: \(cells)")
      }
      return Room(
        name: name, rooms: Set(Document.words(cells[1])),
        libraries: Set(Document.words(cells[2])), folders: Set(Document.words(cells[3])))
    }
  }

  /// The C libraries of other systems stand in for Linux's.
  private static func usual(_ module: String) -> String {
    ["Darwin", "Musl"].contains(module) ? "Glibc" : module
  }

  /// Every import that the table does not allow.
  static func strayImports(_ table: [Room]) -> Rule {
    { file in
      guard let room = table.first(where: { $0.name == file.room }) else {
        return [file.finding(line: 1, "the room \(file.room) is not in the table")]
      }
      return imports(of: file).compactMap { line, module in
        let isAllowed = room.rooms.contains(module) || room.libraries.contains(usual(module))
        return isAllowed
          ? nil : file.finding(line: line, "\(room.name) may not import \(module)")
      }
    }
  }

  /// The modules a file imports, whatever stands before or between the words.
  static func imports(of file: SourceFile) -> [(line: Int, module: String)] {
    file.text.codeLines.enumerated().compactMap { index, line in
      let words = line.split { $0 == " " || $0 == ";" }
      guard let place = words.firstIndex(of: "import"), words.count > place + 1 else { return nil }
      let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "var", "let"]
      let named = words[(place + 1)...].first { !kinds.contains($0) } ?? ""
      return (index + 1, String(named.split(separator: ".").first ?? ""))
    }
  }

  /// Every folder that is neither a subject nor listed.
  static func strayFolders(_ table: [Room]) -> Rule {
    { file in
      let room = table.first { $0.name == file.room }
      let allowed = subjects.union(room?.folders ?? [])
      return file.folders.filter { !allowed.contains($0) }
        .map { file.finding(line: 1, "the folder \($0) is named after no subject") }
    }
  }

  /// The words that are folders in every room that splits by subject.
  static let subjects: Set<String> = [
    "Tickets", "Pool", "Loans", "Bench", "Roster", "Callouts", "Budgets", "Invoices", "Clients",
    "Staff", "Reports", "Journal",
  ]
}

@Suite struct ImportTests {
  @Test func roomsImportOnlyWhatTheTableAllows() throws {
    expectNothing(in: SourceTree.rooms, by: Room.strayImports(try Room.all()))
  }

  @Test(arguments: [
    "import CSQLite", "public import SQLiteEngine", "@testable import DeskServer",
    "import struct Foundation.Date", "@preconcurrency import Crypto; let a = 1",
  ])
  func aStrayImportIsFound(_ line: String) throws {
    expectFinding(
      at: "Sources/DeskOperations/Tickets/Seeded.swift", "// A comment\n\(line)\n",
      by: Room.strayImports(try Room.all()))
  }

  @Test func anUnknownRoomIsFound() throws {
    expectFinding(
      at: "Sources/Cellar/Seeded.swift", "import DeskRules", by: Room.strayImports(try Room.all()))
  }

  @Test func theTableHasEveryRoomAndOnlyRoomsBelow() throws {
    let table = try Room.all()
    let names = table.map(\.name)
    #expect(Set(names) == Set(try SourceTree.names(in: "Sources") + ["SQLiteSchema"]))
    for (index, room) in table.enumerated() {
      let below = Set(names[(index + 1)...])
      #expect(room.rooms.isSubset(of: below), "\(room.name) names a room that is not below it")
      #expect(room.libraries.isDisjoint(with: names))
    }
  }

  @Test func foldersAreNamedAfterSubjects() throws {
    let rule = Room.strayFolders(try Room.all())
    expectNothing(in: SourceTree.rooms.filter { $0.room != "SQLiteSchema" }, by: rule)
    expectFinding(at: "Sources/DeskStore/Helpers/Seeded.swift", "", by: rule)
  }
}
