import DeskEngine
public import DeskRules

extension PieceStore {
  /// The pieces that pass a filter, by tag.
  public func list(_ filter: PieceFilter) throws(DeskError) -> [Piece] {
    guard let client = filter.visibleTo else {
      if let marked = try marked(filter) { return marked }
      return try walk(filter)
    }
    // What a client owns and what it has are two walks, each in the order of tags.
    var owned = filter
    owned.visibleTo = nil
    var held = owned
    if owned.owner == nil { owned.owner = client } else { owned.onlyOwner = client }
    held.onlyHolder = client
    var known: Set<Tag> = []
    let both = try walk(owned) + walk(held)
    return Array(
      both.filter { known.insert($0.tag).inserted }.sorted { $0.tag.text < $1.tag.text }
        .prefix(filter.limit))
  }

  private func walk(_ filter: PieceFilter) throws(DeskError) -> [Piece] {
    var conditions = ["p.kind = ?"]
    var values: [SQLValue] = [.text(filter.kind.rawValue)]
    func only(_ condition: String, _ added: SQLValue...) {
      conditions.append(condition)
      values += added
    }
    // One holder's pieces are walked by holder, and so are those at refillers, which are few;
    // everything else by piece.
    let isByHolder = filter.onlyHolder != nil || filter.holder?.isShortWalk == true
    switch filter.owner {
    case .some(.some(let owner)): only("p.owner = ?", .code(owner))
    case .some(nil): only("p.owner IS NULL")
    case nil: break
    }
    if let client = filter.onlyOwner { only("p.owner = ?", .code(client)) }
    if let holder = filter.holder {
      only("h.holder = ?", .text(holder.kind.rawValue))
      if let name = holder.name {
        only("h.holder_name = ?", .text(name))
      } else if holder.kind.isNameless {
        only("h.holder_name IS NULL")
      }
    }
    if let client = filter.onlyHolder {
      only("h.holder = 'client' AND h.holder_name = ?", .code(client))
    }
    if let item = filter.item { only("p.item = ?", .text(item)) }
    if let state = filter.state { only("p.state = ?", .text(state.rawValue)) }
    let tables =
      isByHolder
      ? "holding AS h CROSS JOIN piece AS p ON p.tag = h.piece AND h.until_at IS NULL"
      : Self.tables
    let tag = isByHolder ? "h.piece" : "p.tag"
    only("\(tag) > ?", .text(filter.after?.description ?? ""))
    return try books.all(
      """
      SELECT \(Self.columns) FROM \(tables)
      WHERE \(conditions.joined(separator: " AND ")) ORDER BY \(tag) LIMIT ?
      """, values + [.integer(filter.limit)], piece)
  }

  /// Cartridges in a state, found by what the counters of the stock say of it: nothing, or where they
  /// are, and with us those that want refilling stand in a list of their own. Nil where that does not
  /// lead past the others.
  private func marked(_ filter: PieceFilter) throws(DeskError) -> [Piece]? {
    guard filter.kind == .cartridge, let state = filter.state else { return nil }
    // One client's own are few.
    if case .some(.some) = filter.owner { return nil }
    let isOurs = filter.owner == nil ? nil : true
    let counts = try books.stock.counts(filter.item).filter {
      $0.pieces > 0 && $0.state == state && $0.isOurs == isOurs ?? $0.isOurs
        && $0.place == filter.holder?.kind ?? $0.place
    }
    let (here, elsewhere) = (
      counts.filter(\.place.isWithUs), Set(counts.map(\.place).filter { !$0.isWithUs })
    )
    guard here.isEmpty || state.wantsRefilling, !elsewhere.contains(.client) else { return nil }
    var pieces: [Piece] = []
    for list in Set(here.map { WantingList(item: $0.item, isOurs: $0.isOurs) }) {
      pieces += try wanting(list, filter, state)
    }
    for place in elsewhere {
      var there = filter
      there.holder = filter.holder ?? Holder(place)
      pieces += try walk(there)
    }
    return Array(pieces.sorted { $0.tag.text < $1.tag.text }.prefix(filter.limit))
  }

  private struct WantingList: Hashable {
    let item: String
    let isOurs: Bool
  }

  private func wanting(
    _ list: WantingList, _ filter: PieceFilter, _ state: PieceState
  ) throws(DeskError) -> [Piece] {
    let place = filter.holder.map { SQLValue.text($0.kind.rawValue) } ?? .null
    return try books.all(
      """
      SELECT \(Self.columns) FROM wanting AS w CROSS JOIN piece AS p ON p.tag = w.piece
        JOIN holding AS h ON h.piece = p.tag AND h.until_at IS NULL
      WHERE w.item = ? AND w.owner = ? AND w.state = ? AND w.piece > ?
        AND h.holder = coalesce(?, h.holder)
        AND coalesce(h.holder_name, '') = coalesce(?, h.holder_name, '')
      ORDER BY w.piece LIMIT ?
      """,
      [
        .text(list.item), .text(list.isOurs ? "pool" : "client"), .text(state.rawValue),
        .text(filter.after?.description ?? ""), place, .text(filter.holder?.name),
        .integer(filter.limit),
      ], piece)
  }
}

extension Holder {
  /// Whether walking all that is there passes over little.
  fileprivate var isShortWalk: Bool { name != nil || kind.isNameless || kind == .refiller }
}

extension Holder.Kind {
  /// Whether there is only one of the kind.
  fileprivate var isNameless: Bool { self == .bench || self == .scrap || self == .lost }
}
