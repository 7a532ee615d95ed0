import DeskEngine
import DeskRules

extension RefillerAdded: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.run(
      """
      INSERT INTO refiller (code, name, contact, warranty_days, turnaround_days, added_at)
      VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (code) DO UPDATE SET name = excluded.name, contact = excluded.contact,
        warranty_days = excluded.warranty_days, turnaround_days = excluded.turnaround_days
      """,
      [
        .text(code), .text(name.value ?? ""), .text(contact?.value), .integer(warrantyDays),
        .integer(turnaroundDays), .instant(at),
      ])
  }
}

extension RefillSent: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    let gone = pieces.count { $0.result != nil }
    try tables.run(
      """
      INSERT INTO refill (number, refiller, sent_at, due_at, sent, waiting, gone, flags)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .number(number), .text(refiller), .instant(at), .instant(due), .integer(pieces.count),
        .integer(pieces.count - gone), .integer(gone), .text(flags.joined(separator: ",")),
      ])
    try tables.count(number)
    for sent in pieces {
      try tables.run(
        """
        INSERT INTO refill_piece (refill, piece, item, redo, sent_at, result)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
        [
          .number(number), .tag(sent.piece), .text(sent.item), .flag(sent.redo), .instant(at),
          .text((sent.result ?? .waiting).rawValue),
        ])
    }
    try tables.tally(refiller, on: at, sent: pieces.count)
  }
}

extension RefillReceived: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    // One that was written off at the refiller may come to light and come back.
    try tables.run(
      """
      UPDATE refill SET gone = gone - 1 WHERE number = ? AND EXISTS (
        SELECT 1 FROM refill_piece
        WHERE refill = ? AND piece = ? AND result IN ('lost', 'scrapped'))
      """, [.number(number), .number(number), .tag(piece)])
    try tables.run(
      """
      INSERT INTO refill_piece (refill, piece, item, redo, received_at, pages, price, work, result,
        judged_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (refill, piece) DO UPDATE SET received_at = excluded.received_at,
        pages = excluded.pages, price = excluded.price, work = excluded.work,
        result = excluded.result, judged_at = excluded.judged_at
      """,
      [
        .number(number), .tag(piece), .text(item), .flag(redo), .instant(at), .integer(pages),
        .integer(price), .text(work?.value), .text(result.rawValue),
        .instant(result == .untested ? nil : at),
      ])
    if let sent {
      try tables.runOnce(
        "UPDATE refill SET waiting = waiting - 1 WHERE number = ?", [.number(number)])
      try tables.turn(refiller, back: at, sent: sent)
    }
    if !redo {
      try tables.runOnce("UPDATE piece SET cycles = cycles + 1 WHERE tag = ?", [.tag(piece)])
    }
    try tables.tally(
      refiller, on: at, received: 1, failed: result == .failed ? 1 : 0, redone: redo ? 1 : 0,
      cost: price ?? 0)
  }
}

extension RefillJudged: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    let isSuperseded = self.isSuperseded ?? false
    let verdict = isSuperseded ? "" : "result = ?, judged_at = ?, "
    try tables.runOnce(
      """
      UPDATE refill_piece
      SET \(verdict)claimed = CASE WHEN claimed = 1 THEN 1 ELSE ? END
      WHERE refill = ? AND piece = ?
      """,
      (isSuperseded ? [] : [.text(result.rawValue), .instant(at)])
        + [.flag(claimed), .number(number), .tag(piece)])
    // Beside a later judgement a test page changes nothing; a claim counts all the same.
    let counts = isSuperseded ? claimed : result == .failed
    let counted = isSuperseded ? claimed && wasFailed : wasFailed
    let change = (counts ? 1 : 0) - (counted ? 1 : 0)
    if change != 0 { try tables.tally(refiller, on: received, failed: change) }
  }
}

extension RefillCorrected: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.runOnce(
      """
      UPDATE refill_piece SET price = coalesce(?, price), work = coalesce(?, work),
        pages = coalesce(?, pages)
      WHERE refill = ? AND piece = ?
      """,
      [
        .integer(price), .text(work?.value), .integer(pages), .number(number), .tag(piece),
      ])
    if costs != 0 { try tables.tally(refiller, on: received, cost: costs) }
  }
}

extension Tables {
  /// A piece that is written off is waited for no more.
  func stopWaiting(for piece: Tag, _ result: RefillResult) throws(EngineFault) {
    try run(
      """
      UPDATE refill SET waiting = waiting - 1, gone = gone + 1
      WHERE number IN (SELECT refill FROM refill_piece WHERE piece = ? AND result = 'waiting')
      """, [.tag(piece)])
    try run(
      "UPDATE refill_piece SET result = ? WHERE piece = ? AND result = 'waiting'",
      [.text(result.rawValue), .tag(piece)])
  }

  /// Adds to what a refiller did in a quarter of an hour.
  fileprivate func tally(
    _ refiller: String, on moment: Instant, sent: Int = 0, received: Int = 0, failed: Int = 0,
    redone: Int = 0, cost: Int64 = 0
  ) throws(EngineFault) {
    try run(
      """
      INSERT INTO refill_work (refiller, quarter, sent, received, failed, redone, cost)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (refiller, quarter) DO UPDATE SET sent = refill_work.sent + excluded.sent,
        received = refill_work.received + excluded.received,
        failed = refill_work.failed + excluded.failed,
        redone = refill_work.redone + excluded.redone, cost = refill_work.cost + excluded.cost
      """,
      [
        .text(refiller), .integer(moment.quarter), .integer(sent), .integer(received),
        .integer(failed), .integer(redone), .integer(cost),
      ])
  }

  /// Notes from when to when a piece was away.
  fileprivate func turn(
    _ refiller: String, back moment: Instant, sent: Instant
  ) throws(EngineFault) {
    try run(
      """
      INSERT INTO turnaround (refiller, quarter, sent_quarter, pieces) VALUES (?, ?, ?, 1)
      ON CONFLICT (refiller, quarter, sent_quarter) DO UPDATE SET pieces = turnaround.pieces + 1
      """, [.text(refiller), .integer(moment.quarter), .integer(sent.quarter)])
  }
}
