import DeskRules
import DeskWire
import Foundation

/// A client that sees every byte: a socket, lines, and nothing clever.
final class LineClient {
  struct Reply: CustomStringConvertible {
    var tag: String?
    var items: [JSONObject] = []
    var error: DeskError?
    var count = 0
    var seq: Int64 = 0

    var description: String {
      error.map { "\($0.code.rawValue) \(seq): \($0.message)" } ?? "ok \(count) \(seq) \(items)"
    }
    var code: ErrorCode? { error?.code }
  }

  private let descriptor: Int32
  private var held: [UInt8] = []
  private var begin = 0
  /// A server that says nothing for so long has failed the test.
  private static let patienceSeconds = 30

  init(path: String) throws {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    descriptor = try Self.connect(AF_UNIX, &address)
  }

  init(port: Int) throws {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    descriptor = try Self.connect(AF_INET, &address)
  }

  deinit { Glibc.close(descriptor) }

  private static func connect<Address>(_ family: Int32, _ address: inout Address) throws -> Int32 {
    let descriptor = socket(family, Int32(SOCK_STREAM.rawValue), 0)
    var patience = timeval(tv_sec: patienceSeconds, tv_usec: 0)
    let size = socklen_t(MemoryLayout<timeval>.size)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, size)
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, size)
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<Address>.size))
      }
    }
    guard result == 0 else {
      let reason = String(cString: strerror(errno))
      Glibc.close(descriptor)
      throw TestFailure("cannot connect: \(reason)")
    }
    return descriptor
  }

  /// Sends bytes as they are; false when the server takes no more.
  @discardableResult
  func send(bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  /// Sends lines, each with its end.
  func send(_ lines: String...) { send(bytes: Array(lines.map { $0 + "\n" }.joined().utf8)) }

  /// Ends the sending side.
  func endSending() { shutdown(descriptor, Int32(SHUT_WR)) }

  /// The next line; throws when the server closes or says nothing.
  func line() throws -> String {
    guard let line = try nextLine() else { throw TestFailure("the server has closed") }
    return line
  }

  /// The next line; nil when the server has closed.
  func nextLine() throws -> String? {
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

  /// Whether the server has closed without saying anything more.
  func isClosed() throws -> Bool { try nextLine() == nil }

  /// The next whole reply.
  func reply() throws -> Reply {
    var reply = Reply()
    while true {
      let (tag, line) = try ReplyLine.parse(Array(try line().utf8))
      reply.tag = tag
      switch line {
      case .item(let item): reply.items.append(item)
      case .ok(let count, let seq):
        reply.count = count
        reply.seq = seq
        return reply
      case .error(let error, let seq):
        reply.error = error
        reply.seq = seq
        return reply
      }
    }
  }

  /// Sends one request and reads its reply.
  @discardableResult
  func ask(_ line: String) throws -> Reply {
    send(line)
    return try reply()
  }

  /// Sends one request that must be carried out.
  @discardableResult
  func must(_ line: String) throws -> Reply {
    let reply = try ask(line)
    guard reply.error == nil else { throw TestFailure("\(line): \(reply)") }
    return reply
  }
}
