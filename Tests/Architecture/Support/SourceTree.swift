import Foundation
import Testing

/// One file of the package.
struct SourceFile {
  /// The path from the package's folder, such as `Sources/DeskRules/Money/MoneyRule.swift`.
  let path: String
  let text: SwiftText

  init(path: String, text: String) {
    self.path = path
    self.text = SwiftText(text)
  }

  private var parts: [String] { path.split(separator: "/").map(String.init) }

  /// The room it belongs to: the folder below Sources, and SQLiteSchema for schema/sqlite.
  var room: String { path.hasPrefix("schema/sqlite/") ? "SQLiteSchema" : parts[1] }

  /// The path inside its room.
  var pathInRoom: String { parts.dropFirst(2).joined(separator: "/") }

  /// The folders between the room and the file.
  var folders: [String] { Array(parts.dropFirst(2).dropLast()) }

  /// The file's name without `.swift`.
  var name: String { String((parts.last ?? "").dropLast(".swift".count)) }

  /// A finding of a rule, with its place.
  func finding(line: Int, _ what: String) -> String { "\(path):\(line): \(what)" }
}

/// The package as it lies on disk.
enum SourceTree {
  /// The package's folder.
  static let root = (0..<4).reduce(URL(filePath: #filePath)) { url, _ in
    url.deletingLastPathComponent()
  }

  /// Every Swift file of the rooms.
  static let rooms: [SourceFile] = files(under: "Sources") + files(under: "schema")

  /// Every Swift file of the tests.
  static let tests: [SourceFile] = files(under: "Tests")

  /// The text of a file.
  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  /// The names in a folder, sorted; folders that begin with a dot are left out.
  static func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path)
      .filter { !$0.hasPrefix(".") }.sorted()
  }

  private static func files(under folder: String) -> [SourceFile] {
    let found = FileManager.default.enumerator(atPath: root.appending(path: folder).path)
    let paths = (found?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix(".swift") }
    return paths.sorted().compactMap { path in
      // A file that cannot be read is missed by `theTreeIsThere`.
      (try? text("\(folder)/\(path)")).map { SourceFile(path: "\(folder)/\(path)", text: $0) }
    }
  }
}

/// A rule that looks at one file and says what it finds there.
typealias Rule = @Sendable (SourceFile) -> [String]

/// Expects that a rule finds nothing in some files.
func expectNothing(
  in files: [SourceFile], by rule: Rule, sourceLocation: SourceLocation = #_sourceLocation
) {
  let findings = files.flatMap(rule)
  #expect(
    findings.isEmpty, "\(findings.joined(separator: "\n"))", sourceLocation: sourceLocation)
}

/// Expects that a rule finds something in a text that breaks it, so that the rule is known to work.
func expectFinding(
  at path: String, _ text: String, by rule: Rule,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let findings = rule(SourceFile(path: path, text: text))
  #expect(!findings.isEmpty, "nothing was found in: \(text)", sourceLocation: sourceLocation)
}

@Suite struct SourceTreeTests {
  @Test func theTreeIsThere() throws {
    let rooms = Set(SourceTree.rooms.map(\.room))
    #expect(rooms.isSuperset(of: ["DeskRules", "DeskStore", "SQLiteSchema", "swapdesk"]))
    #expect(SourceTree.rooms.count > 100 && SourceTree.tests.count > 20)
  }

  @Test func codeAndLiteralsAreToldApart() {
    let text = SwiftText(
      #"""
      let a = "x \(f("y")) // z" // import Hidden
      /* one /* two */ try! */ let b = """
        SELECT \(b)
        """
      """#)
    #expect(text.literals.map(\.text) == ["y", "x  // z", "\n  SELECT \n  "])
    #expect(!text.codeLines.joined().contains("Hidden"))
    #expect(!text.codeLines.joined().contains("try!"))
    #expect(text.codeLines.count == text.lines.count)
  }
}
