/// Text for a terminal: nothing in it can steer the terminal or make a line read as another.
enum SafeText {
  /// One line: line breaks and tabs become spaces, other control and direction characters a mark.
  static func line(_ text: String) -> String {
    var safe = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x09, 0x0A, 0x0D, 0x2028, 0x2029: safe.append(" ")
      case 0..<0x20, 0x7F..<0xA0, 0x061C, 0x200E...0x200F, 0x202A...0x202E, 0x2066...0x2069:
        safe.append("\u{FFFD}")
      default: safe.append(scalar)
      }
    }
    return String(safe)
  }

  /// Several lines, each made safe.
  static func lines(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line(String($0)) }
  }

  /// How many columns a line takes on a terminal: wide East Asian characters take two, combining
  /// marks none.
  static func width(_ text: String) -> Int {
    text.reduce(0) { $0 + width(of: $1) }
  }

  private static func width(of character: Character) -> Int {
    guard let scalar = character.unicodeScalars.first else { return 0 }
    switch scalar.value {
    case 0x0300...0x036F: return 0
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
      0xA000...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE4F, 0xFF00...0xFF60,
      0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }

  /// A text broken at its spaces; a word that is longer than the room stays whole.
  static func broken(_ text: String, room: Int) -> [String] {
    var parts = [""]
    for word in text.split(separator: " ").map(String.init) {
      let last = parts[parts.count - 1]
      if last.isEmpty {
        parts[parts.count - 1] = word
      } else if width(last) + 1 + width(word) <= room {
        parts[parts.count - 1] = last + " " + word
      } else {
        parts.append(word)
      }
    }
    return parts
  }

  /// A remark on a page, whose later lines stand under its text.
  static func remark(_ text: String, mark: String) -> [String] {
    broken(line(text), room: NarrowLayout.pageWidth - width(mark)).enumerated().map { part in
      (part.offset == 0 ? mark : String(repeating: " ", count: width(mark))) + part.element
    }
  }
}
