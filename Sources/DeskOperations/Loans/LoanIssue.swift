import DeskRules
import DeskStore

struct LoanIssue: Change {
  static let about = About(
    "loan.issue", "Lends a loaner for a repair.", roles: .service,
    refusals: [
      .notFound, .ambiguous, .state, .taken, .unsuitable, .time, .implausible, .usage,
    ],
    example: "swapdesk loan issue T-17 LP-03 --due 2026-11-30 --meter 10233",
    notes: [
      "The ticket's own reservation of the device begins under its number. Without --due the loan"
        + " follows the ticket's expected date; --best lends the first that loan suggest names:"
        + " what the ticket is promised before all others. One beside another that the ticket has out"
        + " is flagged second_loaner; --best needs a --reason for it.",
      "Without --meter the last known reading counts, if nobody has had the device since. A device that"
        + " is out names who has it until when. One that does not meet the repair's needs, or a meter"
        + " that runs backwards or further than the device can print, needs a --reason; one that is promised to somebody else"
        + " in that time needs --break too, and they are told.",
      "What was handed over already, at night for example, is a fact: entered with --at and, where"
        + " the books say otherwise, a --reason, it is recorded and the books are set right.",
    ])
  let ticket: TicketReference
  let device: PieceReference?
  let isBest: Bool
  let due: PlannedMoment?
  let meter: Int?
  let at: Moment?
  let condition: FreeText?
  let accessories: [Line]
  let contact: Line?
  let isBreaking: Bool
  let reason: Line?

  init(_ read: inout Arguments) throws(DeskError) {
    ticket = try read("ticket", at: 1, "The repair the loan belongs to.")
    device = try read.optional("device", at: 2, "The loaner, by tag or serial.")
    isBest = try read.flag("best", "Lend the best that is free, in place of naming a device.")
    due = try read.optional(
      "due", "When it is expected back; the ticket's expected date where left out.")
    meter = try read.optional("meter", "Its page counter at hand-over.")
    at = try read.optional("at", "When it was handed over; now where left out.")
    condition = try read.optional("condition", "Its condition.")
    accessories = try read.list("accessory", "What goes with it, such as a power cable.")
    contact = try read.optional("contact", "Who takes it: a contact of the client, name or number.")
    isBreaking = try read.flag("break", "Take it from whoever is promised it later.")
    reason = try read.optional("reason", "Why a doubt or a reservation is set aside.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<LoanCard> {
    let lookup = Lookup(books, caller)
    let step = try TicketStep(books, caller, ticket, at: at)
    let piece = try chosen(lookup, step)
    let own = try books.loans.list(ticket: step.ticket.number)
      .first { $0.state == .reserved && $0.device == piece.tag }
    var handOver = HandOver(lookup, step, piece, isFact: at != nil, reason: reason)
    try handOver.requireOpenTicket()
    try handOver.placeBesideOthers(isBest: isBest)
    try handOver.requireAtHand()
    let due = try LoanDue(due, step.ticket, promised: own, after: step.at, zone: step.zone)
    let buffer = try LoanCalendar(lookup).bufferMinutes(piece)
    try handOver.requireFree(
      until: due.instant, buffer: buffer, own: own?.number,
      at == nil ? .promise(isBreaking, reason) : .fact(reason))
    var judge = try LoanDesk(lookup, for: step.ticket)
    try handOver.requireSuitable(judge.judge(piece))
    guard due.instant > step.at else {
      throw DeskError(.time, "the loan would be due before it begins; name a later day")
    }
    try handOver.placeInOrder()
    let counter = try handOver.counter(meter)
    let number: LoanNumber
    if let own { number = own.number } else { number = try books.next() }
    let opened = LoanOpened(
      loan: number, device: piece.tag, ticket: step.ticket.number, client: step.client.code,
      site: step.ticket.site, at: step.at, due: due.instant,
      meter: counter,
      condition: condition?.text, reason: reason?.text, flags: handOver.flags,
      accessories: try Accessories.named(accessories),
      contact: try contact.map { name throws(DeskError) in
        try lookup.contact(name, of: step.client.code, function: .other).number
      }, followsRepair: due.followsRepair, buffer: buffer, ended: handOver.ended)
    return try decision(opened, handOver, LoanCards(lookup))
  }

  private func chosen(_ lookup: Lookup, _ step: TicketStep) throws(DeskError) -> Piece {
    guard isBest != (device != nil) else {
      throw DeskError(
        .usage,
        isBest ? "--best chooses the device; name one or the other" : "name a device, or --best")
    }
    if let device { return try lookup.piece(device, .device) }
    let promised = try lookup.books.loans.list(ticket: step.ticket.number)
      .first { $0.state == .reserved }
    let until = try LoanDue(
      due, step.ticket, promised: promised, after: step.at, zone: step.zone
    ).instant
    let search = try LoanSearch(
      lookup, for: step.ticket, wishes: LoanWishes(until: until), at: step.at)
    return try search.best()
  }

  private func decision(
    _ opened: LoanOpened, _ handOver: HandOver, _ cards: LoanCards
  ) throws(DeskError) -> Decision<LoanCard> {
    var events = handOver.corrections + [opened]
    events.append(
      PieceMoved(
        piece: opened.device, to: .client(opened.client, site: opened.site), at: opened.at,
        cause: "\(opened.loan)",
        correction: handOver.flags.isEmpty ? nil : opened.reason?.value))
    if let meter {
      events.append(
        MeterRead(device: opened.device, pages: meter, at: opened.at, reason: reason?.text))
    }
    var card = LoanCard(Loan(opened), zone: handOver.step.zone, now: cards.lookup.caller.now)
    card.accessories = opened.accessories
    card.broken = handOver.broken.isEmpty ? nil : handOver.broken
    try cards.sayFree(&card, Loan(opened), handOver.step.zone, except: handOver.broken)
    card.clientOverdue = try cards.overdue(of: opened.client)
    return Decision(events: events, happenedAt: opened.at, reply: card)
  }
}
