public import DeskRules

/// The line a server opens every session with:
/// `swapdesk 1 <version> <desk id>.<restore count> ready`.
public struct Greeting: Sendable, Equatable {
  /// The protocol's version that this module speaks.
  public static let protocolVersion = 1

  /// The server's own version.
  public let version: String
  /// The identity of the books.
  public let desk: String
  /// The restore count: 0 at first, another number after each restore from a backup.
  public let restoreCount: Int64

  /// Makes a greeting; version and desk are words without spaces.
  public init(version: String, desk: String, restoreCount: Int64) {
    self.version = version
    self.desk = desk
    self.restoreCount = restoreCount
  }

  /// The identity that `other_books` compares: the desk and its restore count.
  public var books: String { "\(desk).\(restoreCount)" }

  /// The line without its terminator.
  public var line: String { "swapdesk \(Self.protocolVersion) \(version) \(books) ready" }

  /// Reads the line without its terminator.
  ///
  /// - Throws: `malformed` when it is no greeting, or one of another version of the protocol.
  public static func parse(_ line: [UInt8]) throws(DeskError) -> Greeting {
    try WireText.check(line, limit: WireLimits.lineBytes)
    let words = WireText.text(line[...]).split(separator: " ", omittingEmptySubsequences: false)
    guard words.first == "swapdesk", words.count >= 2 else {
      throw DeskError(.malformed, "this is not a Swapdesk server: check the address")
    }
    guard words[1] == String(protocolVersion) else {
      throw DeskError(
        .malformed,
        "the server speaks another version of the protocol than \(protocolVersion): "
          + "update the older side")
    }
    guard words.count == 5, words[4] == "ready", !words[2].isEmpty,
      let dot = words[3].lastIndex(of: "."), dot != words[3].startIndex,
      let count = Int64(words[3][words[3].index(after: dot)...]), count >= 0
    else { throw DeskError(.malformed, "the server's greeting is broken") }
    return Greeting(
      version: String(words[2]), desk: String(words[3][..<dot]), restoreCount: count)
  }
}
