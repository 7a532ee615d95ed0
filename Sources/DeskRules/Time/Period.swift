/// Whole days from a first to a last, both included; text `2026`, `2026-Q4`, `2026-11`, `2026-11-21`
/// or `2026-11-21..2026-12-05`. Periods of the same days are equal however they were written.
public struct Period: TextValue {
  /// The first day.
  public let first: CalendarDate
  /// The last day, not before the first.
  public let last: CalendarDate

  /// Makes a period of the days from one date to another, both included.
  ///
  /// - Throws: `time` when the last day is before the first.
  public init(first: CalendarDate, last: CalendarDate) throws(DeskError) {
    guard first <= last else {
      throw DeskError(.time, "the period ends on \(last.text), before its start \(first.text)")
    }
    (self.first, self.last) = (first, last)
  }

  /// Reads a year, a quarter, a month, a date, or two dates with `..` between them.
  ///
  /// - Throws: `time` when the text has another form or the period ends before it starts.
  public init(_ text: String) throws(DeskError) {
    var scanner = TextScanner(text)
    if let first = CalendarDate(scanning: &scanner) {
      if scanner.isAtEnd {
        try self.init(first: first, last: first)
        return
      }
      guard scanner.take(word: ".."), let last = CalendarDate(scanning: &scanner), scanner.isAtEnd
      else { throw Self.malformed(text) }
      try self.init(first: first, last: last)
    } else {
      scanner = TextScanner(text)
      guard let months = Self.months(scanning: &scanner), scanner.isAtEnd, months.year > 0 else {
        throw Self.malformed(text)
      }
      try self.init(year: months.year, months: months.range)
    }
  }

  private init(year: Int, months: ClosedRange<Int>) throws(DeskError) {
    let lastDay = CalendarDate.length(ofMonth: months.upperBound, in: year)
    try self.init(
      first: CalendarDate(year: year, month: months.lowerBound, day: 1),
      last: CalendarDate(year: year, month: months.upperBound, day: lastDay))
  }

  private static func months(
    scanning scanner: inout TextScanner
  ) -> (year: Int, range: ClosedRange<Int>)? {
    guard let year = scanner.number(digits: 4) else { return nil }
    guard scanner.take("-") else { return (year, 1...12) }
    if scanner.take("Q") || scanner.take("q") {
      guard let quarter = scanner.number(digits: 1), (1...4).contains(quarter) else { return nil }
      return (year, (quarter * 3 - 2)...(quarter * 3))
    }
    guard let month = scanner.number(digits: 2), (1...12).contains(month) else { return nil }
    return (year, month...month)
  }

  private static func malformed(_ text: String) -> DeskError {
    DeskError(
      .time,
      "\(text.quotedForMessage) is not a period; write 2026, 2026-Q4, 2026-11, 2026-11-21"
        + " or 2026-11-21..2026-12-05")
  }

  /// The period in its shortest form: `2026`, `2026-Q4`, `2026-11` or two dates.
  public var text: String {
    let isWholeMonths =
      first.year == last.year && first.day == 1
      && last.day == CalendarDate.length(ofMonth: last.month, in: last.year)
    let year = first.year.padded(to: 4)
    switch (isWholeMonths, first.month, last.month - first.month) {
    case (true, 1, 11): return year
    case (true, 1, 2), (true, 4, 2), (true, 7, 2), (true, 10, 2):
      return "\(year)-Q\(last.month / 3)"
    case (true, _, 0): return "\(year)-\(first.month.padded(to: 2))"
    default: return "\(first.text)..\(last.text)"
    }
  }

  /// Whether a date is one of the period's days.
  public func contains(_ date: CalendarDate) -> Bool { first <= date && date <= last }

  /// Whether the periods have a day in common.
  public func overlaps(_ other: Period) -> Bool { first <= other.last && other.first <= last }
}
