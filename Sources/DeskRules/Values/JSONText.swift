extension JSON {
  /// The value as compact JSON text on one line.
  public var line: String {
    var bytes: [UInt8] = []
    write(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends the compact JSON text. Control characters, also the C1 range and the line and
  /// direction separators, are written as escapes, so that the text can break neither a line of
  /// the protocol nor a terminal.
  public func write(to bytes: inout [UInt8]) {
    switch self {
    case .string(let text): JSON.write(text, to: &bytes)
    case .integer(let number): bytes.append(contentsOf: String(number).utf8)
    case .bool(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
    case .array(let elements):
      bytes.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        element.write(to: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let object): object.write(to: &bytes)
    }
  }

  static func write(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    var text = text
    text.withUTF8 { utf8 in
      var plain = 0
      for (index, byte) in utf8.enumerated() where needsEscape(utf8, index, byte) {
        bytes.append(contentsOf: utf8[plain..<index])
        plain = index + escape(utf8, index, byte, to: &bytes)
      }
      if plain < utf8.count { bytes.append(contentsOf: utf8[plain...]) }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private static func needsEscape(
    _ utf8: UnsafeBufferPointer<UInt8>, _ index: Int, _ byte: UInt8
  ) -> Bool {
    switch byte {
    case 0..<0x20, UInt8(ascii: "\""), UInt8(ascii: "\\"), 0x7F: true
    case 0xC2: utf8[index + 1] < 0xA0
    case 0xE2: isSeparatorOrDirectionMark(utf8[index + 1], utf8[index + 2])
    default: false
    }
  }

  /// U+200E, U+200F, U+2028 to U+202E and U+2066 to U+2069, by their second and third byte.
  private static func isSeparatorOrDirectionMark(_ second: UInt8, _ third: UInt8) -> Bool {
    switch (second, third) {
    case (0x80, 0x8E...0x8F), (0x80, 0xA8...0xAE), (0x81, 0xA6...0xA9): true
    default: false
    }
  }

  /// Writes the escape of the character at `index`; returns how many bytes the character had.
  private static func escape(
    _ utf8: UnsafeBufferPointer<UInt8>, _ index: Int, _ byte: UInt8, to bytes: inout [UInt8]
  ) -> Int {
    let short: [UInt8: StaticString] = [
      0x22: "\\\"", 0x5C: "\\\\", 0x08: "\\b", 0x09: "\\t", 0x0A: "\\n", 0x0C: "\\f",
      0x0D: "\\r",
    ]
    if let escape = short[byte] {
      escape.withUTF8Buffer { bytes.append(contentsOf: $0) }
      return 1
    }
    let (scalar, length): (UInt32, Int) =
      switch byte {
      case 0xC2: (UInt32(utf8[index + 1]), 2)
      case 0xE2:
        (0x2000 | UInt32(utf8[index + 1] & 0x3F) << 6 | UInt32(utf8[index + 2] & 0x3F), 3)
      default: (UInt32(byte), 1)
      }
    let digits = String(scalar, radix: 16)
    bytes.append(contentsOf: "\\u".utf8)
    bytes.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: 4 - digits.utf8.count))
    bytes.append(contentsOf: digits.utf8)
    return length
  }
}

extension JSONObject {
  /// The object as compact JSON text on one line.
  public var line: String { JSON.object(self).line }

  /// Appends the compact JSON text.
  public func write(to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "{"))
    for (index, member) in members.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      JSON.write(member.key, to: &bytes)
      bytes.append(UInt8(ascii: ":"))
      member.value.write(to: &bytes)
    }
    bytes.append(UInt8(ascii: "}"))
  }
}
