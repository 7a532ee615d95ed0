import DeskRules
import DeskStore

struct RosterCalendar: Query {
  static let about = About(
    "roster.calendar", "Gives the duties as an iCalendar file, for a phone.", roles: .staff,
    refusals: [.time], example: "swapdesk roster calendar boris",
    notes: [
      "The command line prints the file itself; elsewhere it is the member text. A later file brings"
        + " the same events under the same identifiers, so that a phone takes them in place."
    ])
  let person: ShortName?
  let period: Period?

  init(_ read: inout Arguments) throws(DeskError) {
    person = try read.optional("person", at: 1, "Only this person's duties.")
    period = try read.optional("period", "The days; from today for a year where left out.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> CalendarFile {
    let settings = try books.clients.settings()
    let today = settings.zone.date(at: caller.now)
    let usual = try Period(first: today, last: today.adding(days: 365))
    let duties = try DutyReading(books, settings.zone).duties(of: period ?? usual)
    let calendar = DutyCalendar(
      desk: settings.name, identity: try books.head().identity, made: caller.now)
    let left = Set(try books.staff.list().filter { $0.disabledAt != nil }.map(\.name))
    let shown = duties.filter { duty in
      (person == nil || duty.person == person?.text) && !left.contains(duty.person ?? "")
    }
    return CalendarFile(text: calendar.text(of: shown))
  }
}

/// A file of duties.
struct CalendarFile: Item {
  let text: String
}
