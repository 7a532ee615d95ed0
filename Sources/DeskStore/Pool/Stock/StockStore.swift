import DeskEngine
public import DeskRules

/// How many cartridges of a type there are of one sort.
public struct StockCount: Sendable, Equatable {
  /// The type.
  public let item: String
  /// The kind of holder.
  public let place: Holder.Kind
  /// What they are good for.
  public let state: PieceState
  /// Whether they are ours.
  public let isOurs: Bool
  /// How many.
  public let pieces: Int
}

/// A cartridge in a printer, and what the printer has printed with it.
public struct InstalledCartridge: Sendable, Equatable {
  /// The piece.
  public let piece: Tag
  /// The printer.
  public let device: Tag
  /// Its type.
  public let item: String
  /// Where the printer is.
  public let holder: Holder
  /// Since when.
  public let since: Instant
  /// Pages since.
  public let pages: Int
  /// The declared yield in pages.
  public let yieldPages: Int
}

/// A swap whose empty had printed much less, or much more, than it should have.
public struct OddSwap: Sendable, Equatable {
  /// The swap.
  public let swap: SwapNumber
  /// With whom.
  public let client: ClientCode
  /// When.
  public let at: Instant
  /// The printer.
  public let device: Tag?
  /// The empty.
  public let piece: Tag
  /// What it had printed.
  public let pages: Int
  /// What it should have.
  public let yieldPages: Int
}

/// A swap that was recorded with a doubt, or later than what followed it.
public struct FlaggedSwap: Sendable, Equatable {
  /// The swap.
  public let swap: SwapNumber
  /// With whom.
  public let client: ClientCode
  /// When.
  public let at: Instant
  /// The printer.
  public let device: Tag?
  /// What was noticed, with the tag it was noticed of where it is one only.
  public let flags: [String]
}

/// A move of a cartridge that was recorded with a doubt, or later than what followed it.
public struct FlaggedMove: Sendable, Equatable {
  /// The piece.
  public let piece: Tag
  /// Where it went.
  public let holder: Holder
  /// When.
  public let at: Instant
  /// The refill or write-off that caused it.
  public let cause: String?
  /// What was noticed.
  public let flags: [String]
}

/// Stock, by counters that every event keeps.
public struct StockStore {
  let books: Books

  private func count(_ row: any Row) throws(DeskError) -> StockCount {
    StockCount(
      item: row.text(0), place: try row.word(1), state: try row.word(2),
      isOurs: row.text(3) == "pool", pieces: row.count(4))
  }

  /// The counts of all types, or of one, by type.
  public func counts(_ item: String? = nil) throws(DeskError) -> [StockCount] {
    try books.all(
      """
      SELECT item, place, state, owner, pieces FROM stock
      \(item == nil ? "" : "WHERE item = ?") ORDER BY item, place, state, owner
      """, item.map { [.text($0)] } ?? [], count)
  }

  /// What was given of a type in stretches of time, by the day of their zone, counted from 1970-01-01.
  public func consumption(
    _ item: String, in stretches: [ZoneStretch]
  ) throws(DeskError) -> [Int: Int] {
    var days: [Int: Int] = [:]
    for stretch in stretches {
      try books.each(
        """
        SELECT (quarter * 900 + ?) / 86400, sum(pieces) FROM consumption
        WHERE item = ? AND quarter >= ? AND quarter < ? GROUP BY 1
        """,
        [
          .integer(stretch.offset), .text(item), .integer(stretch.from.quarter),
          .integer(stretch.until.quarter),
        ]
      ) { row in
        days[row.count(0), default: 0] += row.count(1)
        return true
      }
    }
    return days
  }

  /// When any of a type was given first, to the quarter of an hour.
  public func firstConsumption(_ item: String) throws(DeskError) -> Instant? {
    try books.first(
      "SELECT quarter FROM consumption WHERE item = ? ORDER BY quarter LIMIT 1", [.text(item)]
    ) { row in Instant(quarter: row.integer(0)) }
  }

  /// Cartridges of a type that are with us and want refilling, failed ones first, then by tag.
  /// - Parameter isOurs: The pool's, or else clients' own.
  public func wanting(
    _ item: String, isOurs: Bool, limit: Int
  ) throws(DeskError) -> [Tag] {
    var found: [Tag] = []
    for state in ["failed", "empty"] where found.count < limit {
      found += try books.all(
        """
        SELECT piece FROM wanting WHERE item = ? AND owner = ? AND state = ?
        ORDER BY piece LIMIT ?
        """,
        [
          .text(item), .text(isOurs ? "pool" : "client"), .text(state),
          .integer(limit - found.count),
        ]
      ) { row in Tag(stored: row.text(0)) }
    }
    return found
  }

  /// Cartridges in printers that have printed at least a share of their yield, the largest first.
  public func installed(
    percent: Int, limit: Int
  ) throws(DeskError) -> [InstalledCartridge] {
    try books.all(
      """
      SELECT i.piece, i.device, i.item, h.holder, h.holder_name, h.site, i.since_at,
        i.pages - i.start_pages, i.yield_pages
      FROM installed AS i JOIN holding AS h ON h.piece = i.device AND h.until_at IS NULL
      WHERE i.share >= 100 AND i.share >= ? ORDER BY i.share DESC, i.piece DESC LIMIT ?
      """, [.integer(percent), .integer(limit)]
    ) { row throws(DeskError) in
      InstalledCartridge(
        piece: Tag(stored: row.text(0)), device: Tag(stored: row.text(1)), item: row.text(2),
        holder: Holder(try row.word(3), row.optionalText(4), site: row.optionalText(5)),
        since: row.instant(6), pages: row.count(7), yieldPages: row.count(8))
    }
  }

  /// How many shells of a substitution group clients owe by the lists.
  public func owed(group: String) throws(DeskError) -> Int {
    try books.first(
      "SELECT coalesce(sum(owed), 0) FROM swap_debt WHERE substitution = ? AND owed > 0",
      [.text(group)]
    ) { row in row.count(0) } ?? 0
  }

  /// Swaps of which something was noticed, newest first.
  ///
  /// - Parameter isMeant: whether a flag counts.
  public func flaggedSwaps(
    limit: Int, _ isMeant: (String) -> Bool
  ) throws(DeskError) -> [FlaggedSwap] {
    var found: [FlaggedSwap] = []
    try books.each(
      """
      SELECT number, client, made_at, device, flags FROM swap
      WHERE flags NOT IN ('', 'owed', 'opening') ORDER BY number DESC
      """
    ) { row in
      let flags = Self.flags(row.text(4)).filter(isMeant)
      if !flags.isEmpty {
        found.append(
          FlaggedSwap(
            swap: Number(row.count(0)), client: ClientCode(stored: row.text(1)),
            at: row.instant(2), device: row.optionalText(3).map { Tag(stored: $0) }, flags: flags))
      }
      return found.count < limit
    }
    return found
  }

  /// The flags of one text; a tag belongs to the word before it.
  private static func flags(_ text: String) -> [String] {
    text.split(separator: " ").reduce(into: []) { flags, word in
      if word.contains(where: \.isUppercase), let flag = flags.popLast() {
        flags.append("\(flag) \(word)")
      } else {
        flags.append(String(word))
      }
    }
  }

  /// Moves of which something was noticed, newest first.
  public func flaggedMoves(limit: Int) throws(DeskError) -> [FlaggedMove] {
    try books.all(
      """
      SELECT piece, holder, holder_name, site, since_at, cause, flags FROM holding
      WHERE flags IS NOT NULL ORDER BY entry DESC, piece LIMIT ?
      """, [.integer(limit)]
    ) { row throws(DeskError) in
      FlaggedMove(
        piece: Tag(stored: row.text(0)),
        holder: Holder(try row.word(1), row.optionalText(2), site: row.optionalText(3)),
        at: row.instant(4), cause: row.optionalText(5),
        flags: row.text(6).split(separator: " ").map(String.init))
    }
  }

  /// Swaps that came early, or after one that is missing in the books; newest first.
  public func oddSwaps(
    _ oddity: SwappedPiece.Oddity, limit: Int
  ) throws(DeskError) -> [OddSwap] {
    try books.all(
      """
      SELECT sp.swap, s.client, s.made_at, s.device, sp.piece, sp.pages, sp.yield_pages
      FROM swap_piece AS sp JOIN swap AS s ON s.number = sp.swap
      WHERE sp.odd = ? ORDER BY sp.swap DESC LIMIT ?
      """, [.text(oddity.rawValue), .integer(limit)]
    ) { row in
      OddSwap(
        swap: Number(row.count(0)), client: ClientCode(stored: row.text(1)), at: row.instant(2),
        device: row.optionalText(3).map { Tag(stored: $0) }, piece: Tag(stored: row.text(4)),
        pages: row.count(5), yieldPages: row.count(6))
    }
  }
}

extension Books {
  /// Stock, by counters that every event keeps.
  public var stock: StockStore { StockStore(books: self) }
}
