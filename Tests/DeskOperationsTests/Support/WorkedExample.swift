import DeskRules
import Foundation
import Testing

/// One worked example of the trade, where the folder with them lies beside the package.
struct WorkedExample {
  static let reason: Comment = "the folder shared/cases is absent; name it in SWAPDESK_SHARED"
  private let example: JSONObject

  static var file: URL {
    let package = (0..<4).reduce(URL(filePath: #filePath)) { url, _ in
      url.deletingLastPathComponent()
    }
    let named = ProcessInfo.processInfo.environment["SWAPDESK_SHARED"].map { URL(filePath: $0) }
    return (named ?? package.deletingLastPathComponent().appending(path: "shared"))
      .appending(path: "cases/worked_examples.json")
  }

  static var isPresent: Bool { FileManager.default.fileExists(atPath: file.path) }

  /// The names of the examples that begin with a prefix; none where the folder is absent.
  static func ids(_ prefix: String) -> [String] {
    guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [] }
    let examples = (try? JSONParser.parse(text))?.elements ?? []
    return examples.compactMap { $0.members?.text("id") }.filter { $0.hasPrefix(prefix) }
  }

  init(_ id: String) throws {
    let examples = try JSONParser.parse(String(contentsOf: Self.file, encoding: .utf8)).elements
    example = try #require(examples?.compactMap(\.members).first { $0.text("id") == id })
  }

  func given(_ name: String) throws -> Int64 {
    try #require(try example.object("given").number(name))
  }

  func givenList(_ name: String) throws -> [Int64] {
    let given = try example.object("given")
    return try #require(given[name]?.elements).compactMap(\.number)
  }

  func givenText(_ name: String) throws -> String? { try example.object("given").text(name) }

  func expected(_ name: String) throws -> Int64 {
    let expected = try example.object("expected")
    return try #require(expected.number(name))
  }

  func expectedText(_ name: String) throws -> String? {
    try example.object("expected").text(name)
  }

  func requireStep(_ index: Int, _ desk: TestDesk) throws {
    let step = example.objects("expected")[index]
    for line in ["repair", "goods"] {
      let shown = try desk.one("budget show bakery --line \(line)")
      for figure in try step.object(line).members {
        let expected = try #require(figure.value.number)
        #expect(shown.text(figure.key) == amount(expected), "step \(index), \(line) \(figure.key)")
      }
    }
  }
}
