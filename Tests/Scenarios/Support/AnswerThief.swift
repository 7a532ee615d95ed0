import Foundation
import Synchronization

/// Stands between a command and a server: hands everything on until the server answers the change,
/// then kills the server and hangs up. So the change is committed and its answer lost.
final class AnswerThief: Sendable {
  /// The socket that commands are to talk to.
  let path: String
  private let listener: Int32
  private let serverPath: String
  private let onAnswer: @Sendable () -> Void

  /// Listens at `path` for one session.
  ///
  /// - Parameter onAnswer: called when the server's answer has come, before the session ends.
  init(path: String, server: String, onAnswer: @escaping @Sendable () -> Void) throws {
    self.path = path
    serverPath = server
    self.onAnswer = onAnswer
    listener = try Self.socket(at: path) { bind($0, $1, $2) }
    guard listen(listener, 1) == 0 else { throw TestFailure("cannot listen at \(path)") }
  }

  deinit { close(listener) }

  /// Serves one session to its end, then takes no more; it blocks, so it belongs on a thread.
  func run() throws {
    let session = accept(listener, nil, nil)
    let server = try Self.socket(at: serverPath) { connect($0, $1, $2) }
    defer {
      close(session)
      close(server)
      unlink(path)
    }
    // The greeting goes through, then requests go one way and the first answer is the one to steal.
    try Self.hand(from: server, to: session)
    var ends = [
      pollfd(fd: session, events: Int16(POLLIN), revents: 0),
      pollfd(fd: server, events: Int16(POLLIN), revents: 0),
    ]
    while true {
      guard poll(&ends, 2, 30_000) > 0 else { throw TestFailure("nobody says anything") }
      if ends[1].revents != 0 { return onAnswer() }
      try Self.hand(from: session, to: server)
    }
  }

  private static func hand(from source: Int32, to target: Int32) throws {
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = recv(source, &bytes, bytes.count, 0)
    guard count > 0, send(target, bytes, count, Int32(MSG_NOSIGNAL)) == count else {
      throw TestFailure("a side has hung up")
    }
  }

  static func socket(
    at path: String,
    _ use: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Int32
  ) throws -> Int32 {
    var name = sockaddr_un()
    name.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: path.utf8) }
    let descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    let result = withUnsafePointer(to: &name) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        use(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard result == 0 else { throw TestFailure("cannot use the socket \(path)") }
    return descriptor
  }
}
