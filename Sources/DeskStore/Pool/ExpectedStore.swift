import DeskEngine
public import DeskRules

/// A missing side as the lists show it: counted by group under the exchange contract, shell by shell
/// under own back, where each is returned to its owner.
public struct Expected: Sendable, Equatable {
  /// What it comes from, how much is owed, and until when.
  public let debt: Debt
  /// Which shell, under own back.
  public let piece: Tag?

  /// The order among those of one day.
  fileprivate var order: String { "\(debt.origin) \(debt.group) \(piece?.text ?? "")" }
}

extension SwapStore {
  /// The client's site at which something expected is, or from which it came; nil where nobody knows.
  public func site(of expected: Expected) throws(DeskError) -> ClientCode? {
    let debt = expected.debt
    if let piece = expected.piece { return try books.pieces.site(of: piece, at: debt.client) }
    if debt.origin.hasPrefix("W"), let number = try? WriteOffNumber(debt.origin) {
      for line in try books.writeOffs.lines(number) where line.group == debt.group {
        if let site = try books.pieces.site(of: line.piece, at: debt.client) { return site }
      }
      return nil
    }
    guard let number = try? SwapNumber(debt.origin) else { return nil }
    return try books.first(
      """
      SELECT h.site FROM swap AS s JOIN holding AS h ON h.piece IN (
          SELECT piece FROM swap_piece WHERE swap = s.number UNION SELECT s.device)
      WHERE s.number = ? AND h.holder = 'client' AND h.holder_name = ? AND h.since_at <= s.made_at
        AND h.site IS NOT NULL
      ORDER BY h.since_at DESC, h.entry DESC LIMIT 1
      """, [.number(number), .code(debt.client)]
    ) { row in ClientCode(stored: row.text(0)) }
  }

  /// What is expected before a moment, the most urgent first; from or by one client.
  ///
  /// - Parameter days: how long a side may take for which no day was named.
  public func expected(
    client: ClientCode?, before moment: Instant, days: Int, limit: Int
  ) throws(DeskError) -> [Expected] {
    let page = Page(client: client, before: moment, days: days, limit: limit)
    let all = try exchanged(page) + shells(page) + gone(page) + untagged(page)
    return Array(
      all.sorted { ($0.debt.due, $0.order) < ($1.debt.due, $1.order) }.prefix(limit))
  }

  private struct Page {
    let client: ClientCode?
    let before: Instant
    let days: Int
    let limit: Int

    var condition: String { client == nil ? "" : " AND c.code = ?" }
    var clients: [SQLValue] { client.map { [.code($0)] } ?? [] }
    var seconds: SQLValue { .integer(Int64(days) * 86_400) }
  }

  private func line(_ row: any Row) -> Expected {
    Expected(
      debt: Debt(
        origin: row.text(0), client: ClientCode(stored: row.text(1)), group: row.text(2),
        owed: row.count(3), due: row.instant(4)),
      piece: row.optionalText(5).map { Tag(stored: $0) })
  }

  /// What is listed by group.
  private func exchanged(_ page: Page) throws(DeskError) -> [Expected] {
    try books.all(
      """
      SELECT d.origin, d.client, d.substitution, d.owed, d.due_at, NULL
      FROM swap_debt AS d CROSS JOIN client AS c ON c.code = d.client
      WHERE d.due_at < ? AND c.contract <> 'own_back'\(page.client == nil ? "" : " AND d.client = ?")
      ORDER BY d.due_at, d.origin, d.substitution LIMIT ?
      """, [.instant(page.before)] + page.clients + [.integer(page.limit)], line)
  }

  /// Under own back: ours that a client has, and a client's that is not there; by the day named with the
  /// last swap that moved it.
  private func shells(_ page: Page) throws(DeskError) -> [Expected] {
    try books.all(
      """
      SELECT coalesce('S-' || s.number, shell.cause, 'added'), shell.client, shell.substitution,
        CASE shell.side WHEN 'ours' THEN 1 ELSE -1 END,
        coalesce(s.due_at, coalesce(s.made_at, shell.since_at) + ?) AS due, shell.piece
      FROM (
        SELECT a.piece, a.client, a.side, coalesce(t.substitution, p.item) AS substitution,
          h.since_at, h.cause, (
            SELECT made.number FROM holding AS moved
            JOIN swap AS made ON made.number = CAST(substr(moved.cause, 3) AS INTEGER)
            WHERE moved.piece = a.piece AND substr(moved.cause, 1, 2) = 'S-'
              AND made.client = a.client
            ORDER BY moved.since_at DESC, moved.entry DESC LIMIT 1
          ) AS number
        FROM client AS c JOIN away AS a ON a.client = c.code JOIN piece AS p ON p.tag = a.piece
          JOIN holding AS h ON h.piece = a.piece AND h.until_at IS NULL
          LEFT JOIN supply AS t ON t.number = p.item
        WHERE c.contract = 'own_back'\(page.condition)
      ) AS shell LEFT JOIN swap AS s ON s.number = shell.number
      WHERE coalesce(s.due_at, coalesce(s.made_at, shell.since_at) + ?) < ?
      ORDER BY due, shell.piece LIMIT ?
      """,
      [page.seconds] + page.clients
        + [page.seconds, .instant(page.before), .integer(page.limit)], line)
  }

  /// Under own back: what is gone and owed still.
  private func gone(_ page: Page) throws(DeskError) -> [Expected] {
    try books.all(
      """
      SELECT 'W-' || w.write_off, w.client, w.substitution, w.adjusted, o.written_at + ?, w.piece
      FROM client AS c JOIN write_off_piece AS w ON w.client = c.code
        JOIN write_off AS o ON o.number = w.write_off
      WHERE c.contract = 'own_back'\(page.condition) AND w.adjusted <> 0 AND w.found_at IS NULL
        AND o.written_at + ? < ?
      ORDER BY w.write_off, w.piece LIMIT ?
      """,
      [page.seconds] + page.clients
        + [page.seconds, .instant(page.before), .integer(page.limit)], line)
  }

  /// Under own back: what is owed for shells that nobody can name, such as those of an opening balance.
  private func untagged(_ page: Page) throws(DeskError) -> [Expected] {
    let owed = try books.all(
      """
      SELECT b.client, b.substitution, b.adjusted - coalesce((
        SELECT sum(w.adjusted) FROM write_off_piece AS w
        WHERE w.client = b.client AND w.substitution = b.substitution AND w.adjusted <> 0
          AND w.found_at IS NULL), 0)
      FROM client AS c JOIN swap_balance AS b ON b.client = c.code
      WHERE c.contract = 'own_back'\(page.condition)
      """, page.clients
    ) { row in (client: ClientCode(stored: row.text(0)), group: row.text(1), owed: row.count(2)) }
    var lines: [Expected] = []
    for account in owed {
      lines += try untagged(account.client, account.group, account.owed, page)
    }
    return lines.filter { $0.debt.due < page.before }
  }

  /// As many such shells as are owed, from the lines by group; from the client's last swap where those
  /// are netted with others.
  private func untagged(
    _ client: ClientCode, _ group: String, _ owed: Int, _ page: Page
  ) throws(DeskError) -> [Expected] {
    var left = owed
    var lines: [Expected] = []
    func list(_ part: Int, _ origin: String, _ due: Instant) {
      guard part != 0 else { return }
      left -= part
      let debt = Debt(origin: origin, client: client, group: group, owed: part, due: due)
      lines.append(Expected(debt: debt, piece: nil))
    }
    guard owed != 0 else { return [] }
    for debt in try debts(client)
    where debt.group == group && debt.owed.signum() == left.signum() {
      list(left.signum() * min(abs(left), abs(debt.owed)), debt.origin, debt.due)
    }
    guard left != 0 else { return lines }
    let last = try books.first(
      """
      SELECT number, coalesce(due_at, made_at + ?) FROM swap
      WHERE client = ? ORDER BY number DESC LIMIT 1
      """, [page.seconds, .code(client)]
    ) { row in (number: SwapNumber(row.count(0)), due: row.instant(1)) }
    if let last { list(left, "\(last.number)", last.due) }
    return lines
  }
}
