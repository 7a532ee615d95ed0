/// A Swift source text with its code and its string literals told apart, so that a rule about code
/// is not deceived by a comment, and a rule about SQL looks at strings only.
struct SwiftText {
  /// One string literal; what stands between `\(` and `)` belongs to the code.
  struct Literal {
    /// The line it begins on, from 1.
    let line: Int
    let text: String
  }

  /// The lines as written.
  let lines: [String]
  /// The same lines with comments and the contents of strings left out.
  let codeLines: [String]
  let literals: [Literal]

  init(_ text: String) {
    var reader = SwiftTextReader(Array(text.utf8))
    reader.readCode()
    lines = Self.lines(of: text)
    codeLines = Self.lines(of: String(decoding: reader.code, as: UTF8.self))
    literals = reader.literals
  }

  private static func lines(of text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }
}

/// Reads a source text once, from its beginning.
private struct SwiftTextReader {
  private let bytes: [UInt8]
  private var index = 0
  private var line = 1
  private(set) var code: [UInt8] = []
  private(set) var literals: [SwiftText.Literal] = []

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Reads to the end, or to the parenthesis that closes an interpolation.
  mutating func readCode(insideInterpolation: Bool = false) {
    var depth = 0
    while index < bytes.count {
      if isNext("//") {
        skipLineComment()
      } else if isNext("/*") {
        skipBlockComment()
      } else if let hashes = hashesBeforeString() {
        readString(hashes: hashes)
      } else {
        let byte = bytes[index]
        if byte == UInt8(ascii: "(") { depth += 1 }
        if byte == UInt8(ascii: ")") { depth -= 1 }
        take()
        if insideInterpolation, depth < 0 { return }
      }
    }
  }

  private func isNext(_ text: String) -> Bool { bytes[index...].starts(with: text.utf8) }

  /// Moves on by a byte that belongs to the code.
  private mutating func take() {
    if bytes[index] == UInt8(ascii: "\n") { line += 1 }
    code.append(bytes[index])
    index += 1
  }

  /// Moves on by a byte that does not; line breaks stay, so that lines keep their numbers.
  private mutating func skip() {
    if bytes[index] == UInt8(ascii: "\n") {
      take()
    } else {
      index += 1
    }
  }

  private mutating func skipLineComment() {
    while index < bytes.count, bytes[index] != UInt8(ascii: "\n") { skip() }
  }

  private mutating func skipBlockComment() {
    var depth = 0
    repeat {
      if isNext("/*") {
        depth += 1
        index += 2
      } else if isNext("*/") {
        depth -= 1
        index += 2
      } else {
        skip()
      }
    } while depth > 0 && index < bytes.count
  }

  /// How many `#` lead the string that begins here; nil if none begins.
  private func hashesBeforeString() -> Int? {
    let hashes = bytes[index...].prefix { $0 == UInt8(ascii: "#") }.count
    let quote = index + hashes
    return quote < bytes.count && bytes[quote] == UInt8(ascii: "\"") ? hashes : nil
  }

  private mutating func readString(hashes: Int) {
    let start = line
    let hash = String(repeating: "#", count: hashes)
    index += hashes
    let quotes = isNext("\"\"\"") ? "\"\"\"" : "\""
    index += quotes.utf8.count
    var text: [UInt8] = []
    while index < bytes.count, !isNext(quotes + hash) {
      if isNext("\\" + hash + "(") {
        index += hashes + 2
        readCode(insideInterpolation: true)
      } else {
        if isNext("\\" + hash) { index += hashes + 1 }
        guard index < bytes.count else { break }
        text.append(bytes[index])
        skip()
      }
    }
    index += quotes.utf8.count + hashes
    literals.append(SwiftText.Literal(line: start, text: String(decoding: text, as: UTF8.self)))
  }
}
