import DeskEngine
import DeskRules

extension SwapMade: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.run(
      """
      INSERT INTO swap (number, client, made_at, ticket, owed, due_at, flags, device)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .number(number), .code(client), .instant(at), .number(ticket), .integer(owed),
        .instant(due), .text(flags.joined(separator: " ")), .text(device?.text),
      ])
    try tables.count(number)
    for swapped in given {
      try write(swapped, side: "given", to: tables)
      try consume(swapped.piece, in: tables)
    }
    for swapped in taken {
      try write(swapped, side: "taken", to: tables)
      if swapped.isUnused == true { try forget(swapped.piece, in: tables) }
    }
    let changes: [DebtChange]
    if let debts { changes = debts } else { changes = try oldDebts(tables) }
    for debt in changes { try tables.owe(debt, settledBy: number) }
    if let settles {
      try tables.runOnce(
        "UPDATE swap SET settled_by = ? WHERE number = ?", [.number(number), .number(settles)])
    }
  }

  private func write(
    _ swapped: SwappedPiece, side: String, to tables: Tables
  ) throws(EngineFault) {
    try tables.run(
      """
      INSERT INTO swap_piece (swap, side, piece, substitution, pages, yield_pages, odd, counted)
      VALUES (?, ?, ?, ?, ?, ?, ?, 0)
      """,
      [
        .number(number), .text(side), .tag(swapped.piece), .text(swapped.group),
        .integer(swapped.pages), .integer(swapped.yieldPages), .text(swapped.oddity?.rawValue),
      ])
    try tables.run(
      """
      INSERT INTO swap_balance (client, substitution, given, taken) VALUES (?, ?, ?, ?)
      ON CONFLICT (client, substitution) DO UPDATE SET given = swap_balance.given + excluded.given,
        taken = swap_balance.taken + excluded.taken
      """,
      [
        .code(client), .text(swapped.group), .integer(side == "given" ? 1 : 0),
        .integer(side == "taken" ? 1 : 0),
      ])
  }

  /// A full one of ours that is given is what the stock must provide for; a client's own that comes
  /// back is not.
  private func consume(_ piece: Tag, in tables: Tables) throws(EngineFault) {
    let ours = try tables.first(
      "SELECT item FROM piece WHERE tag = ? AND owner IS NULL", [.tag(piece)]
    ) { row in row.text(0) }
    guard let ours else { return }
    try tables.run(
      "UPDATE swap_piece SET counted = 1 WHERE swap = ? AND side = 'given' AND piece = ?",
      [.number(number), .tag(piece)])
    try tables.consume(ours, at: at, 1)
  }

  /// One that comes back unused was no consumption when it was given.
  private func forget(_ piece: Tag, in tables: Tables) throws(EngineFault) {
    let given = try tables.first(
      """
      SELECT s.number, s.made_at, p.item FROM (
        SELECT cause FROM holding
        WHERE piece = ? AND holder = 'client' AND since_at <= ? AND substr(cause, 1, 2) = 'S-'
        ORDER BY since_at DESC, entry DESC LIMIT 1
      ) AS held JOIN swap AS s ON s.number = CAST(substr(held.cause, 3) AS INTEGER)
        JOIN swap_piece AS sp ON sp.swap = s.number AND sp.side = 'given' AND sp.piece = ?
        JOIN piece AS p ON p.tag = sp.piece
      WHERE sp.counted = 1
      """, [.tag(piece), .instant(at), .tag(piece)]
    ) { row in (swap: row.integer(0), at: row.instant(1), item: row.text(2)) }
    guard let given else { return }
    try tables.runOnce(
      "UPDATE swap_piece SET counted = 0 WHERE swap = ? AND side = 'given' AND piece = ?",
      [.integer(given.swap), .tag(piece)])
    try tables.consume(given.item, at: given.at, -1)
  }

  /// What a swap of schema 1 left owed: by group what it gave and took, and the rest of the debt it
  /// settles.
  private func oldDebts(_ tables: Tables) throws(EngineFault) -> [DebtChange] {
    var net: [String: Int] = [:]
    for swapped in given { net[swapped.group, default: 0] += 1 }
    for swapped in taken { net[swapped.group, default: 0] -= 1 }
    let due = due ?? at.adding(minutes: 14 * 1440)
    func change(_ origin: String, _ group: String, _ by: Int) -> DebtChange {
      DebtChange(origin: origin, client: client, group: group, by: by, due: due)
    }
    var changes: [DebtChange] = []
    if let settles {
      for (group, owed) in try tables.debts(of: "\(settles)") {
        net[group, default: 0] += owed
        changes.append(change("\(settles)", group, -owed))
      }
    }
    return changes
      + net.filter { $0.value != 0 }.sorted { $0.key < $1.key }
      .map { change("\(number)", $0.key, $0.value) }
  }
}

extension Tables {
  /// Counts full ones of a type as consumption, or no more.
  func consume(_ item: String, at moment: Instant, _ pieces: Int) throws(EngineFault) {
    let key: [SQLValue] = [.text(item), .integer(moment.quarter)]
    try run(
      """
      INSERT INTO consumption (item, quarter, pieces) VALUES (?, ?, ?)
      ON CONFLICT (item, quarter) DO UPDATE SET pieces = consumption.pieces + excluded.pieces
      """, key + [.integer(pieces)])
    guard pieces < 0 else { return }
    try run("DELETE FROM consumption WHERE item = ? AND quarter = ? AND pieces = 0", key)
  }

  /// What is owed from a swap or write-off, by group.
  fileprivate func debts(of origin: String) throws(EngineFault) -> [(group: String, owed: Int)] {
    var debts: [(String, Int)] = []
    try writer.forEach(
      "SELECT substitution, owed FROM swap_debt WHERE origin = ? ORDER BY substitution",
      [.text(origin)]
    ) { row in
      debts.append((row.text(0), row.count(1)))
      return true
    }
    return debts
  }

  /// Changes what is expected from a swap or write-off; a swap of which nothing is expected any more
  /// was settled by the one that brought the last.
  func owe(_ debt: DebtChange, settledBy swap: SwapNumber? = nil) throws(EngineFault) {
    let key: [SQLValue] = [.text(debt.origin), .text(debt.group), .code(debt.client)]
    try run(
      """
      INSERT INTO swap_debt (origin, substitution, client, owed, due_at) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (origin, substitution, client)
      DO UPDATE SET owed = swap_debt.owed + excluded.owed
      """, key + [.integer(debt.by), .instant(debt.due)])
    try run(
      "DELETE FROM swap_debt WHERE origin = ? AND substitution = ? AND client = ? AND owed = 0",
      key)
    guard let swap, debt.origin != "\(swap)", let settled = try? SwapNumber(debt.origin),
      debt.origin.hasPrefix("S"), try debts(of: debt.origin).isEmpty
    else { return }
    try run(
      "UPDATE swap SET settled_by = ? WHERE number = ? AND settled_by IS NULL",
      [.number(swap), .number(settled)])
  }

  /// Adjusts a client's balance in a group, where a debt outlives its piece.
  func adjust(_ client: ClientCode, _ group: String, by change: Int) throws(EngineFault) {
    try run(
      """
      INSERT INTO swap_balance (client, substitution, given, taken, adjusted)
      VALUES (?, ?, 0, 0, ?)
      ON CONFLICT (client, substitution)
      DO UPDATE SET adjusted = swap_balance.adjusted + excluded.adjusted
      """, [.code(client), .text(group), .integer(change)])
  }
}
