import DeskRules
import DeskStore

struct RosterCalendar: Query {
  static let about = About(
    "roster.calendar", "Gives the duties as an iCalendar file, for a phone.", roles: .staff,
    refusals: [.time, .notFound], example: "swapdesk roster calendar boris",
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
    if let person { _ = try Lookup(books, caller).formerStaff(person) }
    let settings = try books.clients.settings()
    let today = settings.zone.date(at: caller.now)
    let usual = try Period(first: today, last: today.adding(days: 365))
    let reading = try DutyReading(books, settings.zone)
    let (start, end) = try reading.stretch(of: period ?? usual, caller)
    let duties = try reading.duties(from: start, to: end).filter { !reading.hasLeft($0) }
    let calendar = DutyCalendar(
      desk: settings.name, identity: try books.head().identity, made: caller.now)
    return CalendarFile(
      text: calendar.text(of: duties.filter { person == nil || $0.person == person?.text }))
  }
}

/// A file of duties.
struct CalendarFile: Item {
  let text: String
}
