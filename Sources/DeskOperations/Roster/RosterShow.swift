import DeskRules
import DeskStore

struct RosterShow: Query {
  static let about = About(
    "roster.show", "Shows who is on duty: now, tonight, and in a month or another period.",
    roles: .staff, refusals: [.time], example: "swapdesk roster show 2026-12",
    notes: [
      "One item a duty, in order; every moment of the period belongs to exactly one, and where nobody"
        + " is on duty the item has no person. to is when the person may leave: where the clock is put"
        + " back over a hand-over that is later than the next one's from."
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
    let settings = try books.clients.settings()
    let zone = settings.zone
    let month = try Self.month(of: zone.date(at: caller.now))
    let duties = try DutyReading(books, zone).duties(of: period ?? month)
    let night = Night(settings.night).next(at: caller.now, in: zone)
    let members = try books.staff.list()
    return duties.filter { person == nil || $0.person == person?.text }.map { duty in
      var card = DutyCard(duty, zone: zone)
      let isNow = duty.start <= caller.now && caller.now < duty.end
      let isTonight = duty.start < night.end && night.start < duty.end
      if isNow { card.now = true }
      if isTonight { card.tonight = true }
      let member = isNow || isTonight ? members.first { $0.name == duty.person } : nil
      card.phone = member?.phone.map { Private($0) }
      return card
    }
  }

  /// The month of a day.
  static func month(of day: CalendarDate) throws(DeskError) -> Period {
    try Period(String(day.text.prefix(7)))
  }
}

/// Reads the duties of whole days.
struct DutyReading {
  private let books: Books
  private let zone: Zone

  init(_ books: Books, _ zone: Zone) {
    self.books = books
    self.zone = zone
  }

  /// - Throws: `time` when the period is longer than two years.
  func duties(of period: Period) throws(DeskError) -> [Duty] {
    guard period.last.dayNumber - period.first.dayNumber < RosterShow.limitDays else {
      throw DeskError(
        .time, "the period is longer than two years; name a shorter one",
        ["parameter": .string("period")])
    }
    let start = zone.startOfDay(period.first)
    let end = zone.endOfDay(period.last)
    return try books.roster.roster(from: start, to: end, in: zone).duties(from: start, to: end)
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
  var phone: Private<String>?

  enum CodingKeys: String, CodingKey {
    case person, from, to, now, tonight
    case insteadOf = "instead_of"
    case why, away, phone
  }

  init(_ duty: Duty, zone: Zone) {
    person = duty.person
    from = zone.text(of: duty.start)
    to = zone.text(of: duty.relieved)
    insteadOf = duty.insteadOf
    why = duty.reason.map { Private($0) }
    away = duty.isAway ? true : nil
  }
}
