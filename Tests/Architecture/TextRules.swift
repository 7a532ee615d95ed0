/// Rules about words that may not stand in the code, or only in some places.
enum TextRules {
  /// What no source says: each of these either ends the program or was left half done.
  static let forbiddenWords: Rule = { file in
    find(["try!", "as!", "fatalError(", "precondition(false", "unsafeBitCast("], in: file)
      + find(["TODO", "FIXME"], in: file, lines: file.text.lines)
  }

  /// Clock, identifiers and randomness are passed in from the top room, so that a run can be
  /// repeated.
  static let outsideInfluences: Rule = { file in
    guard file.room != "swapdesk" else { return [] }
    return find(
      [
        "Date()", "Date.now", "UUID()", ".random(in:", ".randomElement(", ".shuffled(",
        "SystemRandomNumberGenerator", "clock_gettime", "gettimeofday", "SystemClock",
        "arc4random", "getrandom(", "TimeZone.current", "Locale.current",
      ], in: file)
  }

  /// Files that may set aside what the compiler checks of threads.
  static let uncheckedFiles: Set<String> = [
    // Condition variables have no checked form in the standard library.
    "Sources/DeskServer/Threads/Monitor.swift"
  ]

  /// What sets the compiler's checks aside stands in a listed file, under a line that says why.
  static let uncheckedConcurrency: Rule = { file in
    file.text.codeLines.enumerated().flatMap { index, line -> [String] in
      guard
        let word = ["@unchecked", "nonisolated(unsafe)", "@preconcurrency", "unowned(unsafe)"]
          .first(where: line.contains)
      else { return [] }
      let before = index > 0 ? file.text.lines[index - 1] : ""
      let hasReason = before.drop { $0 == " " }.hasPrefix("//")
      return
        (uncheckedFiles.contains(file.path)
        ? [] : [file.finding(line: index + 1, "\(word) in a file that is not listed")])
        + (hasReason ? [] : [file.finding(line: index + 1, "\(word) without a reason")])
    }
  }

  /// SQL is written once, in the store; what belongs to one engine alone, in that engine.
  static let straySQL: Rule = { file in
    guard !["DeskStore", "SQLiteEngine", "SQLiteSchema"].contains(file.room) else { return [] }
    return file.text.literals.compactMap { literal in
      isSQL(literal.text) ? file.finding(line: literal.line, "SQL outside the store") : nil
    }
  }

  private static func isSQL(_ text: String) -> Bool {
    let words = Set(text.split { !$0.isLetter }.map(String.init))
    return ["SELECT", "PRAGMA", "VACUUM"].contains(where: words.contains)
      || text.contains("INSERT INTO") || text.contains("DELETE FROM")
      || text.contains("CREATE TABLE") || words.isSuperset(of: ["UPDATE", "SET"])
  }

  /// Where `throws` may leave the type of the error out, and why.
  static let untypedFiles: [String: String] = [
    "Sources/DeskRules/Values/JSONDecoding.swift": "witnesses of Decoder and its containers",
    "Sources/DeskRules/Values/JSONEncoding.swift": "witnesses of Encoder and its containers",
    "Sources/DeskOperations/Desk/ChangeWriter.swift": "carries the errors of two rooms",
  ]

  /// Rules, store, operations and wire say which error they throw; the witnesses of Codable cannot.
  static let untypedThrows: Rule = { file in
    let rooms: Set<String> = ["DeskRules", "DeskStore", "DeskOperations", "DeskWire", "DeskEngine"]
    guard rooms.contains(file.room), untypedFiles[file.path] == nil else { return [] }
    return file.text.codeLines.enumerated().compactMap { index, line in
      let isWitness = line.contains("init(from decoder:") || line.contains("encode(to encoder:")
      guard !isWitness, hasUntypedThrows(line) else { return nil }
      return file.finding(line: index + 1, "throws without the type of the error")
    }
  }

  private static func hasUntypedThrows(_ line: String) -> Bool {
    let words = line.split { !($0.isLetter || $0.isNumber || "_(".contains($0)) }
    return words.contains { $0 == "throws" || $0 == "rethrows" }
  }

  /// Longer files are cut in two by subject.
  static let lineLimit = 400

  static let longFiles: Rule = { file in
    let count = file.text.lines.count - 1
    return count > lineLimit ? [file.finding(line: count, "more than \(lineLimit) lines")] : []
  }

  private static func find(
    _ words: [String], in file: SourceFile, lines: [String]? = nil
  ) -> [String] {
    (lines ?? file.text.codeLines).enumerated().flatMap { index, line in
      words.filter { line.contains($0) }.map { file.finding(line: index + 1, "\($0) is banned") }
    }
  }
}
