import DeskRules
import DeskStore

/// Makes the response clocks of tickets, reading each calendar once.
struct ResponseClocks {
  private let lookup: Lookup
  private var calendars: [CalendarYears: WorkCalendar] = [:]

  /// For how many years after a ticket came in its calendar is read.
  private static let yearsAhead = 11

  init(_ lookup: Lookup) { self.lookup = lookup }

  /// The clock of a ticket; nil where nothing was promised. Pauses that are not in the books yet
  /// may be handed in.
  mutating func clock(
    of ticket: Ticket, zone: Zone, pauses: [ClockPause]? = nil
  ) throws(DeskError) -> ResponseClock? {
    guard let promise = ticket.promise else { return nil }
    let known: [ClockPause]
    if let pauses { known = pauses } else { known = try lookup.books.tickets.pauses(ticket.number) }
    return ResponseClock(
      promise, received: ticket.opened, stamps: ticket.stamps, pauses: known,
      calendar: try calendar(of: promise, from: zone.date(at: ticket.opened).year), zone: zone)
  }

  /// The calendar of a promise as it was when it was made.
  private mutating func calendar(
    of promise: ResponsePromise, from year: Int
  ) throws(DeskError) -> WorkCalendar {
    guard promise.targets.clock == .business, let name = promise.calendar else {
      return .weekdaysOnly
    }
    let version = CalendarVersion(name: name, version: promise.calendarVersion ?? 0)
    let key = CalendarYears(calendar: version, first: year - 1)
    if let known = calendars[key] { return known }
    let calendar = try lookup.books.calendars.content(
      version, years: (year - 1)...(year + Self.yearsAhead))
    calendars[key] = calendar
    return calendar
  }
}

/// A calendar from a year on.
private struct CalendarYears: Hashable {
  let calendar: CalendarVersion
  let first: Int
}

extension Lookup {
  /// The calendar that counts for a client: its own, else the desk's, if either has one.
  func calendar(of client: Client) throws(DeskError) -> CalendarVersion? {
    let name: String?
    if let own = client.calendar {
      name = own
    } else {
      name = try books.clients.settings().calendar
    }
    return try name.flatMap { name throws(DeskError) in try books.calendars.find(name) }
  }

  /// What a client's calendar says of the days of a visit.
  func calendar(
    of client: Client, from start: Instant, to end: Instant, zone: Zone
  ) throws(DeskError) -> WorkCalendar {
    guard let calendar = try calendar(of: client) else { return .weekdaysOnly }
    let (first, last) = (zone.date(at: start), zone.date(at: max(start, end)))
    return try books.calendars.content(
      calendar, years: first.adding(days: -1).year...last.adding(days: 1).year)
  }

  /// The fact that opens a ticket: its number, what is promised of it, and until when that is due
  /// where nobody named a due time.
  func opening(
    _ client: Client, _ site: Site, device: Tag?, problem: String, priority: Int, at: Instant,
    due: Instant?, line: String?
  ) throws(DeskError) -> TicketOpened {
    let promise = try promise(to: client, priority: priority, setsDue: due == nil)
    let number: TicketNumber = try books.next()
    func opened(due: Instant?) -> TicketOpened {
      TicketOpened(
        ticket: number, client: client.code, site: site.code, device: device, problem: problem,
        priority: priority, at: at, due: due, line: line ?? UsualLines.names[0], promise: promise)
    }
    guard let promise, promise.setsDue, let stage = promise.lastStage else {
      return opened(due: due)
    }
    var clocks = ResponseClocks(self)
    let clock = try clocks.clock(of: Ticket(opened(due: nil)), zone: site.zone, pauses: [])
    return opened(due: clock?.due(stage))
  }

  private func promise(
    to client: Client, priority: Int, setsDue: Bool
  ) throws(DeskError) -> ResponsePromise? {
    guard let targets = try books.tickets.targets(for: client.code, priority: priority) else {
      return nil
    }
    let calendar = targets.clock == .business ? try calendar(of: client) : nil
    return ResponsePromise(
      targets: targets, calendar: calendar?.name, calendarVersion: calendar?.version,
      setsDue: setsDue)
  }
}
