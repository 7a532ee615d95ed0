import DeskRules
import DeskStore

struct RosterSetting: Change {
  static let about = About(
    "roster.set", "Sets who is on duty in turn, from the next hand-over or a later day on.",
    roles: .desk, refusals: [.notFound, .usage, .time],
    example: "swapdesk roster set boris vera gleb --every mon --handover 09:00",
    notes: [
      "People hand over on the wall clock of the desk's zone. A shift starts at the first occurrence"
        + " of its time and ends at the last occurrence of the next one's; a time that the clock is"
        + " put forward over counts from that moment. So there is never a gap.",
      "Past shifts stay as they were: a new rotation begins at its first hand-over after now, at once"
        + " where there is none yet, or on the day named with --from. It replaces every rotation that"
        + " would have begun later.",
    ])
  /// Hours of rest where nobody said another number.
  static let usualRestHours = 11
  /// The most hours of rest that may be wanted.
  static let longestRestHours = 24 * 7
  let people: [ShortName]
  let every: RotationTurn
  let handover: ClockTime
  let from: CalendarDate?
  let rest: Int?

  init(_ read: inout Arguments) throws(DeskError) {
    people = try read.list("person", at: 1, "Whose turn it is, in order.")
    every = try read("every", "How often: day, or the weekday of a weekly hand-over.")
    handover = try read("handover", "When one hands over to the next.")
    from = try read.optional("from", "The day of the first hand-over; the next where left out.")
    rest = try read.optional(
      "rest", "Hours between a night's work and the next duty; 11 where never said.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<RotationCard> {
    guard (1...Rotation.peopleLimit).contains(people.count) else {
      throw DeskError(.usage, "name the people in turn, from 1 to \(Rotation.peopleLimit) names")
    }
    let zone = try books.clients.settings().zone
    let lookup = Lookup(books, caller)
    let members = try people.map { name throws(DeskError) in try lookup.staff(name) }
    let inForce = try books.roster.rotation(at: caller.now)
    let latest = try books.roster.nextRotation(after: caller.now) ?? inForce
    let rotation = Rotation(
      people: members.map(\.name), handover: handover, turn: every,
      from: from ?? zone.date(at: caller.now))
    let set = try begin(
      rotation, isFirst: inForce == nil, rest: rest ?? latest?.restHours ?? Self.usualRestHours,
      in: zone, caller)
    let contact = try books.calls.escalation().escalation.contact
    let silent = Set(members.filter { !$0.isReachable(by: contact) }.map(\.name)).sorted()
    return Decision(
      events: [set],
      reply: RotationCard(
        set, zone: zone, flags: silent.map { "\(contact.missing.rawValue) \($0)" }))
  }

  private func begin(
    _ rotation: Rotation, isFirst: Bool, rest: Int, in zone: Zone, _ caller: Caller
  ) throws(DeskError) -> RotationSet {
    guard rest <= Self.longestRestHours else {
      throw DeskError(
        .usage, "rest is at most \(Self.longestRestHours) hours", ["parameter": .string("rest")])
    }
    if from != nil {
      let starts = rotation.firstHandover(in: zone)
      try PlanningHorizon.require(starts, named: "from", zone, caller)
      guard starts > caller.now else {
        throw DeskError(
          .time,
          "the first hand-over would be \(zone.text(of: starts)), which has passed; past shifts stay"
            + " as they were: leave from out for the next one", ["parameter": .string("from")])
      }
      return RotationSet(rotation: rotation, starts: starts, restHours: rest)
    }
    let starts = isFirst ? caller.now : rotation.nextHandover(after: caller.now, in: zone)
    return RotationSet(
      rotation: rotation.beginning(at: starts, in: zone), starts: starts, restHours: rest)
  }
}

/// A rotation as answers show one.
struct RotationCard: Item {
  let people: [String]
  let every: String
  let handover: String
  let from: String
  let rest: Int
  let zone: String
  let flags: [String]

  init(_ set: RotationSet, zone: Zone, flags: [String]) {
    people = set.rotation.people
    every = set.rotation.turn.text
    handover = set.rotation.handover.text
    from = zone.text(of: set.starts)
    rest = set.restHours
    self.zone = zone.identifier
    self.flags = flags
  }
}
