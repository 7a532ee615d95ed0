import DeskRules
import Foundation

/// A word that may be meant, and what helps to recognise it.
struct Suggestion: Equatable {
  let word: String
  var note = ""
}

/// Reads lines from a terminal, one key at a time, so that Tab can complete what was begun. Questions
/// go to standard error, which leaves standard output to the answer.
struct LineEditor {
  private static let shownSuggestions = 30

  /// Whether somebody is there to be asked.
  static var isUsable: Bool { isatty(STDIN_FILENO) == 1 && StandardError.isTerminal }

  /// Asks for a line; nil when whoever is asked gives up, by Ctrl-C or the end of input.
  ///
  /// - Throws: `storage` when the terminal cannot be set.
  func ask(_ prompt: String, _ suggestions: [Suggestion]) throws(DeskError) -> String? {
    let before = try Self.beginKeys()
    defer { Self.endKeys(before) }
    StandardError.text(prompt)
    var text = ""
    while let key = Self.nextKey() {
      switch key {
      case .enter:
        StandardError.text("\r\n")
        return Self.trimmed(text)
      case .giveUp: return Self.leave()
      case .end where text.isEmpty: return Self.leave()
      case .tab: complete(&text, prompt, suggestions)
      case .erase:
        guard let last = text.popLast() else { continue }
        let width = SafeText.width(String(last))
        StandardError.text(String(repeating: "\u{8} \u{8}", count: width))
      case .eraseAll:
        text = ""
        StandardError.text("\r\u{1B}[K" + prompt)
      case .character(let character):
        text.append(character)
        StandardError.text(SafeText.line(String(character)))
      case .end, .other: break
      }
    }
    return Self.leave()
  }

  private static func leave() -> String? {
    StandardError.text("\r\n")
    return nil
  }

  private static func trimmed(_ text: String) -> String {
    String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }

  /// Adds what all suggestions that begin like the text have in common; shows them where there are
  /// several.
  private func complete(_ text: inout String, _ prompt: String, _ suggestions: [Suggestion]) {
    let begun = text.lowercased()
    let meant = suggestions.filter { $0.word.lowercased().hasPrefix(begun) }
    guard let first = meant.first else { return StandardError.text("\u{7}") }
    let common = meant.dropFirst().reduce(first.word) { common, suggestion in
      String(zip(common, suggestion.word).prefix { $0 == $1 }.map(\.0))
    }
    let isLonger = common.count > text.count
    if isLonger || meant.count == 1 { text = common }
    if meant.count > 1, !isLonger { Self.show(meant) }
    StandardError.text("\r\u{1B}[K" + prompt + SafeText.line(text))
  }

  private static func show(_ suggestions: [Suggestion]) {
    let rows = suggestions.prefix(shownSuggestions).map { [$0.word, $0.note] }
    let lines = TextTable(titles: ["", ""], rows: Array(rows), toTheRight: [false, false]).lines
    let more = suggestions.count - rows.count
    let rest = more > 0 ? ["  … and \(more) more: type some letters, then Tab"] : []
    StandardError.text(
      "\r\n" + (lines.dropFirst().map { "  " + $0 } + rest).joined(separator: "\r\n") + "\r\n")
  }
}

extension LineEditor {
  /// What a key means.
  private enum Key {
    case character(Character)
    case enter, tab, erase, eraseAll, giveUp, end, other
  }

  /// The next key; nil at the end of input.
  private static func nextKey() -> Key? {
    guard let byte = nextByte() else { return nil }
    switch byte {
    case 0x03: return .giveUp
    case 0x04: return .end
    case 0x08, 0x7F: return .erase
    case 0x09: return .tab
    case 0x0A, 0x0D: return .enter
    case 0x15: return .eraseAll
    case 0x1B:
      skipSequence()
      return .other
    case 0..<0x20: return .other
    default: return character(beginning: byte)
    }
  }

  /// A character of UTF-8, of which the first byte has come.
  private static func character(beginning first: UInt8) -> Key? {
    let count =
      switch first {
      case 0xC0..<0xE0: 1
      case 0xE0..<0xF0: 2
      case 0xF0..<0xF8: 3
      default: 0
      }
    var bytes = [first]
    for _ in 0..<count {
      guard let byte = nextByte() else { return nil }
      bytes.append(byte)
    }
    guard let character = String(validating: bytes, as: UTF8.self)?.first else { return .other }
    return .character(character)
  }

  /// Skips what arrows and other keys send behind an escape.
  private static func skipSequence() {
    guard let byte = nextByte(), byte == UInt8(ascii: "[") || byte == UInt8(ascii: "O") else {
      return
    }
    while let byte = nextByte(), !(0x40...0x7E).contains(byte) {}
  }

  private static func nextByte() -> UInt8? {
    var byte: UInt8 = 0
    while true {
      let count = read(STDIN_FILENO, &byte, 1)
      if count == 1 { return byte }
      guard count < 0, errno == EINTR else { return nil }
    }
  }

  /// Has the terminal hand over every key at once and show none by itself.
  private static func beginKeys() throws(DeskError) -> termios {
    var settings = termios()
    guard tcgetattr(STDIN_FILENO, &settings) == 0 else { throw unusable() }
    let before = settings
    settings.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG | IEXTEN)
    guard tcsetattr(STDIN_FILENO, TCSADRAIN, &settings) == 0 else { throw unusable() }
    return before
  }

  private static func endKeys(_ before: termios) {
    var settings = before
    // A terminal that has gone away needs no settings.
    _ = tcsetattr(STDIN_FILENO, TCSADRAIN, &settings)
  }

  private static func unusable() -> DeskError {
    DeskError(.storage, "the terminal cannot be set: \(String(cString: strerror(errno)))")
  }
}
