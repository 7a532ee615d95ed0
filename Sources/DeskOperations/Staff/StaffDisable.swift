import DeskRules
import DeskStore

struct StaffDisable: Change {
  static let about = About(
    "staff.disable", "Ends somebody's access at once, with all their tokens.", roles: .admins,
    refusals: [.notFound, .state], example: "swapdesk staff disable anna",
    notes: [
      "The rotation goes on, and a call skips whoever has left; uncovered names the duties of the next"
        + " 30 days that nobody has now. roster set or roster override puts somebody there."
    ])
  /// How far ahead duties are looked for.
  private static let daysAhead: Int64 = 30
  let name: ShortName

  init(_ read: inout Arguments) throws(DeskError) {
    name = try read("name", at: 1, "The short name.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<StaffCard> {
    let member = try Lookup(books, caller).person(name)
    guard member.name != caller.name else {
      throw DeskError(.state, "you cannot end your own access; let another admin do it")
    }
    let zone = try books.clients.settings().zone
    var card = StaffCard(member, for: caller)
    card.disabled = zone.text(of: caller.now)
    card.uncovered = try uncovered(member.name, books, zone, now: caller.now)
    return Decision(
      events: [StaffDisabled(name: member.name, at: caller.now)], reply: card)
  }

  /// The duties of the next days that the person leaves to nobody; nil without any.
  private func uncovered(
    _ name: String, _ books: Books, _ zone: Zone, now: Instant
  ) throws(DeskError) -> [DutyCard]? {
    let end = now.adding(minutes: Self.daysAhead * 1_440)
    let duties = try DutyReading(books, zone).duties(from: now, to: end)
      .filter { $0.person == name && !$0.isAway }
    return duties.isEmpty ? nil : duties.map { DutyCard($0, zone: zone) }
  }
}
