import DeskRules
import DeskStore

struct WhoAmI: Query {
  static let about = About(
    "whoami", "Says as whom the desk knows you.", roles: .everybody, example: "swapdesk whoami")

  init(_ read: inout Arguments) throws(DeskError) {}

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> CallerCard {
    CallerCard(
      name: caller.name, role: caller.role, client: caller.client, desk: try books.head().name)
  }
}

/// Who asks, and which books answer.
struct CallerCard: Item {
  let name: String
  let role: Role
  let client: ClientCode?
  let desk: String
}
