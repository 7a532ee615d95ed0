/// One row of a CSV text: its fields and where it stood.
public struct CSVRow: Sendable, Equatable {
  /// The line on which the row begins, from 1; a row may span several.
  public let line: Int
  let bytes: [UInt8]
  let ends: [Int]

  init(line: Int, bytes: [UInt8], ends: [Int]) {
    self.line = line
    self.bytes = bytes
    self.ends = ends
  }

  /// How many fields the row has.
  public var count: Int { ends.count }

  /// The text of the field at `index`, which must be below `count`.
  public subscript(index: Int) -> String {
    String(decoding: bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]], as: UTF8.self)
  }

  /// All fields in order.
  public var fields: [String] { ends.indices.map { self[$0] } }

  /// The first field that is not UTF-8, from 0, or nil. Fields are judged one by one: two halves
  /// of a character on both sides of a delimiter do not make one.
  var firstInvalidField: Int? {
    if bytes.allSatisfy({ $0 < 0x80 }) { return nil }
    return ends.indices.first { index in
      let field = bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
      return String(validating: field, as: UTF8.self) == nil
    }
  }
}

/// A row that cannot be used.
public struct CSVRefusal: Sendable, Equatable {
  /// The line on which the row begins, from 1.
  public let line: Int
  /// What is wrong with it.
  public let reason: String
  /// The fields as far as they could be told apart: all of them when their number or their
  /// characters are wrong, those before the mistake when the quoting is.
  public let fields: CSVRow
}

/// What a CSV text holds, one after the other.
public enum CSVItem: Sendable, Equatable {
  /// A good row.
  case row(CSVRow)
  /// A row that was passed over.
  case refused(CSVRefusal)
}
