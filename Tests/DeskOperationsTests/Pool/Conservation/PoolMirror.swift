import DeskEngine
import DeskOperations
import DeskRules

/// What the pool must look like, kept beside the desk from what was asked and answered: where each
/// piece is, whose it is, what each client was given and gave back.
struct PoolMirror {
  /// A piece as it was last seen.
  struct Piece: Equatable {
    let isCartridge: Bool
    let type: String
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

  /// Shells of which no place tells that they are owed: those of an opening balance, and others'.
  private struct Untold: Hashable {
    let client: String
    let isOwedByClient: Bool
  }

  let desk: TestDesk
  private(set) var pieces: [String: Piece] = [:]
  /// Every cartridge's tag, in the order they came in.
  private(set) var cartridges: [String] = []
  private var atHolder: [String: Set<String>] = [:]
  private var ofOwner: [String: Set<String>] = [:]
  private var places: [String: Int] = [:]
  private var shells: [Account: Int] = [:]
  /// How often each client was given, and gave, each piece.
  private var given: [String: [String: Int]] = [:]
  private var taken: [String: [String: Int]] = [:]
  /// The substitution group of each type, as it was last set.
  private var groups: [String: String] = [:]
  /// How many of them may be owed still.
  private var untold: [Untold: Int] = [:]
  private var waiting: [String: Set<String>] = [:]
  /// Batches and cartridges that came back from them.
  private(set) var received: [(String, String)] = []
  private(set) var openDebts: [Debt] = []
  private(set) var writeOffs: [String] = []
  private var followed = 0

  init(_ desk: TestDesk) throws {
    self.desk = desk
    try learnGroups()
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

  /// Everybody who is or was concerned.
  var clients: Set<String> { Set(pieces.values.compactMap(\.owner)).union(openDebts.map(\.client)) }

  // MARK: Following

  /// Takes an act's outcome in, and says what is wrong with it.
  mutating func follow(_ act: PoolAct, _ outcome: PoolOutcome) throws -> [String] {
    followed += 1
    guard case .success = outcome.result, !act.isRepeated else {
      return outcome.after == outcome.before ? [] : ["it left an entry"]
    }
    var problems: [String] = []
    let shellsBefore = shells
    let items = outcome.items(of: act)
    let swaps = zip(act.all, items).filter(\.0.swaps).flatMap { act, items in
      act.name == "callout.log" ? items.flatMap { $0.objects("swaps") } : items
    }
    let labels = swaps.flatMap { $0.texts("label") }
    for swap in swaps { noteOthers(swap) }
    if act.all.contains(where: { $0.name == "supply.set" }) { try regroup() }
    let facts = try named(after: outcome.before)
    var touched = facts.clients.union(act.all.compactMap(\.client))
    for tag in facts.pieces.union(act.pieces + labels).sorted() {
      touched.formUnion(try see(tag))
    }
    for swap in swaps { count(swap) }
    for (act, items) in zip(act.all, items) where act.name == "swap.opening" {
      for item in items { open(item) }
    }
    if act.saysWhatIs { problems += unexpected(act) }
    if act.swaps { problems += changedShells(since: shellsBefore, labels) }
    try followLists(act, items.flatMap { $0 })
    if act.all.contains(where: { $0.name == "supply.set" }) {
      problems += try listProblems(nil)
      touched.formUnion(clients)
    }
    for client in touched.sorted() { problems += try balanceProblems(client) }
    problems += try loanProblems(of: act.pieces)
    return try problems + sumProblems()
  }

  /// What the entries after one tell of: the pieces, and the clients.
  private func named(after seq: Int64) throws -> (pieces: Set<String>, clients: Set<String>) {
    var pieces: Set<String> = []
    var clients: Set<String> = []
    for row in try desk.rows(
      """
      SELECT DISTINCT fact.key, fact.value FROM journal, json_tree(journal.events) AS fact
      WHERE journal.seq > ? AND fact.key IN ('piece', 'client', 'owner') AND fact.type = 'text'
      """, [.integer(seq)])
    {
      if row[0].shown == "piece" {
        pieces.insert(row[1].shown)
      } else {
        clients.insert(row[1].shown)
      }
    }
    return (pieces, clients)
  }

  private mutating func learnGroups() throws {
    for row in try desk.rows("SELECT number, substitution FROM supply") {
      groups[row[0].shown] = row[1].shown
    }
  }

  /// Types may belong to other groups from now on.
  private mutating func regroup() throws {
    let before = groups
    try learnGroups()
    let moved = Set(groups.filter { before[$0.key] != $0.value }.keys)
    for (tag, piece) in pieces where moved.contains(piece.type) { try see(tag) }
  }

  /// Reads a piece again; the clients whom it concerns are the answer.
  @discardableResult
  private mutating func see(_ tag: String) throws -> [String] {
    let rows = try desk.rows(
      """
      SELECT p.kind, p.item, p.owner, p.state, h.holder, h.holder_name
      FROM piece AS p JOIN holding AS h ON h.piece = p.tag AND h.until_at IS NULL
      WHERE p.tag = ?
      """, [.text(tag)])
    guard let row = rows.first else { return [] }
    let name = row[5] == .null ? "" : ":\(row[5].shown)"
    let type = row[1].shown
    let piece = Piece(
      isCartridge: row[0].shown == "cartridge", type: type, group: groups[type] ?? type,
      owner: row[2] == .null ? nil : row[2].shown, state: row[3].shown,
      holder: row[4].shown + name)
    let before = pieces[tag]
    if let before { note(tag, before, by: -1) }
    if before == nil, piece.isCartridge { cartridges.append(tag) }
    pieces[tag] = piece
    note(tag, piece, by: 1)
    return [before, piece].compactMap { $0 }.filter(\.isCartridge).flatMap { piece in
      [piece.owner, Self.client(piece.holder)].compactMap { $0 }
    }
  }

  private static func client(_ holder: String) -> String? {
    holder.hasPrefix("client:") ? String(holder.dropFirst(7)) : nil
  }

  private mutating func note(_ tag: String, _ piece: Piece, by change: Int) {
    if change > 0 {
      atHolder[piece.holder, default: []].insert(tag)
    } else {
      atHolder[piece.holder]?.remove(tag)
    }
    guard piece.isCartridge else { return }
    places[piece.place, default: 0] += change
    guard let owner = piece.owner else { return }
    shells[Account(client: owner, group: piece.group), default: 0] += change
    if change > 0 {
      ofOwner[owner, default: []].insert(tag)
    } else {
      ofOwner[owner]?.remove(tag)
    }
  }

  private mutating func count(_ item: JSONObject) {
    guard let client = item.text("client") else { return }
    for tag in item.texts("given") { given[client, default: [:]][tag, default: 0] += 1 }
    for tag in item.texts("taken") { taken[client, default: [:]][tag, default: 0] += 1 }
  }

  private mutating func open(_ item: JSONObject) {
    let owed = Int(item.number("owed") ?? 0)
    let shells = Untold(client: item.text("client") ?? "", isOwedByClient: owed > 0)
    untold[shells, default: 0] += abs(owed)
  }

  /// Somebody else's shells that a swap gave or took.
  private mutating func noteOthers(_ swap: JSONObject) {
    let client = swap.text("client") ?? ""
    for (side, isOwedByClient) in [("given", true), ("taken", false)] {
      let others = swap.texts(side).count { tag in
        pieces[tag]?.owner.map { $0 != client } ?? false
      }
      untold[Untold(client: client, isOwedByClient: isOwedByClient), default: 0] += others
    }
  }

  private mutating func followLists(_ act: PoolAct, _ items: [JSONObject]) throws {
    for act in act.all where act.name == "cartridge.lose" || act.name == "cartridge.scrap" {
      waiting = waiting.mapValues { $0.subtracting(act.pieces) }
    }
    for item in items {
      if let number = item.text("write_off") { writeOffs.append(number) }
      guard let batch = item.text("refill") else { continue }
      waiting[batch] = Set(
        try desk.rows(
          "SELECT piece FROM refill_piece WHERE refill = ? AND result = 'waiting'",
          [.integer(Int64(batch.dropFirst(2)) ?? 0)]
        ).map { $0[0].shown })
      if let piece = item.text("cartridge") { received.append((batch, piece)) }
    }
    writeOffs = writeOffs.suffix(40)
    received = received.suffix(200)
    guard followed % 4 == 0 else { return }
    openDebts = try desk.rows(
      """
      SELECT origin, client, substitution, owed FROM swap_debt
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

  /// A swap changes whose a shell is, and never how many shells anybody has; but a shell of which no
  /// place tells may become somebody's in exchange for one of which one does.
  private mutating func changedShells(
    since before: [Account: Int], _ labels: [String]
  ) -> [String] {
    var expected = before
    for label in labels {
      guard let piece = pieces[label] else { continue }
      let client = shells.keys.first { key in
        key.group == piece.group && (shells[key] ?? 0) > (before[key] ?? 0)
      }
      if let client { expected[client, default: 0] += 1 }
    }
    var problems: [String] = []
    for (account, count) in shells where count != expected[account] ?? 0 {
      let change = count - (expected[account] ?? 0)
      let shells = Untold(client: account.client, isOwedByClient: change < 0)
      untold[shells, default: 0] -= abs(change)
      guard untold[shells] ?? 0 < 0 else { continue }
      problems.append(
        "\(account.client) has \(count) shells of \(account.group), not \(count - change)")
    }
    return problems
  }

  private func balanceProblems(_ client: String) throws -> [String] {
    var problems: [String] = []
    let given = sums(given[client] ?? [:])
    let taken = sums(taken[client] ?? [:])
    var adjusted: [String: Int] = [:]
    for row in try desk.rows(
      "SELECT substitution, given, taken, adjusted FROM swap_balance WHERE client = ?",
      [.text(client)])
    {
      let group = row[0].shown
      adjusted[group] = Int(row[3].shown)
      let swapped = "\(given[group] ?? 0) given, \(taken[group] ?? 0) taken"
      if swapped != "\(row[1].shown) given, \(row[2].shown) taken" {
        problems.append("\(client) \(group): \(swapped), and the books say \(row)")
      }
    }
    problems += try listProblems(client)
    guard followed % 10 == 0 else { return problems }
    for balance in try desk.run("swap.balance", ["client": client]) {
      let group = balance.text("group") ?? ""
      let owed = ours(at: client, group) - theirs(of: client, group) + (adjusted[group] ?? 0)
      if balance.number("owed") != Int64(owed) {
        problems.append("\(client) \(group): owes \(owed), and the books say \(balance.line)")
      }
    }
    return try problems + ownBackProblems(client)
  }

  /// What was counted of a client's, by substitution group.
  private func sums(_ counts: [String: Int]) -> [String: Int] {
    counts.reduce(into: [:]) { sums, count in
      sums[pieces[count.key]?.group ?? "", default: 0] += count.value
    }
  }

  private func ours(at client: String, _ group: String) -> Int {
    cartridges(at: "client:\(client)").count {
      pieces[$0]?.owner == nil && pieces[$0]?.group == group
    }
  }

  private func theirs(of client: String, _ group: String) -> Int {
    (ofOwner[client] ?? []).compactMap { pieces[$0] }.count {
      $0.group == group && !["client:\(client)", "lost", "scrap"].contains($0.holder)
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
}

extension PoolMirror {
  /// Reads every piece again, and says which changed though nothing told of it.
  mutating func unseen() throws -> [String] {
    let before = pieces
    for tag in pieces.keys.sorted() { try see(tag) }
    return pieces.filter { before[$0.key] != $0.value }.map { "\($0.key) changed unseen" }
  }

  /// Those that refillers have are waited for by one batch each.
  func refillerProblems() throws -> [String] {
    let known = Set(atHolder.filter { $0.key.hasPrefix("refiller") }.flatMap(\.value))
    let rows = try desk.rows("SELECT piece FROM refill_piece WHERE result = 'waiting'")
    let awaited = rows.map { $0[0].shown }
    return known.subtracting(awaited).map { "\($0) is at a refiller, and nobody waits for it" }
      + (Set(awaited).count == awaited.count ? [] : ["two batches wait for one piece"])
  }
}
