import DeskRules
import DeskStore

struct CartridgeLose: Change {
  static let about = About(
    "cartridge.lose", "Records that cartridges are lost, at a client or at our own dock.",
    roles: .service, refusals: [.notFound, .ambiguous, .usage, .time, .state, .implausible],
    example: "swapdesk cartridge lose C-0012 --reason \"thrown away with the packaging\"",
    notes: [
      "It leaves whoever had it by the books. One of ours that a client had stays owed by the client,"
        + " a client's that we had stays owed by us, unless --settle says that it was paid for,"
        + " replaced or given up. cartridge find takes it back."
    ])
  let cartridges: [PieceReference]
  let reason: Line
  let atClient: ClientCode?
  let settle: Bool
  let at: Moment?

  init(_ read: inout Arguments) throws(DeskError) {
    cartridges = try read.list("cartridge", at: 1, "A tag, serial or barcode.")
    reason = try read("reason", "What is known of it.")
    atClient = try read.optional("at_client", "The client who lost it, if the books say otherwise.")
    settle = try read.flag("settle", "Nothing stays owed for them.")
    at = try read.optional("at", "When it happened; now where left out.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<WriteOffCard> {
    let lookup = Lookup(books, caller)
    let pieces = try lookup.cartridges(cartridges)
    let client = try atClient.map { code throws(DeskError) in try lookup.client(code).code }
    let zone = try books.clients.settings().zone
    let at = try PastMoment(at, zone: zone, caller).instant
    for piece in pieces {
      try lookup.requireUsed(piece)
      try PieceTimeline(books).requireLast(piece, at: at)
    }
    var writeOff = WriteOff(lookup, at: at, settle: settle)
    let written = try writeOff.decide(.lost, pieces, reason: reason, at: client)
    let moves = pieces.map {
      PieceMoved(piece: $0.tag, to: Holder(.lost), at: at, cause: "\(written.number)")
    }
    let titles = pieces.compactMap {
      writeOff.title($0, lostAt: client, cause: "\(written.number)")
    }
    return Decision(
      events: [written] + titles + moves, happenedAt: at, reply: WriteOffCard(written, zone: zone))
  }
}
