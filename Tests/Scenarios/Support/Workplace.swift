import DeskRules
import Foundation
import Synchronization
import Testing

/// A folder with a home of its own, in which the program runs: nothing of the machine's settings
/// gets in, and the folder goes with the value.
final class Workplace: Sendable {
  let folder: String
  private let counter = Mutex(0)

  /// The desk that commands work on when they name none.
  let desk: String

  /// Makes the folder; its path is short, as sockets want it.
  init(desk name: String = "desk.sqlite") throws {
    let folder = "/tmp/swapdesk-" + UUID().uuidString.prefix(8)
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    self.folder = folder
    desk = folder + "/" + name
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// A path in the folder.
  func file(_ name: String) -> String { folder + "/" + name }

  /// Writes a file and returns its path.
  func write(_ name: String, _ text: String) throws -> String {
    try Data(text.utf8).write(to: URL(filePath: file(name)))
    return file(name)
  }

  /// Makes a folder and returns its path.
  @discardableResult
  func makeFolder(_ name: String) throws -> String {
    try FileManager.default.createDirectory(
      atPath: file(name), withIntermediateDirectories: true)
    return file(name)
  }

  /// What the program finds in its environment.
  var environment: [String: String] {
    [
      "HOME": folder, "XDG_DATA_HOME": file("data"), "XDG_CONFIG_HOME": file("config"),
      "TMPDIR": folder, "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8",
      "SWAPDESK_DESK": desk,
    ]
  }

  /// Starts the program, or another one whose path comes first.
  func start(
    _ words: [String], program: [String] = [Program.path], inputPath: String = "/dev/null",
    adding variables: [String: String] = [:], output: Pipe? = nil
  ) throws -> Subprocess {
    let number = counter.withLock { counter in
      counter += 1
      return counter
    }
    return try Subprocess(
      program + words, environment: environment.merging(variables) { $1 }, folder: folder,
      streams: .init(
        outputPath: file("output-\(number)"), errorPath: file("errors-\(number)"),
        inputPath: inputPath),
      output: output)
  }

  /// Runs the program to its end.
  func run(
    _ words: [String], program: [String] = [Program.path], inputPath: String = "/dev/null",
    adding variables: [String: String] = [:]
  ) async throws -> Ended {
    try await start(words, program: program, inputPath: inputPath, adding: variables).ended()
  }

  /// Runs the program to its end.
  func run(_ words: String...) async throws -> Ended { try await run(words) }

  /// Runs a command that has to succeed, and returns its output.
  @discardableResult
  func must(_ words: [String]) async throws -> String {
    let ended = try await run(words)
    guard ended.code == 0 else { throw TestFailure("\(ended)") }
    return ended.output
  }

  /// Runs a command that has to succeed, and returns its output.
  @discardableResult
  func must(_ words: String...) async throws -> String { try await must(words) }

  /// The one object a command prints.
  func object(_ words: String...) async throws -> JSONObject { try await object(words) }

  /// The one object a command prints.
  func object(_ words: [String]) async throws -> JSONObject {
    let text = try await must(words + ["--json"])
    return try #require(JSONParser.parse(Self.trimmed(text)).members, "\(words): \(text)")
  }

  /// The objects of the list a command prints.
  func list(_ words: String...) async throws -> [JSONObject] {
    let text = try await must(words + ["--json"])
    let elements = try #require(JSONParser.parse(Self.trimmed(text)).elements, "\(words): \(text)")
    return elements.compactMap(\.members)
  }

  /// The number of the newest journal entry.
  func head() async throws -> Int64 {
    try #require(await list("journal", "list", "--limit", "1").first?["seq"]?.number)
  }

  private static func trimmed(_ text: String) -> String {
    text.hasSuffix("\n") ? String(text.dropLast()) : text
  }
}

extension Ended {
  /// The refusal that a command with `--json` printed on standard error.
  func refusal() throws -> JSONObject {
    let line = errors.hasSuffix("\n") ? String(errors.dropLast()) : errors
    return try #require(
      JSONParser.parse(line).members?["error"]?.members, "no refusal: \(self)")
  }

  /// The code that a refusal for people ends with.
  var refusalCode: String? {
    guard let line = errors.split(separator: "\n").last, line.hasSuffix("]"),
      let start = line.lastIndex(of: "[")
    else { return nil }
    return String(line[line.index(after: start)...].dropLast())
  }
}
