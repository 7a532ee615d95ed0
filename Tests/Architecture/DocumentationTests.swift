import Testing

/// Whether everything that other rooms can use says what it is.
enum DocumentationRules {
  /// Members that a protocol demands and documents; their types would only repeat it.
  static let witnesses: Set<String> = [
    "kind", "subjects", "typeName", "sample", "canonical", "prefix", "noun", "init(argument",
  ]

  /// Declarations for other rooms without a comment; the linter's own rule skips `package` and
  /// knows no witnesses, so this one stands in for it.
  static let undocumented: Rule = { file in
    file.text.codeLines.enumerated().compactMap { index, line in
      guard let name = declaredName(line), !witnesses.contains(name),
        !isDocumented(file.text.lines, index)
      else { return nil }
      return file.finding(line: index + 1, "\(name) has no documentation")
    }
  }

  /// The name of a declaration for other rooms; nil for any other line.
  private static func declaredName(_ line: String) -> String? {
    let words = line.split(separator: " ")
    let modifiers: Set<Substring> = [
      "public", "package", "open", "static", "final", "class", "mutating", "nonmutating",
      "nonisolated", "override", "convenience", "required", "indirect", "lazy", "private(set)",
      "fileprivate(set)", "package(set)", "internal(set)", "weak", "borrowing", "consuming",
    ]
    let leading = words.prefix { modifiers.contains($0) || $0.hasPrefix("@") }
    let isForOthers = leading.contains { ["public", "package", "open"].contains($0) }
    let rest = words.dropFirst(leading.count)
    guard isForOthers, let keyword = rest.first, keyword != "import" else { return nil }
    for start in ["init", "subscript"] where keyword.hasPrefix(start) {
      return String(rest.joined(separator: " ").prefix { $0 != ":" && $0 != ")" })
    }
    let name = rest.dropFirst().first ?? keyword
    return String(name.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0.isSymbol })
  }

  /// Whether a comment stands above a line; attributes may stand between.
  private static func isDocumented(_ lines: [String], _ index: Int) -> Bool {
    for line in lines[..<index].reversed() {
      let text = line.drop { $0 == " " }
      if text.hasPrefix("@") { continue }
      return text.hasPrefix("///")
    }
    return false
  }
}

@Suite struct DocumentationTests {
  @Test func everythingForOtherRoomsIsDocumented() {
    expectNothing(in: SourceTree.rooms, by: DocumentationRules.undocumented)
  }

  @Test(arguments: [
    "public struct A {}", "  public static func f() {}", "package let a = 1",
    "  public private(set) var b: Int", "  public init(_ text: String) {}",
    "@inline(__always) public func g() {}",
  ])
  func aBareDeclarationIsFound(_ line: String) {
    expectFinding(
      at: "Sources/DeskRules/Seeded.swift", "\n\(line)", by: DocumentationRules.undocumented)
  }

  @Test func aWitnessNeedsNoComment() {
    let file = SourceFile(
      path: "Sources/DeskRules/Seeded.swift", text: "\n  public static let kind = \"a.b\"")
    #expect(DocumentationRules.undocumented(file).isEmpty)
  }
}
