import DeskRules
import DeskStore

struct CartridgeScrap: Change {
  static let about = About(
    "cartridge.scrap", "Writes worn-out or broken cartridges off as scrap, with an act.",
    roles: .service, refusals: [.notFound, .ambiguous, .usage, .time, .state, .implausible],
    example: "swapdesk cartridge scrap C-0044 --reason \"drum worn, fifth refill\"",
    notes: [
      "cartridge act W-1 prints the act. A client's own shell stays owed to the client unless --settle"
        + " says that it was paid for, replaced or given up."
    ])
  let cartridges: [PieceReference]
  let reason: Line
  let settle: Bool
  let at: Moment?

  init(_ read: inout Arguments) throws(DeskError) {
    cartridges = try read.list("cartridge", at: 1, "A tag, serial or barcode.")
    reason = try read("reason", "Why.")
    settle = try read.flag("settle", "Nothing stays owed for them.")
    at = try read.optional("at", "When it happened; now where left out.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<WriteOffCard> {
    let lookup = Lookup(books, caller)
    let pieces = try lookup.cartridges(cartridges)
    let zone = try books.clients.settings().zone
    let at = try PastMoment(at, zone: zone, caller).instant
    for piece in pieces {
      try lookup.requireUsed(piece)
      try PieceTimeline(books).requireLast(piece, at: at)
    }
    var writeOff = WriteOff(lookup, at: at, settle: settle)
    let written = try writeOff.decide(.scrapped, pieces, reason: reason, at: nil)
    let moves = pieces.map {
      PieceMoved(
        piece: $0.tag, to: Holder(.scrap), at: at, state: .retired, cause: "\(written.number)")
    }
    let titles = pieces.compactMap {
      writeOff.title($0, lostAt: nil, cause: "\(written.number)")
    }
    return Decision(
      events: [written] + titles + moves, happenedAt: at, reply: WriteOffCard(written, zone: zone))
  }
}

extension Lookup {
  /// Refuses a cartridge that is written off: only cartridge find takes back what that left owed.
  func requireUsed(_ piece: Piece) throws(DeskError) {
    guard piece.isWrittenOff else { return }
    throw DeskError(
      .state,
      "\(piece.tag) is written off as \(piece.holder.kind.rawValue); if it came to light, cartridge"
        + " find \(piece.tag) --to PLACE takes that back first",
      ["piece": .string("\(piece.tag)"), "holder": .string("\(piece.holder)")])
  }
}
