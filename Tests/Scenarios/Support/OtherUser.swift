import Foundation
import Testing

/// A login that no desk knows, for those who may become somebody else.
enum OtherUser {
  static let name = "nobody"
  static let reason: Comment = "only root can run the program as somebody else"

  /// The program as the other user starts it.
  static let program = [
    "/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", Program.path,
  ]

  /// Whether the program can be run as the other user here.
  @Sendable static func isUsable() async throws -> Bool {
    guard geteuid() == 0, FileManager.default.isExecutableFile(atPath: program[0]) else {
      return false
    }
    return try await Workplace().run(["--version"], program: program).code == 0
  }
}

extension Workplace {
  /// Lets everybody into the folder and at every file in it.
  func openToEverybody() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    for path in [folder] + names.map(file) {
      try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: path)
    }
  }
}
