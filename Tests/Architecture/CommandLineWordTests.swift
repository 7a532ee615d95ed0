import DeskOperations
import Testing

/// The command line names some operations and parameters: how their answers are laid out, and what can
/// be said of them without a server. A name that the catalogue no longer has would be passed over in
/// silence.
enum CommandLineWords {
  private static let names = Set(Catalogue.entries.map(\.about.name))
  private static let nouns = Set(names.compactMap { $0.split(separator: ".").first })
  /// What is written like an operation and is none.
  private static let others: Set<String> = ["desk.sqlite", "escalation.exhausted"]

  /// Operations in literals; a nested list of an answer is named behind its operation.
  static let unknownOperations: Rule = { file in
    guard file.room == "swapdesk" else { return [] }
    return file.text.literals.compactMap { literal in
      let parts = literal.text.split(separator: ".", omittingEmptySubsequences: false)
      guard parts.count > 1, nouns.contains(parts[0]), isWord(literal.text),
        !others.contains(literal.text), !names.contains(parts.prefix(2).joined(separator: "."))
      else { return nil }
      return file.finding(line: literal.line, "there is no operation \(literal.text)")
    }
  }

  /// What is known of visits and calls while the server is away.
  static let offlineFiles: Set<String> = ["NamedServer", "Provisional", "VisitWords"]

  /// Members of answers, flags and values of parameters that those files name besides.
  private static let answerWords: Set<String> = [
    "as_of", "currency", "flags", "no_server", "number", "outbox", "price", "provisional",
    "still_calling", "total", "true", "visit",
  ]

  /// Parameters in literals of those files: of an operation that the file names, or of every change.
  static let unknownParameters: Rule = { file in
    guard offlineFiles.contains(file.name) else { return [] }
    let named = Catalogue.entries.filter { entry in
      file.text.literals.contains { $0.text == entry.about.name }
    }
    let known = Set(named.flatMap(\.parameters).map(\.name))
      .union(["key", "dry_run"]).union(answerWords)
    return file.text.literals.compactMap { literal in
      guard !literal.text.isEmpty, isWord(literal.text), !literal.text.contains("."),
        !known.contains(literal.text)
      else { return nil }
      return file.finding(line: literal.line, "there is no parameter \(literal.text)")
    }
  }

  private static func isWord(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { ("a"..."z").contains($0) || "_.".unicodeScalars.contains($0) }
  }
}

@Suite struct CommandLineWordTests {
  @Test func operationsThatTheCommandLineNamesExist() {
    expectNothing(in: SourceTree.rooms, by: CommandLineWords.unknownOperations)
    expectFinding(
      at: "Sources/swapdesk/Access/Provisional.swift", "let priced = [\"callout.lgo\"]",
      by: CommandLineWords.unknownOperations)
  }

  @Test func parametersThatAreKnownWithoutAServerExist() {
    let files = SourceTree.rooms.filter { CommandLineWords.offlineFiles.contains($0.name) }
    #expect(files.count == CommandLineWords.offlineFiles.count)
    expectNothing(in: files, by: CommandLineWords.unknownParameters)
    expectFinding(
      at: "Sources/swapdesk/Access/VisitWords.swift",
      "switch name { case \"callout.log\": [\"client\", \"arived\"] }",
      by: CommandLineWords.unknownParameters)
  }
}
