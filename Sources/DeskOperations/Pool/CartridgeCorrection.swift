import DeskRules
import DeskStore

/// A cartridge that was registered as another type, or as somebody else's: from then on it counts as if
/// it had always been what it is.
struct CartridgeCorrection {
  /// The cartridge as it is.
  let piece: Piece
  /// The facts; none where it is known so already.
  let events: [any Event]

  /// - Throws: `usage` without a reason; `exists` where another of the type has its serial number;
  ///   `state` where swaps say whose it is.
  init(
    _ lookup: Lookup, _ known: Piece, type: String?, owner: OwnerName?, reason: Line?
  ) throws(DeskError) {
    let books = lookup.books
    var piece = known
    if let type { piece.item = type }
    if let owner { piece.owner = try lookup.owner(owner) }
    self.piece = piece
    guard piece != known else {
      events = []
      return
    }
    guard let reason else {
      throw DeskError(.usage, "reason is missing: say why the type or the owner is corrected")
    }
    if piece.owner != known.owner { try Self.requireUnswapped(known, books) }
    if piece.item != known.item {
      try lookup.requireFree(serial: known.serial, of: piece.item, for: known.tag)
    }
    let from = try books.catalogue.group(of: known.item)
    let to = try books.catalogue.group(of: piece.item)
    let retyping = PieceCorrected.Retyping(
      from: known.item, to: piece.item, fromGroup: from, toGroup: to)
    let corrected = PieceCorrected(
      piece: known.tag, type: piece.item == known.item ? nil : retyping,
      owner: piece.owner == known.owner ? nil : .init(from: known.owner, to: piece.owner),
      at: lookup.caller.now, reason: reason.text)
    var shift = DebtShift(books)
    for (client, owed) in try Self.owed(known, books) { shift.add(client, from, -owed) }
    for (client, owed) in try Self.owed(piece, books) { shift.add(client, to, owed) }
    events =
      try lookup.recorded(SupplyText(number: piece.item).supply) + [corrected]
      + shift.events(
        cause: "\(known.tag)", at: lookup.caller.now, reason: reason)
  }

  /// Who owes it, or is owed it: for where it is, or by what its write-off left.
  private static func owed(
    _ piece: Piece, _ books: Books
  ) throws(DeskError) -> [(client: ClientCode, owed: Int)] {
    guard piece.isWrittenOff else {
      return DebtShift.owed(piece.owner, piece.holder).map { [$0] } ?? []
    }
    let line = try books.writeOffs.last(piece.tag)
    return line.flatMap { line in line.client.map { [($0, line.adjusted)] } } ?? []
  }

  /// Refuses another owner for one that swaps have counted, or that is gone.
  private static func requireUnswapped(_ piece: Piece, _ books: Books) throws(DeskError) {
    if piece.isWrittenOff {
      throw DeskError(
        .state,
        "\(piece.tag) is written off as \(piece.holder.kind.rawValue), and who owes it follows from whose"
          + " it was; cartridge find takes that back first",
        ["piece": .string("\(piece.tag)"), "holder": .string("\(piece.holder)")])
    }
    let swap = try books.pieces.holdings(piece.tag).compactMap(\.cause)
      .first { $0.hasPrefix("S-") }
    guard let swap else { return }
    throw DeskError(
      .state,
      "\(piece.tag) was in \(swap), which counted it as \(piece.owner.map { "\($0)'s" } ?? "ours"); swaps"
        + " say whose it is since: record one the other way, or swap settle what is owed for it",
      ["piece": .string("\(piece.tag)"), "swap": .string(swap)])
  }
}
