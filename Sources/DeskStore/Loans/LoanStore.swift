public import DeskRules
import DeskEngine

/// A loan: reserved, out, returned or cancelled.
public struct Loan: Sendable, Equatable {
  /// Its number.
  public let number: LoanNumber
  /// The device lent.
  public let device: Tag
  /// The repair it belongs to.
  public let ticket: TicketNumber
  /// To whom.
  public let client: ClientCode
  /// To which site.
  public let site: ClientCode
  /// The client's contact who took it.
  public let contact: Int?
  /// Where it stands.
  public var state: LoanState
  /// When it was handed over; for a reservation from when the device is promised.
  public let begins: Instant
  /// When the device is expected back.
  public var due: Instant
  /// Whether the due date stands by itself, and does not follow the repair's expected date.
  public var isPinned: Bool
  /// How many minutes servicing takes after the return.
  public let bufferMinutes: Int
  /// The page counter at hand-over.
  public let meterOut: Int?
  /// When the device came back.
  public let returned: Instant?
  /// Whether nobody saw it come back: it is known to have gone elsewhere since.
  public let isPresumed: Bool
  /// The page counter at return.
  public var meterIn: Int?
  /// What was noticed at hand-over and return.
  public var flags: [String]

  /// Whether the client has the device.
  public var isOut: Bool { state == .out }

  /// The time during which nobody else may have the device: until it is due, and serviced.
  public var window: LoanWindow {
    LoanWindow(from: begins, until: due).followed(byMinutes: bufferMinutes)
  }

  /// Whether the device should be back by now.
  public func isOverdue(at now: Instant) -> Bool { isOut && due <= now }
}

/// An accessory that was handed over with a loaner.
public struct LoanAccessory: Sendable, Equatable {
  /// Its name, as written at hand-over.
  public let name: String
  /// `out`, `returned`, `missing` or `written_off`.
  public let state: String
}

extension Loan {
  /// Whether an accessory is owed after the device: it did not come with it, or nobody saw the device
  /// come back at all.
  public func isOwed(_ accessory: LoanAccessory) -> Bool {
    accessory.state == "missing" || (isPresumed && accessory.state == "out")
  }
}

/// A reminder that was given.
public struct LoanReminder: Sendable, Equatable {
  /// When.
  public let at: Instant
  /// How.
  public let way: ReminderWay
}

/// What to list of the loans.
public struct LoanFilter: Sendable {
  /// Only this client's.
  public var client: ClientCode?
  /// Only those due after this moment.
  public var dueAfter: Instant?
  /// Only those due at this moment or before.
  public var dueBy: Instant?
  /// Only those whose device is back and serviced at this moment, and promised to nobody then.
  public var freeAt: Instant?
  /// At most so many.
  public var limit: Int

  /// All of a client, or of everybody.
  public init(client: ClientCode?, limit: Int) {
    self.client = client
    self.limit = limit
  }
}

/// Loans and reservations.
public struct LoanStore {
  let books: Books
  private static let columns = """
    number, device, ticket, client, site, contact, state, begins_at, due_at, is_pinned,
    buffer_minutes, meter_out, returned_at, is_presumed, meter_in, flags
    """

  private func loan(_ row: any Row) throws(DeskError) -> Loan {
    Loan(
      number: Number(row.count(0)), device: Tag(stored: row.text(1)),
      ticket: Number(row.count(2)), client: ClientCode(stored: row.text(3)),
      site: ClientCode(stored: row.text(4)), contact: row.optionalInteger(5).map(Int.init),
      state: try row.word(6), begins: row.instant(7), due: row.instant(8),
      isPinned: row.integer(9) == 1, bufferMinutes: row.count(10),
      meterOut: row.optionalInteger(11).map(Int.init), returned: row.optionalInstant(12),
      isPresumed: row.integer(13) == 1, meterIn: row.optionalInteger(14).map(Int.init),
      flags: row.text(15).split(separator: " ").map(String.init))
  }

  /// The loan with a number.
  public func find(_ number: LoanNumber) throws(DeskError) -> Loan? {
    try books.first(
      "SELECT \(Self.columns) FROM loan WHERE number = ?", [.number(number)], loan)
  }

  /// The loan a device is out on.
  public func open(_ device: Tag) throws(DeskError) -> Loan? {
    try books.first(
      "SELECT \(Self.columns) FROM loan WHERE device = ? AND state = 'out'",
      [.tag(device)], loan)
  }

  /// A ticket's loans in order.
  public func list(ticket: TicketNumber) throws(DeskError) -> [Loan] {
    try books.all(
      "SELECT \(Self.columns) FROM loan WHERE ticket = ? ORDER BY number", [.number(ticket)], loan)
  }

  /// Loans that are out, the most urgent first.
  public func out(_ filter: LoanFilter) throws(DeskError) -> [Loan] {
    var values: [SQLValue] = [
      .integer(filter.dueAfter?.seconds ?? .min), .integer(filter.dueBy?.seconds ?? .max),
      .integer(filter.freeAt?.seconds ?? .max),
    ]
    if let freeAt = filter.freeAt { values += [.instant(freeAt), .instant(freeAt)] }
    if let client = filter.client { values.append(.code(client)) }
    return try books.all(
      """
      SELECT \(Self.columns) FROM loan
      WHERE state = 'out' AND due_at > ? AND due_at <= ? AND blocks_until <= ?
        \(filter.freeAt == nil ? "" : "AND NOT EXISTS (\(Self.promisedThen))")
        \(filter.client == nil ? "" : "AND client = ?")
      ORDER BY due_at, number LIMIT ?
      """,
      values + [.integer(filter.limit)], loan)
  }

  private static let promisedThen = """
    SELECT 1 FROM loan AS other WHERE other.device = loan.device AND other.state IN ('reserved', 'out')
      AND other.state = 'reserved' AND other.begins_at <= ? AND other.blocks_until > ?
    """

  /// Reservations that have not begun to be used, the next first.
  public func reserved(client: ClientCode?, limit: Int) throws(DeskError) -> [Loan] {
    try books.all(
      """
      SELECT \(Self.columns) FROM loan
      WHERE state = 'reserved'\(client == nil ? "" : " AND client = ?")
      ORDER BY begins_at, number LIMIT ?
      """, (client.map { [.code($0)] } ?? []) + [.integer(limit)], loan)
  }

  /// Loans whose device is back but not everything that went with it, or back only as is presumed,
  /// oldest first.
  public func owing(client: ClientCode?, limit: Int) throws(DeskError) -> [Loan] {
    try books.all(
      """
      SELECT \(Self.columns) FROM loan
      WHERE owes = 1\(client == nil ? "" : " AND client = ?")
      ORDER BY returned_at, number LIMIT ?
      """, (client.map { [.code($0)] } ?? []) + [.integer(limit)], loan)
  }

  /// Every loan, newest first, before a number; of one client.
  public func all(
    client: ClientCode?, before: LoanNumber?, limit: Int
  ) throws(DeskError) -> [Loan] {
    try books.all(
      """
      SELECT \(Self.columns) FROM loan
      WHERE number < ?\(client == nil ? "" : " AND client = ?") ORDER BY number DESC LIMIT ?
      """,
      [.integer(before.map { Int64($0.value) } ?? .max)] + (client.map { [.code($0)] } ?? [])
        + [.integer(limit)], loan)
  }

  /// Loans and reservations that block a device at some time of a window, the first first.
  public func blocking(_ device: Tag, in window: LoanWindow) throws(DeskError) -> [Loan] {
    try books.all(
      """
      SELECT \(Self.columns) FROM loan
      WHERE device = ? AND state IN ('reserved', 'out') AND begins_at < ? AND blocks_until > ?
      ORDER BY begins_at
      """, [.tag(device), .instant(window.until), .instant(window.from)], loan)
  }

  /// Until when a device that came back before a moment is being serviced then, if it is.
  public func servicedUntil(
    _ device: Tag, at moment: Instant
  ) throws(DeskError) -> Instant? {
    try books.first(
      """
      SELECT returned_at + buffer_minutes * 60 FROM loan
      WHERE device = ? AND state = 'returned' AND buffer_minutes > 0 AND returned_at <= ?
        AND returned_at + buffer_minutes * 60 > ?
      ORDER BY returned_at DESC LIMIT 1
      """, [.tag(device), .instant(moment), .instant(moment)]
    ) { row in row.instant(0) }
  }

  /// The reservations of a device, the first first.
  public func reservations(_ device: Tag) throws(DeskError) -> [Loan] {
    try books.all(
      """
      SELECT \(Self.columns) FROM loan
      WHERE device = ? AND state IN ('reserved', 'out') AND state = 'reserved'
      ORDER BY begins_at
      """, [.tag(device)], loan)
  }

  /// What happened and will happen to a device in a window, in order: every loan that was not
  /// cancelled.
  public func timeline(_ device: Tag, _ window: LoanWindow) throws(DeskError) -> [Loan] {
    try books.all(
      """
      SELECT \(Self.columns) FROM loan
      WHERE device = ? AND begins_at < ? AND state <> 'cancelled'
        AND (state = 'out' OR coalesce(returned_at, blocks_until) > ?)
      ORDER BY begins_at, number
      """, [.tag(device), .instant(window.until), .instant(window.from)], loan)
  }

  /// Loans of a device that had begun and not ended at some time of a window, as far as is known.
  public func known(_ device: Tag, in window: LoanWindow) throws(DeskError) -> [Loan] {
    try timeline(device, window).filter { $0.state != .reserved }
  }

  /// What was handed over with a loaner, in the order in which it was written.
  public func accessories(_ loan: LoanNumber) throws(DeskError) -> [LoanAccessory] {
    try books.all(
      "SELECT name, state FROM loan_accessory WHERE loan = ? ORDER BY place", [.number(loan)]
    ) { row in LoanAccessory(name: row.text(0), state: row.text(1)) }
  }

  /// What is owed of a loan after its device.
  public func owed(_ loan: Loan) throws(DeskError) -> [String] {
    try accessories(loan.number).filter(loan.isOwed).map(\.name)
  }

  /// The reminders given for a loan, in order.
  public func reminders(_ loan: LoanNumber) throws(DeskError) -> [LoanReminder] {
    try books.all(
      "SELECT reminded_at, way FROM loan_reminder WHERE loan = ? ORDER BY reminder",
      [.number(loan)]
    ) { row throws(DeskError) in
      LoanReminder(at: row.instant(0), way: try row.word(1))
    }
  }
}

extension LoanStore {
  /// Loans of one device that were out at one time, a line each.
  func overlaps(limit: Int) throws(DeskError) -> [String] {
    try books.all(
      """
      SELECT a.device, a.number, b.number FROM loan AS a JOIN loan AS b ON b.device = a.device
        AND b.begins_at >= a.begins_at AND b.begins_at < coalesce(a.returned_at, b.begins_at + 1)
      WHERE a.state IN ('out', 'returned') AND b.state IN ('out', 'returned')
        AND a.number <> b.number AND (b.begins_at > a.begins_at OR b.number > a.number)
        AND coalesce(b.returned_at, b.begins_at + 1) > b.begins_at
      ORDER BY a.device, a.number, b.number LIMIT ?
      """, [.integer(limit)]
    ) { row in
      "loan timeline \(row.text(0)): L-\(row.integer(1)) and L-\(row.integer(2)) were out at one time"
    }
  }
}

extension Books {
  /// Loans and reservations.
  public var loans: LoanStore { LoanStore(books: self) }
}
