import DeskEngine
import DeskOperations
import DeskRules

/// What the pool must look like, kept beside the desk from what was asked and answered: where each
/// piece is, whose it is, what each client was given and gave back.
struct PoolMirror {
  /// A piece as it was last seen.
  struct Piece: Equatable {
    let isCartridge: Bool
    let group: String
    let owner: String?
    let state: String
    let holder: String

    /// The holder's kind and the kind of owner, as stock is counted.
    fileprivate var place: String {
      holder.prefix { $0 != ":" } + (owner == nil ? " pool" : " client")
    }
  }

  /// What is expected from a swap.
  struct Debt {
    let origin: String
    let client: String
    let group: String
    let owed: Int
  }

  private struct Account: Hashable {
    let client: String
    let group: String
  }

  private let desk: TestDesk
  private(set) var pieces: [String: Piece] = [:]
  /// Every cartridge's tag, in the order they came in.
  private(set) var cartridges: [String] = []
  private var atHolder: [String: Set<String>] = [:]
  private var places: [String: Int] = [:]
  private var shells: [Account: Int] = [:]
  private var given: [Account: Int] = [:]
  private var taken: [Account: Int] = [:]
  private var waiting: [String: Set<String>] = [:]
  private(set) var openDebts: [Debt] = []
  private var followed = 0

  init(_ desk: TestDesk) throws {
    self.desk = desk
    for row in try desk.rows("SELECT tag FROM piece ORDER BY added_at, tag") {
      try see(row[0].shown)
    }
  }

  /// The cartridges that a holder has, by tag.
  func cartridges(at holder: String) -> [String] {
    (atHolder[holder] ?? []).filter { pieces[$0]?.isCartridge == true }.sorted()
  }

  /// Refill batches and what is still out, by number.
  var batches: [(String, [String])] {
    waiting.filter { !$0.value.isEmpty }.map { ($0.key, $0.value.sorted()) }
      .sorted { $0.0 < $1.0 }
  }

  // MARK: Following

  /// Takes a request's outcome in, and says what is wrong with it.
  mutating func follow(
    _ act: PoolAct, _ result: Result<[JSONObject], DeskError>
  ) throws -> [String] {
    followed += 1
    var problems: [String] = []
    if case .success(let items) = result {
      let shellsBefore = shells
      let swaps = act.name == "callout.log" ? items.flatMap { $0.objects("swaps") } : items
      let labels = swaps.flatMap { $0.texts("label") }
      try look(at: act, labels: labels)
      for swap in swaps where act.swaps { count(swap) }
      if !act.isLate { problems += unexpected(act) }
      if act.swaps { problems += changedShells(since: shellsBefore, labels) }
      try followLists(act, items)
    }
    if let client = act.client { problems += try balanceProblems(client) }
    return try problems + sumProblems()
  }

  /// Reads again whatever the request may have touched: what it named, and all of its client's, since
  /// a title may pass with a shell that it did not name.
  private mutating func look(at act: PoolAct, labels: [String]) throws {
    var tags = Set(act.pieces + labels)
    if act.name == "cartridge.add" { tags.insert(act.parameters[0].1) }
    if let client = act.client {
      tags.formUnion(atHolder["client:\(client)"] ?? [])
      tags.formUnion(
        try desk.rows(
          "SELECT tag FROM piece WHERE owner = ? UNION"
            + " SELECT piece FROM holding WHERE until_at IS NULL AND holder = 'client'"
            + " AND holder_name = ?", [.text(client), .text(client)]
        ).map { $0[0].shown })
      tags.formUnion(pieces.filter { $0.value.owner == client }.map(\.key))
    }
    for tag in tags.sorted() { try see(tag) }
  }

  private mutating func see(_ tag: String) throws {
    let rows = try desk.rows(
      """
      SELECT p.kind, coalesce(s.substitution, p.item), p.owner, p.state, h.holder, h.holder_name
      FROM piece AS p JOIN holding AS h ON h.piece = p.tag AND h.until_at IS NULL
        LEFT JOIN supply AS s ON s.number = p.item
      WHERE p.tag = ?
      """, [.text(tag)])
    guard let row = rows.first else { return }
    let name = row[5] == .null ? "" : ":\(row[5].shown)"
    let piece = Piece(
      isCartridge: row[0].shown == "cartridge", group: row[1].shown,
      owner: row[2] == .null ? nil : row[2].shown, state: row[3].shown,
      holder: row[4].shown + name)
    if let before = pieces[tag] { note(tag, before, by: -1) }
    if pieces[tag] == nil, piece.isCartridge { cartridges.append(tag) }
    pieces[tag] = piece
    note(tag, piece, by: 1)
  }

  private mutating func note(_ tag: String, _ piece: Piece, by change: Int) {
    if change > 0 {
      atHolder[piece.holder, default: []].insert(tag)
    } else {
      atHolder[piece.holder]?.remove(tag)
    }
    guard piece.isCartridge else { return }
    places[piece.place, default: 0] += change
    if let owner = piece.owner {
      shells[Account(client: owner, group: piece.group), default: 0] += change
    }
  }

  private mutating func count(_ item: JSONObject) {
    guard let client = item.text("client") else { return }
    for tag in item.texts("given") {
      given[Account(client: client, group: pieces[tag]?.group ?? ""), default: 0] += 1
    }
    for tag in item.texts("taken") {
      taken[Account(client: client, group: pieces[tag]?.group ?? ""), default: 0] += 1
    }
  }

  private mutating func followLists(_ act: PoolAct, _ items: [JSONObject]) throws {
    if act.name.hasPrefix("refill."), let batch = items.first?.text("refill") {
      waiting[batch] = Set(
        try desk.rows(
          "SELECT piece FROM refill_piece WHERE refill = ? AND result = 'waiting'",
          [.integer(Int64(batch.dropFirst(2)) ?? 0)]
        ).map { $0[0].shown })
    }
    if act.name == "cartridge.lose" || act.name == "cartridge.scrap" {
      waiting = waiting.mapValues { $0.subtracting(act.pieces) }
    }
    guard act.swaps || act.name.hasPrefix("cartridge.") else { return }
    openDebts = try desk.rows(
      """
      SELECT origin, client, substitution, owed FROM swap_debt WHERE origin LIKE 'S-%'
      ORDER BY due_at, origin, substitution LIMIT 40
      """
    ).map {
      Debt(
        origin: $0[0].shown, client: $0[1].shown, group: $0[2].shown,
        owed: Int($0[3].shown) ?? 0)
    }
  }

  // MARK: Judging

  private func unexpected(_ act: PoolAct) -> [String] {
    act.expects.compactMap { expected in
      guard let piece = pieces[expected.piece] else { return "\(expected.piece) is gone" }
      let isRight =
        piece.holder == expected.holder && expected.states.contains(piece.state)
      return isRight ? nil : "\(expected.piece) is \(piece.state) at \(piece.holder)"
    }
  }

  /// A swap changes whose a shell is, and never how many shells anybody has.
  private func changedShells(since before: [Account: Int], _ labels: [String]) -> [String] {
    var expected = before
    for label in labels {
      guard let piece = pieces[label] else { continue }
      let client = shells.keys.first { key in
        key.group == piece.group && (shells[key] ?? 0) > (before[key] ?? 0)
      }
      if let client { expected[client, default: 0] += 1 }
    }
    return shells.filter { (expected[$0.key] ?? 0) != $0.value }.map {
      "\($0.key.client) has \($0.value) shells of \($0.key.group), not \(expected[$0.key] ?? 0)"
    }
  }

  private func balanceProblems(_ client: String) throws -> [String] {
    var problems: [String] = []
    for row in try desk.rows(
      "SELECT substitution, given, taken, adjusted FROM swap_balance WHERE client = ?",
      [.text(client)])
    {
      let account = Account(client: client, group: row[0].shown)
      let swapped = "\(given[account] ?? 0) given, \(taken[account] ?? 0) taken"
      if swapped != "\(row[1].shown) given, \(row[2].shown) taken" {
        problems.append("\(client) \(account.group): \(swapped), and the books say \(row)")
      }
    }
    problems += try debtProblems(client)
    guard followed % 10 == 0 else { return problems }
    let adjusted = Dictionary(
      uniqueKeysWithValues: try desk.rows(
        "SELECT substitution, adjusted FROM swap_balance WHERE client = ?", [.text(client)]
      ).map { ($0[0].shown, Int($0[1].shown) ?? 0) })
    for balance in try desk.run("swap.balance", ["client": client]) {
      let group = balance.text("group") ?? ""
      let owed = ours(at: client, group) - theirs(of: client, group) + (adjusted[group] ?? 0)
      if balance.number("owed") != Int64(owed) {
        problems.append("\(client) \(group): owes \(owed), and the books say \(balance.line)")
      }
    }
    return problems
  }

  /// What is listed by date adds up to the balance, and is owed one way only.
  private func debtProblems(_ client: String) throws -> [String] {
    try desk.rows(
      """
      SELECT substitution, sum(listed), sum(balance), min(listed), max(listed) FROM (
        SELECT substitution, owed AS listed, 0 AS balance FROM swap_debt WHERE client = ?
        UNION ALL SELECT substitution, 0, adjusted FROM swap_balance WHERE client = ?
        UNION ALL SELECT coalesce(s.substitution, p.item), 0,
          CASE a.side WHEN 'ours' THEN 1 ELSE -1 END
        FROM away AS a JOIN piece AS p ON p.tag = a.piece LEFT JOIN supply AS s ON s.number = p.item
        WHERE a.client = ?
      ) GROUP BY substitution
      HAVING sum(listed) <> sum(balance) OR (min(listed) < 0 AND max(listed) > 0)
      """, [.text(client), .text(client), .text(client)]
    ).map { "\(client) is listed wrongly: \($0)" }
  }

  private func ours(at client: String, _ group: String) -> Int {
    cartridges(at: "client:\(client)").count {
      pieces[$0]?.owner == nil && pieces[$0]?.group == group
    }
  }

  private func theirs(of client: String, _ group: String) -> Int {
    pieces.values.count {
      $0.isCartridge && $0.owner == client && $0.group == group
        && !["client:\(client)", "lost", "scrap"].contains($0.holder)
    }
  }

  /// Every piece has one holder, and what is owned is what is somewhere.
  private func sumProblems() throws -> [String] {
    var problems: [String] = []
    let counts = try desk.rows(
      "SELECT (SELECT count(*) FROM piece), (SELECT count(*) FROM holding WHERE until_at IS NULL)")
    let known = SQLValue.integer(Int64(pieces.count))
    if counts != [[known, known]] {
      problems.append("\(pieces.count) pieces, and the books have \(counts)")
    }
    let stock = try desk.rows(
      "SELECT place || ' ' || owner, sum(pieces) FROM stock GROUP BY place, owner")
    var counted: [String: Int] = [:]
    for row in stock { counted[row[0].shown] = Int(row[1].shown) }
    for place in Set(places.keys).union(counted.keys)
    where (places[place] ?? 0) != (counted[place] ?? 0) {
      problems.append(
        "\(places[place] ?? 0) at \(place), and the stock counts \(counted[place] ?? 0)")
    }
    return problems
  }

  /// Loans of a device that overlap, and those at whose beginning somebody else had it.
  private func loanProblems() throws -> [String] {
    let begun = """
      SELECT number, device, client, begins_at, coalesce(returned_at, 9e18) AS ends_at FROM loan
      WHERE state IN ('out', 'returned') AND (returned_at IS NULL OR returned_at > begins_at)
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
    var problems: [String] = []
    let before = pieces
    for tag in pieces.keys.sorted() {
      try see(tag)
      if pieces[tag] != before[tag] { problems.append("\(tag) changed unseen") }
    }
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
    // What is listed by date adds up to what the balance says.
    let clients = Set(pieces.values.compactMap(\.owner)).union(openDebts.map(\.client))
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
    problems += try loanProblems()
    return problems
  }

  /// Shell by shell, what is listed adds up to what is owed.
  private func ownBackProblems(_ client: String) throws -> [String] {
    func sums(_ items: [JSONObject]) -> [String: Int64] {
      items.reduce(into: [:]) { $0[$1.text("group") ?? "", default: 0] += $1.number("owed") ?? 0 }
        .filter { $0.value != 0 }
    }
    let listed = sums(try desk.run("swap.list", ["client": client, "limit": "1000"]))
    let owed = sums(try desk.run("swap.balance", ["client": client]))
    return listed == owed ? [] : ["\(client) is listed with \(listed), and owes \(owed)"]
  }
}
