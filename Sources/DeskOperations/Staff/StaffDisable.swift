import DeskRules
import DeskStore

struct StaffDisable: Change {
  static let about = About(
    "staff.disable", "Ends somebody's access at once, with all their tokens.", roles: .admins,
    refusals: [.notFound, .state], example: "swapdesk staff disable anna")
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
    return Decision(
      events: [StaffDisabled(name: member.name, at: caller.now)],
      reply: StaffCard(
        name: member.name, fullName: Private(member.fullName), role: member.role,
        login: member.login, client: member.client, disabled: zone.text(of: caller.now)))
  }
}
