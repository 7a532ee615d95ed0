import DeskRules
import DeskStore

/// A swap as answers show one.
struct SwapCard: Item {
  let swap: SwapNumber
  let client: ClientCode
  let at: String
  let given: [Tag]
  let taken: [Tag]
  let owed: Int?
  let due: String?
  let ticket: TicketNumber?
  let settles: SwapNumber?
  let flags: [String]?

  init(_ made: SwapMade, zone: Zone) {
    swap = made.number
    client = made.client
    at = zone.text(of: made.at)
    given = made.given.map(\.piece)
    taken = made.taken.map(\.piece)
    owed = made.owed == 0 ? nil : made.owed
    due = made.due.map { zone.dueText(of: $0) }
    ticket = made.ticket
    settles = made.settles
    flags = made.flags.isEmpty ? nil : made.flags
  }
}

/// How many full ones a client got and how many empties came back, in one substitution group.
struct SwapBalanceCard: Item {
  let client: ClientCode
  let group: String
  let given: Int
  let taken: Int
  let owed: Int

  init(_ balance: SwapBalance) {
    client = balance.client
    group = balance.group
    given = balance.given
    taken = balance.taken
    owed = balance.given - balance.taken
  }
}
