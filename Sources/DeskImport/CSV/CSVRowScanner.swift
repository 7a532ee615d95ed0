/// Finds the fields of one row in a buffer that may end anywhere. It keeps no state between
/// attempts: when bytes are lacking, the row is scanned again from its start, so that where the
/// pieces of the input were cut cannot matter.
struct CSVRowScanner {
  /// How an attempt ended.
  enum Outcome: Equatable {
    /// A whole row; the next begins at this index.
    case row(next: Int)
    /// The row may go on behind the buffer's end.
    case needsMore
    /// The quoting or a line end is wrong.
    case broken(String)
  }

  private enum FieldEnd {
    case delimiter
    case row(next: Int)
    case needsMore
    case broken(String)
  }

  let delimiter: UInt8
  /// The fields' bytes, without quotes and delimiters.
  private(set) var content: [UInt8] = []
  /// Where each field ends in `content`.
  private(set) var ends: [Int] = []
  /// How many line ends stand inside quotes.
  private(set) var innerLines = 0

  private var index = 0

  init(delimiter: UInt8) { self.delimiter = delimiter }

  /// Scans the row that begins at `start`.
  mutating func scan(_ buffer: [UInt8], from start: Int, isLast: Bool) -> Outcome {
    content.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    innerLines = 0
    index = start
    return buffer.withUnsafeBufferPointer { bytes in
      while true {
        let isQuoted = index < bytes.count && bytes[index] == quote
        let end = isQuoted ? quotedField(bytes, isLast) : plainField(bytes, isLast)
        switch end {
        case .delimiter: ends.append(content.count)
        case .row(let next):
          ends.append(content.count)
          return .row(next: next)
        case .needsMore: return .needsMore
        case .broken(let reason): return .broken(reason)
        }
      }
    }
  }

  private mutating func plainField(
    _ bytes: UnsafeBufferPointer<UInt8>, _ isLast: Bool
  ) -> FieldEnd {
    let start = index
    var cursor = index
    while cursor < bytes.count {
      let byte = bytes[cursor]
      if byte == delimiter || byte == quote || byte == newline || byte == carriageReturn { break }
      cursor += 1
    }
    content.append(contentsOf: bytes[start..<cursor])
    index = cursor
    if cursor < bytes.count, bytes[cursor] == quote {
      return .broken("a quote inside a field that does not begin with one")
    }
    return fieldEnd(bytes, isLast)
  }

  private mutating func quotedField(
    _ bytes: UnsafeBufferPointer<UInt8>, _ isLast: Bool
  ) -> FieldEnd {
    index += 1
    while true {
      let start = index
      while index < bytes.count, bytes[index] != quote {
        if bytes[index] == newline { innerLines += 1 }
        index += 1
      }
      content.append(contentsOf: bytes[start..<index])
      guard index < bytes.count else {
        return isLast ? .broken("a quote that is never closed") : .needsMore
      }
      index += 1
      guard index < bytes.count, bytes[index] == quote else { break }
      content.append(quote)
      index += 1
    }
    return fieldEnd(bytes, isLast)
  }

  /// Judges what stands behind a field, and steps over it.
  private mutating func fieldEnd(
    _ bytes: UnsafeBufferPointer<UInt8>, _ isLast: Bool
  ) -> FieldEnd {
    guard index < bytes.count else { return isLast ? .row(next: index) : .needsMore }
    switch bytes[index] {
    case delimiter:
      index += 1
      return .delimiter
    case newline: return .row(next: index + 1)
    case carriageReturn:
      guard index + 1 < bytes.count else {
        return isLast ? .broken("a carriage return without a line feed") : .needsMore
      }
      guard bytes[index + 1] == newline else {
        return .broken("a carriage return without a line feed")
      }
      return .row(next: index + 2)
    default: return .broken("text behind a closing quote")
    }
  }
}

private let quote = UInt8(ascii: "\"")
private let newline = UInt8(ascii: "\n")
private let carriageReturn = UInt8(ascii: "\r")
