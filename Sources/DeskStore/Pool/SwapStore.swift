public import DeskRules
import DeskEngine

/// A missing side that somebody expects.
public struct Debt: Sendable, Equatable {
  /// The swap or write-off it comes from.
  public let origin: String
  /// With whom.
  public let client: ClientCode
  /// The substitution group.
  public let group: String
  /// How many empties the client owes; negative where we owe full ones.
  public let owed: Int
  /// Until when the missing side is expected.
  public let due: Instant

  /// Makes one from its parts.
  public init(origin: String, client: ClientCode, group: String, owed: Int, due: Instant) {
    self.origin = origin
    self.client = client
    self.group = group
    self.owed = owed
    self.due = due
  }
}

/// A cartridge that is not with its owner.
public struct AwayPiece: Sendable, Equatable {
  /// The sides.
  public enum Side: String, Sendable {
    /// One of ours at a client.
    case ours
    /// One of a client's with us.
    case theirs
  }

  /// The piece.
  public let piece: Tag
  /// The client.
  public let client: ClientCode
  /// Whose it is.
  public let side: Side
  /// The substitution group.
  public let group: String
  /// What it is good for.
  public let state: PieceState
  /// Who has it.
  public let holder: Holder
}

/// What went to and fro with a client in one substitution group.
public struct SwapBalance: Sendable, Equatable {
  /// Whose.
  public let client: ClientCode
  /// The substitution group.
  public let group: String
  /// Full ones given.
  public internal(set) var given: Int
  /// Empties taken.
  public internal(set) var taken: Int
  /// What write-offs left owed.
  public internal(set) var adjusted: Int
  /// What is not with its owner.
  public internal(set) var away: [AwayPiece]
  /// What is gone and stays owed, either way.
  public internal(set) var gone: [Tag] = []
  /// What is expected by when.
  public internal(set) var debts: [Debt]

  /// How many shells the client owes; negative where we owe.
  public var owed: Int {
    away.count { $0.side == .ours } - away.count { $0.side == .theirs } + adjusted
  }

  /// Whether anything of it is owed, or not with its owner.
  public var isOpen: Bool { adjusted != 0 || !away.isEmpty || !debts.isEmpty }
}

/// Swaps and what is owed from them.
public struct SwapStore {
  let books: Books

  /// The balances of the clients from one code to another, by client and group: as many queries for all
  /// of them as for one.
  public func balances(
    _ clients: ClosedRange<ClientCode>
  ) throws(DeskError) -> [SwapBalance] {
    var balances: [[String]: SwapBalance] = [:]
    func change(
      _ client: ClientCode, _ group: String, _ body: (inout SwapBalance) -> Void
    ) {
      let none = SwapBalance(
        client: client, group: group, given: 0, taken: 0, adjusted: 0, away: [], debts: [])
      body(&balances[["\(client)", group], default: none])
    }
    try books.each(
      """
      SELECT client, substitution, given, taken, adjusted FROM swap_balance
      WHERE client >= ? AND client <= ?
      """, Self.ends(clients)
    ) { row throws(DeskError) in
      change(ClientCode(stored: row.text(0)), row.text(1)) {
        $0.given = row.count(2)
        $0.taken = row.count(3)
        $0.adjusted = row.count(4)
      }
      return true
    }
    for piece in try away(clients) { change(piece.client, piece.group) { $0.away.append(piece) } }
    for line in try books.writeOffs.owed(clients) {
      guard let client = line.client else { continue }
      change(client, line.group) { $0.gone.append(line.piece) }
    }
    for debt in try debts(clients) { change(debt.client, debt.group) { $0.debts.append(debt) } }
    return balances.values.sorted { ($0.client, $0.group) < ($1.client, $1.group) }
  }

  private static func ends(_ clients: ClosedRange<ClientCode>) -> [SQLValue] {
    [.code(clients.lowerBound), .code(clients.upperBound)]
  }

  /// Clients with something that is not with its owner, or that is expected, by code after one.
  public func openClients(
    after client: ClientCode?, limit: Int
  ) throws(DeskError) -> [ClientCode] {
    let after = SQLValue.text(client?.description ?? "")
    return try books.all(
      """
      SELECT client FROM away WHERE client > ? UNION SELECT client FROM swap_debt WHERE client > ?
      ORDER BY client LIMIT ?
      """, [after, after, .integer(limit)]
    ) { row in ClientCode(stored: row.text(0)) }
  }

  /// Cartridges that are not with their owner, of one client, by side and for how long.
  public func away(_ client: ClientCode) throws(DeskError) -> [AwayPiece] {
    try away(client...client)
  }

  private func away(_ clients: ClosedRange<ClientCode>) throws(DeskError) -> [AwayPiece] {
    try books.all(
      """
      \(Self.awayQuery) WHERE a.client >= ? AND a.client <= ?
      ORDER BY a.client, a.side, h.since_at, a.piece
      """, Self.ends(clients), away)
  }

  /// Clients' own cartridges that are full and at one of our places, by client and tag.
  public func ready(limit: Int) throws(DeskError) -> [AwayPiece] {
    try books.all(
      """
      \(Self.awayQuery)
      WHERE a.side = 'theirs' AND a.state = 'full' AND h.holder IN ('shelf', 'van', 'bench')
      ORDER BY a.client, a.piece LIMIT ?
      """, [.integer(limit)], away)
  }

  private static let awayQuery = """
    SELECT a.piece, a.client, a.side, coalesce(s.substitution, p.item), a.state, h.holder,
      h.holder_name, h.site
    FROM away AS a JOIN piece AS p ON p.tag = a.piece
      JOIN holding AS h ON h.piece = a.piece AND h.until_at IS NULL
      LEFT JOIN supply AS s ON s.number = p.item
    """

  private func away(_ row: any Row) throws(DeskError) -> AwayPiece {
    AwayPiece(
      piece: Tag(stored: row.text(0)), client: ClientCode(stored: row.text(1)),
      side: try row.word(2), group: row.text(3), state: try row.word(4),
      holder: Holder(try row.word(5), row.optionalText(6), site: row.optionalText(7)))
  }

  private func debt(_ row: any Row) -> Debt {
    Debt(
      origin: row.text(0), client: ClientCode(stored: row.text(1)), group: row.text(2),
      owed: row.count(3), due: row.instant(4))
  }

  private static let debtColumns = "origin, client, substitution, owed, due_at"

  /// What is expected from a swap or write-off.
  public func debts(of origin: String) throws(DeskError) -> [Debt] {
    try books.all(
      "SELECT \(Self.debtColumns) FROM swap_debt WHERE origin = ? ORDER BY substitution",
      [.text(origin)], debt)
  }

  /// By how much what is owed by a client in a group is adjusted: for what is gone, and for untagged
  /// shells.
  public func adjusted(_ client: ClientCode, _ group: String) throws(DeskError) -> Int {
    try books.first(
      "SELECT adjusted FROM swap_balance WHERE client = ? AND substitution = ?",
      [.code(client), .text(group)]
    ) { row in row.count(0) } ?? 0
  }

  /// Clients and groups whose lists of what is owed by date do not add up to their balance, a line
  /// each.
  func imbalances(limit: Int) throws(DeskError) -> [String] {
    try books.all(
      """
      SELECT client, substitution, sum(listed), sum(balance) FROM (
        SELECT client, substitution, owed AS listed, 0 AS balance FROM swap_debt
        UNION ALL SELECT client, substitution, 0, adjusted FROM swap_balance
        UNION ALL SELECT a.client, coalesce(s.substitution, p.item), 0,
          CASE a.side WHEN 'ours' THEN 1 ELSE -1 END
        FROM away AS a JOIN piece AS p ON p.tag = a.piece LEFT JOIN supply AS s ON s.number = p.item
      ) AS line GROUP BY client, substitution HAVING sum(listed) <> sum(balance)
      ORDER BY client, substitution LIMIT ?
      """, [.integer(limit)]
    ) { row in
      "swap balance \(row.text(0)) \(row.text(1)): \(row.integer(3)) owed, and the list by date adds up"
        + " to \(row.integer(2))"
    }
  }

  /// Whether anything is kept by a substitution group: balances, debts or losses.
  public func knows(_ group: String) throws(DeskError) -> Bool {
    try books.first(
      """
      SELECT 1 WHERE EXISTS (SELECT 1 FROM swap_balance WHERE substitution = ?)
        OR EXISTS (SELECT 1 FROM swap_debt WHERE substitution = ?)
        OR EXISTS (SELECT 1 FROM write_off_piece WHERE substitution = ?)
      """, [.text(group), .text(group), .text(group)]
    ) { _ in true } ?? false
  }

  /// Clients with whom anything of a substitution group is owed by date.
  public func debtors(group: String) throws(DeskError) -> Set<ClientCode> {
    Set(
      try books.all(
        "SELECT DISTINCT client FROM swap_debt WHERE substitution = ?", [.text(group)]
      ) { row in ClientCode(stored: row.text(0)) })
  }

  /// How many shells of a type each client owes, by client: where they are, and what of them is gone.
  public func owed(type: String) throws(DeskError) -> [(client: ClientCode, owed: Int)] {
    try books.all(
      """
      SELECT client, sum(owed) FROM (
        SELECT a.client, CASE a.side WHEN 'ours' THEN 1 ELSE -1 END AS owed
        FROM away AS a JOIN piece AS p ON p.tag = a.piece WHERE p.item = ?
        UNION ALL
        SELECT w.client, w.adjusted
        FROM write_off_piece AS w JOIN piece AS p ON p.tag = w.piece
        WHERE p.item = ? AND w.adjusted <> 0 AND w.found_at IS NULL
      ) GROUP BY client ORDER BY client
      """, [.text(type), .text(type)]
    ) { row in (ClientCode(stored: row.text(0)), row.count(1)) }
  }

  /// The pieces that a swap gave or took, by tag.
  public func pieces(of number: SwapNumber) throws(DeskError) -> [Tag] {
    try books.all(
      "SELECT piece FROM swap_piece WHERE swap = ? ORDER BY piece", [.number(number)]
    ) { row in Tag(stored: row.text(0)) }
  }

  /// When a swap was made.
  public func moment(of number: SwapNumber) throws(DeskError) -> Instant? {
    try books.first("SELECT made_at FROM swap WHERE number = ?", [.number(number)]) { row in
      row.instant(0)
    }
  }

  /// What is expected from or by a client, the most urgent first.
  public func debts(_ client: ClientCode) throws(DeskError) -> [Debt] {
    try debts(client...client)
  }

  private func debts(_ clients: ClosedRange<ClientCode>) throws(DeskError) -> [Debt] {
    try books.all(
      """
      SELECT \(Self.debtColumns) FROM swap_debt WHERE client >= ? AND client <= ?
      ORDER BY client, due_at, origin, substitution
      """, Self.ends(clients), debt)
  }

  /// Whose swap it is, whether settled or not.
  public func client(of number: SwapNumber) throws(DeskError) -> ClientCode? {
    try books.first("SELECT client FROM swap WHERE number = ?", [.number(number)]) { row in
      ClientCode(stored: row.text(0))
    }
  }

  /// The opening balance of a client in a substitution group, if it was brought in.
  public func opening(
    _ client: ClientCode, _ group: String
  ) throws(DeskError) -> SwapNumber? {
    try books.first(
      "SELECT swap FROM opening_balance WHERE client = ? AND substitution = ?",
      [.code(client), .text(group)]
    ) { row in SwapNumber(row.count(0)) }
  }

  /// Whether a swap took a piece from a client.
  public func took(
    _ number: SwapNumber, _ piece: Tag, from client: ClientCode
  ) throws(DeskError) -> Bool {
    try books.first(
      """
      SELECT 1 FROM swap_piece AS sp JOIN swap ON swap.number = sp.swap
      WHERE sp.swap = ? AND sp.side = 'taken' AND sp.piece = ? AND swap.client = ?
      """, [.number(number), .tag(piece), .code(client)]
    ) { _ in true } ?? false
  }
}

extension Books {
  /// Swaps and what is owed from them.
  public var swaps: SwapStore { SwapStore(books: self) }
}
