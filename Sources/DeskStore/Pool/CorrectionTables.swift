import DeskEngine
import DeskRules

extension PieceCorrected: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    let before = try tables.standing(of: piece)
    if let type {
      try tables.runOnce(
        "UPDATE piece SET item = ? WHERE tag = ?", [.text(type.to), .tag(piece)])
      try tables.run(
        "UPDATE refill_piece SET item = ? WHERE piece = ?", [.text(type.to), .tag(piece)])
      try recount(type, in: tables)
      try tables.reinstall(piece, as: type.to)
    }
    if let owner {
      try tables.runOnce(
        "UPDATE piece SET owner = ? WHERE tag = ?", [.code(owner.to), .tag(piece)])
    }
    try tables.restock(piece, from: before)
  }

  /// The swaps in which the piece was, by the moves that they made.
  private static let swaps = """
    FROM (
        SELECT DISTINCT piece, CAST(substr(cause, 3) AS INTEGER) AS number FROM holding
        WHERE piece = ? AND substr(cause, 1, 2) = 'S-'
      ) AS moved JOIN swap AS s ON s.number = moved.number
        JOIN swap_piece AS sp ON sp.swap = s.number AND sp.piece = moved.piece
    """

  /// What was given of it counts as the other type's, and in the other group.
  private func recount(_ type: Retyping, in tables: Tables) throws(EngineFault) {
    var given: [Instant] = []
    try tables.writer.forEach(
      "SELECT s.made_at \(Self.swaps) WHERE sp.counted = 1 ORDER BY s.number", [.tag(piece)]
    ) { row in
      given.append(row.instant(0))
      return true
    }
    for moment in given {
      try tables.consume(type.from, at: moment, -1)
      try tables.consume(type.to, at: moment, 1)
    }
    guard type.fromGroup != type.toGroup else { return }
    for (group, sign) in [(type.fromGroup, -1), (type.toGroup, 1)] {
      try tables.run(
        """
        INSERT INTO swap_balance (client, substitution, given, taken, adjusted)
        SELECT s.client, ?, ? * sum(sp.side = 'given'), ? * sum(sp.side = 'taken'), 0
        \(Self.swaps) GROUP BY s.client
        \(Tables.addingBalances)
        """, [.text(group), .integer(sign), .integer(sign), .tag(piece)])
      try tables.run(
        """
        INSERT INTO swap_balance (client, substitution, given, taken, adjusted)
        SELECT client, ?, 0, 0, ? * sum(adjusted) FROM write_off_piece
        WHERE piece = ? AND substitution = ? AND found_at IS NULL AND adjusted <> 0
        GROUP BY client
        \(Tables.addingBalances)
        """,
        [.text(group), .integer(sign), .tag(piece), .text(type.fromGroup)])
    }
    // Where nothing else was counted, nothing is.
    try tables.run(
      """
      DELETE FROM swap_balance
      WHERE substitution = ? AND given = 0 AND taken = 0 AND adjusted = 0 AND client IN (
        SELECT s.client \(Self.swaps) UNION SELECT client FROM write_off_piece WHERE piece = ?)
      """, [.text(type.fromGroup), .tag(piece), .tag(piece)])
    try tables.run(
      "UPDATE write_off_piece SET substitution = ? WHERE piece = ? AND substitution = ?",
      [.text(type.toGroup), .tag(piece), .text(type.fromGroup)])
  }
}

extension MeterCorrected: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    // Taken away and read anew, so that whatever hears of readings hears of this one.
    try tables.runOnce(
      "DELETE FROM meter_reading WHERE device = ? AND at = ? AND entry = ?",
      [.tag(device), .instant(readAt), .integer(entry)])
    try tables.run(
      "INSERT INTO meter_reading (device, at, entry, pages) VALUES (?, ?, ?, ?)",
      [.tag(device), .instant(readAt), .integer(entry), .integer(pages)])
    for (meter, moment) in [("meter_out", "begins_at"), ("meter_in", "returned_at")] {
      try tables.run(
        "UPDATE loan SET \(meter) = ? WHERE device = ? AND \(moment) = ? AND \(meter) = ?",
        [.integer(pages), .tag(device), .instant(readAt), .integer(was)])
    }
    try tables.reprint(on: device, from: was, to: pages)
  }
}
