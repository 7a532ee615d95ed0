import DeskRules
import DeskStore

struct RefillClaim: Change {
  static let about = About(
    "refill.claim", "Records that refilled cartridges failed at the client.", roles: .service,
    refusals: [.notFound, .ambiguous, .usage, .time, .state],
    example: "swapdesk refill claim C-0044 --reason \"leaks toner\"",
    notes: [
      "It counts against its refiller. Sent back to them within the agreed days it is redone free;"
        + " after that it is recorded all the same, and flagged. It may be entered late: it is of the"
        + " refill that the cartridge had come back from then."
    ])
  let cartridges: [PieceReference]
  let at: Moment?
  let reason: Line

  init(_ read: inout Arguments) throws(DeskError) {
    cartridges = try read.list("cartridge", at: 1, "A tag, serial or barcode.")
    at = try read.optional("at", "When it happened; now where left out.")
    reason = try read("reason", "What is wrong with them.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<[RefillPieceCard]> {
    let lookup = Lookup(books, caller)
    let settings = try books.clients.settings()
    let at = try PastMoment(at, zone: settings.zone, caller).instant
    var judging = RefillJudging(lookup, settings, at: at, reason: reason.text)
    for piece in try lookup.cartridges(cartridges) {
      if at >= piece.since { try lookup.requireUsed(piece) }
      try judging.judge(piece, .failed, claimed: true)
    }
    return Decision(events: judging.events, happenedAt: at, reply: judging.cards)
  }
}
