import DeskEngine
import DeskRules

extension SupplyRegrouped: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    if isWhole { try tables.regroup(from: from, to: to) } else { try tables.regroup(self) }
  }
}

extension Tables {
  /// Takes everything of one group over into another.
  fileprivate func regroup(from: String, to: String) throws(EngineFault) {
    try run(
      """
      INSERT INTO swap_balance (client, substitution, given, taken, adjusted)
      SELECT client, ?, given, taken, adjusted FROM swap_balance WHERE substitution = ?
      \(Self.addingBalances)
      """, [.text(to), .text(from)])
    try run("DELETE FROM swap_balance WHERE substitution = ?", [.text(from)])
    try run(
      """
      INSERT INTO swap_debt (origin, substitution, client, owed, due_at)
      SELECT origin, ?, client, owed, due_at FROM swap_debt WHERE substitution = ?
      ON CONFLICT (origin, substitution, client)
      DO UPDATE SET owed = swap_debt.owed + excluded.owed
      """, [.text(to), .text(from)])
    try run(
      "DELETE FROM swap_debt WHERE substitution = ? OR (substitution = ? AND owed = 0)",
      [.text(from), .text(to)])
    try run(
      """
      INSERT INTO opening_balance (client, substitution, swap)
      SELECT client, ?, swap FROM opening_balance WHERE substitution = ?
      ON CONFLICT (client, substitution) DO NOTHING
      """, [.text(to), .text(from)])
    try run("DELETE FROM opening_balance WHERE substitution = ?", [.text(from)])
    try run(
      "UPDATE write_off_piece SET substitution = ? WHERE substitution = ?",
      [.text(to), .text(from)])
  }

  /// Takes one type of a group over into another: its swaps, and what of it is gone. What is owed by
  /// date, the fact's neighbours say.
  fileprivate func regroup(_ moved: SupplyRegrouped) throws(EngineFault) {
    for (group, sign) in [(moved.from, -1), (moved.to, 1)] {
      try run(
        """
        INSERT INTO swap_balance (client, substitution, given, taken, adjusted)
        SELECT s.client, ?, ? * sum(sp.side = 'given'), ? * sum(sp.side = 'taken'), 0
        FROM piece AS p JOIN swap_piece AS sp ON sp.piece = p.tag JOIN swap AS s ON s.number = sp.swap
        WHERE p.kind = 'cartridge' AND p.item = ? GROUP BY s.client
        \(Self.addingBalances)
        """, [.text(group), .integer(sign), .integer(sign), .text(moved.type)])
      try run(
        """
        INSERT INTO swap_balance (client, substitution, given, taken, adjusted)
        SELECT w.client, ?, 0, 0, ? * sum(w.adjusted)
        FROM piece AS p JOIN write_off_piece AS w ON w.piece = p.tag
        WHERE p.kind = 'cartridge' AND p.item = ? AND w.substitution = ? AND w.found_at IS NULL
          AND w.adjusted <> 0
        GROUP BY w.client
        \(Self.addingBalances)
        """, [.text(group), .integer(sign), .text(moved.type), .text(moved.from)])
    }
    try run(
      """
      UPDATE write_off_piece SET substitution = ?
      WHERE substitution = ? AND piece IN (SELECT tag FROM piece WHERE item = ?)
      """, [.text(moved.to), .text(moved.from), .text(moved.type)])
  }

  /// Adds to the counts of a balance that is known.
  static let addingBalances = """
    ON CONFLICT (client, substitution) DO UPDATE SET given = swap_balance.given + excluded.given,
      taken = swap_balance.taken + excluded.taken,
      adjusted = swap_balance.adjusted + excluded.adjusted
    """
}
