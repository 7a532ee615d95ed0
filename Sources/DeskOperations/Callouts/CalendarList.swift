import DeskRules
import DeskStore

struct CalendarList: Query {
  static let about = About(
    "calendar.list", "Lists the calendars with their hours.", roles: .staff,
    example: "swapdesk calendar list",
    notes: ["lacks: a year that has come, or comes within 60 days, is not recorded."])

  init(_ read: inout Arguments) throws(DeskError) {}

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> [CalendarCard] {
    let today = try books.clients.settings().zone.date(at: caller.now)
    let watch = CalendarWatch(books)
    return try books.calendars.list().map { calendar throws(DeskError) in
      var card = CalendarCard(
        calendar, try books.calendars.hours(calendar) ?? .usual,
        years: try books.calendars.years(calendar))
      card.flags = try watch.missing(calendar, on: today).map { "lacks \($0)" }
      return card
    }
  }
}

/// A calendar as answers show one.
struct CalendarCard: Item {
  let calendar: String
  let version: Int
  let hours: [String]
  let years: [Int]
  var summary: [CalendarYearCard]?
  var days: [CalendarDayCard]?
  var flags: [String]?

  init(_ calendar: CalendarVersion, _ hours: WorkingHours, years: [Int]) {
    self.calendar = calendar.name
    version = calendar.version
    self.hours = hours.windows.map(\.text)
    self.years = years
  }
}

/// What a year of a calendar comes to, to compare with what is printed elsewhere.
struct CalendarYearCard: Item {
  let year: Int
  let workingDays: Int
  let shortDays: Int
  let daysOff: Int
  let hoursAtForty: Int

  enum CodingKeys: String, CodingKey {
    case year
    case workingDays = "working_days"
    case shortDays = "short_days"
    case daysOff = "days_off"
    case hoursAtForty = "hours_at_40_a_week"
  }

  init(_ year: Int, _ calendar: WorkCalendar) throws(DeskError) {
    let first = try CalendarDate(year: year, month: 1, day: 1)
    let last = try CalendarDate(year: year, month: 12, day: 31)
    let days = (first.dayNumber...last.dayNumber).map {
      calendar.facts(of: CalendarDate(dayNumber: $0))
    }
    self.year = year
    workingDays = days.filter(\.isWorking).count
    shortDays = days.filter { $0.kind == .short }.count
    daysOff = days.filter { $0.kind == .off }.count
    hoursAtForty = workingDays * 8 - shortDays
  }
}

/// A day that its weekday does not tell.
struct CalendarDayCard: Item {
  let date: CalendarDate
  let weekday: Weekday
  let kind: DayKind

  init(_ day: CalendarDay) { (date, weekday, kind) = (day.date, day.date.weekday, day.kind) }
}
