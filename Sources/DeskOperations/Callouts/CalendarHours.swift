import DeskRules
import DeskStore

struct CalendarHours: Change {
  static let about = About(
    "calendar.hours", "Sets the working hours of a calendar, which the business clock counts.",
    roles: .desk, refusals: [.notFound, .usage, .time],
    example: "swapdesk calendar hours ru --open \"mon-fri 09:00-18:00\"",
    notes: [
      "Without hours of its own a calendar has \"working 09:00-18:00\". Weekdays (mon-fri, sat) do"
        + " not hold on days off, and a moved working day without hours has those of the first"
        + " weekday that has any. A short day ends an hour earlier, unless there is a window for"
        + " short days. Open day and night is \"every 00:00-24:00\", holidays and short days too.",
      "A break is two windows. A change gives the calendar its next version.",
    ])
  let calendar: ShortName
  let windows: [OpenHours]

  init(_ read: inout Arguments) throws(DeskError) {
    calendar = try read("calendar", at: 1, "The calendar.")
    windows = try read.list("open", "Days and a window, such as \"working 09:00-13:00\".")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<CalendarCard> {
    let known = try Lookup(books, caller).calendar(calendar)
    let hours = try WorkingHours(windows)
    let before = try books.calendars.hours(known)
    let isSame = before == hours
    let next = CalendarVersion(name: known.name, version: known.version + (isSame ? 0 : 1))
    return Decision(
      events: isSame
        ? [] : [CalendarHoursSet(calendar: next.name, version: next.version, hours: windows)],
      reply: CalendarCard(next, hours, years: try books.calendars.years(known)))
  }
}
