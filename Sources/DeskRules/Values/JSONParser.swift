/// Reads one JSON text strictly: RFC 8259, and besides no doubled names, no null and no fractional
/// numbers, which the protocol refuses rather than guesses at. Foundation's parser accepts all
/// three silently, which is why it does not serve here (docs/adr/0004).
public struct JSONParser {
  /// How deep arrays and objects may nest.
  public static let depthLimit = 16
  /// How many names one object may have.
  public static let memberLimit = 1_000

  private let bytes: [UInt8]
  private var index = 0

  /// Parses a whole text.
  ///
  /// - Throws: `usage`, naming what was wrong and at which byte.
  public static func parse(_ text: String) throws(DeskError) -> JSON {
    var parser = JSONParser(bytes: Array(text.utf8))
    let value = try parser.value(depth: 0)
    parser.skipSpace()
    guard parser.index == parser.bytes.count else { throw parser.error("more after the value") }
    return value
  }

  /// Parses the JSON string that starts at `start` (a quote) and returns it with the index of the
  /// byte behind its closing quote.
  ///
  /// - Throws: `usage` when it is not a whole JSON string.
  public static func string(
    in bytes: [UInt8], at start: Int
  ) throws(DeskError) -> (text: String, end: Int) {
    var parser = JSONParser(bytes: bytes)
    parser.index = start
    let text = try parser.string()
    return (text, parser.index)
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private func error(_ what: String) -> DeskError {
    DeskError(.usage, "not JSON as this desk reads it: \(what) at byte \(index + 1)")
  }

  private mutating func skipSpace() {
    while index < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[index]) { index += 1 }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard index < bytes.count, bytes[index] == byte else { return false }
    index += 1
    return true
  }

  private mutating func value(depth: Int) throws(DeskError) -> JSON {
    guard depth <= Self.depthLimit else { throw error("nested too deeply") }
    skipSpace()
    guard index < bytes.count else { throw error("the end came too early") }
    switch bytes[index] {
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "{"): return .object(try object(depth: depth))
    case UInt8(ascii: "["): return .array(try array(depth: depth))
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    default: return try word()
    }
  }

  private mutating func word() throws(DeskError) -> JSON {
    for (word, value) in [("true", JSON.bool(true)), ("false", JSON.bool(false))]
    where bytes[index...].starts(with: word.utf8) {
      index += word.utf8.count
      return value
    }
    if bytes[index...].starts(with: "null".utf8) {
      throw error("null (leave the name out instead)")
    }
    throw error("an unexpected character")
  }

  private mutating func number() throws(DeskError) -> JSON {
    let start = index
    if bytes[index] == UInt8(ascii: "-") { index += 1 }
    let digits = index
    while index < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]) {
      index += 1
    }
    guard index > digits else { throw error("a minus without digits") }
    if index - digits > 1, bytes[digits] == UInt8(ascii: "0") { throw error("a leading zero") }
    if index < bytes.count, [0x2E, 0x65, 0x45].contains(bytes[index]) {
      throw error("a fractional number (write it as a string)")
    }
    guard let number = Int64(String(decoding: bytes[start..<index], as: UTF8.self)) else {
      throw error("a number too large")
    }
    return .integer(number)
  }

  private mutating func array(depth: Int) throws(DeskError) -> JSON.Elements {
    index += 1
    var elements: [JSON] = []
    skipSpace()
    if take(UInt8(ascii: "]")) { return elements }
    while true {
      elements.append(try value(depth: depth + 1))
      skipSpace()
      if take(UInt8(ascii: "]")) { return elements }
      guard take(UInt8(ascii: ",")) else { throw error("no comma between elements") }
    }
  }

  private mutating func object(depth: Int) throws(DeskError) -> JSONObject {
    index += 1
    var object: JSONObject = [:]
    skipSpace()
    if take(UInt8(ascii: "}")) { return object }
    while true {
      skipSpace()
      guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else {
        throw error("a name without quotes")
      }
      let key = try string()
      skipSpace()
      guard take(UInt8(ascii: ":")) else { throw error("no colon after a name") }
      let member = try value(depth: depth + 1)
      guard object[key] == nil else { throw error("a doubled name") }
      guard object.members.count < Self.memberLimit else {
        throw error("more than \(Self.memberLimit) names in one object")
      }
      object.append(key, member)
      skipSpace()
      if take(UInt8(ascii: "}")) { return object }
      guard take(UInt8(ascii: ",")) else { throw error("no comma between members") }
    }
  }

  private mutating func string() throws(DeskError) -> String {
    index += 1
    var text: [UInt8] = []
    while index < bytes.count {
      let byte = bytes[index]
      switch byte {
      case UInt8(ascii: "\""):
        index += 1
        guard let string = String(validating: text, as: UTF8.self) else {
          throw error("text that is not UTF-8")
        }
        return string
      case UInt8(ascii: "\\"): try escape(into: &text)
      case 0..<0x20: throw error("a control character inside a string")
      default:
        text.append(byte)
        index += 1
      }
    }
    throw error("a string without its closing quote")
  }

  private mutating func escape(into text: inout [UInt8]) throws(DeskError) {
    index += 1
    guard index < bytes.count else { throw error("an escape without its letter") }
    let short: [UInt8: UInt8] = [
      0x22: 0x22, 0x5C: 0x5C, 0x2F: 0x2F, 0x62: 0x08, 0x66: 0x0C, 0x6E: 0x0A, 0x72: 0x0D,
      0x74: 0x09,
    ]
    let letter = bytes[index]
    index += 1
    if let byte = short[letter] {
      text.append(byte)
      return
    }
    guard letter == UInt8(ascii: "u") else { throw error("an unknown escape") }
    var scalar = UInt32(try fourDigits())
    if (0xD800..<0xDC00).contains(scalar) {
      guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
        throw error("half a surrogate pair")
      }
      let low = UInt32(try fourDigits())
      guard (0xDC00..<0xE000).contains(low) else { throw error("half a surrogate pair") }
      scalar = 0x10000 + (scalar - 0xD800) << 10 + (low - 0xDC00)
    }
    guard let character = Unicode.Scalar(scalar) else { throw error("half a surrogate pair") }
    text.append(contentsOf: String(Character(character)).utf8)
  }

  private mutating func fourDigits() throws(DeskError) -> UInt16 {
    guard index + 4 <= bytes.count else { throw error("an escape cut short") }
    let digits = bytes[index..<index + 4]
    let isHexadecimal = digits.allSatisfy { Character(Unicode.Scalar($0)).isHexDigit }
    guard isHexadecimal, let value = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw error("an escape with wrong digits") }
    index += 4
    return value
  }
}

extension JSON {
  typealias Elements = [JSON]
}
