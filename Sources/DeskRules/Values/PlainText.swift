/// What text may hold before it is let into the books.
public enum PlainText {
  /// How many characters a name, a title or another single line may have.
  public static let lineLimit = 200
  /// How many characters a note or a description may have.
  public static let textLimit = 4_000

  /// Checks one line: not empty, bounded, no line break, tab or other control character.
  ///
  /// - Throws: `usage`, naming the character and its place.
  public static func line(_ text: String) throws(DeskError) -> String {
    try check(text, limit: lineLimit, breaks: false)
  }

  /// Checks free text: not empty, bounded; line breaks and tabs are fine, other control characters
  /// and direction overrides are not.
  ///
  /// - Throws: `usage`, naming the character and its place.
  public static func text(_ text: String) throws(DeskError) -> String {
    try check(text, limit: textLimit, breaks: true)
  }

  private static func check(
    _ text: String, limit: Int, breaks: Bool
  ) throws(DeskError) -> String {
    guard text.contains(where: { !$0.isWhitespace }) else {
      throw DeskError(
        .usage, "the text is empty; write something, or leave the parameter out where it may be")
    }
    guard text.utf8.count <= limit * 4, text.count <= limit else {
      throw DeskError(.usage, "the text is longer than \(limit) characters; shorten it")
    }
    for (index, scalar) in text.unicodeScalars.enumerated()
    where isForbidden(scalar, breaks: breaks) {
      throw DeskError(
        .usage,
        "the text has a character that is not allowed here: \(name(of: scalar)) at place"
          + " \(index + 1); remove it")
    }
    return text
  }

  private static func isForbidden(_ scalar: Unicode.Scalar, breaks: Bool) -> Bool {
    switch scalar.value {
    case 0x0A, 0x09: !breaks
    case 0..<0x20, 0x7F..<0xA0: true
    default: isDirectionOverride(scalar) || (!breaks && isLineSeparator(scalar))
    }
  }

  private static func isLineSeparator(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value == 0x2028 || scalar.value == 0x2029
  }

  /// The characters that reorder what follows them and so can make a line read as another.
  private static func isDirectionOverride(_ scalar: Unicode.Scalar) -> Bool {
    (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
  }

  private static func name(of scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
