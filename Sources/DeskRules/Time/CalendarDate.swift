/// A date of the Gregorian calendar, years 0001 to 9999, belonging to no zone; text `2026-11-21`.
public struct CalendarDate: TextValue, Comparable {
  /// The first date that can be written.
  public static let earliest = CalendarDate(validYear: 1, 1, 1)
  /// The last date that can be written.
  public static let latest = CalendarDate(validYear: 9999, 12, 31)

  /// The year, 1 to 9999.
  public let year: Int
  /// The month, 1 to 12.
  public let month: Int
  /// The day of the month, from 1.
  public let day: Int

  /// Makes a date.
  ///
  /// - Throws: `time` when there is no such date.
  public init(year: Int, month: Int, day: Int) throws(DeskError) {
    guard let date = CalendarDate(checking: year, month, day) else {
      throw Self.malformed("\(year)-\(month)-\(day)")
    }
    self = date
  }

  /// Reads `YYYY-MM-DD`.
  ///
  /// - Throws: `time` when the text has another form or names no date.
  public init(_ text: String) throws(DeskError) {
    var scanner = TextScanner(text)
    guard let date = CalendarDate(scanning: &scanner), scanner.isAtEnd else {
      throw Self.malformed(text)
    }
    self = date
  }

  /// The date so many days after 1970-01-01 (before it, if negative). Days beyond the years 0001
  /// to 9999 give the first or the last date of those years.
  public init(dayNumber: Int) {
    guard dayNumber > Self.earliest.dayNumber else { self = .earliest; return }
    guard dayNumber < Self.latest.dayNumber else { self = .latest; return }
    // Years are counted from March, so that the leap day is the last day of its year; an era is
    // the 400 years after which the calendar repeats.
    let daysFromYearZero = dayNumber + 719_468
    let era = daysFromYearZero / 146_097
    let dayOfEra = daysFromYearZero % 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    self.init(
      validYear: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month,
      dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
  }

  /// Reads a date where a longer text holds one.
  init?(scanning scanner: inout TextScanner) {
    guard let year = scanner.number(digits: 4), scanner.take("-"),
      let month = scanner.number(digits: 2), scanner.take("-"),
      let day = scanner.number(digits: 2)
    else { return nil }
    self.init(checking: year, month, day)
  }

  private init?(checking year: Int, _ month: Int, _ day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= Self.length(ofMonth: month, in: year)
    else { return nil }
    self.init(validYear: year, month, day)
  }

  private init(validYear year: Int, _ month: Int, _ day: Int) {
    (self.year, self.month, self.day) = (year, month, day)
  }

  private static func malformed(_ text: String) -> DeskError {
    DeskError(.time, "\(text.quotedForMessage) is not a date; write YYYY-MM-DD")
  }

  /// How many days a month has.
  static func length(ofMonth month: Int, in year: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Whether a year has a 29 February.
  static func isLeap(_ year: Int) -> Bool {
    year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
  }

  /// Days since 1970-01-01; negative before it.
  public var dayNumber: Int {
    let yearFromMarch = month <= 2 ? year - 1 : year
    let era = yearFromMarch / 400
    let yearOfEra = yearFromMarch % 400
    let monthFromMarch = month > 2 ? month - 3 : month + 9
    let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// The date so many days later (or earlier, if negative), at most the first or last there is.
  public func adding(days: Int) -> CalendarDate {
    let (sum, isTooLarge) = dayNumber.addingReportingOverflow(days)
    return isTooLarge ? (days < 0 ? .earliest : .latest) : CalendarDate(dayNumber: sum)
  }

  /// The day of the week.
  public var weekday: Weekday {
    let daysFromMonday = (dayNumber + 3) % 7
    return Weekday.allCases[daysFromMonday < 0 ? daysFromMonday + 7 : daysFromMonday]
  }

  /// The date as `YYYY-MM-DD`.
  public var text: String {
    "\(year.padded(to: 4))-\(month.padded(to: 2))-\(day.padded(to: 2))"
  }

  /// Earlier dates are smaller.
  public static func < (left: CalendarDate, right: CalendarDate) -> Bool {
    (left.year, left.month, left.day) < (right.year, right.month, right.day)
  }
}
