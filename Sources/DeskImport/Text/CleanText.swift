/// Text from a source, made fit to be kept.
enum CleanText {
  /// The text on one line: line ends and tabs become spaces. Nil when it holds any other control
  /// character, which no person wrote.
  static func line(_ text: String) -> String? {
    if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return text }
    var line = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n", "\t", "\u{2028}", "\u{2029}", "\u{85}": line += " "
      case "\r": continue
      default:
        guard isVisible(scalar) else { return nil }
        line.unicodeScalars.append(scalar)
      }
    }
    return line.trimmed
  }

  /// Whether a text has neither control characters nor line ends.
  static func isVisible(_ text: String) -> Bool {
    text.utf8.allSatisfy { (0x20..<0x7F).contains($0) }
      || text.unicodeScalars.allSatisfy(isVisible)
  }

  private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator, .surrogate: false
    default: true
    }
  }
}

extension String {
  /// The text without white space at its ends.
  var trimmed: String {
    // Nearly every field begins and ends with a visible character, and characters are costly.
    let visible: Range<UInt8> = 0x21..<0x7F
    if let first = utf8.first, let last = utf8.last, visible ~= first, visible ~= last {
      return self
    }
    var rest = self[...]
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }
}
