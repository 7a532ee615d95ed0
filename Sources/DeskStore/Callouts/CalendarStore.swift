public import DeskRules
import DeskEngine

/// A calendar by name, with the number of its newest state.
public struct CalendarVersion: Sendable, Hashable {
  /// The calendar's name.
  public let name: String
  /// Which state of it.
  public let version: Int

  /// Names a state of a calendar.
  public init(name: String, version: Int) { (self.name, self.version) = (name, version) }
}

/// Calendars in all their versions.
public struct CalendarStore {
  let books: Books

  /// Every calendar as it stands, by name.
  public func list() throws(DeskError) -> [CalendarVersion] {
    try books.all("SELECT name, version FROM calendar ORDER BY name") { row in
      CalendarVersion(name: row.text(0), version: row.count(1))
    }
  }

  /// The newest state of a calendar.
  public func find(_ name: String) throws(DeskError) -> CalendarVersion? {
    try books.first("SELECT version FROM calendar WHERE name = ?", [.text(name)]) { row in
      CalendarVersion(name: name, version: row.count(0))
    }
  }

  /// The years of a calendar that are known in a state of it.
  public func years(_ calendar: CalendarVersion) throws(DeskError) -> [Int] {
    try books.all(
      """
      SELECT DISTINCT year FROM calendar_year WHERE calendar = ? AND version <= ? ORDER BY year
      """, [.text(calendar.name), .integer(calendar.version)]
    ) { row in row.count(0) }
  }

  /// The days of one year that their weekday does not tell; nil where the year is not known.
  public func days(_ calendar: CalendarVersion, _ year: Int) throws(DeskError) -> [CalendarDay]? {
    try books.first(
      """
      SELECT body FROM calendar_year WHERE calendar = ? AND year = ? AND version <= ?
      ORDER BY version DESC LIMIT 1
      """, [.text(calendar.name), .integer(year), .integer(calendar.version)]
    ) { row throws(DeskError) in try CalendarText.days(row.text(0)) }
  }

  /// The hours of a calendar in a state of it; nil where it has none of its own.
  public func hours(_ calendar: CalendarVersion) throws(DeskError) -> WorkingHours? {
    try books.first(
      """
      SELECT body FROM calendar_hours WHERE calendar = ? AND version <= ?
      ORDER BY version DESC LIMIT 1
      """, [.text(calendar.name), .integer(calendar.version)]
    ) { row throws(DeskError) in try CalendarText.hours(row.text(0)) }
  }

  /// A state of a calendar as far as some years go.
  public func content(
    _ calendar: CalendarVersion, years: ClosedRange<Int>
  ) throws(DeskError) -> WorkCalendar {
    var days: [CalendarDate: DayKind] = [:]
    var last: Int?
    try books.each(
      """
      SELECT year, body FROM calendar_year
      WHERE calendar = ? AND year BETWEEN ? AND ? AND version <= ?
      ORDER BY year DESC, version DESC
      """,
      [
        .text(calendar.name), .integer(years.lowerBound), .integer(years.upperBound),
        .integer(calendar.version),
      ]
    ) { row throws(DeskError) in
      guard row.count(0) != last else { return true }
      last = row.count(0)
      for day in try CalendarText.days(row.text(1)) { days[day.date] = day.kind }
      return true
    }
    return WorkCalendar(days: days, hours: try hours(calendar) ?? .usual)
  }
}

/// How a calendar's content is kept: one line a day or a window.
enum CalendarText {
  static func days(_ text: String) throws(DeskError) -> [CalendarDay] {
    var days: [CalendarDay] = []
    for line in text.split(separator: "\n") { days.append(try CalendarDay(String(line))) }
    return days
  }

  static func hours(_ text: String) throws(DeskError) -> WorkingHours {
    var windows: [OpenHours] = []
    for line in text.split(separator: "\n") { windows.append(try OpenHours(String(line))) }
    return try WorkingHours(windows)
  }

  static func text(_ lines: [some TextValue]) -> String {
    lines.map(\.text).joined(separator: "\n")
  }
}

extension Books {
  /// Calendars.
  public var calendars: CalendarStore { CalendarStore(books: self) }
}
