import DeskRules
import DeskStore

struct SwapSettle: Change {
  static let about = About(
    "swap.settle", "Ends what is owed for shells that were paid for, or given up.",
    roles: [.engineer, .dispatcher, .accountant, .manager, .admin],
    refusals: [.notFound, .usage, .state, .time, .unsuitable],
    example: "swapdesk swap settle W-1 --reason \"billed\" --ticket T-5",
    notes: [
      "It names a line of swap list, or a write-off. Whoever owed the shell keeps it: from then on it"
        + " is the client's where the client owed it, and ours where we did. If a lost one that was paid"
        + " for comes to light, cartridge find says so.",
      "A shell that came instead of money is recorded with swap return.",
    ])
  let from: DebtOrigin
  let reason: Line
  let ticket: TicketReference?
  let cartridges: [PieceReference]
  let pieces: Int?
  let at: Moment?

  init(_ read: inout Arguments) throws(DeskError) {
    from = try read("from", at: 1, "The swap or the write-off, as swap list names it.")
    reason = try read("reason", "Why nothing is owed any more.")
    ticket = try read.optional("ticket", "The ticket on which it was billed.")
    cartridges = try read.list("cartridge", "Only for this shell.")
    pieces = try read.optional("pieces", "Only for so many shells; for all where left out.")
    at = try read.optional("at", "When it happened; now where left out.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<[SettledShellCard]> {
    let lookup = Lookup(books, caller)
    let zone = try books.clients.settings().zone
    let at = try PastMoment(at, zone: zone, caller).instant
    let ticket = try ticket.map { reference throws(DeskError) in try lookup.ticket(reference) }
    let named = try cartridges.map { reference throws(DeskError) in
      try lookup.piece(reference, .cartridge).tag
    }
    var settling = try Settling(lookup, from: from, at: at, zone: zone)
    try settling.settle(named, most: pieces)
    if let ticket, let other = settling.settled.first(where: { $0.client != ticket.client }) {
      throw DeskError(
        .unsuitable, "\(ticket.number) is \(ticket.client)'s, not \(other.client)'s",
        ["ticket": .string("\(ticket.number)"), "client": .string("\(ticket.client)")])
    }
    return Decision(
      events: try settling.events(ticket: ticket?.number, reason: reason), happenedAt: at,
      reply: settling.settled.map { SettledShellCard($0, from: from) })
  }
}

/// A shell for which nothing is owed any more, as answers show it.
struct SettledShellCard: Item {
  let from: DebtOrigin
  let client: ClientCode
  let group: String
  let cartridge: Tag?
  /// Whose the shell is now.
  let owner: String

  init(_ shell: SettledShell, from: DebtOrigin) {
    self.from = from
    client = shell.client
    group = shell.group
    cartridge = shell.piece
    owner = shell.side > 0 ? "\(shell.client)" : "pool"
  }
}
