import DeskRules
import DeskStore

struct CartridgeFind: Change {
  static let about = About(
    "cartridge.find", "Takes back a cartridge that was written off as lost or as scrap.",
    roles: .service, refusals: [.notFound, .ambiguous, .usage, .time, .state],
    example: "swapdesk cartridge find C-0012 --to shelf",
    notes: ["What the write-off left owed for it is owed no more."])
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
    guard piece.holder.kind == .lost || piece.holder.kind == .scrap else {
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
    let found = try written.map { written throws(DeskError) in
      try self.found(piece, written, at: at, books)
    }
    let moved = PieceMoved(
      piece: piece.tag, to: to, at: at,
      state: state.map { $0 == .full ? .full : .empty } ?? written?.state ?? .empty,
      cause: written.map { "\($0.number)" })
    let events: [any Event] = (found.map { [$0] } ?? []) + [moved]
    return Decision(
      events: events, happenedAt: at,
      reply: CartridgeCard(piece.moved(by: moved), zone: zone, for: caller))
  }

  /// The fact, with the line of debt that the write-off made, or the oldest of its kind, taken back.
  private func found(
    _ piece: Piece, _ written: WriteOffLine, at: Instant, _ books: Books
  ) throws(DeskError) -> PieceFound {
    var debts: [DebtChange] = []
    if let client = written.client, written.adjusted != 0,
      let debt = try line(of: written, client, books)
    {
      debts.append(
        DebtChange(
          origin: debt.origin, client: client, group: debt.group, by: -written.adjusted,
          due: debt.due))
    }
    return PieceFound(
      number: written.number, piece: piece.tag, at: at, client: written.client,
      group: written.group, adjusted: -written.adjusted, debts: debts)
  }

  /// The line of debt that ends: the write-off's own; else the oldest of its kind, unless the piece
  /// came to light where it is owed as before.
  private func line(
    of written: WriteOffLine, _ client: ClientCode, _ books: Books
  ) throws(DeskError) -> Debt? {
    let open = try books.swaps.debts(client).filter {
      $0.group == written.group && $0.owed.signum() == written.adjusted.signum()
    }
    if let own = open.first(where: { $0.origin == "\(written.number)" }) { return own }
    let isOwedAsBefore = to.clientCode == client ? written.adjusted > 0 : written.adjusted < 0
    return isOwedAsBefore ? nil : open.first
  }
}
