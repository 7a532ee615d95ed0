import DeskRules
import DeskStore

/// Pieces coming back being judged against what was sent.
struct RefillReceiving {
  private let books: Books
  private let batch: RefillBatch
  private let at: Instant
  private let zone: Zone
  private let result: RefillResult
  private let reason: Line?

  init(
    _ books: Books, _ batch: RefillBatch, at: Instant, zone: Zone, result: RefillResult,
    reason: Line?
  ) {
    self.books = books
    self.batch = batch
    self.at = at
    self.zone = zone
    self.result = result
    self.reason = reason
  }

  /// The fact of one piece, and what was noticed.
  func receive(
    _ piece: Piece, _ work: RefillWork.Resolved
  ) throws(DeskError) -> (RefillReceived, flags: [String]) {
    var flags: [String] = []
    let sent = try self.sent(piece, &flags)
    let redo = sent?.redo ?? false
    if redo, try work.isPaid(piece.tag, reason: reason) { flags.append("paid_redo") }
    let received = RefillReceived(
      number: sent?.batch ?? batch.number, refiller: sent?.refiller ?? batch.refiller,
      piece: piece.tag, item: piece.item, at: at, sent: sent?.sent, redo: redo,
      price: work.price, work: work.work, pages: work.pages, result: result,
      reason: reason?.text)
    return (received, flags)
  }

  /// Whether it came back before its batch was entered to have gone: that takes a reason.
  private func isBeforeHandOver(
    _ line: RefillPiece, _ flags: inout [String]
  ) throws(DeskError) -> Bool {
    guard let handedOver = line.sent, at < handedOver else { return false }
    guard reason != nil else {
      throw DeskError(
        .time,
        "\(line.piece) was handed over on \(zone.text(of: handedOver)), after that; check the time,"
          + " or say with a --reason how that was",
        ["piece": .string("\(line.piece)")])
    }
    flags.append("before_hand_over")
    return true
  }

  /// One that the books had elsewhere when it came back needs a reason.
  private func elsewhere(_ piece: Piece) throws(DeskError) -> [String] {
    let holder = try books.pieces.holder(piece.tag, at: at) ?? piece.holder
    guard holder.kind != .refiller else { return [] }
    guard reason != nil else {
      throw DeskError(
        .unsuitable,
        "by the books \(piece.tag) was at \(holder) then; check the tag and the time, or give a"
          + " reason",
        ["piece": .string("\(piece.tag)"), "holder": .string("\(holder)")])
    }
    return ["corrected"]
  }

  /// The line of a batch that the piece is in, if it was sent at all.
  private func sent(_ piece: Piece, _ flags: inout [String]) throws(DeskError) -> RefillPiece? {
    if let line = try books.refills.piece(piece.tag, in: batch.number) {
      if line.result == .waiting {
        if try !isBeforeHandOver(line, &flags) { flags += try elsewhere(piece) }
        return line
      }
      if let received = line.received {
        throw DeskError(
          .state,
          "\(piece.tag) came back from \(batch.number) on \(zone.text(of: received)) already; refill"
            + " correct \(batch.number) \(piece.tag) says what it cost",
          ["piece": .string("\(piece.tag)"), "refill": .string("\(batch.number)")])
      }
    }
    if let other = try books.refills.waiting(piece.tag) {
      guard reason != nil else {
        throw DeskError(
          .unsuitable,
          "\(piece.tag) was sent in \(other.batch), not in \(batch.number); name that batch, or give"
            + " a reason",
          ["piece": .string("\(piece.tag)"), "refill": .string("\(other.batch)")])
      }
      flags.append("other_batch")
      _ = try isBeforeHandOver(other, &flags)
      return other
    }
    guard reason != nil else {
      throw DeskError(
        .unsuitable,
        "\(piece.tag) is not owed from \(batch.number), and is at \(piece.holder) by the books; check"
          + " the tag, or give a reason",
        ["piece": .string("\(piece.tag)"), "holder": .string("\(piece.holder)")])
    }
    flags.append("not_sent")
    return nil
  }
}
