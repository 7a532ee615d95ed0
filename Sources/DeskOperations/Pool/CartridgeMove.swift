import DeskRules
import DeskStore

struct CartridgeMove: Change {
  static let about = About(
    "cartridge.move", "Records that cartridges went to another place.", roles: .service,
    refusals: [.notFound, .ambiguous, .usage, .time, .state, .unsuitable, .implausible],
    example: "swapdesk cartridge move van:boris C-0012 C-0013",
    notes: [
      "To and from a client there is swap make, or what is owed would be told wrongly; to and from a"
        + " refiller refill send and refill receive; what is gone is scrapped or lost, and found.",
      "A move that has happened may be entered late with --at; it takes its place in the order of"
        + " what happened.",
      "Whether a refill is good its test page decides, with refill test. An empty that is full"
        + " without any refill in the books takes a --reason, and is flagged.",
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
    let state = state.map { $0 == .full ? PieceState.full : .empty }
    var shift = DebtShift(books)
    var flags: [Tag: [String]] = [:]
    for piece in pieces {
      try PieceTimeline(books).requireKnown(piece, at: at, reason: reason)
      let isDoubted = try requireOwnPlaces(piece, at: at, lookup)
      let isUnknown = try books.pieces.holder(piece.tag, at: at) == nil
      let isRefilled = try requireRefilled(piece, state, at: at, lookup)
      if isDoubted || isUnknown || !isRefilled {
        let isLast = try PieceTimeline(books).isLast(piece, at: at)
        flags[piece.tag] = isLast ? ["corrected"] : ["corrected", "entered_late"]
      }
      try shift.move(piece, to: to, at: at)
    }
    let moves = pieces.map {
      PieceMoved(
        piece: $0.tag, to: to, at: at, state: state, correction: reason?.text,
        flags: flags[$0.tag] ?? [])
    }
    let cards = zip(pieces, moves).map { piece, move in
      var card = CartridgeCard(piece.moved(by: move), zone: zone, for: caller)
      card.flags = move.flags
      return card
    }
    let owed = try shift.events(cause: "\(to)", at: at, reason: reason)
    return Decision(events: moves + owed, happenedAt: at, reply: cards)
  }

  /// Refuses what changes what a client or a refiller owes: that is done by the operations that count
  /// it. A move before the last that is known changes nobody's debt, and takes a reason.
  /// Whether it took one is the answer.
  private func requireOwnPlaces(
    _ piece: Piece, at: Instant, _ lookup: Lookup
  ) throws(DeskError) -> Bool {
    let isLast = try PieceTimeline(lookup.books).isLast(piece, at: at)
    if isLast { try lookup.requireUsed(piece) }
    var from = piece.holder
    if !isLast, let then = try lookup.books.pieces.holder(piece.tag, at: at) { from = then }
    guard let other = try door(piece, from: from, lookup.books) else { return false }
    if !isLast && reason != nil { return true }
    throw DeskError(
      isLast ? .unsuitable : .implausible,
      isLast
        ? "\(piece.tag) is at \(from) by the books: \(other)"
        : "\(piece.tag) was at \(from) then by the books: \(other); or give a reason",
      ["piece": .string("\(piece.tag)"), "holder": .string("\(from)")])
  }

  /// Refuses to call full what no refill filled, unless there is a reason; whether it was filled is the
  /// answer.
  private func requireRefilled(
    _ piece: Piece, _ new: PieceState?, at: Instant, _ lookup: Lookup
  ) throws(DeskError) -> Bool {
    guard let new else { return true }
    let state = try lookup.books.pieces.state(piece.tag, at: at) ?? piece.state
    let judging = RefillJudging(
      lookup, try lookup.books.clients.settings(), at: at, reason: nil)
    if try judging.doubt(ofTesting: piece) == nil { try piece.requireTested(state, before: new) }
    guard state != .full, new == .full else { return true }
    guard reason == nil else { return false }
    throw DeskError(
      .implausible,
      "\(piece.tag) is \(state.rawValue) by the books, and no refill of it came back since; record"
        + " refill send and refill receive, or give a --reason",
      ["piece": .string("\(piece.tag)"), "state": .string(state.rawValue)])
  }

  /// The operation that records such a move, if it is not this one.
  private func door(
    _ piece: Piece, from: Holder, _ books: Books
  ) throws(DeskError) -> String? {
    if from.clientCode != to.clientCode {
      if let client = from.clientCode {
        return "swap make \(client) --taken \(piece.tag) takes it back"
      }
      if let client = to.clientCode { return "swap make \(client) --given \(piece.tag) gives it" }
    }
    guard from.kind == .refiller else { return nil }
    return try books.refills.waiting(piece.tag).map {
      "refill receive \($0.batch) \(piece.tag) takes it back"
    }
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

extension Piece {
  /// Refuses to call a refilled cartridge full that failed, or either while nobody has tested it.
  func requireTested(_ state: PieceState, before new: PieceState) throws(DeskError) {
    guard state == .untested || (state == .failed && new == .full) else { return }
    let passed = new == .full ? "passed" : "failed"
    throw DeskError(
      .unsuitable,
      "\(tag) is \(state.rawValue) by the books, and its test page decides; refill test \(tag)"
        + " --\(passed) records one",
      ["piece": .string("\(tag)"), "state": .string(state.rawValue)])
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
