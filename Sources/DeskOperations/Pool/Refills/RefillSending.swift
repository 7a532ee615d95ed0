import DeskRules
import DeskStore

/// A batch being handed over: what speaks against it, and what of it goes back free.
struct RefillSending {
  private let lookup: Lookup
  private let refiller: Refiller
  private let at: Instant
  private let zone: Zone
  private let reason: Line?
  private var books: Books { lookup.books }

  init(_ lookup: Lookup, _ refiller: Refiller, at: Instant, zone: Zone, reason: Line?) {
    self.lookup = lookup
    self.refiller = refiller
    self.at = at
    self.zone = zone
    self.reason = reason
  }

  /// The facts of the batch.
  func batch(
    _ number: RefillNumber, _ pieces: [Piece], claimed: Set<Tag>, due: Instant?
  ) throws(DeskError) -> (sent: RefillSent, events: [any Event]) {
    var flags: [String] = []
    var sent: [SentPiece] = []
    var claims: [any Event] = []
    for piece in pieces {
      flags += try doubts(piece, isClaimed: claimed.contains(piece.tag))
      let last = try books.refills.last(piece.tag)
      let claim = claimed.contains(piece.tag) ? try self.claim(piece, last) : nil
      if let claim { claims.append(claim) }
      let redo = isRedo(last, failed: claim?.at ?? last?.failed)
      if redo { flags.append("redo \(piece.tag)") }
      if !redo, try piece.cycles + 1 > limit(piece.item) {
        flags.append("cycle_limit \(piece.tag)")
      }
      let gone = try self.gone(piece)
      if gone != nil { flags.append("written_off \(piece.tag)") }
      sent.append(SentPiece(piece: piece.tag, item: piece.item, redo: redo, result: gone))
    }
    let batch = RefillSent(
      number: number, refiller: refiller.code, at: at,
      due: due ?? at.adding(minutes: Int64(refiller.turnaroundDays) * 1440), pieces: sent,
      reason: reason?.text, flags: Set(flags).sorted())
    let moves = pieces.map { piece in
      PieceMoved(
        piece: piece.tag, to: Holder(.refiller, refiller.code), at: at, state: .empty,
        cause: "\(number)", correction: reason?.text)
    }
    var shift = DebtShift(books)
    for piece in pieces {
      try shift.move(piece, to: Holder(.refiller, refiller.code), at: at)
    }
    let owed = try shift.events(cause: "\(number)", at: at, reason: reason)
    return (batch, claims + [batch] + moves + owed)
  }

  /// What speaks against sending a piece, unless there is a reason; then it is flagged.
  private func doubts(_ piece: Piece, isClaimed: Bool) throws(DeskError) -> [String] {
    if try PieceTimeline(books).isLast(piece, at: at) { try lookup.requireUsed(piece) }
    if let waiting = try books.refills.waiting(piece.tag) {
      throw DeskError(
        .state,
        "\(piece.tag) is at \(waiting.refiller) in \(waiting.batch); refill receive"
          + " \(waiting.batch) \(piece.tag) takes it back first",
        ["piece": .string("\(piece.tag)"), "refill": .string("\(waiting.batch)")])
    }
    let isGone = try gone(piece) != nil
    if isGone, reason == nil { throw laterWriteOff(piece, zone) }
    let since = isGone ? [] : try movedSince(piece)
    guard let doubt = try doubt(piece, isClaimed: isClaimed) else { return since }
    guard reason != nil else { throw doubt }
    return since + ["corrected"]
  }

  /// One that is known elsewhere since came back in between, which is to be recorded too: else its batch
  /// waits for it for ever.
  private func movedSince(_ piece: Piece) throws(DeskError) -> [String] {
    guard try !PieceTimeline(books).isLast(piece, at: at),
      let next = try books.pieces.holding(piece.tag, after: at)
    else { return [] }
    guard reason != nil else {
      throw DeskError(
        .taken,
        "by the books \(piece.tag) went to \(next.holder) on \(zone.text(of: next.since)), after that;"
          + " check the time, or give a reason, and record with refill receive --at when it had come back",
        ["piece": .string("\(piece.tag)"), "holder": .string("\(next.holder)")])
    }
    return ["moved_since \(piece.tag)"]
  }

  /// What has become of a piece that was written off after it was handed over, and entered before that.
  private func gone(_ piece: Piece) throws(DeskError) -> RefillResult? {
    guard try !PieceTimeline(books).isLast(piece, at: at) else { return nil }
    switch piece.holder.kind {
    case .lost: return .lost
    case .scrap: return .scrapped
    case .shelf, .van, .bench, .client, .refiller: return nil
    }
  }

  private func doubt(_ piece: Piece, isClaimed: Bool) throws(DeskError) -> DeskError? {
    var holder = piece.holder
    if let then = try books.pieces.holder(piece.tag, at: at) { holder = then }
    guard [.shelf, .van, .bench].contains(holder.kind) else {
      return DeskError(
        .taken,
        "by the books \(piece.tag) is at \(holder), so it cannot be sent; check the tag, or give a"
          + " reason",
        ["piece": .string("\(piece.tag)"), "holder": .string("\(holder)")])
    }
    let state = try books.pieces.state(piece.tag, at: at) ?? piece.state
    guard state.wantsRefilling || isClaimed else {
      return DeskError(
        .unsuitable, "\(piece.tag) is \(state.rawValue) and wants no refill; or give a reason",
        ["piece": .string("\(piece.tag)"), "state": .string(state.rawValue)])
    }
    return nil
  }

  private func claim(_ piece: Piece, _ last: RefillPiece?) throws(DeskError) -> RefillJudged {
    guard let last, let received = last.received else {
      throw DeskError(
        .state, "\(piece.tag) was never refilled, so there is nothing to claim",
        ["piece": .string("\(piece.tag)")])
    }
    return last.judged(
      .failed, claimed: true, received: received, at: at, reason: reason?.text)
  }

  /// Whether it is the same refiller's failure, within the agreed days; how long it then waits to be
  /// sent is our own affair.
  private func isRedo(_ last: RefillPiece?, failed: Instant?) -> Bool {
    guard let last, let failed, last.refiller == refiller.code, let received = last.received else {
      return false
    }
    return failed <= received.adding(minutes: Int64(refiller.warrantyDays) * 1440)
  }

  private func limit(_ item: String) throws(DeskError) -> Int {
    try books.catalogue.supply(item)?.cycles ?? Supply.usualCycleLimit
  }

  /// The batch as the answer shows it.
  func card(_ sent: RefillSent, now: Instant) throws(DeskError) -> RefillCard {
    var card = RefillCard(RefillBatch(sent), zone: zone, now: now)
    card.types = RefillCard.types(sent.pieces.map(\.item))
    card.waiting = sent.pieces.filter { $0.result == nil }.map(\.piece)
    return card
  }
}

/// The doubt about a fact entered late, of a piece that was written off after it.
func laterWriteOff(_ piece: Piece, _ zone: Zone) -> DeskError {
  DeskError(
    .state,
    "\(piece.tag) was written off as \(piece.holder.kind.rawValue) on"
      + " \(zone.text(of: piece.since)), after that; check the tag and the time, or give a reason",
    ["piece": .string("\(piece.tag)"), "holder": .string("\(piece.holder)")])
}
