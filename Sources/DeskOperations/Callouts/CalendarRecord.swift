import DeskRules
import DeskStore

struct CalendarRecord: Change {
  static let about = About(
    "calendar.record", "Records a year's days off, short days and moved working days.",
    roles: .desk, refusals: [.usage, .time],
    example: "swapdesk calendar record ru --year 2026 --day 2026-01-09=off --day 2026-04-30=short",
    notes: [
      "The year is recorded whole: days that are left out are judged by their weekday. A repetition"
        + " changes nothing; a change gives the calendar its next version. Tickets keep the version"
        + " that was in force when they came in.",
      "import calendar sends one such request a year.",
    ])
  let calendar: ShortName
  let year: Int
  let days: [CalendarDay]

  init(_ read: inout Arguments) throws(DeskError) {
    calendar = try read("calendar", at: 1, "The calendar's name; a new one begins with its name.")
    year = try read("year", "The year.")
    days = try read.list("day", "A date and what it is: off, short or work.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<RecordedYear> {
    guard calendar.text != Lookup.noCalendar else {
      throw DeskError(.usage, "\(Lookup.noCalendar) means no calendar; choose another name")
    }
    let known = try books.calendars.find(calendar.text)
    let days = try checkedDays()
    let before = try known.flatMap { calendar throws(DeskError) in
      try books.calendars.days(calendar, year)
    }
    guard before != days else {
      return Decision(
        events: [], reply: RecordedYear(calendar.text, year, known?.version ?? 0, "unchanged"))
    }
    let version = (known?.version ?? 0) + 1
    return Decision(
      events: [
        CalendarRecorded(calendar: calendar.text, version: version, year: year, days: days)
      ],
      reply: RecordedYear(calendar.text, year, version, before == nil ? "added" : "changed"))
  }

  private func checkedDays() throws(DeskError) -> [CalendarDay] {
    guard (CalendarDate.earliest.year...CalendarDate.latest.year).contains(year) else {
      throw DeskError(.time, "\(year) is no year from 1 to 9999")
    }
    var seen: Set<CalendarDate> = []
    for day in days {
      guard day.date.year == year else {
        throw DeskError(.time, "\(day.date) is not in \(year)")
      }
      guard seen.insert(day.date).inserted else {
        throw DeskError(.usage, "\(day.date) is given twice")
      }
    }
    return days.sorted { $0.date < $1.date }
  }
}

/// What became of a recorded year.
struct RecordedYear: Item {
  let calendar: String
  let year: Int
  let version: Int
  let result: String

  init(_ calendar: String, _ year: Int, _ version: Int, _ result: String) {
    (self.calendar, self.year, self.version, self.result) = (calendar, year, version, result)
  }
}

extension Lookup {
  /// The word for no calendar.
  static let noCalendar = "none"

  /// The calendar with a name.
  func calendar(_ name: ShortName) throws(DeskError) -> CalendarVersion {
    if let calendar = try books.calendars.find(name.text) { return calendar }
    let names = try books.calendars.list().map(\.name)
    throw DeskError.unknownName(
      .notFound, "there is no calendar \(name.text)",
      nearest: Nearest.names(to: name.text, among: names),
      or: "; import calendar or calendar record makes one")
  }

  /// The name of a calendar as a setting keeps it: empty for none.
  func calendarSetting(_ name: ShortName) throws(DeskError) -> String {
    name.text == Self.noCalendar ? "" : try calendar(name).name
  }
}
