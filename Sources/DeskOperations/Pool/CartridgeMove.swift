import DeskRules
import DeskStore

struct CartridgeMove: Change {
  static let about = About(
    "cartridge.move", "Records that cartridges went to another place.", roles: .service,
    refusals: [.notFound, .ambiguous, .usage, .time, .unsuitable, .implausible],
    example: "swapdesk cartridge move van:boris C-0012 C-0013",
    notes: [
      "For a full one against an empty there is swap make, for a refiller refill send, and what is"
        + " gone is scrapped or lost.",
      "A move that has happened may be entered late with --at; it takes its place in the order of"
        + " what happened.",
    ])
  let to: Holder
  let cartridges: [PieceReference]
  let at: Moment?
  let state: CartridgeFill?
  let reason: Line?

  init(_ read: inout Arguments) throws(DeskError) {
    to = try read("to", at: 1, "Where they are now.")
    cartridges = try read.list("cartridge", at: 2, "A tag, serial or barcode.")
    at = try read.optional("at", "When it happened; now where left out.")
    state = try read.optional("state", "What they are good for now, if that has changed.")
    reason = try read.optional("reason", "Why the books were wrong, if they were.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<[CartridgeCard]> {
    let lookup = Lookup(books, caller)
    let pieces = try lookup.cartridges(cartridges)
    let to = try place(lookup)
    let zone = try books.clients.settings().zone
    let at = try PastMoment(at, zone: zone, caller).instant
    for piece in pieces { try PieceTimeline(books).requireKnown(piece, at: at, reason: reason) }
    let state = state.map { $0 == .full ? PieceState.full : .empty }
    let moves = pieces.map {
      PieceMoved(piece: $0.tag, to: to, at: at, state: state, correction: reason?.text)
    }
    let cards = zip(pieces, moves).map { piece, move in
      CartridgeCard(piece.moved(by: move), zone: zone, for: caller)
    }
    return Decision(events: moves, happenedAt: at, reply: cards)
  }

  /// A place that a cartridge can simply be taken to.
  private func place(_ lookup: Lookup) throws(DeskError) -> Holder {
    let other: String? =
      switch to.kind {
      case .refiller: "refill send \(to.name ?? "") hands them over with an act"
      case .scrap: "cartridge scrap writes them off with an act"
      case .lost: "cartridge lose keeps what is owed for them"
      case .shelf, .van, .client, .bench: nil
      }
    if let other { throw DeskError(.unsuitable, "\(to) is no place to move to: \(other)") }
    return try lookup.place(to)
  }
}

extension Lookup {
  /// The cartridges that a request names, each once.
  func cartridges(_ references: [PieceReference]) throws(DeskError) -> [Piece] {
    guard !references.isEmpty else {
      throw DeskError(.usage, "cartridge is missing: name at least one, by tag, serial or barcode")
    }
    let pieces = try references.map { reference throws(DeskError) in
      try piece(reference, .cartridge)
    }
    try Swapping.requireOnce(pieces.map(\.tag))
    return pieces
  }
}
