import DeskRules
import DeskStore

/// Whether a calendar goes as far as somebody relies on it: of a year that it does not know it cannot
/// tell the holidays, and they would pass for plain days.
struct CalendarWatch {
  /// How many days ahead a year that is missing is said.
  static let daysAhead = 60
  private let books: Books

  init(_ books: Books) { self.books = books }

  /// The years from one day to another that a calendar does not know.
  func missing(
    _ calendar: CalendarVersion, from first: CalendarDate, to last: CalendarDate
  ) throws(DeskError) -> [Int] {
    let known = Set(try books.calendars.years(calendar))
    return (first.year...max(first.year, last.year)).filter { !known.contains($0) }
  }

  /// The years that a calendar ought to know on a day, and does not.
  func missing(_ calendar: CalendarVersion, on day: CalendarDate) throws(DeskError) -> [Int] {
    try missing(calendar, from: day, to: day.adding(days: Self.daysAhead))
  }

  fileprivate func flags(
    _ calendar: CalendarVersion, from first: CalendarDate, to last: CalendarDate
  ) throws(DeskError) -> [String] {
    try missing(calendar, from: first, to: last).map { "calendar_ends \($0)" }
  }
}

extension Lookup {
  /// The flags of a visit whose price asks the calendar for some classes of days, of which it knows
  /// nothing.
  func calendarGaps(
    of client: Client, _ words: Set<DayClass>, from start: Instant, to end: Instant, zone: Zone
  ) throws(DeskError) -> [String] {
    guard !words.isEmpty, let calendar = try calendar(of: client) else { return [] }
    return try CalendarWatch(books).flags(
      calendar, from: zone.date(at: start).adding(days: words.contains(.afterOff) ? -1 : 0),
      to: zone.date(at: max(start, end)).adding(days: words.contains(.beforeOff) ? 1 : 0))
  }

  /// The flags of a ticket whose promise counts working time of which its calendar knows nothing.
  func calendarGaps(of opened: TicketOpened, zone: Zone) throws(DeskError) -> [String] {
    guard let promise = opened.promise, promise.targets.clock == .business,
      let name = promise.calendar
    else { return [] }
    let calendar = CalendarVersion(name: name, version: promise.calendarVersion ?? 0)
    return try CalendarWatch(books).flags(
      calendar, from: zone.date(at: opened.at), to: zone.date(at: opened.due ?? opened.at))
  }
}
