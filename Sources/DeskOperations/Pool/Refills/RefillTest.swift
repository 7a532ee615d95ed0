import DeskRules
import DeskStore

struct RefillTest: Change {
  static let about = About(
    "refill.test", "Decides by their test pages whether refilled cartridges are full or failed.",
    roles: .service, refusals: [.notFound, .ambiguous, .usage, .time, .state],
    example: "swapdesk refill test C-0044 C-0051 --passed",
    notes: ["A test that is repeated replaces the one before it."])
  let cartridges: [PieceReference]
  let passed: Bool
  let failed: Bool
  let at: Moment?
  let reason: Line?

  init(_ read: inout Arguments) throws(DeskError) {
    cartridges = try read.list("cartridge", at: 1, "A tag, serial or barcode.")
    passed = try read.flag("passed", "Their test pages are good.")
    failed = try read.flag("failed", "Their test pages are not.")
    at = try read.optional("at", "When it happened; now where left out.")
    reason = try read.optional("reason", "What was wrong.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<[RefillPieceCard]> {
    guard passed != failed else {
      throw DeskError(.usage, "say how the test pages are: give --passed or --failed")
    }
    let lookup = Lookup(books, caller)
    let pieces = try lookup.cartridges(cartridges)
    let settings = try books.clients.settings()
    let at = try PastMoment(at, zone: settings.zone, caller).instant
    let result: RefillResult = passed ? .passed : .failed
    var judging = RefillJudging(lookup, settings, at: at, reason: reason?.text)
    for piece in pieces {
      guard piece.holder.kind.isOurs else {
        throw DeskError(
          .state,
          "\(piece.tag) is at \(piece.holder), where nobody prints a test page; refill claim says"
            + " that it failed at a client",
          ["piece": .string("\(piece.tag)"), "holder": .string("\(piece.holder)")])
      }
      try judging.requireAtHand(piece)
      try judging.judge(piece, result, claimed: false)
    }
    return Decision(events: judging.events, happenedAt: at, reply: judging.cards)
  }
}

extension Holder.Kind {
  /// Whether it is a place of our own.
  var isOurs: Bool { self == .shelf || self == .van || self == .bench }
}

/// Refills being judged, one after the other.
struct RefillJudging {
  private let lookup: Lookup
  private let settings: DeskSettings
  private let at: Instant
  private let reason: String?
  private(set) var events: [any Event] = []
  private(set) var cards: [RefillPieceCard] = []

  init(_ lookup: Lookup, _ settings: DeskSettings, at: Instant, reason: String?) {
    self.lookup = lookup
    self.settings = settings
    self.at = at
    self.reason = reason
  }

  /// Refuses a test page of one that has been anywhere but with us since it came back: it is not what
  /// the refiller made of it any more.
  func requireAtHand(_ piece: Piece) throws(DeskError) {
    guard let last = try lookup.books.refills.last(piece.tag) else { return }
    let life = try lookup.books.pieces.holdings(piece.tag)
    let back = life.firstIndex { $0.cause == "\(last.batch)" && $0.holder.kind != .refiller }
    guard let back, let away = life[back...].first(where: { !$0.holder.kind.isOurs }) else {
      return
    }
    throw DeskError(
      .state,
      "\(piece.tag) went to \(away.holder) on \(settings.zone.text(of: away.since)), after it came"
        + " back from \(last.batch); a test page tells nothing of that refill now",
      ["piece": .string("\(piece.tag)"), "holder": .string("\(away.holder)")])
  }

  /// Judges a piece's last refill.
  mutating func judge(
    _ piece: Piece, _ result: RefillResult, claimed: Bool
  ) throws(DeskError) {
    guard let last = try lookup.books.refills.last(piece.tag), let received = last.received else {
      throw DeskError(
        .state, "\(piece.tag) has not come back from any refill; refill receive takes it back",
        ["piece": .string("\(piece.tag)")])
    }
    guard at >= received else {
      throw DeskError(
        .time,
        "\(piece.tag) came back on \(settings.zone.text(of: received)), after that; check the time",
        ["piece": .string("\(piece.tag)")])
    }
    events.append(
      RefillJudged(
        number: last.batch, refiller: last.refiller, piece: piece.tag, at: at, result: result,
        claimed: claimed, received: received, wasFailed: last.result == .failed, reason: reason))
    if piece.state != result.pieceState {
      let then = try lookup.books.pieces.holding(piece.tag, at: at)
      events.append(
        PieceMoved(
          piece: piece.tag, to: then?.holder ?? piece.holder, at: at, state: result.pieceState,
          cause: "\(last.batch)", device: then?.device, slot: then?.slot))
    }
    var card = RefillPieceCard(
      last.judged(result), zone: settings.zone, currency: settings.currency, withWork: false)
    if claimed, let refiller = try lookup.books.refills.refiller(last.refiller),
      at > received.adding(minutes: Int64(refiller.warrantyDays) * 1440)
    {
      card.flags = ["warranty_over"]
    }
    cards.append(card)
  }
}
