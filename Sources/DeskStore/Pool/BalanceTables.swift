import DeskEngine
import DeskRules

extension BalanceOpened: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.run(
      """
      INSERT INTO swap (number, client, made_at, ticket, owed, due_at, flags, device)
      VALUES (?, ?, ?, NULL, ?, ?, 'opening', NULL)
      """,
      [.number(number), .code(client), .instant(at), .integer(owed), .instant(due)])
    try tables.count(number)
    try tables.run(
      "INSERT INTO opening_balance (client, substitution, swap) VALUES (?, ?, ?)",
      [.code(client), .text(group), .number(number)])
    try tables.adjust(client, group, by: owed)
    try tables.owe(
      DebtChange(origin: "\(number)", client: client, group: group, by: owed, due: due))
  }
}

extension BalanceAdjusted: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    if let number {
      try tables.run(
        """
        INSERT INTO swap (number, client, made_at, ticket, owed, due_at, flags, device)
        VALUES (?, ?, ?, NULL, ?, ?, 'corrected', NULL)
        """,
        [
          .number(number), .code(client), .instant(at),
          .integer(debts.filter { $0.origin == "\(number)" }.reduce(0) { $0 + $1.by }),
          .instant(debts.last?.due),
        ])
      try tables.count(number)
    }
    if by != 0 { try tables.adjust(client, group, by: by) }
    if let writeOff, let piece {
      try tables.runOnce(
        """
        UPDATE write_off_piece SET adjusted = adjusted + ?, client = ?
        WHERE write_off = ? AND piece = ?
        """, [.integer(by), .code(client), .number(writeOff), .tag(piece)])
    }
    for debt in debts { try tables.owe(debt) }
  }
}
