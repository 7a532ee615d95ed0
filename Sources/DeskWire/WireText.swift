import DeskRules

/// What request lines, reply lines and greetings have in common: which bytes they may hold and how
/// names and tags are spelled.
enum WireText {
  static let space = UInt8(ascii: " ")
  static let quote = UInt8(ascii: "\"")
  static let equals = UInt8(ascii: "=")
  static let at = UInt8(ascii: "@")
  static let brace = UInt8(ascii: "{")

  /// Checks that a line is short enough, free of control bytes and valid UTF-8.
  static func check(_ line: [UInt8], limit: Int) throws(DeskError) {
    guard line.count <= limit else { throw tooLong(limit: limit) }
    if let index = line.firstIndex(where: isControl) { throw control(line[index], at: index) }
    let isASCII = line.allSatisfy { $0 < 0x80 }
    guard isASCII || String(validating: line, as: UTF8.self) != nil else {
      throw DeskError(.malformed, "the line is not valid UTF-8: send text as UTF-8")
    }
  }

  static func tooLong(limit: Int) -> DeskError {
    DeskError(
      .tooLong, "the line is longer than \(limit) bytes: split the request",
      ["limit": .integer(Int64(limit))])
  }

  static func isControl(_ byte: UInt8) -> Bool { byte < 0x20 || byte == 0x7F }

  /// `[A-Za-z0-9._:-]`, one to the limit.
  static func isTag(_ bytes: some Collection<UInt8>) -> Bool {
    !bytes.isEmpty && bytes.count <= WireLimits.tagBytes
      && bytes.allSatisfy { byte in
        isLower(byte) || isDigit(byte) || isUpper(byte) || ".-_:".utf8.contains(byte)
      }
  }

  /// `[a-z][a-z0-9_]*` up to the limit.
  static func isName(_ bytes: some Collection<UInt8>) -> Bool {
    guard let first = bytes.first, isLower(first), bytes.count <= WireLimits.nameBytes else {
      return false
    }
    return bytes.allSatisfy { isLower($0) || isDigit($0) || $0 == UInt8(ascii: "_") }
  }

  /// One name, or two joined by a dot, up to the limit.
  static func isOperation(_ bytes: some Collection<UInt8>) -> Bool {
    guard bytes.count <= WireLimits.nameBytes else { return false }
    let parts = bytes.split(
      separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return parts.count <= 2 && parts.allSatisfy { isName($0) }
  }

  static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

  private static func control(_ byte: UInt8, at index: Int) -> DeskError {
    let hexadecimal = String(byte, radix: 16, uppercase: true)
    return DeskError(
      .malformed,
      "byte \(index + 1) is the control character \(hexadecimal) (hexadecimal): "
        + "end lines with LF or CRLF and write control characters as JSON escapes",
      ["byte": .integer(Int64(index + 1))])
  }

  private static func isLower(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
  }

  private static func isUpper(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
