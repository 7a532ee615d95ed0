import DeskEngine
import DeskRules

/// What a piece counts as just now.
struct PieceStanding: Equatable {
  let kind: PieceKind
  let item: String
  let state: String
  let owner: String?
  let place: String
  let holderName: String?

  /// With whom it is not at its owner, and on which side.
  fileprivate var away: (client: String, side: String)? {
    guard kind == .cartridge, place != Holder.Kind.scrap.rawValue,
      place != Holder.Kind.lost.rawValue
    else { return nil }
    let client = place == Holder.Kind.client.rawValue ? holderName : nil
    guard let owner else { return client.map { ($0, "ours") } }
    return client == owner ? nil : (owner, "theirs")
  }

  fileprivate var key: [SQLValue] { [.text(item), .text(place), .text(state), side] }

  private var side: SQLValue { .text(owner == nil ? "pool" : "client") }

  /// Under what it stands among the pieces with us that want refilling, where it is one.
  fileprivate var wanting: [SQLValue]? {
    guard Holder.Kind(rawValue: place)?.isWithUs == true,
      PieceState(rawValue: state)?.wantsRefilling == true
    else { return nil }
    return [.text(item), side, .text(state)]
  }
}

extension Tables {
  /// What a piece counts as just now.
  func standing(of piece: Tag) throws(EngineFault) -> PieceStanding? {
    try first(
      """
      SELECT p.kind, p.item, p.state, p.owner, h.holder, h.holder_name
      FROM piece AS p JOIN holding AS h ON h.piece = p.tag AND h.until_at IS NULL
      WHERE p.tag = ?
      """, [.tag(piece)]
    ) { row in
      PieceStanding(
        kind: PieceKind(rawValue: row.text(0)) ?? .device, item: row.text(1), state: row.text(2),
        owner: row.optionalText(3), place: row.text(4), holderName: row.optionalText(5))
    }
  }

  /// Counts a cartridge that is new in the books.
  func enter(_ piece: Tag) throws(EngineFault) { try restock(piece, from: nil) }

  /// Counts a cartridge as what it is now instead of what it was.
  func restock(_ piece: Tag, from before: PieceStanding?) throws(EngineFault) {
    guard let after = try standing(of: piece), after.kind == .cartridge, after != before
    else { return }
    if before?.key != after.key {
      if let before { try count(before, by: -1) }
      try count(after, by: 1)
    }
    if before?.wanting != after.wanting { try noteWanting(piece, from: before, to: after) }
    try noteAway(piece, after)
  }

  private func count(_ standing: PieceStanding, by change: Int) throws(EngineFault) {
    try run(
      """
      INSERT INTO stock (item, place, state, owner, pieces) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (item, place, state, owner)
      DO UPDATE SET pieces = stock.pieces + excluded.pieces
      """, standing.key + [.integer(change)])
    guard change < 0 else { return }
    try run(
      "DELETE FROM stock WHERE item = ? AND place = ? AND state = ? AND owner = ? AND pieces = 0",
      standing.key)
  }

  private func noteWanting(
    _ piece: Tag, from before: PieceStanding?, to after: PieceStanding
  ) throws(EngineFault) {
    if let key = before?.wanting {
      try run(
        "DELETE FROM wanting WHERE item = ? AND owner = ? AND state = ? AND piece = ?",
        key + [.tag(piece)])
    }
    if let key = after.wanting {
      try run(
        "INSERT INTO wanting (item, owner, state, piece) VALUES (?, ?, ?, ?)", key + [.tag(piece)])
    }
  }

  private func noteAway(_ piece: Tag, _ standing: PieceStanding) throws(EngineFault) {
    guard let away = standing.away else {
      try run("DELETE FROM away WHERE piece = ?", [.tag(piece)])
      return
    }
    try run(
      """
      INSERT INTO away (piece, client, side, state) VALUES (?, ?, ?, ?)
      ON CONFLICT (piece) DO UPDATE SET client = excluded.client, side = excluded.side,
        state = excluded.state
      """, [.tag(piece), .text(away.client), .text(away.side), .text(standing.state)])
  }
}

// MARK: What printers have printed since a cartridge was put in

extension Tables {
  private static let daySeconds: Int64 = 86_400

  /// Notes where a cartridge is now: in a printer's slot, in place of the one before, or in none.
  func install(_ piece: Tag, _ held: Held) throws(EngineFault) {
    try run("DELETE FROM installed WHERE piece = ?", [.tag(piece)])
    guard let device = held.device else { return }
    let slot = held.slot ?? ""
    let newer = try first(
      "SELECT 1 FROM installed WHERE device = ? AND slot = ? AND since_at > ?",
      [.tag(device), .text(slot), .instant(held.since)]
    ) { _ in true }
    guard newer == nil else { return }
    try run("DELETE FROM installed WHERE device = ? AND slot = ?", [.tag(device), .text(slot)])
    try run(
      """
      INSERT INTO installed (piece, device, slot, item, since_at, start_pages, pages, yield_pages)
      SELECT p.tag, ?, ?, p.item, ?,
        (SELECT pages FROM meter_reading WHERE device = ? AND at <= ? AND at >= ?
          ORDER BY at DESC, entry DESC LIMIT 1),
        (SELECT pages FROM meter_reading WHERE device = ? AND at >= ?
          ORDER BY at DESC, entry DESC LIMIT 1),
        s.yield_pages
      FROM piece AS p LEFT JOIN supply AS s ON s.number = p.item WHERE p.tag = ?
      """,
      [
        .tag(device), .text(slot), .instant(held.since), .tag(device), .instant(held.since),
        .integer(held.since.seconds - Self.daySeconds), .tag(device), .instant(held.since),
        .tag(piece),
      ])
    try share(of: "device", device.text)
  }

  /// Takes a page counter's reading into what the printer's cartridges have printed.
  func print(on device: Tag, pages: Int, at: Instant) throws(EngineFault) {
    try run(
      """
      UPDATE installed SET
        start_pages = CASE WHEN start_pages IS NULL AND since_at >= ? THEN ? ELSE start_pages END,
        pages = CASE WHEN pages > ? THEN pages ELSE ? END
      WHERE device = ? AND since_at <= ?
      """,
      [
        .integer(at.seconds - Self.daySeconds), .integer(pages), .integer(pages), .integer(pages),
        .tag(device), .instant(at),
      ])
    try share(of: "device", device.text)
  }

  /// A cartridge in a printer is of another type than was thought.
  func reinstall(_ piece: Tag, as item: String) throws(EngineFault) {
    try run(
      """
      UPDATE installed SET item = ?, share = NULL,
        yield_pages = (SELECT yield_pages FROM supply WHERE number = ?)
      WHERE piece = ?
      """, [.text(item), .text(item), .tag(piece)])
    try share(of: "piece", piece.text)
  }

  /// A page counter's reading was another than was thought.
  func reprint(on device: Tag, from was: Int, to pages: Int) throws(EngineFault) {
    try run(
      """
      UPDATE installed SET
        start_pages = CASE WHEN start_pages = ? THEN ? ELSE start_pages END,
        pages = (SELECT max(pages) FROM meter_reading AS m
          WHERE m.device = installed.device AND m.at >= installed.since_at)
      WHERE device = ?
      """, [.integer(was), .integer(pages), .tag(device)])
    try share(of: "device", device.text)
  }

  /// A type's yield is known otherwise from now on.
  func reyield(_ item: String, _ yield: Int?) throws(EngineFault) {
    try run(
      "UPDATE installed SET yield_pages = ? WHERE item = ?", [.integer(yield), .text(item)])
    try share(of: "item", item)
  }

  private func share(of column: String, _ value: String) throws(EngineFault) {
    try run(
      """
      UPDATE installed SET share = (pages - start_pages) * 100 / yield_pages
      WHERE \(column) = ? AND yield_pages > 0
      """, [.text(value)])
  }
}
