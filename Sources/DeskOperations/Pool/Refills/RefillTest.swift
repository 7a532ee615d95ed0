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
      let place = piece.holder.kind
      guard place == .shelf || place == .van || place == .bench else {
        throw DeskError(
          .state,
          "\(piece.tag) is at \(piece.holder), where nobody prints a test page; refill claim says"
            + " that it failed at a client",
          ["piece": .string("\(piece.tag)"), "holder": .string("\(piece.holder)")])
      }
      try judging.judge(piece, result, claimed: false)
    }
    return Decision(events: judging.events, happenedAt: at, reply: judging.cards)
  }
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
      events.append(
        PieceMoved(
          piece: piece.tag, to: piece.holder, at: at, state: result.pieceState,
          cause: "\(last.batch)",
          device: try lookup.books.pieces.holding(piece.tag, at: at)?.device))
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
