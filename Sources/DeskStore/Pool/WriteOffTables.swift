import DeskEngine
import DeskRules

extension PiecesWrittenOff: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.run(
      "INSERT INTO write_off (number, kind, written_at, pieces, reason) VALUES (?, ?, ?, ?, ?)",
      [
        .number(number), .text(fate.rawValue), .instant(at), .integer(pieces.count),
        .text(reason.value),
      ])
    try tables.count(number)
    for written in pieces {
      try tables.run(
        """
        INSERT INTO write_off_piece (write_off, piece, state, client, substitution, adjusted)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
        [
          .number(number), .tag(written.piece), .text(written.state.rawValue),
          .code(written.client), .text(written.group), .integer(written.adjusted),
        ])
      try tables.stopWaiting(for: written.piece, fate == .lost ? .lost : .scrapped)
      if let client = written.client, written.adjusted != 0 {
        try tables.adjust(client, written.group, by: written.adjusted)
      }
    }
    for debt in debts { try tables.owe(debt) }
  }
}

extension PieceFound: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.runOnce(
      "UPDATE write_off_piece SET found_at = ? WHERE write_off = ? AND piece = ?",
      [.instant(at), .number(number), .tag(piece)])
    if let client, adjusted != 0 { try tables.adjust(client, group, by: adjusted) }
    for debt in debts { try tables.owe(debt) }
  }
}
