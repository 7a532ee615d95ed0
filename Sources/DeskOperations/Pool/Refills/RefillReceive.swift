import DeskRules
import DeskStore

struct RefillReceive: Change {
  static let about = About(
    "refill.receive", "Takes back from a refiller what really came.", roles: .service,
    refusals: [.notFound, .ambiguous, .usage, .amount, .time, .state, .unsuitable],
    example: "swapdesk refill receive R-1 C-0044 C-0051 --price 450.00 --work \"drum, blade\"",
    notes: [
      "The rest stays owed by name. What came waits for its test page, which refill test decides,"
        + " unless --passed or --failed says so at once. Price, work and pages are each piece's; where"
        + " they differ, --each says them of one. What the refiller's bill says later is refill"
        + " correct's.",
      "One that was sent in another batch, or in none, needs a --reason; so does a price for one that"
        + " was redone under warranty, and one that came back before the time at which its batch was"
        + " entered: both are kept as they were told, and flagged.",
    ])
  let refill: RefillNumber
  let cartridges: [PieceReference]
  let terms: RefillTerms
  let at: Moment?
  let to: Holder?
  let reason: Line?

  init(_ read: inout Arguments) throws(DeskError) {
    refill = try read("refill", at: 1, "The batch.")
    cartridges = try read.list("cartridge", at: 2, "A tag, serial or barcode.")
    terms = try RefillTerms(&read)
    at = try read.optional("at", "When it happened; now where left out.")
    to = try read.optional("to", "Where they stand now; our main shelf where left out.")
    reason = try read.optional("reason", "Why a doubt is set aside.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<[RefillPieceCard]> {
    let lookup = Lookup(books, caller)
    let batch = try lookup.refill(refill)
    let settings = try books.clients.settings()
    let at = try PastMoment(at, zone: settings.zone, caller).instant
    let place = try lookup.placeOfOurs(to)
    let (pieces, work) = try terms.work.resolved(cartridges, lookup, settings.currency)
    let receiving = RefillReceiving(
      books, batch, at: at, zone: settings.zone, result: try terms.result, reason: reason)
    var events: [any Event] = []
    var cards: [RefillPieceCard] = []
    var shift = DebtShift(books)
    for piece in pieces {
      let isLast = try PieceTimeline(books).isLast(piece, at: at)
      if isLast { try lookup.requireUsed(piece) }
      var (received, flags) = try receiving.receive(piece, work(piece.tag))
      if piece.isWrittenOff {
        guard reason != nil else { throw laterWriteOff(piece, settings.zone) }
        flags.append("written_off")
      }
      let moves = received.moves(to: place, reason: reason, flags: flags)
      try shift.move(piece, to: place, at: moves.last?.at ?? at)
      events += [received] + moves as [any Event]
      var card = RefillPieceCard(
        RefillPiece(received), zone: settings.zone, currency: settings.currency, withWork: false)
      card.flags = flags.isEmpty ? nil : flags
      cards.append(card)
    }
    events += try shift.events(cause: "\(batch.number)", at: at, reason: reason)
    return Decision(events: events, happenedAt: at, reply: cards)
  }
}

extension RefillReceived {
  /// The way back; once more over a hand-over that was entered with a time too late, so that the piece
  /// does not stay with the refiller on paper.
  fileprivate func moves(
    to place: Holder, reason: Line?, flags: [String]
  ) -> [PieceMoved] {
    let moments = sent.map { at < $0 ? [at, $0] : [at] } ?? [at]
    return moments.map { moment in
      PieceMoved(
        piece: piece, to: place, at: moment, state: result.pieceState, cause: "\(number)",
        correction: reason?.text, flags: moment == moments.last ? flags : [])
    }
  }
}

extension RefillResult {
  /// What a cartridge is good for after it.
  var pieceState: PieceState {
    switch self {
    case .passed: .full
    case .failed: .failed
    case .untested: .untested
    case .waiting, .lost, .scrapped: .empty
    }
  }
}
