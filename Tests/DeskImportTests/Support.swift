import DeskImport
import DeskRules
import Foundation

/// A folder of this test's own, removed at its end.
struct ScratchFolder: ~Copyable {
  let path: String

  init() throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "swapdesk-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    path = folder.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file and returns its path.
  func file(_ name: String, _ text: String) throws -> String {
    let file = path + "/" + name
    try Data(text.utf8).write(to: URL(filePath: file))
    return file
  }
}

/// Files that tests use where they are, and skip where they are not.
enum SharedFiles {
  static let packageRoot = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  static let root: URL =
    if let named = ProcessInfo.processInfo.environment["SWAPDESK_SHARED"] {
      URL(filePath: named)
    } else {
      packageRoot.deletingLastPathComponent().appending(path: "shared")
    }

  static let incidentLog = root.appending(path: "data/uci498_incident_event_log.csv.xz").path

  static let mapping = packageRoot.appending(path: "mappings/uci-incident-log.yaml").path

  static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  static let canReadIncidentLog = exists(incidentLog) && exists("/usr/bin/xz")
}

/// A small generator whose seed a failing test prints.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
