import DeskRules
import DeskStore

struct LoanReserve: Change {
  static let about = About(
    "loan.reserve", "Promises a loaner to a repair for a time to come.", roles: .service,
    refusals: [.notFound, .ambiguous, .state, .taken, .unsuitable, .time, .usage],
    example: "swapdesk loan reserve T-17 LP-03 --from 2026-12-01T09:00 --until 2026-12-05",
    notes: [
      "The window is to the minute, and one may begin when another ends; a model's service time is"
        + " kept free after each. loan issue begins it under the same number."
    ])
  let ticket: TicketReference
  let device: PieceReference
  let from: PlannedMoment?
  let until: PlannedMoment?
  let reason: Line?

  init(_ read: inout Arguments) throws(DeskError) {
    ticket = try read("ticket", at: 1, "The repair it is for.")
    device = try read("device", at: 2, "The loaner, by tag or serial.")
    from = try read.optional("from", "From when; now where left out.")
    until = try read.optional(
      "until", "Until when; the ticket's expected date where left out.")
    reason = try read.optional("reason", "Why a doubt about fit is set aside.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<LoanCard> {
    let lookup = Lookup(books, caller)
    let step = try TicketStep(books, caller, ticket)
    let piece = try lookup.piece(device, .device)
    var handOver = HandOver(lookup, step, piece, isFact: false, reason: reason)
    try handOver.requireOpenTicket()
    try handOver.requirePromisable()
    let start = try PlannedWindow.start(
      from, in: step.zone, caller, advice: "what was lent then is recorded with loan issue --at")
    let from = start == caller.now ? start.wholeMinute : start
    let due = try LoanDue(
      until, step.ticket, after: PlannedWindow.said(start, caller), zone: step.zone)
    let calendar = LoanCalendar(lookup)
    let buffer = try calendar.bufferMinutes(piece)
    let window = LoanWindow(from: from, until: due.instant)
    try requirePossible(window, zone: step.zone)
    try handOver.requireServiced(at: from)
    _ = try calendar.broken(
      calendar.obstacles(piece.tag, window.followed(byMinutes: buffer)), of: piece.tag,
      at: step.at, .none)
    var judge = try LoanDesk(lookup, for: step.ticket)
    try handOver.requireSuitable(judge.judge(piece))
    let reserved = LoanReserved(
      loan: try books.next(), device: piece.tag, ticket: step.ticket.number,
      client: step.client.code, site: step.ticket.site, at: step.at, from: from,
      until: due.instant, followsRepair: due.followsRepair, buffer: buffer,
      reason: reason?.text, flags: handOver.flags)
    var card = LoanCard(Loan(reserved), zone: step.zone, now: caller.now)
    let cards = LoanCards(lookup)
    try cards.sayFree(&card, Loan(reserved), step.zone)
    card.clientOverdue = try cards.overdue(of: step.client.code)
    return Decision(events: [reserved], reply: card)
  }

  private func requirePossible(_ window: LoanWindow, zone: Zone) throws(DeskError) {
    guard window.from.wholeMinute == window.from, window.until.wholeMinute == window.until else {
      throw DeskError(.time, "a reservation begins and ends at a full minute")
    }
    guard window.until > window.from else {
      throw DeskError(
        .time, "the reservation would end on \(zone.dueText(of: window.until)), before it begins")
    }
  }
}
