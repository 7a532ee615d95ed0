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
  let settles: DebtOrigin?
  let flags: [String]?
  /// Tags made up for empties that had none, to be stuck on them.
  let label: [Tag]?

  init(_ decided: Swapping.Made, zone: Zone) {
    let made = decided.made
    swap = made.number
    client = made.client
    at = zone.text(of: made.at)
    given = made.given.map(\.piece)
    taken = made.taken.map(\.piece)
    owed = made.owed == 0 ? nil : made.owed
    due = made.due.map { zone.dueText(of: $0) }
    ticket = made.ticket
    settles = made.settles.map { .swap($0) } ?? made.settlesWriteOff.map { .writeOff($0) }
    flags = made.flags.isEmpty ? nil : made.flags
    label = decided.labels.isEmpty ? nil : decided.labels
  }
}

/// What went to and fro with a client in one substitution group, and what is owed by tag and by date.
struct SwapBalanceCard: Item {
  let client: ClientCode
  let group: String
  let given: Int
  let taken: Int
  let owed: Int
  /// Ours that the client has.
  let oursThere: [Tag]?
  /// The client's that we have.
  let theirsHere: [Tag]?
  /// Those of them that are full and at one of our places, so that they can be brought back.
  let ready: [Tag]?
  /// Those of either that are lost or scrapped, and not settled.
  let lost: [Tag]?
  let debts: [DebtCard]?

  enum CodingKeys: String, CodingKey {
    case client, group, given, taken, owed
    case oursThere = "ours_there"
    case theirsHere = "theirs_here"
    case ready, lost, debts
  }

  init(_ balance: SwapBalance, zone: Zone, now: Instant) {
    func tags(_ pieces: [AwayPiece]) -> [Tag]? { pieces.isEmpty ? nil : pieces.map(\.piece) }
    let theirs = balance.away.filter { $0.side == .theirs }
    client = balance.client
    group = balance.group
    given = balance.given
    taken = balance.taken
    owed = balance.owed
    oursThere = tags(balance.away.filter { $0.side == .ours })
    theirsHere = tags(theirs)
    ready = tags(theirs.filter { $0.state == .full && $0.holder.kind.isOurs })
    lost = balance.gone.isEmpty ? nil : balance.gone
    debts =
      balance.debts.isEmpty
      ? nil : balance.debts.map { DebtCard($0, zone: zone, now: now) }
  }
}

/// A missing side that somebody expects.
struct DebtCard: Item {
  let from: String
  var client: ClientCode?
  var group: String?
  /// The client's site where it is, or where it came from, if that is known.
  var site: ClientCode?
  var address: String?
  /// Which shell, where it is owed back itself.
  var cartridge: Tag?
  let owed: Int
  let due: String
  let daysOverdue: Int?

  enum CodingKeys: String, CodingKey {
    case from, client, group, site, address, cartridge, owed, due
    case daysOverdue = "days_overdue"
  }

  init(_ debt: Debt, zone: Zone, now: Instant) {
    from = debt.origin
    owed = debt.owed
    due = zone.dueText(of: debt.due)
    daysOverdue = debt.due <= now ? Int((now.seconds - debt.due.seconds) / 86_400) + 1 : nil
  }
}
