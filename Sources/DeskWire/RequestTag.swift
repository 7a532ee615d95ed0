import DeskRules

extension RequestLine {
  /// The tag of a line that may be broken elsewhere, so that its refusal can carry it; nil when
  /// there is none or when it is broken itself.
  ///
  /// - Parameters:
  ///   - line: a request line without its terminator, or the start of one.
  ///   - isWhole: false when the line goes on behind the given bytes, so that a tag cut in half is
  ///     not taken for a whole one.
  public static func tag(of line: [UInt8], isWhole: Bool = true) -> String? {
    guard let start = line.firstIndex(where: { $0 != WireText.space }) else { return nil }
    switch line[start] {
    case WireText.at: return leadingTag(line[(start + 1)...], isWhole: isWhole)
    case WireText.brace: return memberTag(in: line, from: start)
    default: return nil
    }
  }

  private static func leadingTag(_ rest: ArraySlice<UInt8>, isWhole: Bool) -> String? {
    let end = rest.firstIndex(of: WireText.space)
    guard end != nil || isWhole else { return nil }
    let tag = rest[..<(end ?? rest.endIndex)]
    return WireText.isTag(tag) ? WireText.text(tag) : nil
  }

  /// Finds the outermost member `tag` without asking whether the rest is JSON: only strings and
  /// brackets are followed.
  private static func memberTag(in line: [UInt8], from start: Int) -> String? {
    var index = start
    var depth = 0
    var expectsName = false
    while index < line.count {
      switch line[index] {
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
      case WireText.quote:
        guard let (text, end) = string(in: line, at: index) else { return nil }
        if depth == 1, expectsName, text == "tag" { return memberValue(in: line, from: end) }
        index = end - 1
      default: break
      }
      expectsName = isBeforeName(line[index], expectsName)
      index += 1
    }
    return nil
  }

  private static func isBeforeName(_ byte: UInt8, _ expected: Bool) -> Bool {
    switch byte {
    case WireText.brace, UInt8(ascii: ","): true
    case WireText.space: expected
    default: false
    }
  }

  private static func memberValue(in line: [UInt8], from end: Int) -> String? {
    let value = line[end...].drop { $0 == WireText.space || $0 == UInt8(ascii: ":") }
    guard value.first == WireText.quote, let (tag, _) = string(in: line, at: value.startIndex)
    else { return nil }
    return WireText.isTag(tag.utf8) ? tag : nil
  }

  /// The string at `start`; a broken one only means here that no tag can be found.
  private static func string(in line: [UInt8], at start: Int) -> (text: String, end: Int)? {
    try? JSONParser.string(in: line, at: start)
  }
}
