import DeskRules
import DeskStore

struct LoanIssue: Change {
  static let about = About(
    "loan.issue", "Lends a loaner for a repair.", roles: .service,
    refusals: [.notFound, .ambiguous, .state, .taken, .unsuitable, .time, .implausible],
    example: "swapdesk loan issue T-17 LP-03 --due 2026-11-30 --meter 10233",
    notes: [
      "A device that is out names who has it until when. One that does not meet the repair's needs,"
        + " or a meter that runs backwards, needs a --reason.",
      "A hand-over at night may be entered later with --at.",
    ])
  let ticket: TicketReference
  let device: PieceReference
  let due: Deadline
  let meter: Int?
  let at: Moment?
  let condition: FreeText?
  let reason: Line?

  init(_ read: inout Arguments) throws(DeskError) {
    ticket = try read("ticket", at: 1, "The repair the loan belongs to.")
    device = try read("device", at: 2, "The loaner, by tag or serial.")
    due = try read("due", "When it is expected back.")
    meter = try read.optional("meter", "Its page counter at hand-over.")
    at = try read.optional("at", "When it was handed over; now where left out.")
    condition = try read.optional("condition", "Its condition and accessories.")
    reason = try read.optional("reason", "Why a doubt about fit or meter is set aside.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<LoanCard> {
    let lookup = Lookup(books, caller)
    let step = try TicketStep(books, caller, ticket, at: at)
    let piece = try lookup.piece(device, .device)
    guard step.ticket.state.isOpen else {
      throw DeskError(
        .state, "\(step.ticket.number) is \(step.ticket.state.rawValue); a loan needs an open one",
        ["state": .string(step.ticket.state.rawValue)])
    }
    try requireFree(piece, lookup)
    let flags = try doubts(piece, step, lookup)
    let due = try due.instant(in: step.zone)
    guard due > step.at else {
      throw DeskError(.time, "the loan would be due before it begins; name a later day")
    }
    try PieceTimeline(books).requireLast(piece, at: step.at)
    let opened = LoanOpened(
      loan: try books.next(), device: piece.tag, ticket: step.ticket.number,
      client: step.client.code, site: step.ticket.site, at: step.at, due: due, meter: meter,
      condition: condition?.text, reason: reason?.text, flags: flags)
    return decision(opened, zone: step.zone)
  }

  private func decision(_ opened: LoanOpened, zone: Zone) -> Decision<LoanCard> {
    let moved = PieceMoved(
      piece: opened.device, to: .client(opened.client, site: opened.site), at: opened.at,
      cause: "\(opened.loan)")
    let reading = meter.map {
      MeterRead(device: opened.device, pages: $0, at: opened.at, reason: reason?.text)
    }
    let card = LoanCard(opened, zone: zone)
    return Decision(
      events: [opened, moved] + (reading.map { [$0] } ?? []), happenedAt: opened.at, reply: card)
  }

  private func requireFree(_ piece: Piece, _ lookup: Lookup) throws(DeskError) {
    if let loan = try lookup.books.loans.open(piece.tag) {
      throw try LoanRefusal(lookup).isOut(piece.tag, loan)
    }
    guard piece.owner == nil else {
      throw DeskError(
        .unsuitable, "\(piece.tag) is not ours to lend",
        ["device": .string("\(piece.tag)")])
    }
    guard piece.holder.kind == .shelf || piece.holder.kind == .van else {
      throw DeskError(
        .taken, "\(piece.tag) is at \(piece.holder); bring it back with device move first",
        ["device": .string("\(piece.tag)"), "holder": .string("\(piece.holder)")])
    }
  }

  /// What speaks against the loan but may be set aside with a reason; what was set aside is flagged.
  private func doubts(
    _ piece: Piece, _ step: TicketStep, _ lookup: Lookup
  ) throws(DeskError) -> [String] {
    var flags: [String] = []
    var desk = try LoanDesk(lookup, for: step.ticket)
    let verdict = try desk.judge(piece, loan: nil)
    if !verdict.isSuitable {
      guard reason != nil else {
        throw DeskError(
          .unsuitable,
          "\(piece.tag) does not suit \(step.ticket.number): "
            + verdict.reasons.joined(separator: "; ") + "; --reason lends it all the same",
          [
            "device": .string("\(piece.tag)"),
            "reasons": .array(verdict.reasons.map { .string($0) }),
          ])
      }
      flags.append("unsuitable")
    }
    if let meter {
      flags += try MeterCheck(lookup.books).flags(
        piece.tag, meter, at: step.at, zone: step.zone, reason: reason)
    }
    return flags
  }
}

/// Judges a page counter's reading against its neighbours in happened time.
struct MeterCheck {
  let books: Books

  init(_ books: Books) { self.books = books }

  /// Refuses a reading that runs backwards, unless there is a reason; then it is flagged.
  func flags(
    _ device: Tag, _ pages: Int, at moment: Instant, zone: Zone, reason: Line?
  ) throws(DeskError) -> [String] {
    let before = try books.pieces.meter(device, before: moment)
    let after = try books.pieces.meter(device, after: moment)
    let contradiction =
      if let before, before.pages > pages {
        "was \(before.pages) on \(zone.text(of: before.at))"
      } else if let after, after.pages < pages {
        "was only \(after.pages) on \(zone.text(of: after.at))"
      } else {
        nil as String?
      }
    guard let contradiction else { return [] }
    guard reason != nil else {
      throw DeskError(
        .implausible,
        "the meter of \(device) cannot be \(pages): it \(contradiction); check it, or give a"
          + " --reason (a new board, for example)",
        ["device": .string("\(device)"), "meter": .integer(Int64(pages))])
    }
    return ["meter_contradicted"]
  }
}
