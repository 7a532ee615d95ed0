public import DeskRules

/// Where a server listens: `unix:/path`, `/path`, `tcp:HOST:PORT` or `HOST:PORT`; an IPv6 host
/// stands in brackets.
public enum ServerAddress: Sendable, Equatable, CustomStringConvertible {
  /// A Unix socket, by its path.
  case unix(path: String)
  /// A TCP port of a host, given by name or number.
  case tcp(host: String, port: UInt16)

  /// The longest path the operating system takes for a Unix socket, in bytes.
  public static let pathBytes = 107

  /// Reads an address.
  ///
  /// - Throws: `usage` when it has none of the four forms, or a path longer than `pathBytes`.
  public init(_ text: String) throws(DeskError) {
    if text.hasPrefix("unix:") {
      self = try Self.socket(path: text.dropFirst("unix:".count))
    } else if text.hasPrefix("/") {
      self = try Self.socket(path: text[...])
    } else {
      self = try Self.port(text.hasPrefix("tcp:") ? text.dropFirst("tcp:".count) : text[...])
    }
  }

  /// The address with its scheme, as `init` reads it.
  public var description: String {
    switch self {
    case .unix(let path): "unix:\(path)"
    case .tcp(let host, let port): "tcp:\(host.contains(":") ? "[\(host)]" : host):\(port)"
    }
  }

  private static func socket(path: Substring) throws(DeskError) -> ServerAddress {
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw DeskError(.usage, "the address names no socket: write unix:/path/of/the.sock")
    }
    guard path.utf8.count <= pathBytes else {
      throw DeskError(
        .usage,
        "the socket's path has \(path.utf8.count) bytes and the system takes \(pathBytes): "
          + "use a shorter path, for example through a symbolic link to its folder",
        ["limit": .integer(Int64(pathBytes))])
    }
    return .unix(path: String(path))
  }

  private static func port(_ text: Substring) throws(DeskError) -> ServerAddress {
    guard let colon = text.lastIndex(of: ":"), let port = number(text[text.index(after: colon)...]),
      let host = host(text[..<colon])
    else {
      throw DeskError(
        .usage,
        "the address is neither unix:/path nor HOST:PORT with a port from 1 to 65535 "
          + "(an IPv6 host in brackets)")
    }
    return .tcp(host: host, port: port)
  }

  private static func number(_ text: Substring) -> UInt16? {
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = UInt16(text), port > 0
    else { return nil }
    return port
  }

  private static func host(_ text: Substring) -> String? {
    let isBracketed = text.hasPrefix("[") && text.hasSuffix("]")
    let host = isBracketed ? text.dropFirst().dropLast() : text
    guard !host.isEmpty, host.contains(":") == isBracketed,
      host.unicodeScalars.allSatisfy({ $0.isASCII && $0.value > 0x20 && $0.value < 0x7F })
    else { return nil }
    return String(host)
  }
}
