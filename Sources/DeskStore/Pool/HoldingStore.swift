import DeskEngine
public import DeskRules

extension PieceStore {
  private static let holdingColumns =
    "holder, holder_name, site, since_at, until_at, cause, state, device, slot, entry"

  private func holding(_ row: any Row) throws(DeskError) -> (Holding, entry: Int64) {
    let holding = Holding(
      holder: Holder(try row.word(0), row.optionalText(1), site: row.optionalText(2)),
      since: row.instant(3), until: row.optionalInstant(4), cause: row.optionalText(5),
      state: row.isNull(6) ? nil : try row.word(6),
      device: row.optionalText(7).map { Tag(stored: $0) }, slot: row.optionalText(8),
      isFirst: false, isLate: false)
    return (holding, row.integer(9))
  }

  /// Who had a piece when, oldest first.
  public func holdings(_ tag: Tag) throws(DeskError) -> [Holding] {
    let holdings = try books.all(
      "SELECT \(Self.holdingColumns) FROM holding WHERE piece = ? ORDER BY since_at, entry",
      [.tag(tag)], holding)
    let first = holdings.map(\.entry).min()
    var earliest = Int64.max
    return holdings.reversed().map { holding, entry in
      defer { earliest = min(earliest, entry) }
      return Holding(
        holder: holding.holder, since: holding.since, until: holding.until,
        cause: holding.cause, state: holding.state, device: holding.device,
        slot: holding.slot, isFirst: entry == first, isLate: entry > earliest)
    }.reversed()
  }

  /// Who had a piece at a moment; nil before it came into the books.
  public func holding(_ tag: Tag, at moment: Instant) throws(DeskError) -> Holding? {
    try books.first(
      """
      SELECT \(Self.holdingColumns) FROM holding WHERE piece = ? AND since_at <= ?
      ORDER BY since_at DESC, entry DESC LIMIT 1
      """, [.tag(tag), .instant(moment)], holding)?.0
  }

  /// Who had a piece at a moment; nil before it came into the books.
  public func holder(_ tag: Tag, at moment: Instant) throws(DeskError) -> Holder? {
    try holding(tag, at: moment)?.holder
  }

  /// The site at which a client has a piece, or had it last.
  public func site(of tag: Tag, at client: ClientCode) throws(DeskError) -> ClientCode? {
    try books.first(
      """
      SELECT site FROM holding
      WHERE piece = ? AND holder = 'client' AND holder_name = ? AND site IS NOT NULL
      ORDER BY since_at DESC, entry DESC LIMIT 1
      """, [.tag(tag), .code(client)]
    ) { row in ClientCode(stored: row.text(0)) }
  }

  /// Who first had a piece.
  public func firstHolding(_ tag: Tag) throws(DeskError) -> Holding? {
    try books.first(
      """
      SELECT \(Self.holdingColumns) FROM holding WHERE piece = ? ORDER BY since_at, entry LIMIT 1
      """, [.tag(tag)], holding)?.0
  }

  /// Who had a piece next after a moment.
  public func holding(_ tag: Tag, after moment: Instant) throws(DeskError) -> Holding? {
    try books.first(
      """
      SELECT \(Self.holdingColumns) FROM holding WHERE piece = ? AND since_at > ?
      ORDER BY since_at, entry LIMIT 1
      """, [.tag(tag), .instant(moment)], holding)?.0
  }

  /// Whether a client had a printer at a moment that takes any type of a substitution group.
  public func hadPrinter(
    _ client: ClientCode, taking group: String, at moment: Instant
  ) throws(DeskError) -> Bool {
    try books.first(
      """
      SELECT 1 FROM supply AS s JOIN fit ON fit.supply = s.number
        JOIN piece AS p ON p.item = fit.model AND p.kind = 'device'
        JOIN holding AS h ON h.piece = p.tag
      WHERE s.substitution = ? AND h.holder = 'client' AND h.holder_name = ? AND h.since_at <= ?
        AND (h.until_at IS NULL OR h.until_at > ?) LIMIT 1
      """, [.text(group), .code(client), .instant(moment), .instant(moment)]
    ) { _ in true } ?? false
  }

  /// When the next cartridge was put into a printer's slot after a moment.
  public func nextPut(
    into device: Tag, slot: String?, after moment: Instant
  ) throws(DeskError) -> Instant? {
    try books.first(
      """
      SELECT since_at FROM holding
      WHERE device = ? AND device IS NOT NULL AND since_at > ? AND coalesce(slot, '') = ?
      ORDER BY since_at LIMIT 1
      """, [.tag(device), .instant(moment), .text(slot ?? "")]
    ) { row in row.instant(0) }
  }

  /// What a piece was good for at a moment; before its first entry, as that says.
  public func state(_ tag: Tag, at moment: Instant) throws(DeskError) -> PieceState? {
    let known = try books.first(
      """
      SELECT state FROM holding WHERE piece = ? AND since_at <= ? AND state IS NOT NULL
      ORDER BY since_at DESC, entry DESC LIMIT 1
      """, [.tag(tag), .instant(moment)]
    ) { row throws(DeskError) in try row.word(0, PieceState.self) }
    if let known { return known }
    return try firstHolding(tag)?.state
  }

  /// Whether anything is on a shelf now.
  public func isInUse(shelf name: String) throws(DeskError) -> Bool {
    try books.first(
      """
      SELECT 1 FROM holding WHERE holder = 'shelf' AND holder_name = ? AND until_at IS NULL LIMIT 1
      """, [.text(name)]
    ) { _ in true } ?? false
  }

  /// The shelves on which anything is now, by name, at most a hundred; the main one always.
  public func shelves() throws(DeskError) -> [String] {
    var names: [String] = []
    // A seek a name, however much lies on each.
    while names.count < 100,
      let next = try books.first(
        """
        SELECT min(holder_name) FROM holding
        WHERE holder = 'shelf' AND until_at IS NULL AND holder_name > ?
        """, [.text(names.last ?? "")], { row in row.optionalText(0) }) ?? nil
    {
      names.append(next)
    }
    let main = Holder.mainShelf.name ?? ""
    return names.contains(main) ? names : [main] + names
  }

  /// When a piece is next known to have moved after a moment, leaving out the holder it came into
  /// the books with: where it stood at first says nothing of the time before.
  public func nextMove(_ tag: Tag, after moment: Instant) throws(DeskError) -> Instant? {
    try books.first(
      """
      SELECT since_at FROM holding
      WHERE piece = ? AND since_at > ?
        AND entry > (SELECT min(entry) FROM holding AS known WHERE known.piece = holding.piece)
      ORDER BY since_at LIMIT 1
      """, [.tag(tag), .instant(moment)]
    ) { row in row.instant(0) }
  }
}
