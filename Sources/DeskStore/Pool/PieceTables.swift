import DeskEngine
import DeskRules

extension PieceAdded: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.run(
      """
      INSERT INTO piece (tag, kind, item, owner, serial, state, added_at, barcode)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .tag(piece), .text(pieceKind.rawValue), .text(item), .code(owner),
        .text(serial?.uppercased()), .text(state.rawValue), .instant(at),
        .text(barcode?.uppercased()),
      ])
    if let number = TagSeries.number(in: piece) {
      try tables.count(TagSeries.name, number)
    }
    try tables.hold(piece, Held(by: holder, since: at, state: state, cause: cause))
    try tables.enter(piece)
  }
}

extension PieceMoved: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    let before = try tables.standing(of: piece)
    let held = Held(
      by: to, since: at, state: state, cause: cause, device: device, slot: slot,
      flags: flags?.joined(separator: " "))
    let isLast = try tables.hold(piece, held)
    // A late move counts for the state too, until the next one that says another.
    try tables.runOnce(
      """
      UPDATE piece SET state = (
        SELECT state FROM holding WHERE piece = ? AND state IS NOT NULL
        ORDER BY since_at DESC, entry DESC LIMIT 1
      ) WHERE tag = ?
      """, [.tag(piece), .tag(piece)])
    guard before?.kind == .cartridge else { return }
    try tables.restock(piece, from: before)
    if isLast { try tables.install(piece, held) }
  }
}

extension PieceLabelled: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    if let serial {
      try tables.runOnce(
        "UPDATE piece SET serial = ? WHERE tag = ?",
        [.text(serial.isEmpty ? nil : serial.uppercased()), .tag(piece)])
    }
    if let barcode {
      try tables.runOnce(
        "UPDATE piece SET barcode = ? WHERE tag = ?",
        [.text(barcode.isEmpty ? nil : barcode.uppercased()), .tag(piece)])
    }
  }
}

extension TitlePassed: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    let before = try tables.standing(of: piece)
    try tables.runOnce(
      "UPDATE piece SET owner = ? WHERE tag = ?", [.code(owner), .tag(piece)])
    try tables.restock(piece, from: before)
  }
}

extension MeterRead: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.run(
      "INSERT INTO meter_reading (device, at, entry, pages) VALUES (?, ?, ?, ?)",
      [.tag(device), .instant(at), .integer(tables.seq), .integer(pages)])
    try tables.print(on: device, pages: pages, at: at)
  }
}

/// A holding about to be written.
struct Held {
  let holder: Holder
  let since: Instant
  let state: PieceState?
  let cause: String?
  let device: Tag?
  let slot: String?
  let flags: String?

  init(
    by holder: Holder, since: Instant, state: PieceState?, cause: String?, device: Tag? = nil,
    slot: String? = nil, flags: String? = nil
  ) {
    self.holder = holder
    self.since = since
    self.state = state
    self.cause = cause
    self.device = device
    self.slot = slot
    self.flags = flags
  }
}

extension Tables {
  /// Puts a holding into its place in the order of what happened: it lasts until the next one that
  /// is known, and ends the one before it. Returns whether it is the last one known.
  @discardableResult
  func hold(_ piece: Tag, _ held: Held) throws(EngineFault) -> Bool {
    try beginBooks(of: piece, before: held.since)
    let next = try first(
      "SELECT since_at FROM holding WHERE piece = ? AND since_at > ? ORDER BY since_at LIMIT 1",
      [.tag(piece), .instant(held.since)]
    ) { row in row.instant(0) }
    try run(
      """
      UPDATE holding SET until_at = ?
      WHERE piece = ? AND since_at <= ? AND (until_at IS NULL OR until_at > ?)
      """,
      [.instant(held.since), .tag(piece), .instant(held.since), .instant(held.since)])
    try run(
      """
      INSERT INTO holding (piece, since_at, entry, until_at, holder, holder_name, site, cause,
        state, device, slot, flags)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .tag(piece), .instant(held.since), .integer(seq), .instant(next),
        .text(held.holder.kind.rawValue), .text(held.holder.name), .text(held.holder.site),
        .text(held.cause), .text(held.state?.rawValue), .text(held.device?.text),
        .text(held.slot), .text(held.flags),
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
