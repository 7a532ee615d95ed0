import DeskRules
import DeskStore

struct RefillCorrect: Change {
  static let about = About(
    "refill.correct",
    "Says afterwards what refills cost, or what was done: by the refiller's bill.",
    roles: [.engineer, .dispatcher, .accountant, .manager, .admin],
    refusals: [.notFound, .ambiguous, .usage, .amount, .state, .unsuitable],
    example: "swapdesk refill correct R-1 C-0044 --price 450.00",
    notes: [
      "What is left out stays as it was said. Reports reckon it on the day on which the cartridge came"
        + " back. A price for one that was redone under warranty takes a --reason, and is flagged."
    ])
  let refill: RefillNumber
  let cartridges: [PieceReference]
  let work: RefillWork
  let reason: Line?

  init(_ read: inout Arguments) throws(DeskError) {
    refill = try read("refill", at: 1, "The batch.")
    cartridges = try read.list("cartridge", at: 2, "A tag, serial or barcode.")
    work = try RefillWork(&read)
    reason = try read.optional("reason", "Why it was said otherwise, or why a doubt is set aside.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<[RefillPieceCard]> {
    let lookup = Lookup(books, caller)
    let batch = try lookup.refill(refill)
    let settings = try books.clients.settings()
    let (pieces, work) = try work.resolved(cartridges, lookup, settings.currency)
    var events: [any Event] = []
    var cards: [RefillPieceCard] = []
    for piece in pieces {
      let line = try received(piece, in: batch, books)
      let said = work(piece.tag)
      guard !said.isEmpty else {
        throw DeskError(.usage, "nothing is said of \(piece.tag): give --price, --work or --pages")
      }
      let isPaid = line.redo ? try said.isPaid(piece.tag, reason: reason) : false
      let corrected = line.corrected(said, at: caller.now, reason: reason)
      if corrected.changes(line) { events.append(corrected) }
      var card = RefillPieceCard(
        line.corrected(by: corrected), zone: settings.zone, currency: settings.currency)
      card.flags = isPaid ? ["paid_redo"] : nil
      cards.append(card)
    }
    return Decision(events: events, reply: cards)
  }

  private func received(
    _ piece: Piece, in batch: RefillBatch, _ books: Books
  ) throws(DeskError) -> RefillPiece {
    guard let line = try books.refills.piece(piece.tag, in: batch.number) else {
      throw DeskError(
        .unsuitable, "\(piece.tag) is not in \(batch.number); cartridge show names its refills",
        ["piece": .string("\(piece.tag)")])
    }
    guard line.received != nil else {
      throw DeskError(
        .state, "\(piece.tag) has not come back from \(batch.number); refill receive takes it back",
        ["piece": .string("\(piece.tag)")])
    }
    return line
  }
}

extension RefillPiece {
  /// What is said of it anew.
  fileprivate func corrected(
    _ said: RefillWork.Resolved, at moment: Instant, reason: Line?
  ) -> RefillCorrected {
    RefillCorrected(
      number: batch, refiller: refiller, piece: piece, at: moment, received: received ?? moment,
      price: said.price, costs: said.price.map { $0 - (price ?? 0) } ?? 0, work: said.work,
      pages: said.pages, reason: reason?.text)
  }
}

extension RefillCorrected {
  /// Whether it says anything that is not known.
  fileprivate func changes(_ line: RefillPiece) -> Bool {
    line.corrected(by: self) != line
  }
}
