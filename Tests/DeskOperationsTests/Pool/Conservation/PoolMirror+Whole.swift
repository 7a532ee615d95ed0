import DeskEngine
import DeskOperations
import DeskRules

/// What is looked at as a whole, now and then.
extension PoolMirror {
  /// What is listed by date adds up to the balance, and is owed one way only.
  func listProblems(_ client: String?) throws -> [String] {
    let condition = client == nil ? "? IS NULL" : "client = ?"
    let value = client.map { SQLValue.text($0) } ?? .null
    return try desk.rows(
      """
      SELECT client, substitution, sum(listed), sum(balance), min(listed), max(listed) FROM (
        SELECT client, substitution, owed AS listed, 0 AS balance FROM swap_debt WHERE \(condition)
        UNION ALL SELECT client, substitution, 0, adjusted FROM swap_balance WHERE \(condition)
        UNION ALL SELECT a.client, coalesce(s.substitution, p.item), 0,
          CASE a.side WHEN 'ours' THEN 1 ELSE -1 END
        FROM away AS a JOIN piece AS p ON p.tag = a.piece LEFT JOIN supply AS s ON s.number = p.item
        WHERE \(condition)
      ) GROUP BY client, substitution
      HAVING sum(listed) <> sum(balance) OR (min(listed) < 0 AND max(listed) > 0)
      """, [value, value, value]
    ).map { "listed wrongly: \($0.map(\.shown).joined(separator: " "))" }
  }

  /// Loans of a device that overlap, and those at whose beginning somebody else had it.
  func loanProblems(of devices: [String]) throws -> [String] {
    let names = devices.filter { $0.hasPrefix("LP-") }.map { "'\($0)'" }.joined(separator: ", ")
    guard !names.isEmpty else { return [] }
    let begun = """
      SELECT number, device, client, begins_at, coalesce(returned_at, 9e18) AS ends_at FROM loan
      WHERE device IN (\(names)) AND state IN ('out', 'returned')
        AND (returned_at IS NULL OR returned_at > begins_at)
      """
    let overlapping = """
      SELECT a.number, b.number FROM (\(begun)) AS a JOIN (\(begun)) AS b
        ON a.device = b.device AND a.number < b.number
      WHERE a.begins_at < b.ends_at AND b.begins_at < a.ends_at
      """
    let elsewhere = """
      SELECT loan.number FROM (\(begun)) AS loan WHERE NOT EXISTS (
        SELECT 1 FROM holding WHERE piece = loan.device AND holder = 'client'
          AND holder_name = loan.client AND since_at = loan.begins_at
      )
      """
    return try desk.rows(overlapping).map { "L-\($0[0].shown) and L-\($0[1].shown) overlap" }
      + desk.rows(elsewhere).map { "L-\($0[0].shown) began without its device" }
  }

  /// Looks at every piece and every counter again.
  mutating func wholeProblems() throws -> [String] {
    var problems = try unseen() + refillerProblems() + listProblems(nil)
    let recount = """
      SELECT p.item, h.holder, p.state, CASE WHEN p.owner IS NULL THEN 'pool' ELSE 'client' END,
        count(*)
      FROM piece AS p JOIN holding AS h ON h.piece = p.tag AND h.until_at IS NULL
      WHERE p.kind = 'cartridge' GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
      """
    let stock = """
      SELECT item, place, state, owner, pieces FROM stock WHERE pieces <> 0 ORDER BY 1, 2, 3, 4
      """
    if try desk.rows(recount) != desk.rows(stock) { problems.append("the stock is miscounted") }
    for client in clients.sorted() {
      for balance in try desk.run("swap.balance", ["client": client]) {
        let lines = balance.objects("debts").reduce(0) { $0 + ($1.number("owed") ?? 0) }
        if balance.number("owed") != lines {
          problems.append("\(client) is listed with \(lines), and the books say \(balance.line)")
        }
      }
      problems += try ownBackProblems(client)
    }
    let overlaps = """
      SELECT a.piece FROM holding AS a JOIN holding AS b ON a.piece = b.piece AND a.rowid < b.rowid
      WHERE a.since_at < coalesce(b.until_at, 9e18) AND b.since_at < coalesce(a.until_at, 9e18)
      """
    problems += try desk.rows(overlaps).map { "\($0[0].shown) was in two places at a time" }
    problems += try loanProblems(of: Array(pieces.keys))
    return problems
  }

  /// Shell by shell, what is listed adds up to what is owed.
  func ownBackProblems(_ client: String) throws -> [String] {
    func sums(_ items: [JSONObject]) -> [String: Int64] {
      items.reduce(into: [:]) { $0[$1.text("group") ?? "", default: 0] += $1.number("owed") ?? 0 }
        .filter { $0.value != 0 }
    }
    let listed = sums(try desk.run("swap.list", ["client": client, "limit": "1000"]))
    let owed = sums(try desk.run("swap.balance", ["client": client]))
    return listed == owed ? [] : ["\(client) is listed with \(listed), and owes \(owed)"]
  }
}
