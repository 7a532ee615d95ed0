public import DeskEngine
public import DeskRules

/// What the desk remembers, for reading: one connection's view, with a store for each subject.
public struct Books {
  let reader: any Reader

  /// Reads through a connection; everything read inside one `snapshot` belongs together.
  public init(_ reader: any Reader) { self.reader = reader }

  /// Runs `body` on one unchanging state of the books.
  public func snapshot<Result>(
    _ body: () throws(DeskError) -> Result
  ) throws(DeskError) -> Result {
    try reader.snapshot(body)
  }

  /// Every row of a query, in order.
  func all<Item>(
    _ sql: String, _ values: [SQLValue] = [], _ item: (any Row) throws(DeskError) -> Item
  ) throws(DeskError) -> [Item] {
    var items: [Item] = []
    try each(sql, values) { row throws(DeskError) in
      items.append(try item(row))
      return true
    }
    return items
  }

  /// The first row of a query, if there is one.
  func first<Item>(
    _ sql: String, _ values: [SQLValue] = [], _ item: (any Row) throws(DeskError) -> Item
  ) throws(DeskError) -> Item? {
    var found: Item?
    try each(sql, values) { row throws(DeskError) in
      found = try item(row)
      return false
    }
    return found
  }

  /// Hands each row to `body` until it returns false.
  func each(
    _ sql: String, _ values: [SQLValue] = [], _ body: (any Row) throws(DeskError) -> Bool
  ) throws(DeskError) {
    var refusal: DeskError?
    do {
      try reader.forEach(sql, values) { row in
        do throws(DeskError) {
          return try body(row)
        } catch {
          refusal = error
          return false
        }
      }
    } catch {
      throw DeskError(error)
    }
    if let refusal { throw refusal }
  }

  /// The last number given in a series, 0 before the first.
  func lastNumber(_ series: String) throws(DeskError) -> Int {
    try first("SELECT value FROM counter WHERE name = ?", [.text(series)]) { row in
      Int(row.integer(0))
    } ?? 0
  }

  /// The next number of a series: permanent, without gaps, never reused.
  public func next<Subject>(
    _ type: Number<Subject>.Type = Number<Subject>.self
  ) throws(DeskError) -> Number<Subject> {
    Number(try lastNumber(Subject.noun) + 1)
  }
}

extension Row {
  /// The column as a whole number, or nil.
  func optionalInteger(_ column: Int) -> Int64? { isNull(column) ? nil : integer(column) }
  /// The column as text, or nil.
  func optionalText(_ column: Int) -> String? { isNull(column) ? nil : text(column) }
  /// The column as a count.
  func count(_ column: Int) -> Int { Int(integer(column)) }
  /// The column as a moment.
  func instant(_ column: Int) -> Instant { Instant(seconds: integer(column)) }
  /// The column as a moment, or nil.
  func optionalInstant(_ column: Int) -> Instant? {
    optionalInteger(column).map { Instant(seconds: $0) }
  }
  /// The column as one of a list of words.
  ///
  /// - Throws: `damaged` for a word that is not on the list.
  func word<Word: RawRepresentable<String>>(
    _ column: Int, _ type: Word.Type = Word.self
  ) throws(DeskError) -> Word {
    guard let word = Word(rawValue: text(column)) else {
      throw DeskError(.damaged, "the desk file has an unknown \(Word.self): \(text(column))")
    }
    return word
  }
}

extension SQLValue {
  static func text(_ text: String?) -> SQLValue { text.map { .text($0) } ?? .null }
  static func integer(_ number: Int) -> SQLValue { .integer(Int64(number)) }
  static func integer(_ number: Int64?) -> SQLValue { number.map { .integer($0) } ?? .null }
  static func integer(_ number: Int?) -> SQLValue { .integer(number.map { Int64($0) }) }
  static func flag(_ flag: Bool?) -> SQLValue { .integer(flag.map { $0 ? 1 : 0 } as Int64?) }
  static func instant(_ instant: Instant?) -> SQLValue { .integer(instant?.seconds) }
  static func code(_ code: ClientCode?) -> SQLValue { .text(code?.description) }
  static func tag(_ tag: Tag) -> SQLValue { .text(tag.description) }
  static func number<Subject>(_ number: Number<Subject>) -> SQLValue { .integer(number.value) }
  static func number<Subject>(_ number: Number<Subject>?) -> SQLValue {
    .integer(number.map { Int64($0.value) })
  }
}
