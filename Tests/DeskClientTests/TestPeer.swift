import DeskClient
import DeskWire
import Foundation
import Glibc

/// The other end of a session: listens on a socket of its own and plays one script per caller, on
/// threads of its own, with plain blocking calls.
final class TestPeer: Sendable {
  static let greeting = Greeting(version: "0.1.0", desk: "d3f9", restoreCount: 0)

  let address: ServerAddress
  private let listener: Int32

  /// Listens on a Unix socket in a new temporary folder.
  init(onUnix script: @escaping @Sendable (Caller) -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "desk-\(UUID().uuidString.prefix(8))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let path = folder.appendingPathComponent("d.sock").path
    var name = sockaddr_un()
    name.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: path.utf8) }
    listener = try Self.listen(AF_UNIX, &name)
    address = .unix(path: path)
    serve(script)
  }

  /// Listens on a free TCP port of the loopback.
  init(onTCP script: @escaping @Sendable (Caller) -> Void) throws {
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    listener = try Self.listen(AF_INET, &name)
    address = .tcp(host: "127.0.0.1", port: UInt16(bigEndian: name.sin_port))
    serve(script)
  }

  deinit {
    // Wakes the thread that accepts, which then closes the socket.
    shutdown(listener, Int32(SHUT_RDWR))
    if case .unix(let path) = address {
      try? FileManager.default.removeItem(atPath: (path as NSString).deletingLastPathComponent)
    }
  }

  private static func listen<Name>(_ family: Int32, _ name: inout Name) throws -> Int32 {
    let listener = socket(family, Int32(SOCK_STREAM.rawValue), 0)
    var size = socklen_t(MemoryLayout<Name>.size)
    let isListening = withUnsafeMutablePointer(to: &name) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, size) == 0 && Glibc.listen(listener, 16) == 0
          && getsockname(listener, $0, &size) == 0
      }
    }
    guard isListening else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    return listener
  }

  private func serve(_ script: @escaping @Sendable (Caller) -> Void) {
    let listener = listener
    Thread.detachNewThread {
      while true {
        let descriptor = accept(listener, nil, nil)
        guard descriptor >= 0 else { break }
        Thread.detachNewThread {
          script(Caller(descriptor))
          close(descriptor)
        }
      }
      close(listener)
    }
  }
}

/// One caller of a test peer.
final class Caller {
  private let descriptor: Int32
  private var framer = LineFramer()
  private var lines: [[UInt8]] = []
  private var taken = 0

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  /// Sends text, all of it; stops when the caller has gone.
  func say(_ text: String) { say(Array(text.utf8)) }

  /// Sends bytes, all of them; stops when the caller has gone.
  func say(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { bytes in
        send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  /// Sends the greeting.
  func greet() { say(TestPeer.greeting.line + "\r\n") }

  /// The next line the caller sent; nil when it has gone.
  func hear() -> String? {
    while taken == lines.count {
      lines.removeAll()
      taken = 0
      var bytes = [UInt8](repeating: 0, count: 4_096)
      let count = recv(descriptor, &bytes, bytes.count, 0)
      guard count > 0 else { return nil }
      framer.feed(Array(bytes[..<count])) { event in
        if case .line(let line) = event { lines.append(line) }
      }
    }
    defer { taken += 1 }
    return String(decoding: lines[taken], as: UTF8.self)
  }
}
