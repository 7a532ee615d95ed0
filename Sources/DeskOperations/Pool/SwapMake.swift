import DeskRules
import DeskStore

struct SwapMake: Change {
  static let about = About(
    "swap.make", "Gives full cartridges for empty ones, in one act; either side may be missing.",
    roles: .service,
    refusals: [.notFound, .ambiguous, .usage, .time, .taken, .unsuitable, .implausible],
    example: "swapdesk swap make transco --given C-0013 --taken C-0051",
    notes: [
      "A missing side is owed from then on: swap balance shows it and swap return settles it. What"
        + " contradicts the books, does not fit the printer (where none is named: any printer known at"
        + " the client), or is worn out, needs a --reason and is flagged. One that was written off comes"
        + " back with a reason too; what the write-off left owed is owed no more then.",
      "An empty without a tag is registered on the spot with taken=new:TYPE; the answer names its tag"
        + " under label, to be stuck on it. One that was not needed comes back with"
        + " taken=unused:TAG: it stays full, and settles what is owed as an empty does.",
      "Under the exchange contract an empty that we take becomes ours, and a full one for it the"
        + " client's. Under own_back nobody's shell changes hands: swap balance names what is where, and"
        + " swap list until when each is to be with its owner again.",
      "The client may be left out where the ticket, the printer or the empty says who it is.",
    ])
  let client: ClientCode?
  let given: [PieceReference]
  let taken: [TakenPiece]
  let device: PieceReference?
  let slot: ShortName?
  let meter: Int?
  let ticket: TicketReference?
  let site: ClientCode?
  let at: Moment?
  let due: Deadline?
  let to: Holder?
  let reason: Line?

  init(_ read: inout Arguments) throws(DeskError) {
    client = try read.optional("client", at: 1, "With whom.")
    given = try read.list("given", "Our full one, by tag, serial or barcode.")
    taken = try read.list(
      "taken",
      "Their empty one; new:TYPE where it has no tag yet, unused:TAG where it is full still.")
    device = try read.optional("device", "The printer it is for.")
    slot = try read.optional("slot", "Which of its slots; the cartridge's colour where left out.")
    meter = try read.optional("meter", "The printer's page counter.")
    ticket = try read.optional("ticket", "The repair during which it happened.")
    site = try read.optional("site", "The client's site; the main one where left out.")
    at = try read.optional("at", "When it happened; now where left out.")
    due = try read.optional(
      "due",
      "Until when a missing side, or a shell under own_back, is expected; two weeks otherwise.")
    to = try read.optional("to", "Where the empties go; our main shelf where left out.")
    reason = try read.optional("reason", "Why a doubt is set aside.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<SwapCard> {
    let lookup = Lookup(books, caller)
    let ticket = try ticket.map { reference throws(DeskError) in try lookup.ticket(reference) }
    let device = try device.map { reference throws(DeskError) in
      try lookup.piece(reference, .device)
    }
    let client = try lookup.client(try whose(lookup, ticket, device))
    if let ticket, ticket.client != client.code {
      throw DeskError(
        .unsuitable, "\(ticket.number) is \(ticket.client)'s, not \(client.code)'s",
        ["ticket": .string("\(ticket.number)"), "client": .string("\(ticket.client)")])
    }
    let standsAt = device.flatMap { printer in
      printer.holder.clientCode == client.code ? printer.holder.site : nil
    }
    let site = try lookup.site(
      client.code, site ?? standsAt.map { ClientCode(stored: $0) } ?? ticket?.site)
    let at = try PastMoment(at, zone: site.zone, caller).instant
    let swapping = Swapping(
      lookup: lookup, client: client, site: site.code, zone: site.zone, device: device,
      slot: slot?.text, namedSite: self.site, at: at, to: try lookup.placeOfOurs(to),
      reason: reason,
      ticket: ticket?.number, meter: meter)
    let made = try swapping.make(
      try books.next(), given: given, taken: taken, due: try due?.instant(in: site.zone, after: at))
    return Decision(
      events: made.events, happenedAt: at, reply: SwapCard(made, zone: site.zone))
  }

  private func whose(
    _ lookup: Lookup, _ ticket: Ticket?, _ device: Piece?
  ) throws(DeskError) -> ClientCode {
    if let code = client ?? ticket?.client ?? device?.owner ?? device?.holder.clientCode {
      return code
    }
    for reference in taken.compactMap(\.reference) {
      if let code = try lookup.piece(reference, .cartridge).holder.clientCode { return code }
    }
    throw DeskError(.usage, "client is missing: say with whom the swap was made")
  }
}
