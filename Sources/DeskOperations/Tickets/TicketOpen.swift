import DeskRules
import DeskStore

struct TicketOpen: Change {
  static let about = About(
    "ticket.open", "Opens a repair ticket.", roles: .service + [.client],
    refusals: [.notFound, .ambiguous, .unsuitable, .time, .notSet],
    example: "swapdesk ticket open bakery --device BK-P1 --problem \"paper jam\"",
    notes: [
      "A --line that a client with budgets has in no period is refused, and the nearest are named."
    ])
  let client: ClientCode
  let problem: FreeText
  let device: PieceReference?
  let site: ClientCode?
  let priority: Priority?
  let due: Deadline?
  let line: LineName?
  let at: Moment?

  init(_ read: inout Arguments) throws(DeskError) {
    client = try read("client", at: 1, "The client.")
    problem = try read("problem", "What is wrong, in the caller's words.")
    device = try read.optional("device", "The device, by tag or serial.")
    site = try read.optional(
      "site", "The client's site; the device's where left out, else the main one.")
    priority = try read.optional("priority", "From 1, most urgent, to 5; 3 where left out.")
    due = try read.optional("due", "Until when it has to be done.")
    line = try read.optional("line", "The budget line that carries it; repair where left out.")
    at = try read.optional("at", "When it was reported; now where left out.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<TicketCard> {
    let lookup = Lookup(books, caller)
    let client = try lookup.client(client)
    let device = try device.map { reference throws(DeskError) in
      try lookup.device(reference, at: client.code)
    }
    let site = try lookup.site(client.code, site, of: device)
    if let line { try KnownLines(client.code, in: books).require(line.text) }
    let opened = try PastMoment(at, zone: site.zone, caller).instant
    let event = try lookup.opening(
      client, site, device: device?.tag, problem: problem.text,
      priority: priority?.rank ?? Priority.usual, at: opened,
      due: try due?.instant(in: site.zone), line: line?.text)
    let ticket = Ticket(event)
    var clocks = ResponseClocks(lookup)
    var card = TicketCard(ticket, zone: site.zone, currency: client.currency)
    card.judge(
      ticket, try clocks.clock(of: ticket, zone: site.zone, pauses: []), at: caller.now)
    card.lines = []
    let flags = try site.flags(for: device) + lookup.calendarGaps(of: event, zone: site.zone)
    if !flags.isEmpty { card.flags = flags }
    return Decision(events: [event], happenedAt: opened, reply: card)
  }
}

/// How urgent a ticket is, from 1 to 5.
struct Priority: ArgumentValue, Equatable {
  let rank: Int
  static let usual = 3
  static let typeName = "1 to 5"
  static let sample = Priority(rank: usual)
  var canonical: String { String(rank) }

  private init(rank: Int) { self.rank = rank }

  init(argument: String) throws(DeskError) {
    guard let rank = Int(argument), (1...5).contains(rank) else {
      throw DeskError(.usage, "\"\(argument)\" is no priority from 1, most urgent, to 5")
    }
    self.rank = rank
  }
}

extension Lookup {
  /// A device that is a client's own, or that the client has now.
  ///
  /// - Throws: `unsuitable` when it belongs and stands elsewhere, naming where.
  func device(
    _ reference: PieceReference, at client: ClientCode
  ) throws(DeskError) -> Piece {
    let piece = try piece(reference, .device)
    guard piece.owner == client || piece.holder.clientCode == client else {
      let owner = piece.owner.map { "\($0)'s" } ?? "ours"
      throw DeskError(
        .unsuitable,
        "by the books \(piece.tag) is \(owner) and at \(piece.holder), not at \(client);"
          + " check the tag",
        ["device": .string("\(piece.tag)"), "holder": .string("\(piece.holder)")])
    }
    return piece
  }
}
