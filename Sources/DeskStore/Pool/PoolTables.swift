import DeskEngine
import DeskRules

extension ModelRecorded: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.run(
      """
      INSERT INTO model (name, folded, maker, technology, format, colour, duplex,
        pages_per_minute, functions, languages, interfaces, buffer_minutes, price, replace_percent)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (name) DO UPDATE SET maker = excluded.maker, technology = excluded.technology,
        format = excluded.format, colour = excluded.colour, duplex = excluded.duplex,
        pages_per_minute = excluded.pages_per_minute, functions = excluded.functions,
        languages = excluded.languages, interfaces = excluded.interfaces,
        buffer_minutes = excluded.buffer_minutes, price = excluded.price,
        replace_percent = excluded.replace_percent
      """,
      [
        .text(model.name), .text(model.name.lowercased()), .text(model.maker),
        .text(model.technology), .text(model.format?.rawValue), .flag(model.colour),
        .flag(model.duplex), .integer(model.pagesPerMinute),
        .text(model.functions.map(\.rawValue).joined(separator: " ")),
        .text(model.languages.joined(separator: " ")),
        .text((model.interfaces ?? []).map(\.rawValue).joined(separator: " ")),
        .integer(model.bufferMinutes), .integer(model.price), .integer(model.replacePercent),
      ])
    for supply in supplies {
      try tables.run(
        "INSERT INTO fit (model, supply) VALUES (?, ?) ON CONFLICT DO NOTHING",
        [.text(model.name), .text(supply)])
    }
  }
}

extension SupplyRecorded: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.run(
      """
      INSERT INTO supply (number, supply_kind, colour, substitution, yield_pages)
      VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (number) DO UPDATE SET supply_kind = excluded.supply_kind,
        colour = excluded.colour, substitution = excluded.substitution,
        yield_pages = excluded.yield_pages
      """,
      [
        .text(supply.number), .text(supply.kind), .text(supply.colour), .text(supply.group),
        .integer(supply.yieldPages),
      ])
  }
}

extension PieceAdded: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.run(
      """
      INSERT INTO piece (tag, kind, item, owner, serial, state, added_at)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .tag(piece), .text(pieceKind.rawValue), .text(item), .code(owner),
        .text(serial?.uppercased()), .text(state.rawValue), .instant(at),
      ])
    try tables.hold(piece, by: holder, since: at, cause: nil)
  }
}

extension PieceMoved: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    let isLast = try tables.hold(piece, by: to, since: at, cause: cause)
    if let state, isLast {
      try tables.runOnce(
        "UPDATE piece SET state = ? WHERE tag = ?", [.text(state.rawValue), .tag(piece)])
    }
  }
}

extension MeterRead: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.run(
      "INSERT INTO meter_reading (device, at, entry, pages) VALUES (?, ?, ?, ?)",
      [.tag(device), .instant(at), .integer(tables.seq), .integer(pages)])
  }
}

extension Tables {
  /// Puts a holding into its place in the order of what happened: it lasts until the next one that
  /// is known, and ends the one before it. Returns whether it is the last one known.
  @discardableResult
  func hold(
    _ piece: Tag, by holder: Holder, since: Instant, cause: String?
  ) throws(EngineFault) -> Bool {
    try beginBooks(of: piece, before: since)
    let next = try first(
      "SELECT since_at FROM holding WHERE piece = ? AND since_at > ? ORDER BY since_at LIMIT 1",
      [.tag(piece), .instant(since)]
    ) { row in row.instant(0) }
    try run(
      """
      UPDATE holding SET until_at = ?
      WHERE piece = ? AND since_at <= ? AND (until_at IS NULL OR until_at > ?)
      """,
      [.instant(since), .tag(piece), .instant(since), .instant(since)])
    try run(
      """
      INSERT INTO holding (piece, since_at, entry, until_at, holder, holder_name, site, cause)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .tag(piece), .instant(since), .integer(seq), .instant(next), .text(holder.kind.rawValue),
        .text(holder.name), .text(holder.site), .text(cause),
      ])
    return next == nil
  }

  /// A piece stood where it was first entered until the first move that is known, also where that
  /// move is entered later and had happened before the piece came into the books.
  private func beginBooks(of piece: Tag, before moment: Instant) throws(EngineFault) {
    try run(
      """
      UPDATE holding SET since_at = ?
      WHERE piece = ? AND entry = (SELECT min(entry) FROM holding AS known WHERE known.piece = ?)
        AND since_at > ?
      """, [.instant(moment), .tag(piece), .tag(piece), .instant(moment)])
  }
}

extension SwapMade: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.run(
      """
      INSERT INTO swap (number, client, made_at, ticket, owed, due_at, flags)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .number(number), .code(client), .instant(at), .number(ticket), .integer(owed),
        .instant(due),
        .text(flags.joined(separator: " ")),
      ])
    try tables.count(number)
    try write(given, side: "given", to: tables)
    try write(taken, side: "taken", to: tables)
    if let settles {
      try tables.runOnce(
        "UPDATE swap SET settled_by = ? WHERE number = ?", [.number(number), .number(settles)])
    }
  }

  private func write(
    _ pieces: [SwappedPiece], side: String, to tables: Tables
  ) throws(EngineFault) {
    for swapped in pieces {
      try tables.run(
        "INSERT INTO swap_piece (swap, side, piece, substitution) VALUES (?, ?, ?, ?)",
        [.number(number), .text(side), .tag(swapped.piece), .text(swapped.group)])
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
  }
}
