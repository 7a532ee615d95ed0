import DeskRules
import DeskStore

struct StaffAdd: Change {
  static let about = About(
    "staff.add", "Adds somebody who works with the desk.", roles: .admins,
    refusals: [.exists, .notFound, .usage],
    example: "swapdesk staff add anna \"Anna Petrova\" --role dispatcher --login anna",
    notes: [
      "On the desk's own machine the operating system's user is the credential: --login binds one."
        + " Elsewhere token issue makes one.",
      "The role client is for a client's own person and needs --client.",
    ])
  let name: ShortName
  let fullName: Line
  let role: Role
  let login: Line?
  let client: ClientCode?

  init(_ read: inout Arguments) throws(DeskError) {
    name = try read("name", at: 1, "The short name, permanent.")
    fullName = try read("full_name", at: 2, "The full name.")
    role = try read("role", "What they do.")
    login = try read.optional("login", "The operating system's user that speaks as them.")
    client = try read.optional("client", "The client that a client role belongs to.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<StaffCard> {
    guard try books.staff.find(name.text) == nil else {
      throw DeskError(.exists, "there is a member of staff \(name.text) already")
    }
    if let login, let other = try books.staff.find(login: login.text) {
      throw DeskError(.exists, "the user \(login.text) already speaks as \(other.name)")
    }
    guard (role == .client) == (client != nil) else {
      throw DeskError(.usage, "--client goes with the role client, and with no other")
    }
    if let client { _ = try Lookup(books, caller).client(client) }
    let added = StaffAdded(
      name: name.text, fullName: fullName.text, role: role, login: login?.text, client: client)
    return Decision(
      events: [added],
      reply: StaffCard(
        name: name.text, fullName: Private(fullName.text), role: role, login: login?.text,
        client: client, disabled: nil))
  }
}
