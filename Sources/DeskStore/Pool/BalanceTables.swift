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
