import DeskRules
import DeskStore

struct RefillSend: Change {
  static let about = About(
    "refill.send", "Hands empties over to a refiller, as one batch.", roles: .service,
    refusals: [.notFound, .ambiguous, .usage, .time, .state, .taken, .unsuitable],
    example: "swapdesk refill send tonerfix C-0044 C-0051",
    notes: [
      "refill act R-1 prints the hand-over act. Many tags can come from a scanner on standard input.",
      "One whose last refill by this refiller failed within the agreed days goes back free: it adds"
        + " no cycle, costs nothing and counts against the refiller. --claim names one that failed"
        + " at the client and is sent with the batch. A shell that reaches its type's cycle limit"
        + " is flagged.",
      "Entered late, of one that is known elsewhere since, it takes a --reason and is flagged; the"
        + " batch waits for it until refill receive --at says when it had come back.",
    ])
  let refiller: ShortName
  let cartridges: [PieceReference]
  let claims: [PieceReference]
  let at: Moment?
  let due: Deadline?
  let reason: Line?

  init(_ read: inout Arguments) throws(DeskError) {
    refiller = try read("refiller", at: 1, "The refiller's short name.")
    cartridges = try read.list("cartridge", at: 2, "A tag, serial or barcode.")
    claims = try read.list("claim", "One of them that failed at the client, with a --reason.")
    at = try read.optional("at", "When it happened; now where left out.")
    due = try read.optional("due", "When it is expected back; as the refiller usually takes.")
    reason = try read.optional("reason", "What failed, or why a doubt is set aside.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<RefillCard> {
    let lookup = Lookup(books, caller)
    let refiller = try lookup.refiller(refiller)
    let claimed = try claims.map { reference throws(DeskError) in
      try lookup.piece(reference, .cartridge)
    }
    guard claimed.isEmpty || reason != nil else {
      throw DeskError(.usage, "reason is missing: say what failed at the client")
    }
    let named = Set(claimed.map(\.tag))
    let others = try cartridges.map { reference throws(DeskError) in
      try lookup.piece(reference, .cartridge)
    }
    try Swapping.requireOnce(others.map(\.tag))
    try Swapping.requireOnce(claimed.map(\.tag))
    let pieces = others.filter { !named.contains($0.tag) } + claimed
    guard !pieces.isEmpty else {
      throw DeskError(.usage, "cartridge is missing: name at least one, by tag, serial or barcode")
    }
    let zone = try books.clients.settings().zone
    let at = try PastMoment(at, zone: zone, caller).instant
    let sending = RefillSending(lookup, refiller, at: at, zone: zone, reason: reason)
    let batch = try sending.batch(
      try books.next(), pieces, claimed: named, due: try due?.instant(in: zone, after: at))
    return Decision(
      events: batch.events, happenedAt: at, reply: try sending.card(batch.sent, now: caller.now))
  }
}
