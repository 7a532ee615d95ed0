import DeskOperations
import DeskRules
import DeskWire
import Testing

/// Where operations are declared.
enum OperationRules {
  /// The operation types that a file declares.
  static func declared(in file: SourceFile) -> [String] {
    file.text.codeLines.compactMap { line in
      let words = line.split { " :,{".contains($0) }.map(String.init)
      let protocols: Set<String> = ["Query", "PublicQuery", "Change", "SessionOperation"]
      guard ["struct", "enum", "class"].contains(words.first ?? ""), words.count > 2,
        line.contains(":"), words[2...].contains(where: protocols.contains)
      else { return nil }
      return words[1]
    }
  }

  /// One operation a file, and the file named after it.
  static let misplaced: Rule = { file in
    let types = declared(in: file)
    guard types.isEmpty || types == [file.name] else {
      return [file.finding(line: 1, "declares the operations \(types.joined(separator: ", "))")]
    }
    return []
  }
}

@Suite struct OperationTests {
  private static let files = SourceTree.rooms.filter { $0.room == "DeskOperations" }

  @Test func everyOperationHasAFileOfItsName() {
    expectNothing(in: Self.files, by: OperationRules.misplaced)
    expectFinding(
      at: "Sources/DeskOperations/Loans/LoanIssue.swift",
      "struct LoanIssue: Change {}\nstruct LoanReturn: Change {}", by: OperationRules.misplaced)
    expectFinding(
      at: "Sources/DeskOperations/Loans/Loans.swift", "struct LoanIssue: Change {}",
      by: OperationRules.misplaced)
  }

  @Test func everyOperationIsInTheCatalogue() {
    let declared = Set(Self.files.flatMap(OperationRules.declared))
    let listed = Catalogue.entries.map { String(describing: $0.operation) }
    #expect(Set(listed) == declared)
    #expect(listed.count == declared.count)
  }

  @Test(arguments: Catalogue.entries.map(\.about.name))
  func theExampleIsARequestThatTheDeclarationAccepts(_ name: String) throws {
    let entry = try Catalogue.entry(name)
    let request = try WireExample.request(of: entry)
    #expect(request.name == name)
    _ = try Catalogue.prepare(request)
    let line = try RequestLine.write(request)
    #expect(try RequestLine.parse(line) == request)
  }

  @Test(arguments: Catalogue.entries.map(\.about.name))
  func theDeclarationIsWhole(_ name: String) throws {
    let entry = try Catalogue.entry(name)
    let about = entry.about
    #expect(about.summary.hasSuffix(".") && about.summary.count <= 100)
    #expect(!about.roles.isEmpty && Set(about.roles).count == about.roles.count)
    #expect(Set(about.refusals).count == about.refusals.count)
    #expect(Set(entry.parameters.map(\.name)).count == entry.parameters.count)
    #expect(entry.parameters.allSatisfy { ".…".contains($0.help.suffix(1)) })
    #expect(!entry.parameters.contains { RequestLine.reservedNames.contains($0.name) })
    let positions = entry.parameters.compactMap(\.position)
    #expect(positions == Array(1..<(positions.count + 1)))
  }
}
