import DeskRules
import DeskStore

/// Refills being judged, one after the other, by what was so when they were.
struct RefillJudging {
  private let lookup: Lookup
  private let settings: DeskSettings
  private let at: Instant
  private let reason: String?
  private(set) var events: [any Event] = []
  private(set) var cards: [RefillPieceCard] = []
  private var books: Books { lookup.books }

  init(_ lookup: Lookup, _ settings: DeskSettings, at: Instant, reason: String?) {
    self.lookup = lookup
    self.settings = settings
    self.at = at
    self.reason = reason
  }

  /// What speaks against a test page of one that was anywhere but with us between its coming back and
  /// the test: it is not what the refiller made of it any more. One that was mislaid is.
  func doubt(ofTesting piece: Piece) throws(DeskError) -> DeskError? {
    let holder = try books.pieces.holder(piece.tag, at: at) ?? piece.holder
    guard holder.kind.isOurs else {
      return DeskError(
        .state,
        "\(piece.tag) is at \(holder), where nobody prints a test page; refill claim says that it"
          + " failed at a client",
        ["piece": .string("\(piece.tag)"), "holder": .string("\(holder)")])
    }
    guard let last = try books.refills.last(piece.tag, at: at) else { return nil }
    let life = try books.pieces.holdings(piece.tag).filter { $0.since <= at }
    let back = life.firstIndex { $0.cause == "\(last.batch)" && $0.holder.kind != .refiller }
    let away = back.flatMap {
      life[$0...].first {
        !$0.holder.kind.isOurs && $0.holder.kind != .lost && $0.holder.kind != .scrap
      }
    }
    guard let away else { return nil }
    return DeskError(
      .state,
      "\(piece.tag) went to \(away.holder) on \(settings.zone.text(of: away.since)), after it came"
        + " back from \(last.batch); a test page tells nothing of that refill now",
      ["piece": .string("\(piece.tag)"), "holder": .string("\(away.holder)")])
  }

  /// Judges the refill that a piece had come back from then.
  mutating func judge(
    _ piece: Piece, _ result: RefillResult, claimed: Bool
  ) throws(DeskError) {
    let newest = try books.refills.last(piece.tag, at: Instant(seconds: .max))
    guard let refill = try books.refills.last(piece.tag, at: at), let received = refill.received
    else { throw unrefilled(piece, newest) }
    let judged = refill.judged(
      result, claimed: claimed, received: received, at: at, reason: reason)
    let isSuperseded = judged.isSuperseded ?? false
    events.append(judged)
    var flags: [String] = isSuperseded ? ["superseded"] : []
    if newest?.batch != refill.batch {
      flags.append("refilled_since")
    } else if piece.holder.kind == .refiller,
      let waiting = try books.refills.waiting(piece.tag)
    {
      flags.append("sent_since \(waiting.batch)")
    } else if !isSuperseded {
      try move(piece, result.pieceState, cause: "\(refill.batch)")
    }
    if piece.holder.kind == .lost || piece.holder.kind == .scrap { flags.append("written_off") }
    if claimed, let refiller = try books.refills.refiller(refill.refiller),
      at > received.adding(minutes: Int64(refiller.warrantyDays) * 1440)
    {
      flags.append("warranty_over")
    }
    var card = RefillPieceCard(
      isSuperseded ? refill : refill.judged(result), zone: settings.zone,
      currency: settings.currency, withWork: false)
    card.flags = flags.isEmpty ? nil : flags
    cards.append(card)
  }

  /// The piece is full or failed from then on, where it was then; and where it is now too, if it came
  /// back to us as an empty before anybody here knew that it had failed.
  private mutating func move(
    _ piece: Piece, _ state: PieceState, cause: String
  ) throws(DeskError) {
    if try books.pieces.state(piece.tag, at: at) ?? piece.state != state {
      let then = try books.pieces.holding(piece.tag, at: at)
      events.append(
        PieceMoved(
          piece: piece.tag, to: then?.holder ?? piece.holder, at: at, state: state, cause: cause,
          device: then?.device, slot: then?.slot))
    }
    guard state == .failed, piece.since > at, piece.state == .empty, piece.holder.kind.isOurs
    else { return }
    events.append(
      PieceMoved(
        piece: piece.tag, to: piece.holder, at: piece.since, state: .failed, cause: cause))
  }

  private func unrefilled(_ piece: Piece, _ newest: RefillPiece?) -> DeskError {
    guard let received = newest?.received else {
      return DeskError(
        .state, "\(piece.tag) has not come back from any refill; refill receive takes it back",
        ["piece": .string("\(piece.tag)")])
    }
    return DeskError(
      .time,
      "\(piece.tag) came back on \(settings.zone.text(of: received)), after that; check the time",
      ["piece": .string("\(piece.tag)")])
  }
}

extension Holder.Kind {
  /// Whether it is a place of our own.
  var isOurs: Bool { self == .shelf || self == .van || self == .bench }
}

extension RefillPiece {
  /// A judgement of the refill, beside what is known of it: the newest stands, and a claim counts
  /// against the refiller in any case.
  func judged(
    _ result: RefillResult, claimed: Bool, received: Instant, at: Instant, reason: String?
  ) -> RefillJudged {
    let isSuperseded = judged.map { $0 > at } ?? false
    let wasFailed = self.result == .failed || isClaimed
    let staysFailed = isClaimed && result != .failed
    return RefillJudged(
      number: batch, refiller: refiller, piece: piece, at: at, result: result, claimed: claimed,
      received: received, wasFailed: wasFailed && !staysFailed, reason: reason,
      isSuperseded: isSuperseded)
  }
}
