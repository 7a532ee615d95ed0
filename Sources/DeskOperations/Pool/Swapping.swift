import DeskRules
import DeskStore

/// One swap being decided: our full ones against a client's empties. The same piece of rules serves
/// the pool's own operations and the call-out log.
struct Swapping {
  let lookup: Lookup
  let client: ClientCode
  let site: ClientCode
  let zone: Zone
  /// The printer it is for, if known.
  let device: Piece?
  let at: Instant
  /// Where the empties go.
  let to: Holder
  /// Why a doubt is set aside.
  let reason: Line?
  /// The repair during which it happens.
  let ticket: TicketNumber?

  /// How long a missing side may take where no day is named.
  static let debtDays = 14

  private var books: Books { lookup.books }

  /// The facts of a swap and what to show of it.
  func make(
    _ number: SwapNumber, given: [PieceReference], taken: [PieceReference],
    due: Instant?, settling debt: OwedSwap? = nil
  ) throws(DeskError) -> (made: SwapMade, events: [any Event]) {
    let given = try given.map { reference throws(DeskError) in
      try lookup.piece(reference, .cartridge)
    }
    let taken = try taken.map { reference throws(DeskError) in
      try lookup.piece(reference, .cartridge)
    }
    try Self.requireDistinct((given + taken).map(\.tag))
    let flags = try doubts(given: given, taken: taken) + unknownFits(given + taken)
    let owed = given.count - taken.count + (debt?.owed ?? 0)
    let made = SwapMade(
      number: number, client: client, at: at, given: try given.map(grouped),
      taken: try taken.map(grouped), owed: owed,
      due: owed == 0 ? nil : due ?? debt?.due ?? at.adding(minutes: Int64(Self.debtDays * 1440)),
      ticket: ticket, settles: debt?.number, reason: reason?.text,
      flags: flags + (owed == 0 ? [] : ["owed"]))
    return (made, [made] + moves(given: given, taken: taken, cause: "\(number)"))
  }

  private func moves(given: [Piece], taken: [Piece], cause: String) -> [any Event] {
    given.map {
      PieceMoved(
        piece: $0.tag, to: .client(client, site: site), at: at, state: .full, cause: cause,
        correction: reason?.text)
    }
      + taken.map {
        PieceMoved(
          piece: $0.tag, to: to, at: at, state: .empty, cause: cause, correction: reason?.text)
      }
  }

  private func grouped(_ piece: Piece) throws(DeskError) -> SwappedPiece {
    SwappedPiece(
      piece: piece.tag, group: try books.catalogue.supply(piece.item)?.group ?? piece.item)
  }

  private static func requireDistinct(_ pieces: [Tag]) throws(DeskError) {
    guard !pieces.isEmpty else {
      throw DeskError(.usage, "the swap names no cartridge: give given=TAG, taken=TAG or both")
    }
    try requireOnce(pieces)
  }

  /// Refuses cartridges that one request names twice: each moves once at a time.
  static func requireOnce(_ pieces: [Tag]) throws(DeskError) {
    var seen: Set<Tag> = []
    for piece in pieces where !seen.insert(piece).inserted {
      throw DeskError(
        .usage, "\(piece) is named twice among the cartridges swapped",
        ["piece": .string("\(piece)")])
    }
  }

  /// Refuses what contradicts the books, unless there is a reason; then it is flagged.
  private func doubts(given: [Piece], taken: [Piece]) throws(DeskError) -> [String] {
    guard let doubt = try firstDoubt(given: given, taken: taken) else { return [] }
    if reason != nil { return ["corrected"] }
    guard !given.isEmpty, !taken.isEmpty, try firstDoubt(given: taken, taken: given) == nil
    else { throw doubt }
    let right = taken.map { "given=\($0.tag)" } + given.map { "taken=\($0.tag)" }
    var details = doubt.details
    details["exchanged"] = .string(right.joined(separator: ","))
    throw DeskError(
      doubt.code,
      doubt.message + "; with given and taken exchanged it fits: "
        + right.joined(separator: ","), details)
  }

  private func firstDoubt(given: [Piece], taken: [Piece]) throws(DeskError) -> DeskError? {
    for piece in given {
      if let doubt = try doubt(given: piece) { return doubt }
    }
    for piece in taken {
      if let doubt = try doubt(taken: piece) { return doubt }
    }
    for piece in given + taken {
      if let doubt = try doubtOfLaterMove(piece) { return doubt }
      if let misfit = try misfit(piece) { return misfit }
    }
    return nil
  }

  private func doubt(given piece: Piece) throws(DeskError) -> DeskError? {
    let holder = try holderThen(piece)
    if holder.kind != .shelf && holder.kind != .van {
      return held(piece, by: holder, "it cannot be given")
    }
    if let owner = piece.owner, owner != client {
      return DeskError(
        .unsuitable, "\(piece.tag) is not ours to give, nor \(client)'s",
        ["piece": .string("\(piece.tag)")])
    }
    guard piece.state != .full else { return nil }
    return DeskError(
      .unsuitable, "\(piece.tag) is \(piece.state.rawValue) and cannot be given",
      ["piece": .string("\(piece.tag)"), "state": .string(piece.state.rawValue)])
  }

  private func doubt(taken piece: Piece) throws(DeskError) -> DeskError? {
    let holder = try holderThen(piece)
    guard holder.clientCode == client else {
      return held(piece, by: holder, "it cannot be taken from \(client)")
    }
    return nil
  }

  /// Who had the piece when the swap was made; before its first entry, whoever had it first.
  private func holderThen(_ piece: Piece) throws(DeskError) -> Holder {
    if let holder = try books.pieces.holder(piece.tag, at: at) { return holder }
    return try books.pieces.holdings(piece.tag).first?.holder ?? piece.holder
  }

  /// A swap entered late contradicts a move that is known to have followed it.
  private func doubtOfLaterMove(_ piece: Piece) throws(DeskError) -> DeskError? {
    guard piece.since > at, try books.pieces.holdings(piece.tag).count > 1 else { return nil }
    return DeskError(
      .taken,
      "by the books \(piece.tag) went to \(piece.holder) on \(zone.text(of: piece.since)), after"
        + " that; check the time, or give a reason",
      ["piece": .string("\(piece.tag)"), "holder": .string("\(piece.holder)")])
  }

  private func held(_ piece: Piece, by holder: Holder, _ so: String) -> DeskError {
    DeskError(
      .taken,
      "by the books \(piece.tag) is at \(holder), so \(so); check the tag, or give a reason",
      ["piece": .string("\(piece.tag)"), "holder": .string("\(holder)")])
  }

  /// A cartridge that is known to fit other printers and not this one.
  private func misfit(_ piece: Piece) throws(DeskError) -> DeskError? {
    guard let device, try !books.catalogue.fits(piece.item, device.item) else { return nil }
    let others = try books.catalogue.models(taking: piece.item, limit: 3)
    guard !others.isEmpty else { return nil }
    let right = try books.catalogue.supplies(of: device.item).filter(\.isCartridge).map(\.number)
    let advice = right.isEmpty ? "" : "; it takes \(right.joined(separator: ", "))"
    return DeskError(
      .unsuitable,
      "\(piece.tag), a \(piece.item), does not fit \(device.tag), a \(device.item)\(advice)",
      [
        "piece": .string("\(piece.tag)"), "device": .string("\(device.tag)"),
        "fitting": .array(right.map { .string($0) }),
      ])
  }

  /// Flags types of which no catalogue says what they fit.
  private func unknownFits(_ pieces: [Piece]) throws(DeskError) -> [String] {
    guard device != nil else { return [] }
    for piece in pieces where try books.catalogue.models(taking: piece.item, limit: 1).isEmpty {
      return ["fit_unknown"]
    }
    return []
  }
}
