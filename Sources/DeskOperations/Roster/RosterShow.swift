import DeskRules
import DeskStore

struct RosterShow: Query {
  static let about = About(
    "roster.show", "Shows who is on duty: now, tonight, and in a month or another period.",
    roles: .staff, refusals: [.time], example: "swapdesk roster show 2026-12",
    notes: [
      "One item a duty, in order, each from its own beginning to its own end; every moment of the"
        + " period belongs to exactly one, and where nobody is on duty the item has no person."
        + " Today's period goes on to the end of the night. left: the person works here no longer. to is when the person may leave: where the clock is put"
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
    let today = zone.date(at: caller.now)
    let days: Period
    if let period { days = period } else { days = try Self.month(of: today) }
    let night = Night(settings.night).next(at: caller.now, in: zone)
    let reading = DutyReading(books, zone)
    var duties = try reading.duties(of: days)
    if days.first <= today, today <= days.last, let end = duties.last?.end, end < night.end {
      duties += try reading.duties(from: end, to: night.end)
    }
    let members = try books.staff.list()
    return duties.filter { person == nil || $0.person == person?.text }.map { duty in
      var card = DutyCard(duty, zone: zone)
      let isNow = duty.start <= caller.now && caller.now < duty.end
      let isTonight =
        duty.start < night.end && night.start < duty.end && caller.now < duty.end
      if isNow { card.now = true }
      if isTonight { card.tonight = true }
      let member = members.first { $0.name == duty.person }
      if member?.disabledAt != nil {
        card.left = true
      } else if isNow || isTonight {
        card.phone = member?.phone.map { Private($0) }
      }
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
    return try duties(from: zone.startOfDay(period.first), to: zone.endOfDay(period.last))
  }

  /// The duties that have time in common with a stretch, each from its own beginning to its own end;
  /// where nobody is on duty, as far as the stretch goes.
  func duties(from start: Instant, to end: Instant) throws(DeskError) -> [Duty] {
    // No turn is longer than a week.
    let (early, late) = (
      start.adding(minutes: -Self.marginMinutes), end.adding(minutes: Self.marginMinutes)
    )
    return try books.roster.roster(from: early, to: late, in: zone).duties(from: early, to: late)
      .filter { $0.start < end && start < $0.end }
      .map { $0.person == nil ? $0.cut(from: start, to: end) : $0 }
  }

  private static let marginMinutes: Int64 = 8 * 1_440
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
  /// Whether the person works here no longer, so that nobody answers.
  var left: Bool?
  var phone: Private<String>?

  enum CodingKeys: String, CodingKey {
    case person, from, to, now, tonight
    case insteadOf = "instead_of"
    case why, away, left, phone
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
