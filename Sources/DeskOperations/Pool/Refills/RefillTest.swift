import DeskRules
import DeskStore

struct RefillTest: Change {
  static let about = About(
    "refill.test", "Decides by their test pages whether refilled cartridges are full or failed.",
    roles: .service, refusals: [.notFound, .ambiguous, .usage, .time, .state],
    example: "swapdesk refill test C-0044 C-0051 --passed",
    notes: [
      "A test that is repeated replaces the one before it. The newest page or claim counts, by when it"
        + " happened: one entered late, from before it, is kept in the life and changes nothing."
    ])
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
      if let doubt = try judging.doubt(ofTesting: piece) { throw doubt }
      try judging.judge(piece, result, claimed: false)
    }
    return Decision(events: judging.events, happenedAt: at, reply: judging.cards)
  }
}
