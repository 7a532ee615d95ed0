import DeskRules
import DeskStore

struct CartridgeFind: Change {
  static let about = About(
    "cartridge.find", "Takes back a cartridge that was written off as lost or as scrap.",
    roles: .service, refusals: [.notFound, .ambiguous, .usage, .time, .state, .unsuitable],
    example: "swapdesk cartridge find C-0012 --to shelf",
    notes: [
      "What the write-off left owed for it is owed no more. Of a refill that was not tested, or failed,"
        + " the test page decides: leave --state out, and record refill test."
    ])
  let cartridge: PieceReference
  let to: Holder
  let state: CartridgeFill?
  let at: Moment?

  init(_ read: inout Arguments) throws(DeskError) {
    cartridge = try read("cartridge", at: 1, "The tag, serial or barcode.")
    to = try read("to", "Where it is.")
    state = try read.optional("state", "full or empty; as it was before where left out.")
    at = try read.optional("at", "When it happened; now where left out.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<CartridgeCard> {
    let lookup = Lookup(books, caller)
    let piece = try lookup.piece(cartridge, .cartridge)
    guard piece.isWrittenOff else {
      throw DeskError(
        .state, "\(piece.tag) is not written off; it is at \(piece.holder)",
        ["piece": .string("\(piece.tag)"), "holder": .string("\(piece.holder)")])
    }
    guard to.kind != .lost, to.kind != .scrap, to.kind != .refiller else {
      throw DeskError(.usage, "\(to) is no place to find it at: name a shelf, a van or a client")
    }
    let to = try lookup.place(to)
    let zone = try books.clients.settings().zone
    let at = try PastMoment(at, zone: zone, caller).instant
    guard at >= piece.since else {
      throw DeskError(
        .time, "\(piece.tag) was written off on \(zone.text(of: piece.since)), after that")
    }
    let written = try books.writeOffs.last(piece.tag)
    let before = written?.state ?? .empty
    let state = state.map { $0 == .full ? PieceState.full : .empty }
    if let state {
      try piece.requireTested(before, before: state)
      guard state != .full || written?.state != .empty else { throw empty(piece) }
    }
    let found = try Finding(books).fact(piece, at: at, to: to)
    let moved = PieceMoved(
      piece: piece.tag, to: to, at: at, state: state ?? before,
      cause: written.map { "\($0.number)" })
    let events: [any Event] = (found.map { [$0] } ?? []) + [moved]
    return Decision(
      events: events, happenedAt: at,
      reply: CartridgeCard(piece.moved(by: moved), zone: zone, for: caller))
  }

  private func empty(_ piece: Piece) -> DeskError {
    DeskError(
      .unsuitable,
      "\(piece.tag) was empty when it was written off; leave --state out, and say with cartridge move"
        + " --state full and a --reason how it was filled", ["piece": .string("\(piece.tag)")])
  }
}
