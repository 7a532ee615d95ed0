/// Reads a short ASCII text from left to right; every step either consumes what it names or nothing.
struct TextScanner {
  private var rest: ArraySlice<UInt8>

  init(_ text: String) { rest = Array(text.utf8)[...] }

  /// Whether everything has been read.
  var isAtEnd: Bool { rest.isEmpty }

  /// The next byte.
  var next: UInt8? { rest.first }

  /// Consumes one character, if it is the next.
  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard let next = rest.first, UInt32(next) == character.value else { return false }
    rest.removeFirst()
    return true
  }

  /// Consumes a word, if it is next.
  mutating func take(word: StaticString) -> Bool {
    let bytes = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
    guard rest.starts(with: bytes) else { return false }
    rest.removeFirst(bytes.count)
    return true
  }

  /// Consumes a number of at least and at most so many digits.
  mutating func number(digits: ClosedRange<Int>) -> Int? {
    let found = rest.prefix(digits.upperBound).prefix { (0x30...0x39).contains($0) }
    guard found.count >= digits.lowerBound else { return nil }
    rest.removeFirst(found.count)
    return found.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }

  /// Consumes a number of exactly so many digits.
  mutating func number(digits: Int) -> Int? { number(digits: digits...digits) }

  /// Consumes all digits that come next, at least one.
  mutating func digits() -> [UInt8]? {
    let found = rest.prefix { (0x30...0x39).contains($0) }
    guard !found.isEmpty else { return nil }
    rest.removeFirst(found.count)
    return found.map { $0 - 0x30 }
  }

  /// Consumes bytes as long as they satisfy a condition, and returns how many those were.
  mutating func skip(while condition: (UInt8) -> Bool) -> Int {
    let found = rest.prefix(while: condition)
    rest.removeFirst(found.count)
    return found.count
  }
}

extension Int {
  /// The number with leading zeros up to so many digits; the number must not be negative.
  func padded(to digits: Int) -> String {
    let text = String(self)
    return String(repeating: "0", count: Swift.max(0, digits - text.utf8.count)) + text
  }
}
