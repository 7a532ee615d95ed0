import DeskRules
import DeskStore

struct CalendarShow: Query {
  static let about = About(
    "calendar.show", "Shows a calendar: hours, working days a year, and the days it names.",
    roles: .everybody, refusals: [.notFound, .time],
    example: "swapdesk calendar show ru --year 2026")
  let calendar: ShortName
  let year: Int?

  init(_ read: inout Arguments) throws(DeskError) {
    calendar = try read("calendar", at: 1, "The calendar.")
    year = try read.optional("year", "Every day that this year names.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> CalendarCard {
    let known = try Lookup(books, caller).calendar(calendar)
    let years = try books.calendars.years(known)
    var card = CalendarCard(known, try books.calendars.hours(known) ?? .usual, years: years)
    if let year {
      guard years.contains(year) else {
        throw DeskError(.time, "\(known.name) does not know the year \(year)")
      }
    }
    let shown = years.filter { year == nil || $0 == year }
    if let first = shown.first, let last = shown.last {
      let content = try books.calendars.content(known, years: (first - 1)...(last + 1))
      card.summary = try shown.map { year throws(DeskError) in
        try CalendarYearCard(year, content)
      }
    }
    card.days = try year.flatMap { year throws(DeskError) in
      try books.calendars.days(known, year)
    }?.map(CalendarDayCard.init)
    return card
  }
}
