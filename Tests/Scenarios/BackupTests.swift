import DeskRules
import Foundation
import Testing

/// Copies of a desk, and the proof that the books agree with the journal.
@Suite struct BackupTests {
  @Test func aCopyOfADeskInUseIsWholeAndADesk() async throws {
    let desk = try await Firm.workplace()
    let copy = desk.file("copy.sqlite")
    try await withServer(desk) { _ in
      try await desk.must(Firm.callout)
      let made = try await desk.object("backup", copy)
      #expect(made.text("file") == copy)
      #expect(made["checked"] == .bool(true))
      try await desk.must("ticket", "start", "T-17")
    }
    try await desk.must("check", copy)
    let ticket = try await desk.must("ticket", "show", "T-18", "--desk", copy)
    #expect(try await desk.must("ticket", "show", "T-18") == ticket)
    #expect(try await desk.object("ticket", "show", "T-17", "--desk", copy).text("state") == "new")
    let mode = try FileManager.default.attributesOfItem(atPath: copy)[.posixPermissions] as? Int
    #expect(mode == 0o600)
  }

  @Test func aFileThatIsThereIsNeverOverwritten() async throws {
    let desk = try await Firm.workplace()
    let file = try desk.write("letter.txt", "dear client")
    for path in [file, desk.desk] {
      let ended = try await desk.run("backup", path)
      #expect(ended.code == 65, "\(ended)")
      #expect(ended.refusalCode == "exists")
    }
    #expect(try String(contentsOfFile: file, encoding: .utf8) == "dear client")
    let nowhere = try await desk.run("backup", desk.file("no/such/folder.sqlite"))
    #expect(nowhere.code == 73, "\(nowhere)")
    try await desk.must("check")
  }

  @Test func nothingIsLeftBehind() async throws {
    let desk = try await Firm.workplace()
    try await desk.must("backup", desk.file("copy.sqlite"))
    try await desk.must("check")
    _ = try await desk.run("backup", desk.file("copy.sqlite"))
    let left = try FileManager.default.contentsOfDirectory(atPath: desk.folder)
      .filter { !$0.hasPrefix("output-") && !$0.hasPrefix("errors-") }
    let known = ["", "-wal", "-shm", ".lock"]
    let expected = Set(known.map { "desk.sqlite" + $0 } + known.map { "copy.sqlite" + $0 })
    #expect(Set(left).isSubset(of: expected), "\(left)")
  }
}

/// What somebody changed behind the program's back is found and named.
@Suite(.enabled(if: Shell.isPresent, "the sqlite3 shell is absent"))
struct CheckTests {
  @Test(arguments: [
    (
      "UPDATE ticket SET problem = 'something else' WHERE number = 17",
      "ticket 17: disagrees with journal entry "
    ),
    (
      "UPDATE budget SET spent = spent + 1 WHERE client = 'bakery' AND line = 'repair'",
      "budget bakery/repair/"
    ),
    ("DELETE FROM holding WHERE piece = 'LP-03'", "holding LP-03/"),
    (
      "INSERT INTO client (code, name, currency, contract, added_at)"
        + " VALUES ('ghost', 'Ghost', 'EUR', 'exchange', 0)",
      "client ghost: no journal entry made it"
    ),
    (
      "DROP TRIGGER journal_stays; UPDATE journal SET actor = 'dasha' WHERE seq = 5",
      "journal entry 5 does not follow"
    ),
    (
      "DROP TRIGGER journal_keeps; DELETE FROM journal WHERE seq = 7", "journal entry 7 is missing"
    ),
    (
      "DROP TRIGGER journal_stays;"
        + " UPDATE journal SET private = replace(private, 'Bakery', 'Bakers') WHERE seq = 2",
      "private part of journal entry 2"
    ),
    ("UPDATE head SET seq = seq - 1", "the head names entry"),
  ])
  func aChangeByHandIsFound(_ statement: String, _ finding: String) async throws {
    let desk = try await Firm.workplace()
    try await desk.must("check")
    try await Shell.run(statement, on: desk.desk, desk)
    let plain = try await desk.run("check")
    #expect(plain.code == 1, "\(plain)")
    #expect(plain.output.contains(finding), "\(plain)")
    let json = try await desk.run("check", "--json")
    #expect(json.code == 1)
    let report = try JSONParser.parse(String(json.output.dropLast())).members
    #expect(report?["problems"]?.elements?.isEmpty == false, "\(json)")
    let backup = try await desk.run("backup", desk.file("copy.sqlite"))
    #expect(backup.code == 73, "\(backup)")
    #expect(backup.refusalCode == "damaged")
  }

  @Test func theEntryThatARowDisagreesWithIsTheLastThatMadeIt() async throws {
    let desk = try await Firm.workplace()
    try await desk.must("ticket", "start", "T-17")
    let seq = try await desk.head()
    try await desk.must("ticket", "note", "T-17", "nothing that changes the ticket's state")
    try await desk.must("ticket", "open", "bakery", "--problem", "something else")
    try await Shell.run("UPDATE ticket SET state = 'new' WHERE number = 17", on: desk.desk, desk)
    let report = try await desk.run("check")
    #expect(report.code == 1)
    #expect(report.output.hasPrefix("ticket 17: disagrees with journal entry "), "\(report)")
    let named = report.output.split(separator: " ").last.flatMap { Int64($0.dropLast()) }
    #expect(named.map { $0 >= seq } == true, "\(report)")
  }

  @Test func aTornFileIsDamaged() async throws {
    let desk = try await Firm.workplace()
    var bytes = try Data(contentsOf: URL(filePath: desk.desk))
    bytes.replaceSubrange(20_000..<120_000, with: Data(repeating: 0x5A, count: 100_000))
    try bytes.write(to: URL(filePath: desk.desk))
    let report = try await desk.run("check")
    #expect(report.code == 1 || report.code == 73, "\(report)")
    let read = try await desk.run("ticket", "list", "--all")
    #expect(read.code == 73, "\(read)")
    #expect(read.refusalCode == "damaged", "\(read)")
  }
}

/// The engine's own shell, with which somebody might change the books.
enum Shell {
  static let path = "/usr/bin/sqlite3"
  static let isPresent = FileManager.default.isExecutableFile(atPath: path)

  static func run(_ statement: String, on file: String, _ place: Workplace) async throws {
    let ended = try await place.run([file, statement], program: [path])
    guard ended.code == 0, ended.errors.isEmpty else { throw TestFailure("\(ended)") }
  }
}
