import DeskRules
import Foundation
import Testing

/// Every code of the list is given by some test, here or in another room.
@Suite struct ErrorCodeTests {
  /// Codes that tests of this room provoke.
  private static let here: Set<ErrorCode> = [
    .usage, .unknownOperation, .unauthenticated, .notAllowed, .notFound, .ambiguous, .exists,
    .amount, .time, .taken, .unsuitable, .state, .implausible, .overBudget, .notSet, .keyReused,
    .otherBooks, .busy, .unknown, .storageFull, .storage, .damaged, .internalFault,
  ]

  /// Codes that belong to other rooms, with the file whose tests provoke them.
  private static let elsewhere: [ErrorCode: String] = [
    .malformed: "DeskWireTests/RequestGrammarTests.swift",
    .tooLong: "DeskWireTests/LineFramerTests.swift",
    .unreachable: "DeskClientTests/DeskConnectionTests.swift",
    .notADesk: "SQLiteEngineTests/OpeningTests.swift",
    .newerSchema: "SQLiteEngineTests/OpeningTests.swift",
  ]

  private static let tests = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Whether a text of tests names a code in an expectation.
  private func names(_ code: ErrorCode, _ text: String) -> Bool {
    text.contains(".\(code)") && text.contains("@Test")
  }

  @Test func everyCodeIsAccountedFor() {
    #expect(Self.here.union(Self.elsewhere.keys) == Set(ErrorCode.allCases))
    #expect(Self.here.isDisjoint(with: Self.elsewhere.keys))
  }

  @Test func everyCodeIsProvokedWhereTheListSays() throws {
    let folder = Self.tests.appending(path: "DeskOperationsTests")
    let own = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix("Tests.swift") && !$0.hasSuffix("ErrorCodeTests.swift") }
      .map { try String(contentsOf: folder.appending(path: $0), encoding: .utf8) }
    for code in Self.here {
      #expect(own.contains { names(code, $0) }, "\(code)")
    }
    for (code, file) in Self.elsewhere {
      let text = try String(contentsOf: Self.tests.appending(path: file), encoding: .utf8)
      #expect(names(code, text), "\(code) in \(file)")
    }
  }

  @Test func codesSayWhoseFaultItIs() {
    for code in ErrorCode.allCases {
      #expect([64, 65, 69, 70, 73, 75, 77].contains(code.exitCode))
      #expect(code.rawValue.allSatisfy { $0.isLowercase || $0 == "_" })
      if code.blame == .ours { #expect(code.exitCode >= 69, "\(code)") }
    }
  }
}
