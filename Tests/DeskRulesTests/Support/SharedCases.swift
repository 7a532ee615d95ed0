import DeskRules
import Foundation
import Testing

/// The worked examples of the trade that lie beside the package, where they are present.
enum SharedCases {
  static let reason: Comment = "the folder shared/cases is absent; name it in SWAPDESK_SHARED"

  static var folder: URL? {
    let package = (0..<4).reduce(URL(filePath: #filePath)) { url, _ in
      url.deletingLastPathComponent()
    }
    let named = ProcessInfo.processInfo.environment["SWAPDESK_SHARED"].map { URL(filePath: $0) }
    let shared = named ?? package.deletingLastPathComponent().appending(path: "shared")
    let folder = shared.appending(path: "cases")
    return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
  }

  static var arePresent: Bool { folder != nil }

  /// The examples whose id starts with one of some prefixes.
  static func examples(_ prefixes: String...) throws -> [Example] {
    let text = try String(
      contentsOf: #require(folder).appending(path: "worked_examples.json"), encoding: .utf8)
    let examples = try #require(JSONParser.parse(text).elements).map { try Example($0) }
    let chosen = examples.filter { example in prefixes.contains { example.id.hasPrefix($0) } }
    try #require(!chosen.isEmpty)
    return chosen
  }

  /// The rows of a CSV file as values by column name; the files hold no quotes before the last
  /// column.
  static func rows(_ file: String) throws -> [[String: String]] {
    let text = try String(contentsOf: #require(folder).appending(path: file), encoding: .utf8)
    let lines = text.split(whereSeparator: \.isNewline).map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let names = try #require(lines.first)
    return lines.dropFirst().map { values in
      Dictionary(zip(names, values)) { first, _ in first }
    }
  }
}

/// One worked example.
struct Example {
  let id: String
  let given: JSONObject
  let expected: JSONObject

  init(_ json: JSON) throws {
    let members = try #require(json.members)
    id = try #require(members.text("id"))
    given = members["given"]?.members ?? [:]
    expected = members["expected"]?.members ?? [:]
  }

  func given(_ name: String) throws -> Int64 { try #require(given[name]?.number, "\(id) \(name)") }
  func text(_ name: String) throws -> String { try #require(given.text(name), "\(id) \(name)") }
  func expected(_ name: String) throws -> Int64 {
    try #require(expected[name]?.number, "\(id) \(name)")
  }
  func givenList(_ name: String) throws -> [Int64] {
    try #require(given[name]?.elements).compactMap(\.number)
  }
  func expectedList(_ name: String) throws -> [Int64] {
    try #require(expected[name]?.elements).compactMap(\.number)
  }
}
