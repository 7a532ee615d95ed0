public import DeskRules
import DeskEngine

/// Whether a device of the pool could be lent just now.
public enum LoanerAvailability: String, Sendable, CaseIterable {
  /// It works and stands on a shelf or in a van.
  case free
  /// A client has it on loan.
  case out
  /// It is somewhere else.
  case away
  /// It does not work.
  case defective
  /// It is not used again.
  case retired
}

/// A device of the pool, as far as lending it is concerned.
public struct Loaner: Sendable, Equatable {
  /// Its tag.
  public let device: Tag
  /// Its model's name.
  public let model: String
  /// Where it is, as places are written.
  public let place: String
  /// The last reading of its page counter.
  public let meter: Int?
}

/// How many devices of a model are in one state.
public struct LoanerCount: Sendable, Equatable {
  /// The model's name.
  public let model: String
  /// The state.
  public let availability: LoanerAvailability
  /// How many.
  public let devices: Int
}

/// The pool's devices by model and availability, found without reading the pool.
public struct LoanerStore {
  let books: Books

  private func loaner(_ row: any Row) -> Loaner {
    let meter = row.integer(3)
    return Loaner(
      device: Tag(stored: row.text(0)), model: row.text(1), place: row.text(2),
      meter: meter == .max ? nil : Int(meter))
  }

  /// How many devices of each model are in each state; states without a device are left out.
  public func counts() throws(DeskError) -> [LoanerCount] {
    try books.all(
      """
      SELECT model, availability, devices FROM loaner_count ORDER BY model, availability
      """
    ) { row throws(DeskError) in
      LoanerCount(model: row.text(0), availability: try row.word(1), devices: row.count(2))
    }
  }

  /// Devices of a model in a state: those that are back first, of these the least worn.
  public func devices(
    _ model: String, _ availability: LoanerAvailability, limit: Int
  ) throws(DeskError) -> [Loaner] {
    try books.all(
      """
      SELECT device, model, place, meter FROM loaner WHERE model = ? AND availability = ?
      ORDER BY back_at, meter, device LIMIT ?
      """, [.text(model), .text(availability.rawValue), .integer(limit)], loaner)
  }

  /// A device, if it is free.
  public func free(_ device: Tag) throws(DeskError) -> Loaner? {
    try books.first(
      """
      SELECT device, model, place, meter FROM loaner WHERE device = ? AND availability = 'free'
      """, [.tag(device)], loaner)
  }

  /// Free devices of a model that nobody is promised in a window, the least worn first; at one
  /// place, or anywhere.
  public func free(
    _ model: String, in window: LoanWindow, at place: String? = nil, limit: Int
  ) throws(DeskError) -> [Loaner] {
    var values: [SQLValue] = [.text(model)]
    if let place { values.append(.text(place)) }
    return try books.all(
      """
      SELECT device, model, place, meter FROM loaner
      WHERE model = ? AND availability = 'free'\(place == nil ? "" : " AND place = ?")
        AND NOT EXISTS (\(Self.promised)) AND NOT EXISTS (\(Self.serviced("loaner")))
      ORDER BY \(place == nil ? "back_at, " : "")meter, device LIMIT ?
      """,
      values + Self.values(window) + [.instant(window.from), .integer(limit)], loaner)
  }

  /// Devices of a model that are free just now but promised in a window.
  public func promised(
    _ model: String, in window: LoanWindow, limit: Int
  ) throws(DeskError) -> [Loaner] {
    try books.all(
      """
      SELECT device, model, place, meter FROM loaner
      WHERE model = ? AND availability = 'free' AND EXISTS (\(Self.promised))
      ORDER BY back_at, meter, device LIMIT ?
      """, [.text(model)] + Self.values(window) + [.integer(limit)], loaner)
  }

  /// Devices of a model that are at hand but being serviced at a moment, among those that would be lent
  /// first.
  public func serviced(
    _ model: String, at moment: Instant, limit: Int
  ) throws(DeskError) -> [Loaner] {
    try books.all(
      """
      SELECT device, model, place, meter FROM (
        SELECT device, model, place, meter FROM loaner WHERE model = ? AND availability = 'free'
        ORDER BY back_at, meter, device LIMIT ?
      ) AS best WHERE EXISTS (\(Self.serviced("best"))) LIMIT ?
      """,
      [.text(model), .integer(Self.looksAtLoaners), .instant(moment), .integer(limit)], loaner)
  }

  /// How many devices of a model are looked at to explain why they are not lent.
  private static let looksAtLoaners = 200

  private static let promised = """
    SELECT 1 FROM loan WHERE loan.device = loaner.device AND loan.state IN ('reserved', 'out')
      AND loan.begins_at < ? AND loan.blocks_until > ?
    """

  private static func serviced(_ table: String) -> String {
    """
    SELECT 1 FROM loan WHERE loan.device = \(table).device AND loan.state = 'returned'
      AND loan.buffer_minutes > 0 AND loan.returned_at + loan.buffer_minutes * 60 > ?
    """
  }

  private static func values(_ window: LoanWindow) -> [SQLValue] {
    [.instant(window.until), .instant(window.from)]
  }

  /// The substitution groups of cartridges that a client has or is supplied with.
  public func groups(stockedBy client: ClientCode) throws(DeskError) -> Set<String> {
    let swapped = try books.all(
      "SELECT substitution FROM swap_balance WHERE client = ? AND given > 0", [.code(client)]
    ) { row in row.text(0) }
    let held = try books.all(
      """
      SELECT DISTINCT supply.substitution FROM (
        SELECT piece FROM holding WHERE holder = 'client' AND holder_name = ? AND until_at IS NULL
        LIMIT ?
      ) AS had JOIN piece ON piece.tag = had.piece AND piece.kind = 'cartridge'
      JOIN supply ON supply.number = piece.item
      """, [.code(client), .integer(Self.looksAtPieces)]
    ) { row in row.text(0) }
    return Set(swapped + held)
  }

  /// How many of a client's pieces are looked at to know what it stocks.
  private static let looksAtPieces = 1_000
}

extension Books {
  /// The pool's devices by model and availability.
  public var loaners: LoanerStore { LoanerStore(books: self) }
}
