import DeskRules
import DeskWire
import Foundation

/// A session typed by hand: bytes out, lines in. It blocks, so it belongs on a thread of its own.
final class RawSession {
  struct Reply: CustomStringConvertible {
    var items: [JSONObject] = []
    var refusal: DeskError?
    var sequence: Int64 = 0

    var description: String { refusal.map { "\($0)" } ?? "ok \(sequence) \(items)" }
  }

  /// A server that says nothing for so long has failed the test.
  private static let patienceSeconds = 30

  private let descriptor: Int32
  private var held: [UInt8] = []
  private var begin = 0
  let greeting: String

  /// Connects to a Unix socket and reads the greeting.
  init(path: String) throws {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    self.descriptor = descriptor
    var patience = timeval(tv_sec: Self.patienceSeconds, tv_usec: 0)
    let size = socklen_t(MemoryLayout<timeval>.size)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, size)
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard result == 0 else {
      throw TestFailure("cannot connect to \(path): \(String(cString: strerror(errno)))")
    }
    var first: [UInt8] = []
    var byte: UInt8 = 0
    while recv(descriptor, &byte, 1, 0) == 1, byte != UInt8(ascii: "\n") { first.append(byte) }
    greeting = String(decoding: first, as: UTF8.self)
  }

  deinit { close(descriptor) }

  /// Sends bytes as they are.
  func send(_ bytes: [UInt8]) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { throw TestFailure("the server takes no more") }
      rest = rest.dropFirst(count)
    }
  }

  /// Ends the sending side.
  func endSending() { shutdown(descriptor, Int32(SHUT_WR)) }

  /// The next line; nil when the server has closed.
  func line() throws -> String? {
    while true {
      if let end = held[begin...].firstIndex(of: UInt8(ascii: "\n")) {
        defer { begin = end + 1 }
        return String(decoding: held[begin..<end], as: UTF8.self)
      }
      held.removeFirst(begin)
      begin = 0
      var chunk = [UInt8](repeating: 0, count: 65_536)
      let count = recv(descriptor, &chunk, chunk.count, 0)
      if count == 0 || (count < 0 && errno == ECONNRESET) { return nil }
      guard count > 0 else { throw TestFailure("no answer: \(String(cString: strerror(errno)))") }
      held.append(contentsOf: chunk[..<count])
    }
  }

  /// The next whole reply.
  func reply() throws -> Reply {
    var reply = Reply()
    while let line = try line() {
      switch try ReplyLine.parse(Array(line.utf8)).reply {
      case .item(let item): reply.items.append(item)
      case .ok(_, let sequence):
        reply.sequence = sequence
        return reply
      case .error(let refusal, let sequence):
        reply.refusal = refusal
        reply.sequence = sequence
        return reply
      }
    }
    throw TestFailure("the server has closed")
  }

  /// Sends one line and reads its reply.
  func ask(_ line: String) throws -> Reply {
    try send(Array((line + "\n").utf8))
    return try reply()
  }
}
