public import DeskRules
import NIOCore

/// A TCP address to listen on. Until TLS is available it belongs to the machine itself.
public struct ListenAddress: Sendable, Equatable {
  /// The numeric host.
  public let host: String
  /// The port; 0 for any free one.
  public let port: Int

  /// Reads `HOST:PORT` with a numeric loopback host or `localhost`; an IPv6 host stands in
  /// brackets.
  ///
  /// - Throws: `usage` for another form; `not_allowed` for a host that other machines can reach.
  public init(_ text: String) throws(DeskError) {
    guard let colon = text.lastIndex(of: ":"), let host = Self.host(text[..<colon]),
      let port = Self.port(text[text.index(after: colon)...])
    else {
      throw DeskError(
        .usage,
        "an address to listen on is HOST:PORT with a port from 0 to 65535, like 127.0.0.1:7419 or"
          + " [::1]:7419")
    }
    let numeric = host == "localhost" ? "127.0.0.1" : host
    guard Self.isLoopback(numeric) else {
      throw DeskError(
        .notAllowed,
        "other machines can reach \(host): until TLS is available, the desk listens only on"
          + " 127.0.0.1, [::1] and localhost; put a TLS proxy or an SSH tunnel before it",
        ["host": .string(host)])
    }
    self.host = numeric
    self.port = port
  }

  private static func host(_ text: Substring) -> String? {
    let isBracketed = text.hasPrefix("[") && text.hasSuffix("]")
    let host = isBracketed ? text.dropFirst().dropLast() : text
    guard !host.isEmpty, host.contains(":") == isBracketed else { return nil }
    return String(host)
  }

  private static func port(_ text: Substring) -> Int? {
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = UInt16(text) else {
      return nil
    }
    return Int(port)
  }

  /// Names are not looked up: a name can come to mean another machine.
  private static func isLoopback(_ host: String) -> Bool {
    guard let address = try? SocketAddress(ipAddress: host, port: 0) else { return false }
    switch address {
    case .v4: return host.hasPrefix("127.")
    case .v6: return address == (try? SocketAddress(ipAddress: "::1", port: 0))
    case .unixDomainSocket: return false
    }
  }
}

/// Where a server accepts connections.
public enum BoundAddress: Sendable, Equatable, CustomStringConvertible {
  /// A Unix socket, by its path.
  case unix(path: String)
  /// A TCP port.
  case tcp(host: String, port: Int)

  /// The address as clients write it: `unix:PATH` or `tcp:HOST:PORT`.
  public var description: String {
    switch self {
    case .unix(let path): "unix:\(path)"
    case .tcp(let host, let port): "tcp:\(host.contains(":") ? "[\(host)]" : host):\(port)"
    }
  }
}
