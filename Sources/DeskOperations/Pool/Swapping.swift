import DeskRules
import DeskStore

/// One swap being decided: our full ones against a client's empties. The same piece of rules serves
/// the pool's own operations and the call-out log.
struct Swapping {
  let lookup: Lookup
  let client: Client
  let site: ClientCode
  let zone: Zone
  /// The printer it is for, if known.
  var device: Piece?
  /// Which of the printer's slots.
  var slot: String?
  /// The site that was named, if one was; `site` is the main one then.
  var namedSite: ClientCode?
  let at: Instant
  /// Where the empties go.
  let to: Holder
  /// Why a doubt is set aside.
  let reason: Line?
  /// The repair during which it happens.
  let ticket: TicketNumber?
  /// The printer's page counter, if it was read.
  var meter: Int?

  /// Swaps of the same request that were decided before.
  var earlier: [Made] = []

  /// How long a missing side may take where no day is named.
  static let debtDays = 14

  var books: Books { lookup.books }

  /// A cartridge on one side of the swap.
  struct Side {
    let piece: Piece
    let group: String
    /// Whether nothing later is known of it, so that the swap says where it is now.
    let isLast: Bool
    /// Its first entry, if it comes into the books with the swap.
    var added: PieceAdded?
    /// What its printer printed with it.
    var usage: CartridgeUsage?
    /// Whether the client did not need it, so that it comes back full.
    var isUnused = false

    var swapped: SwappedPiece {
      SwappedPiece(
        piece: piece.tag, group: group, pages: usage?.pages, yieldPages: usage?.yieldPages,
        isUnused: isUnused)
    }
  }

  /// What was decided: the swap, everything that follows, and the tags made up for new ones.
  struct Made {
    let made: SwapMade
    let events: [any Event]
    let given: [Side]
    let taken: [Side]
    var labels: [Tag] { taken.compactMap(\.added?.piece) }
  }

  /// The facts of a swap. `tagsTaken` counts the numbers that earlier swaps of the same request took
  /// from our own numbering.
  func make(
    _ number: SwapNumber, given: [PieceReference], taken: [TakenPiece],
    due: Instant?, settling: DebtOrigin? = nil, tagsTaken: Int = 0
  ) throws(DeskError) -> Made {
    let given = try given.map { reference throws(DeskError) in
      try side(try lookup.piece(reference, .cartridge))
    }
    let taken = try takenSides(taken, cause: "\(number)", tagsTaken: tagsTaken)
    try Self.requireDistinct((given + taken).map(\.piece.tag))
    let doubts = SwapDoubts(self, given: given, taken: taken)
    let reading = try meterFlags()
    let found = try found(given + taken)
    var flags = try doubts.flags() + reading
    let plan = try SwapDebts(
      self, origin: "\(number)", given: given, taken: taken, found: found,
      settling: settling, due: due)
    // A slip that only fills a gap is none to look at.
    if flags.contains("corrected"), (given + taken).contains(where: { !$0.isLast }) {
      flags.append("entered_late")
    }
    if plan.due != nil { flags.append("owed") }
    let made = SwapMade(
      number: number, client: client.code, at: at, given: given.map(\.swapped),
      taken: taken.map(\.swapped), owed: plan.owed, due: plan.due ?? plan.lent, ticket: ticket,
      settles: settling, reason: reason?.text, flags: flags, device: device?.tag,
      debts: plan.changes)
    let titles = try SwapTitles(self, given: given, taken: taken, settling: settling)
      .events(cause: "\(number)")
    let back = try received(given + taken)
    let moves = try moves(given: given, taken: taken, cause: "\(number)")
    return Made(
      made: made,
      events: taken.compactMap(\.added) + found + [made] + meterRead
        + back + moves + titles + plan.others,
      given: given, taken: taken)
  }

  private func side(_ known: Piece) throws(DeskError) -> Side {
    var piece = known
    // An earlier swap of the same request may have passed its title.
    let titles = earlier.flatMap(\.events).compactMap { $0 as? TitlePassed }
    if let passed = titles.last(where: { $0.piece == piece.tag }) { piece.owner = passed.owner }
    return Side(
      piece: piece, group: try books.catalogue.group(of: piece.item),
      isLast: try PieceTimeline(books).isLast(piece, at: at))
  }

  /// One that a refiller has by the books came back from there: its batch waits for it no more.
  private func received(_ sides: [Side]) throws(DeskError) -> [RefillReceived] {
    var events: [RefillReceived] = []
    for side in sides where side.isLast && side.added == nil {
      guard let line = try books.refills.waiting(side.piece.tag) else { continue }
      events.append(
        RefillReceived(
          number: line.batch, refiller: line.refiller, piece: line.piece, item: line.item,
          at: max(at, line.sent ?? at), sent: line.sent, redo: line.redo, price: nil, work: nil,
          pages: nil, result: .untested, reason: reason?.text))
    }
    return events
  }

  /// Those that are written off came to light with the swap, which counts what is owed for them from
  /// then on.
  private func found(_ sides: [Side]) throws(DeskError) -> [PieceFound] {
    var found: [PieceFound] = []
    for side in sides where side.isLast && side.piece.isWrittenOff {
      let finding = Finding(books, after: earlierChanges + found.flatMap(\.debts))
      if let fact = try finding.fact(side.piece, at: at) { found.append(fact) }
    }
    return found
  }

  /// What the swaps of the same request that were decided before changed in the lists of what is owed.
  var earlierChanges: [DebtChange] {
    earlier.flatMap(\.events).flatMap { event in
      (event as? SwapMade)?.debts ?? (event as? PieceFound)?.debts
        ?? (event as? BalanceAdjusted)?.debts ?? []
    }
  }

  private func takenSides(
    _ taken: [TakenPiece], cause: String, tagsTaken: Int
  ) throws(DeskError) -> [Side] {
    var sides: [Side] = []
    var number = try books.pieces.nextTagNumber() + tagsTaken
    for piece in taken {
      switch piece {
      case .known(let reference):
        var side = try side(try lookup.piece(reference, .cartridge))
        side.usage = try CartridgeUsage(self, of: side.piece)
        sides.append(side)
      case .unused(let reference):
        var side = try side(try lookup.piece(reference, .cartridge))
        side.isUnused = true
        sides.append(side)
      case .new(let type):
        let added = PieceAdded(
          piece: TagSeries.tag(number), pieceKind: .cartridge, item: type, owner: client.code,
          serial: nil, state: .empty, holder: to, at: at, cause: cause)
        var side = Side(
          piece: Piece(added), group: try books.catalogue.group(of: type), isLast: true)
        side.added = added
        sides.append(side)
        number += 1
      }
    }
    return sides
  }

  private func moves(given: [Side], taken: [Side], cause: String) throws(DeskError) -> [any Event] {
    var moves: [any Event] = []
    for side in given {
      moves.append(
        PieceMoved(
          piece: side.piece.tag, to: .client(client.code, site: site), at: at, state: .full,
          cause: cause, correction: reason?.text, device: device?.tag,
          slot: device == nil ? nil : try slot(of: side.piece)))
    }
    for side in taken where side.added == nil {
      moves.append(
        PieceMoved(
          piece: side.piece.tag, to: to, at: at, state: Self.state(of: side), cause: cause,
          correction: reason?.text))
    }
    return moves
  }

  /// What one that was taken is good for. One that failed at the client goes back to its refiller free.
  private static func state(of side: Side) -> PieceState {
    if side.isUnused { return .full }
    return side.piece.state == .failed ? .failed : .empty
  }

  /// The slot as it was named; else the type's colour, or what it is where it is no toner.
  private func slot(of piece: Piece) throws(DeskError) -> String? {
    if let slot { return slot }
    let supply = try books.catalogue.supply(piece.item)
    return supply?.colour ?? supply.flatMap { $0.kind == "toner" ? nil : $0.kind }
  }

  private var meterRead: [any Event] {
    guard let meter, let device else { return [] }
    return [MeterRead(device: device.tag, pages: meter, at: at, reason: reason?.text)]
  }

  private func meterFlags() throws(DeskError) -> [String] {
    guard let meter else { return [] }
    guard let device else {
      throw DeskError(.usage, "meter is the page counter of a printer: name the device too")
    }
    return try MeterCheck(books).flags(device.tag, meter, at: at, zone: zone, reason: reason)
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
        .usage, "\(piece) is named twice; name each cartridge once",
        ["piece": .string("\(piece)")])
    }
  }
}

extension [Swapping.Made] {
  /// What was noticed of the swaps of one request. A side that another of them brought is missing no
  /// more.
  var flags: [String] {
    let origins = Set(map { "\($0.made.number)" })
    let changes = flatMap { $0.made.debts ?? [] }.filter { origins.contains($0.origin) }
    let isOwed = Dictionary(grouping: changes) { [$0.origin, $0.group] }.values.contains {
      $0.reduce(0) { $0 + $1.by } != 0
    }
    return flatMap(\.made.flags).filter { isOwed || $0 != "owed" }
  }
}
