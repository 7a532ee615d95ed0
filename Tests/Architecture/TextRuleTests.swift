import Testing

@Suite struct TextRuleTests {
  private static let place = "Sources/DeskRules/Tickets/Seeded.swift"

  @Test func nothingEndsTheProgramOrIsHalfDone() {
    expectNothing(in: SourceTree.rooms, by: TextRules.forbiddenWords)
  }

  @Test(arguments: ["let a = try! f()", "a as! B", "fatalError(\"x\")", "// TODO: later"])
  func aForbiddenWordIsFound(_ line: String) {
    expectFinding(at: Self.place, line, by: TextRules.forbiddenWords)
  }

  @Test func onlyTheTopRoomReadsClockAndChance() {
    expectNothing(in: SourceTree.rooms, by: TextRules.outsideInfluences)
  }

  @Test(arguments: ["let now = Date()", "let id = UUID()", "Int.random(in: 0...9)"])
  func anOutsideInfluenceIsFound(_ line: String) {
    expectFinding(at: Self.place, line, by: TextRules.outsideInfluences)
  }

  @Test func uncheckedConcurrencyIsListedAndExplained() {
    expectNothing(in: SourceTree.rooms, by: TextRules.uncheckedConcurrency)
  }

  @Test func uncheckedConcurrencyIsFound() {
    expectFinding(
      at: Self.place, "/// A reason.\nfinal class A: @unchecked Sendable {}",
      by: TextRules.uncheckedConcurrency)
    for path in TextRules.uncheckedFiles {
      expectFinding(
        at: path, "\nfinal class A: @unchecked Sendable {}", by: TextRules.uncheckedConcurrency)
    }
  }

  @Test func sqlStandsInTheStoreAndTheEngine() {
    expectNothing(in: SourceTree.rooms, by: TextRules.straySQL)
  }

  @Test(arguments: [
    "\"SELECT 1\"", "\"INSERT INTO a VALUES (1)\"", "\"\"\"\n  UPDATE a\n  SET b = 1\n  \"\"\"",
    "\"DELETE FROM a\"",
  ])
  func straySQLIsFound(_ literal: String) {
    expectFinding(at: Self.place, "let sql = \(literal)", by: TextRules.straySQL)
  }

  @Test func errorsAreTyped() {
    expectNothing(in: SourceTree.rooms, by: TextRules.untypedThrows)
  }

  @Test(arguments: ["func f() throws {", "  ) throws -> Int {", "let a: () throws -> Void"])
  func anUntypedErrorIsFound(_ line: String) {
    expectFinding(at: Self.place, line, by: TextRules.untypedThrows)
  }

  @Test func filesAreShort() {
    expectNothing(in: SourceTree.rooms + SourceTree.tests, by: TextRules.longFiles)
    expectFinding(
      at: Self.place, String(repeating: "\n", count: TextRules.lineLimit + 1),
      by: TextRules.longFiles)
  }
}
