import NIOCore

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The system's user at the other end of a Unix socket.
enum PeerUser {
  /// The system's `struct ucred`, which its module leaves out.
  private struct Credentials: Sendable {
    var process: Int32 = 0
    var user: UInt32 = 0
    var group: UInt32 = 0
  }

  /// Who made the connection, as the system attests; nil where it does not.
  static func identifier(of channel: any Channel) -> EventLoopFuture<UInt32?> {
    #if os(Linux)
      if let provider = channel as? any SocketOptionProvider {
        let credentials: EventLoopFuture<Credentials> = provider.unsafeGetSocketOption(
          level: .socket, name: NIOBSDSocket.Option(rawValue: SO_PEERCRED))
        return credentials.map(\.user).recover { _ in nil }
      }
    #endif
    return channel.eventLoop.makeSucceededFuture(nil)
  }

  /// The name of a user; the number where the system knows no name.
  static func name(of identifier: UInt32) -> String {
    var entry = passwd()
    var found: UnsafeMutablePointer<passwd>?
    var texts = [CChar](repeating: 0, count: 16_384)
    return texts.withUnsafeMutableBufferPointer { texts in
      guard let start = texts.baseAddress,
        getpwuid_r(identifier, &entry, start, texts.count, &found) == 0,
        let name = found?.pointee.pw_name
      else { return String(identifier) }
      return String(cString: name)
    }
  }
}
