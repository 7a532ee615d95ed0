import Foundation

/// Plays a server by heart: in each session it greets, then answers every request with the next
/// text, and hangs up on the first one that it has no text for.
final class ScriptedServer: Sendable {
  private let path: String
  private let listener: Int32
  private let sessions: [[String]]

  /// Listens at `path`.
  ///
  /// - Parameter sessions: what is said in each session, the greeting first.
  init(path: String, sessions: [[String]]) throws {
    self.path = path
    self.sessions = sessions
    unlink(path)
    listener = try AnswerThief.socket(at: path) { bind($0, $1, $2) }
    guard listen(listener, 8) == 0 else { throw TestFailure("cannot listen at \(path)") }
  }

  deinit {
    close(listener)
    unlink(path)
  }

  /// The line that a server of some books greets with.
  static func greeting(_ books: String) -> String { "swapdesk 1 0.1.0 \(books) ready\n" }

  /// Serves the sessions in order; it blocks, so it belongs on a thread.
  func run() throws {
    for texts in sessions {
      var waiting = pollfd(fd: listener, events: Int16(POLLIN), revents: 0)
      guard poll(&waiting, 1, 30_000) > 0 else { throw TestFailure("nobody calls") }
      let session = accept(listener, nil, nil)
      defer { close(session) }
      for text in texts {
        let count = send(session, text, text.utf8.count, Int32(MSG_NOSIGNAL))
        guard count == text.utf8.count else { throw TestFailure("the caller has hung up") }
        var bytes = [UInt8](repeating: 0, count: 65_536)
        guard recv(session, &bytes, bytes.count, 0) > 0 else { break }
      }
    }
  }
}

/// Plays a server where the desk's own would listen, while `body` runs.
func withScript(
  _ desk: Workplace, _ sessions: [[String]], _ body: () async throws -> Void
) async throws {
  let server = try ScriptedServer(path: desk.desk + ".sock", sessions: sessions)
  async let play: Void = onThread { try server.run() }
  try await body()
  try await play
}
