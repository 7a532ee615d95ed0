import DeskRules
import DeskStore

struct RosterOverride: Change {
  static let about = About(
    "roster.override", "Puts somebody on duty in a window, whatever the rotation says.",
    roles: .service, refusals: [.notFound, .time, .usage],
    example: "swapdesk roster override vera --instead-of boris --from 18:00 --to 2026-12-27"
      + " --why \"boris is ill\"",
    notes: [
      "The rotation itself goes on unchanged. A later override stands on the earlier ones. With"
        + " --instead-of only that person's duty in the window passes over.",
      "This takes a duty; callout acknowledge answers a call. Neither accepts what the other needs.",
    ])
  let person: ShortName
  let insteadOf: ShortName?
  let from: PlannedMoment?
  let to: PlannedMoment
  let why: Line

  init(_ read: inout Arguments) throws(DeskError) {
    person = try read("person", at: 1, "Who is on duty.")
    insteadOf = try read.optional("instead_of", "For whom; for whoever would be where left out.")
    from = try read.optional("from", "From when; now where left out, a date from its start.")
    to = try read("to", "Until when; a date to its end.")
    why = try read("why", "Why.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<[DutyCard]> {
    let lookup = Lookup(books, caller)
    let member = try lookup.staff(person)
    let other = try insteadOf.map { name throws(DeskError) in
      try lookup.formerStaff(name).name
    }
    guard other != member.name else {
      throw DeskError(.usage, "\(member.name) cannot stand in for \(member.name)")
    }
    let zone = try books.clients.settings().zone
    let window = try PlannedWindow(
      from, to, limitDays: RosterOverridden.limitDays, in: zone, caller)
    let event = RosterOverridden(
      person: member.name, insteadOf: other, from: window.from, to: window.to, reason: why.text)
    let before = try books.roster.roster(from: window.from, to: window.to, in: zone)
    let after = before.duties(from: window.from, to: window.to).flatMap { $0.overridden(by: event) }
    guard other == nil || after.contains(where: { $0.insteadOf == other }) else {
      throw DeskError(
        .usage, "\(other ?? "") is not on duty in that window; roster show tells who is",
        ["person": .string(other ?? "")])
    }
    return Decision(events: [event], reply: after.map { DutyCard($0, zone: zone) })
  }
}
