/// A client's short name, such as `bakery`: lower-case letters, digits and dashes, case ignored on
/// input.
public struct ClientCode: TextValue, Comparable {
  /// The code in lower case.
  public let text: String

  /// Reads a code.
  ///
  /// - Throws: `usage` when it has other characters, or more than 32.
  public init(_ text: String) throws(DeskError) {
    let lower = text.lowercased()
    let isPlain = lower.utf8.allSatisfy {
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "-")
    }
    guard isPlain, !lower.hasPrefix("-"), (1...32).contains(lower.utf8.count) else {
      throw DeskError(
        .usage,
        "\"\(text)\" is not a code: use up to 32 letters a-z, digits and dashes")
    }
    self.text = lower
  }

  /// A code that is known to be in order, as the books keep it.
  public init(stored: String) { text = stored }

  /// Codes sort by their letters.
  public static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

/// The tag on a piece, such as `BK-P1`: letters and digits of any script and `- . _ /`, up to 32,
/// case ignored on input.
public struct Tag: TextValue, Comparable {
  /// The tag in upper case.
  public let text: String

  /// Reads a tag.
  ///
  /// - Throws: `usage` when it has other characters, or more than 32.
  public init(_ text: String) throws(DeskError) {
    let upper = text.uppercased()
    let isPlain = upper.allSatisfy { $0.isLetter || $0.isNumber || "-._/".contains($0) }
    guard isPlain, (1...32).contains(upper.count), upper.utf8.count <= 128 else {
      throw DeskError(
        .usage, "\"\(text)\" is not a tag: use up to 32 letters, digits and - . _ /")
    }
    self.text = upper
  }

  /// A tag that is known to be in order, as the books keep it.
  public init(stored: String) { text = stored }

  /// Tags sort by their letters.
  public static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}
