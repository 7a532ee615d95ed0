public import DeskRules
import DeskEngine

/// What a device cost and did in a stretch of time.
public struct DeviceYear: Sendable, Equatable {
  /// What its repairs cost its owner, in minor units.
  public let cost: Int64
  /// In how many tickets.
  public let tickets: Int
  /// How many visits it needed.
  public let callouts: Int
  /// How many pages it printed, as far as its meter was read.
  public let pages: Int?
  /// How many seconds a loaner stood in for it.
  public let loanerSeconds: Int64
}

/// What devices cost and did, each found through its own tickets.
public struct DeviceYearStore {
  let books: Books

  /// A device's figures within a window, in tickets of one client. What is used up, toner and the
  /// pages of a loaner among it, would be used up by a new machine too and is no cost of repair.
  public func find(
    _ device: Tag, of client: ClientCode, in window: LoanWindow
  ) throws(DeskError) -> DeviceYear {
    let bill = try books.first(
      """
      SELECT coalesce(sum(bill), 0), count(bill) FROM (
        SELECT (
          SELECT sum(amount) FROM ticket_line
          WHERE ticket_line.ticket = ticket.number AND done_at >= ? AND done_at < ?
            AND voided_by IS NULL AND kind <> 'consumable'
        ) AS bill FROM ticket WHERE device = ? AND client = ?
      )
      """,
      [.instant(window.from), .instant(window.until), .tag(device), .code(client)]
    ) { row in (cost: row.integer(0), tickets: row.count(1)) }
    let callouts = try books.first(
      """
      SELECT count(*) FROM visit
      WHERE device = ? AND arrived_at >= ? AND arrived_at < ? AND \(CalloutStore.stands)
      """,
      [.tag(device), .instant(window.from), .instant(window.until)]
    ) { row in row.count(0) }
    return DeviceYear(
      cost: bill?.cost ?? 0, tickets: bill?.tickets ?? 0, callouts: callouts ?? 0,
      pages: try pages(device, window), loanerSeconds: try loanerSeconds(device, window))
  }

  private func pages(_ device: Tag, _ window: LoanWindow) throws(DeskError) -> Int? {
    var first = try books.pieces.meter(device, before: window.from)
    if first == nil { first = try books.pieces.meter(device, after: window.from) }
    guard let first, let last = try books.pieces.meter(device, before: window.until),
      last.at > first.at
    else { return nil }
    var (printed, before) = (0, (pages: first.pages, at: first.at))
    for next in try readings(device, LoanWindow(from: first.at, until: window.until)) {
      // A counter that begins again, on a new board, has printed nothing in that step.
      let step = max(0, next.pages - before.pages)
      // Of a step that began before the window its share of the time counts.
      let inside = next.at.seconds - max(before.at, window.from).seconds
      printed += Int(Int64(step) * inside / max(1, next.at.seconds - before.at.seconds))
      before = next
    }
    return printed
  }

  private func readings(
    _ device: Tag, _ window: LoanWindow
  ) throws(DeskError) -> [(pages: Int, at: Instant)] {
    try books.all(
      """
      SELECT pages, at FROM meter_reading WHERE device = ? AND at > ? AND at < ? ORDER BY at, entry
      """, [.tag(device), .instant(window.from), .instant(window.until)]
    ) { row in (pages: row.count(0), at: row.instant(1)) }
  }

  private func loanerSeconds(_ device: Tag, _ window: LoanWindow) throws(DeskError) -> Int64 {
    let stretches = try books.all(
      """
      SELECT loan.begins_at, loan.returned_at
      FROM ticket JOIN loan ON loan.ticket = ticket.number
      WHERE ticket.device = ? AND loan.state IN ('out', 'returned')
      """, [.tag(device)]
    ) { row in (from: row.instant(0), until: row.optionalInstant(1) ?? window.until) }
    // Days on which two stood in beside each other are days with a loaner once.
    var (sum, reached) = (Int64(0), window.from)
    for stretch in stretches.sorted(by: { $0.from < $1.from }) {
      let until = min(stretch.until, window.until)
      sum += max(0, until.seconds - max(stretch.from, reached).seconds)
      reached = max(reached, until)
    }
    return sum
  }

  /// Clients' devices by owner and tag, after one.
  public func devices(
    of client: ClientCode?, after piece: Piece?, limit: Int
  ) throws(DeskError) -> [Tag] {
    let owner: SQLValue = .text(piece?.owner?.description ?? client?.description ?? "")
    let tag: SQLValue = .text(piece?.tag.description ?? "")
    var values = [owner, tag]
    if let client { values.append(.code(client)) }
    return try books.all(
      """
      SELECT tag FROM piece
      WHERE kind = 'device' AND (owner, tag) > (?, ?)\(client == nil ? "" : " AND owner = ?")
      ORDER BY owner, tag LIMIT ?
      """, values + [.integer(limit)]
    ) { row in Tag(stored: row.text(0)) }
  }
}

extension Books {
  /// What devices cost and did.
  public var deviceYears: DeviceYearStore { DeviceYearStore(books: self) }
}
