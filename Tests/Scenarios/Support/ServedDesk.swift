import DeskClient
import DeskRules
import Foundation

/// `swapdesk serve` on a desk, from its ready line to its end.
final class ServedDesk: Sendable {
  let process: Subprocess
  /// The addresses of the ready line: the Unix socket first.
  let addresses: [String]

  /// Starts a server and waits for its ready line.
  static func start(
    _ workplace: Workplace, desk: String? = nil, listen: [String] = [], logLevel: String = "error"
  ) async throws -> ServedDesk {
    let desk = desk ?? workplace.desk
    let words =
      ["serve", "--desk", desk, "--log-level", logLevel]
      + listen.flatMap { ["--listen", $0] }
    let pipe = Pipe()
    let process = try workplace.start(words, output: pipe)
    let reading = pipe.fileHandleForReading
    let line = try await onThread { firstLine(of: reading) }
    guard line.hasPrefix("ready ") else {
      throw TestFailure("the server is not ready: \(line) \(try await process.ended())")
    }
    return ServedDesk(
      process, addresses: line.split(separator: " ").dropFirst().map(String.init))
  }

  private init(_ process: Subprocess, addresses: [String]) {
    self.process = process
    self.addresses = addresses
  }

  private static func firstLine(of handle: FileHandle) -> String {
    var text = ""
    while !text.contains("\n") {
      let data = handle.availableData
      if data.isEmpty { break }
      text += String(decoding: data, as: UTF8.self)
    }
    return String(text.prefix { $0 != "\n" })
  }

  /// The desk's own socket.
  var socket: String { addresses[0] }

  var socketPath: String { String(socket.dropFirst("unix:".count)) }

  /// Asks the server to stop and waits for its end.
  func stop() async throws -> Ended {
    process.signal(SIGTERM)
    return try await process.ended()
  }

  /// Opens a session.
  func open() throws -> DeskConnection { try DeskConnection.open(ServerAddress(socket)) }
}

/// Serves a desk while `body` runs; the server has to end well.
func withServer<Value>(
  _ workplace: Workplace, desk: String? = nil, listen: [String] = [],
  _ body: (ServedDesk) async throws -> Value
) async throws -> Value {
  let server = try await ServedDesk.start(workplace, desk: desk, listen: listen)
  let value: Value
  do {
    value = try await body(server)
  } catch {
    _ = try await server.stop()
    throw error
  }
  let ended = try await server.stop()
  guard ended.code == 0 else { throw TestFailure("the server ended badly: \(ended)") }
  return value
}

/// Runs something that blocks on a thread of its own.
func onThread<Value: Sendable>(
  _ body: @escaping @Sendable () throws -> Value
) async throws -> Value {
  try await withCheckedThrowingContinuation { continuation in
    Thread.detachNewThread { continuation.resume(with: Result { try body() }) }
  }
}
