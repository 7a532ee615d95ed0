import DeskRules
import DeskStore

struct StaffAbsence: Change {
  static let about = About(
    "staff.absence", "Says that somebody is away and cannot be called, or is back.",
    roles: .service, refusals: [.notFound, .time, .usage, .state],
    example: "swapdesk staff absence boris --from 2026-12-24 --to 2026-12-27 --why holiday",
    notes: [
      "The rotation goes on; roster gaps names the nights that nobody covers now, and the chain of a"
        + " call skips whoever is away. roster override puts somebody else on duty."
    ])
  let name: ShortName
  let from: PlannedMoment?
  let to: PlannedMoment?
  let why: Line?
  let over: Bool

  init(_ read: inout Arguments) throws(DeskError) {
    name = try read("name", at: 1, "Who.")
    from = try read.optional("from", "From when; now where left out, a date from its start.")
    to = try read.optional("to", "Until when; a date to its end.")
    why = try read.optional("why", "Why.")
    over = try read.flag("over", "They are back: the absence ends now, and later ones too.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<AbsenceCard> {
    let member = try Lookup(books, caller).staff(name)
    let zone = try books.clients.settings().zone
    if over { return try end(of: member, books, caller, zone) }
    guard let to, let why else {
      throw DeskError(.usage, "give --to and --why, or --over where the absence is over")
    }
    let window = try PlannedWindow(from, to, limitDays: StaffAway.limitDays, in: zone, caller)
    let roster = try books.roster.roster(from: window.from, to: window.to, in: zone)
    let duties = Duty.joined(roster.duties(from: window.from, to: window.to))
      .filter { $0.person == member.name }
    let event = StaffAway(
      person: member.name, from: window.from, to: window.to, reason: why.text)
    return Decision(
      events: [event],
      reply: AbsenceCard(
        name: member.name, from: zone.text(of: window.from), to: zone.text(of: window.to),
        uncovered: duties.map { DutyCard($0, zone: zone) }))
  }

  private func end(
    of member: StaffMember, _ books: Books, _ caller: Caller, _ zone: Zone
  ) throws(DeskError) -> Decision<AbsenceCard> {
    guard from == nil, to == nil, why == nil else {
      throw DeskError(.usage, "--over stands alone: the absence ends now")
    }
    guard try books.roster.isAway(member.name, after: caller.now) else {
      throw DeskError(.state, "\(member.name) is not away, and will not be")
    }
    return Decision(
      events: [StaffBack(person: member.name, at: caller.now)],
      reply: AbsenceCard(
        name: member.name, from: nil, to: zone.text(of: caller.now), uncovered: []))
  }
}

/// An absence, and the duties that nobody covers because of it.
struct AbsenceCard: Item {
  let name: String
  let from: String?
  let to: String
  let uncovered: [DutyCard]
}
