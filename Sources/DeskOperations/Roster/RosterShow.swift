import DeskRules
import DeskStore

struct RosterShow: Query {
  static let about = About(
    "roster.show", "Shows who is on duty: now, tonight, and in a month or another period.",
    roles: .staff, refusals: [.time, .notFound], example: "swapdesk roster show 2026-12",
    notes: [
      "One item a duty, in order; every moment of the period belongs to exactly one, and where nobody"
        + " is on duty the item has no person. from and to are the duty's own, also where it reaches"
        + " beyond the period, which listed_from then begins. to is when the person may leave: where"
        + " the clock is put back over a hand-over that is later than the next one's from.",
      "In a period that has today, now and tonight are told to the end of the night; a duty that begins"
        + " behind the period is marked outside. away and left say that whoever has the duty does not"
        + " answer.",
    ])
  /// The longest period, in days.
  static let limitDays = 740
  let period: Period?
  let person: ShortName?

  init(_ read: inout Arguments) throws(DeskError) {
    period = try read.optional("period", at: 1, "The days; this month where left out.")
    person = try read.optional("person", "Only this person's duties.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> [DutyCard] {
    if let person { _ = try Lookup(books, caller).formerStaff(person) }
    let settings = try books.clients.settings()
    let zone = settings.zone
    let month = try Self.month(of: zone.date(at: caller.now))
    let reading = try DutyReading(books, zone)
    let (start, end) = try reading.stretch(of: period ?? month, caller)
    let listed = try reading.duties(from: start, to: end)
    let night = Night(settings.night).next(at: caller.now, in: zone)
    // The night of the period's last day goes on behind it.
    let isToday = start <= caller.now && caller.now < end
    let after = isToday ? try reading.duties(from: end, to: night.end) : []
    return (listed + after.filter { !listed.contains($0) })
      .filter { person == nil || $0.person == person?.text }
      .map { duty in
        var card = DutyCard(duty, zone: zone, hasLeft: reading.hasLeft(duty))
        let isNow = duty.start <= caller.now && caller.now < duty.end
        // What is over is not tonight.
        let isTonight = max(night.start, caller.now) < duty.end && duty.start < night.end
        if isNow { card.now = true }
        if isTonight { card.tonight = true }
        // Whoever has left or is away does not answer it.
        if isNow || isTonight, card.left == nil, card.away == nil {
          card.phone = reading.phone(duty)
        }
        if end <= duty.start { card.outside = true }
        if duty.start < start, start < duty.end { card.listedFrom = zone.text(of: start) }
        return card
      }
  }

  /// The month of a day.
  static func month(of day: CalendarDate) throws(DeskError) -> Period {
    try Period(String(day.text.prefix(7)))
  }
}

/// Reads duties, and who of those people has left.
struct DutyReading {
  private let books: Books
  private let zone: Zone
  private let members: [String: StaffMember]

  init(_ books: Books, _ zone: Zone) throws(DeskError) {
    self.books = books
    self.zone = zone
    members = Dictionary(
      try books.staff.list().map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The first moment of a period and the first after it.
  ///
  /// - Throws: `time` when the period is longer than two years, or many years ahead.
  func stretch(
    of period: Period, _ caller: Caller
  ) throws(DeskError) -> (start: Instant, end: Instant) {
    guard period.last.dayNumber - period.first.dayNumber < RosterShow.limitDays else {
      throw DeskError(
        .time, "the period is longer than two years; name a shorter one",
        ["parameter": .string("period")])
    }
    let end = zone.endOfDay(period.last)
    try PlanningHorizon.require(end, named: "period", zone, caller)
    return (zone.startOfDay(period.first), end)
  }

  /// The duties that have time in common with a stretch, each from its beginning to its end.
  func duties(from start: Instant, to end: Instant) throws(DeskError) -> [Duty] {
    guard start < end else { return [] }
    return try books.roster.roster(
      from: start.adding(minutes: -Roster.reachMinutes),
      to: end.adding(minutes: Roster.reachMinutes), in: zone
    ).wholeDuties(from: start, to: end)
  }

  /// Whether whoever has a duty has left before it ends.
  func hasLeft(_ duty: Duty) -> Bool {
    duty.person.flatMap { members[$0]?.disabledAt }.map { $0 < duty.end } ?? false
  }

  func phone(_ duty: Duty) -> Private<String>? {
    duty.person.flatMap { members[$0]?.phone }.map { Private($0) }
  }
}

/// A duty as answers show one.
struct DutyCard: Item {
  let person: String?
  let from: String
  let to: String
  var now: Bool?
  var tonight: Bool?
  let insteadOf: String?
  let why: Private<String>?
  let away: Bool?
  let left: Bool?
  var phone: Private<String>?
  /// It is tonight, and begins behind the period that was asked for.
  var outside: Bool?
  /// Where the period begins, for a duty that began before it.
  var listedFrom: String?

  enum CodingKeys: String, CodingKey {
    case person, from, to, now, tonight
    case insteadOf = "instead_of"
    case why, away, left, phone, outside
    case listedFrom = "listed_from"
  }

  init(_ duty: Duty, zone: Zone, hasLeft: Bool = false) {
    person = duty.person
    from = zone.text(of: duty.start)
    to = zone.text(of: duty.relieved)
    insteadOf = duty.insteadOf
    why = duty.reason.map { Private($0) }
    away = duty.isAway ? true : nil
    left = hasLeft ? true : nil
  }
}
