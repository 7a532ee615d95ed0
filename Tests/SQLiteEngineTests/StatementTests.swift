import DeskEngine
import DeskRules
import Foundation
import SQLiteEngine
import Testing

struct StatementTests {
  let folder: TemporaryFolder
  let engine: SQLiteEngine
  let writer: any Writer

  init() throws {
    folder = try TemporaryFolder()
    engine = try SQLiteEngine.create(
      path: folder.file("desk.sqlite"), migrations: [Sample.first])
    writer = try engine.openWriter()
  }

  static let values: [SQLValue] = [
    .integer(0), .integer(.min), .integer(.max), .null, .text(""), .text("a"),
    .text("nul\0inside"), .text("\0"), .text("принтер 🖨️ e\u{301}"), .text("'; DROP TABLE client"),
    .text(String(repeating: "long ", count: 10_000)), .blob([]), .blob([0, 255, 0]),
    .blob(Array(repeating: 7, count: 100_000)),
  ]

  @Test func everyKindOfValueComesBackAsItWent() throws {
    #expect(try writer.rows("SELECT ?", [.null]) == [[.null]])
    for value in Self.values {
      #expect(try writer.rows("SELECT ?", [value]) == [[value]])
    }
    let sql = "SELECT " + Self.values.map { _ in "?" }.joined(separator: ", ")
    #expect(try writer.rows(sql, Self.values) == [Self.values])
  }

  @Test func randomTextsAndBytesComeBackAsTheyWent() throws {
    let seed = UInt64.random(in: 0 ... .max)
    var source = SplitMix(state: seed)
    for _ in 0..<300 {
      let values = (0..<4).map { _ in source.value() }
      #expect(try writer.rows("SELECT ?, ?, ?, ?", values) == [values], "seed \(seed)")
    }
  }

  @Test func typedColumnsOfNoValueAreEmpty() throws {
    var seen = 0
    try writer.forEach("SELECT NULL, 42, 'x', x'0102'", []) { row in
      #expect(row.count == 4)
      #expect(row.isNull(0) && !row.isNull(1) && !row.isNull(2))
      #expect(row.integer(0) == 0 && row.text(0) == "" && row.blob(0) == [])
      #expect(row.integer(1) == 42 && row.text(1) == "42")
      #expect(row.text(2) == "x" && row.blob(3) == [1, 2])
      seen += 1
      return true
    }
    #expect(seen == 1)
  }

  @Test func invalidTextIsRepairedWhenRead() throws {
    #expect(try writer.rows("SELECT CAST(x'41FF42' AS TEXT)") == [[.text("A\u{FFFD}B")]])
  }

  @Test func aFloatingNumberIsNotRounded() throws {
    #expect(try writer.rows("SELECT 0.5") == [[.text("0.5")]])
  }

  @Test func theNumberOfChangesIsTheStatements() throws {
    #expect(try writer.change(Sample.addClient, [.integer(1), .text("bakery")]) == 1)
    #expect(try writer.change(Sample.addClient, [.integer(2), .text("bank")]) == 1)
    #expect(try writer.change("UPDATE client SET photo = ?", [.blob([1])]) == 2)
    #expect(try writer.change("CREATE TABLE extra (x)") == 0)
    #expect(try writer.change("UPDATE client SET name = name WHERE number = 9") == 0)
    #expect(try writer.run("SELECT * FROM client", []) == 0)
    let ignoring = "INSERT INTO client (number, name) VALUES (1, 'x') ON CONFLICT DO NOTHING"
    #expect(try writer.change(ignoring) == 0)
  }

  @Test func stoppingEarlyLetsGoOfTheStatement() throws {
    for number in 1...3 {
      try writer.change(Sample.addClient, [.integer(Int64(number)), .text("c\(number)")])
    }
    let reader = try engine.openReader()
    var seen: [Int64] = []
    for _ in 1...2 {
      try reader.forEach("SELECT number FROM client ORDER BY number", []) { row in
        seen.append(row.integer(0))
        return seen.count % 2 != 0
      }
    }
    #expect(seen == [1, 2, 1, 2])
    // A statement left open would hold its old state of the books, and the table.
    try writer.change(Sample.addClient, [.integer(4), .text("c4")])
    #expect(try reader.clientCount() == .integer(4))
    try writer.forEach("SELECT number FROM client", []) { _ in false }
    try writer.change("DROP TABLE visit")
  }

  @Test func oneTextMayRunInsideItself() throws {
    let counting = """
      WITH RECURSIVE n (x) AS (SELECT ? UNION ALL SELECT x + 1 FROM n WHERE x < 3) SELECT x FROM n
      """
    var seen: [Int64] = []
    var inner: EngineFault?
    try writer.forEach(counting, [.integer(1)]) { outer in
      do throws(EngineFault) {
        try writer.forEach(counting, [.integer(3)]) { row in
          seen.append(outer.integer(0) * 10 + row.integer(0))
          return true
        }
      } catch { inner = error }
      return true
    }
    #expect(inner == nil)
    #expect(seen == [13, 23, 33])
  }

  static let wrong: [(String, [SQLValue], String)] = [
    ("SELEC 1", [], "SELEC"), ("SELECT * FROM nothing", [], "nothing"),
    ("SELECT ?", [], "0 values for 1"), ("SELECT 1", [.integer(1)], "1 values for 0"),
    ("SELECT 1; SELECT 2", [], "more than one"), ("", [], "empty"), ("-- nothing", [], "empty"),
    ("SELECT \"a string\"", [], "a string"),
  ]

  @Test(arguments: wrong) func wrongStatementsAreOther(
    sql: String, values: [SQLValue], word: String
  ) throws {
    for _ in 1...2 {
      let refused = try fault { try writer.forEach(sql, values) { _ in true } }
      guard case .other(let detail) = refused else {
        Issue.record("\(sql): \(String(describing: refused))")
        return
      }
      #expect(detail.contains(word), "\(detail)")
    }
    #expect(try writer.rows("SELECT 1;\n") == [[.integer(1)]])
  }

  @Test func faultsNeverTellBoundValues() throws {
    let secret = "Anna +371 555"
    try writer.change(Sample.addClient, [.integer(1), .text(secret)])
    try writer.change("CREATE VIRTUAL TABLE words USING fts5 (word)")
    let attempts: [(String, [SQLValue])] = [
      (Sample.addClient, [.integer(2), .text(secret)]),
      ("SELECT * FROM words WHERE words MATCH ?", [.text("\"" + secret)]),
      ("INSERT INTO visit (number, client, minutes) VALUES (1, 1, ?)", [.text(secret)]),
      ("SELECT json_extract(?, '$')", [.text("{" + secret)]),
    ]
    for (sql, values) in attempts {
      let refused = try #require(
        try fault { try writer.forEach(sql, values) { _ in true } }, "\(sql)")
      #expect(!"\(refused)".contains("Anna"), "\(refused)")
      #expect(!DeskError(refused).message.contains("Anna"))
    }
  }

  @Test func thePlanNamesScansAndSearches() throws {
    let reader = try engine.openReader()
    let scan = try reader.plan("SELECT * FROM client WHERE photo = ?", [.blob([1])])
    #expect(scan == ["SCAN client"])
    let search = try reader.plan("SELECT * FROM client WHERE number = ?", [.integer(1)])
    #expect(search == ["SEARCH client USING INTEGER PRIMARY KEY (rowid=?)"])
  }

  @Test func manyDifferentTextsAreServed() throws {
    for number in 0..<1_200 {
      #expect(try writer.rows("SELECT \(number)") == [[.integer(Int64(number))]])
    }
  }

  @Test func aClosedWriterSaysSo() throws {
    writer.close()
    writer.close()
    writer.rollback()
    #expect(try fault { try writer.begin() } == .other("the connection is closed"))
    let reading = try fault { try writer.forEach("SELECT 1", []) { _ in true } }
    #expect(reading == .other("the connection is closed"))
  }
}

/// A small seeded source of values.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func value() -> SQLValue {
    let length = Int.random(in: 0...600, using: &self)
    switch Int.random(in: 0...3, using: &self) {
    case 0: return .null
    case 1: return .integer(Int64.random(in: .min ... .max, using: &self))
    case 2: return .blob((0..<length).map { _ in UInt8.random(in: 0...255, using: &self) })
    default:
      let scalars = (0..<length).compactMap { _ in
        Unicode.Scalar(UInt32.random(in: 0...0x1_F600, using: &self))
      }
      return .text(String(String.UnicodeScalarView(scalars)))
    }
  }
}
