import DeskEngine
public import DeskRules

/// A reading of a page counter.
public struct MeterReading: Sendable, Equatable {
  /// Pages in all.
  public let pages: Int
  /// When it was read.
  public let at: Instant
  /// The journal entry that took it.
  public let entry: Int64
}

extension PieceStore {
  private func reading(_ row: any Row) -> MeterReading {
    MeterReading(pages: row.count(0), at: row.instant(1), entry: row.integer(2))
  }

  /// The page counter's reading nearest before (or at) a moment, but for one.
  public func meter(
    _ device: Tag, before moment: Instant, except other: MeterReading? = nil
  ) throws(DeskError) -> MeterReading? {
    try books.first(
      """
      SELECT pages, at, entry FROM meter_reading WHERE device = ? AND at <= ? AND entry IS NOT ?
      ORDER BY at DESC, entry DESC LIMIT 1
      """, [.tag(device), .instant(moment), .integer(other?.entry)], reading)
  }

  /// The page counter's reading nearest after a moment, but for one.
  public func meter(
    _ device: Tag, after moment: Instant, except other: MeterReading? = nil
  ) throws(DeskError) -> MeterReading? {
    try books.first(
      """
      SELECT pages, at, entry FROM meter_reading WHERE device = ? AND at > ? AND entry IS NOT ?
      ORDER BY at, entry LIMIT 1
      """, [.tag(device), .instant(moment), .integer(other?.entry)], reading)
  }

  /// The readings of a page counter that showed so many pages, the newest first.
  public func readings(_ device: Tag, of pages: Int) throws(DeskError) -> [MeterReading] {
    try books.all(
      """
      SELECT pages, at, entry FROM meter_reading WHERE device = ? AND pages = ?
      ORDER BY at DESC, entry DESC
      """, [.tag(device), .integer(pages)], reading)
  }
}
