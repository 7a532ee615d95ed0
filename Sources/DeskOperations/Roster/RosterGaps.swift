import DeskRules
import DeskStore

struct RosterGaps: Query {
  static let about = About(
    "roster.gaps",
    "Names nights nobody covers, people who cannot be reached, and rest that is too short.",
    roles: .staff, refusals: [.usage], example: "swapdesk roster gaps",
    notes: [
      "Looks 30 days ahead. uncovered: nobody is on duty, or somebody who has left or is away."
        + " no_contact: on duty or in the chain, its manager too, without phone and mail, or without"
        + " the one that the notifier needs (escalation set --contact); or, without a"
        + " person, nobody can be told of a call that nobody answers. short_rest: less than the roster's"
        + " hours between two duties, or between a night's work, with what followed it before such a"
        + " rest, and the next duty. calendar_ends: a calendar does not know a year that comes within"
        + " 60 days."
    ])
  let days: Int?

  init(_ read: inout Arguments) throws(DeskError) {
    days = try read.optional("days", "How many days ahead, from 1 to 366; 30 where left out.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> [GapCard] {
    let days = days ?? 30
    guard (1...366).contains(days) else {
      throw DeskError(.usage, "days are from 1 to 366", ["parameter": .string("days")])
    }
    let zone = try books.clients.settings().zone
    let end = zone.endOfDay(zone.date(at: caller.now).adding(days: days))
    let roster = try books.roster.roster(from: caller.now, to: end, in: zone)
    let search = GapSearch(
      members: try books.staff.list(), duties: roster.duties(from: caller.now, to: end),
      zone: zone, night: Night(try books.clients.settings().night))
    let escalation = try books.calls.escalation().escalation
    let chain = escalation.steps.flatMap(\.people) + (escalation.manager.map { [$0] } ?? [])
    let rest = try RestWatch(books, zone: zone, now: caller.now)
    return search.uncovered + search.unreachable(chain, escalation.contact)
      + (try managerGaps(escalation, books, caller.now)) + (try rest.betweenDuties(until: end))
      + (try rest.afterNights(search.duties)) + (try calendarGaps(books, caller.now, zone))
  }
}

extension RosterGaps {
  /// The calendars that end soon, or have ended.
  private func calendarGaps(
    _ books: Books, _ now: Instant, _ zone: Zone
  ) throws(DeskError) -> [GapCard] {
    let watch = CalendarWatch(books)
    var gaps: [GapCard] = []
    for calendar in try books.calendars.list() {
      for year in try watch.missing(calendar, on: zone.date(at: now)) {
        gaps.append(
          GapCard(
            kind: "calendar_ends", person: nil,
            what: "the calendar \(calendar.name) names no days of \(year): holidays would be priced"
              + " by their weekday; import it"))
      }
    }
    return gaps
  }

  /// Says when nobody could be told of a call that nobody answers.
  private func managerGaps(
    _ escalation: Escalation, _ books: Books, _ now: Instant
  ) throws(DeskError) -> [GapCard] {
    let reach = try Reach(books, now: now, for: escalation)
    guard try reach.isNobody(of: reach.managers.flatMap(\.self)) else { return [] }
    return [
      GapCard(
        kind: "no_contact", person: nil,
        what: "no manager and no admin can be told of a call that nobody answers;"
          + " staff edit NAME \(escalation.contact.missingText.flag) …")
    ]
  }
}

/// Something about the roster that wants attention.
struct GapCard: Item {
  let kind: String
  let person: String?
  var from: String?
  var to: String?
  var nights: Int?
  var hours: Int?
  let what: String
}

/// Looks through duties for what is missing.
struct GapSearch {
  let duties: [Duty]
  private let members: [String: StaffMember]
  private let zone: Zone
  private let night: Night

  init(members: [StaffMember], duties: [Duty], zone: Zone, night: Night) {
    self.night = night
    self.members = Dictionary(
      members.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    self.duties = duties
    self.zone = zone
  }

  private func hasLeft(_ name: String) -> Bool {
    members[name].map { $0.disabledAt != nil } ?? true
  }

  /// The stretches that nobody covers.
  var uncovered: [GapCard] {
    var missing: [Duty] = []
    for duty in duties {
      let isCovered = duty.person.map { !duty.isAway && !hasLeft($0) } ?? false
      if !isCovered { missing.append(duty) }
    }
    return Duty.joined(missing).map { duty in
      let reason =
        duty.person.map { hasLeft($0) ? "\($0) has left" : "\($0) is away" } ?? "nobody is on duty"
      return GapCard(
        kind: "uncovered", person: duty.person, from: zone.text(of: duty.start),
        to: zone.text(of: duty.end),
        nights: night.count(from: duty.start, to: duty.end, in: zone), what: reason)
    }
  }

  /// The people on duty, or in the chain, who lack the contact that is needed, or have left.
  func unreachable(_ chain: [String], _ contact: NotifierContact) -> [GapCard] {
    let onDuty = Set(duties.compactMap(\.person))
    return onDuty.union(chain).subtracting([EscalationStep.onDuty]).sorted().compactMap { name in
      if hasLeft(name) {
        guard chain.contains(name) else { return nil }
        return GapCard(kind: "left", person: name, what: "\(name) is in the chain and has left")
      }
      guard members[name]?.isReachable(by: contact) == false else { return nil }
      let missing = contact.missingText
      return GapCard(
        kind: "no_contact", person: name,
        what: "\(name) \(missing.has); staff edit \(name) \(missing.flag) …")
    }
  }
}

/// Whether people have their rest between duties and after a night's work, in elapsed hours.
struct RestWatch {
  /// The hours that are wanted now; another rotation may want others.
  let hours: Int
  private let books: Books
  private let zone: Zone
  private let now: Instant

  init(_ books: Books, zone: Zone, now: Instant) throws(DeskError) {
    self.books = books
    self.zone = zone
    self.now = now
    hours = try Self.hours(at: now, books)
  }

  /// The hours that the rotation of a moment wants.
  private static func hours(at moment: Instant, _ books: Books) throws(DeskError) -> Int {
    try books.roster.rotation(at: moment)?.restHours ?? RosterSetting.usualRestHours
  }

  /// Duties of one person that follow each other too soon, where the later one is still to begin.
  /// Whoever is away has no duty then.
  func betweenDuties(until end: Instant) throws(DeskError) -> [GapCard] {
    let start = now.adding(minutes: Int64(-RosterSetting.longestRestHours) * 60)
    let duties = try books.roster.roster(from: start, to: end, in: zone)
      .duties(from: start, to: end)
    var last: [String: Instant] = [:]
    var short: [GapCard] = []
    for duty in Duty.joined(duties.filter { !$0.isAway }) {
      guard let person = duty.person else { continue }
      let hours = try Self.hours(at: max(now, duty.start), books)
      if let before = last[person], duty.start < before.adding(minutes: Int64(hours) * 60),
        duty.start >= now
      {
        let rest = Int((duty.start.seconds - before.seconds) / 3600)
        short.append(
          GapCard(
            kind: "short_rest", person: person, from: zone.text(of: before),
            to: zone.text(of: duty.start), hours: rest,
            what: "\(rest) h between two duties; \(hours) h are wanted"))
      }
      last[person] = duty.relieved
    }
    return short
  }

  /// The duty that begins too soon after a night's work, if one does. A duty that goes on from before
  /// the end of the work does not begin.
  func tooSoon(after done: Instant, from arrived: Instant, _ person: String) throws(DeskError)
    -> Duty?
  {
    guard try isOfNight(from: arrived, to: done, person) else { return nil }
    let end = done.adding(minutes: restMinutes)
    return try books.roster.roster(from: done.adding(minutes: -1), to: end, in: zone)
      .nextDuty(of: person, after: done, until: end)
  }

  private var restMinutes: Int64 { Int64(hours) * 60 }

  /// Whether work touched the night, or followed such work of the person before the rest was over.
  private func isOfNight(
    from arrived: Instant, to done: Instant, _ person: String
  ) throws(DeskError) -> Bool {
    let night = Night(try books.clients.settings().night)
    var work = [(from: arrived, to: done)]
    while let first = work.map(\.from).min() {
      if work.contains(where: { night.count(from: $0.from, to: $0.to, in: zone) > 0 }) {
        return true
      }
      work = []
      let earlier = try books.callouts.overlapping(
        engineer: person, from: first.adding(minutes: -restMinutes), to: first)
      for number in earlier {
        guard let visit = try books.callouts.find(number) else { continue }
        work.append((visit.arrived, visit.done))
      }
    }
    return false
  }

  /// The people who worked in the last nights and are on duty again too soon after their last work.
  func afterNights(_ duties: [Duty]) throws(DeskError) -> [GapCard] {
    var short: [GapCard] = []
    for person in Set(duties.compactMap(\.person)).sorted() {
      let visits = try books.callouts.list(
        client: nil, engineer: person, from: now.adding(minutes: -restMinutes - 1440),
        before: nil, limit: Self.visitsRead)
      var told: Set<Instant> = []
      let standing = visits.filter { !$0.isTakenBack }.map(\.logged)
      for visit in standing.sorted(by: { $0.done > $1.done }) {
        guard let duty = try tooSoon(after: visit.done, from: visit.arrived, person),
          duty.end > now, told.insert(duty.start).inserted
        else { continue }
        let rest = Int((duty.start.seconds - visit.done.seconds) / 3600)
        short.append(
          GapCard(
            kind: "short_rest", person: person, from: zone.text(of: visit.done),
            to: zone.text(of: duty.start), hours: rest,
            what: "\(rest) h after the night's work, which ended with \(visit.visit);"
              + " \(hours) h are wanted"))
      }
    }
    return short
  }

  /// More visits than anybody makes in a day and a rest.
  private static let visitsRead = 100
}
