public import DeskRules
import DeskEngine

/// A repair as it stands.
public struct Ticket: Sendable, Equatable {
  /// Its number.
  public let number: TicketNumber
  /// Whose.
  public let client: ClientCode
  /// At which site.
  public let site: ClientCode
  /// Which device.
  public let device: Tag?
  /// What is wrong.
  public let problem: String
  /// Where it stands.
  public var state: TicketState
  /// From 1, most urgent, to 5.
  public var priority: Int
  /// When it was reported.
  public let opened: Instant
  /// Until when it has to be done.
  public var due: Instant?
  /// When the work is expected to be done.
  public var expected: Instant?
  /// Who has it.
  public var assignee: String?
  /// Why it waits.
  public var waitingReason: String?
  /// The budget line that carries it.
  public var line: String
  /// How many lines it has.
  public var lines: Int
  /// How many notes it has.
  public var notes: Int
  /// The sum of its lines, in minor units.
  public var billed: Int64
  /// How much of that has reached the budget.
  public var posted: Int64
  /// How many estimates were made.
  public var estimateVersion: Int
  /// The last estimate.
  public var estimate: Int64?
  /// How much of it is for parts and consumables, in minor units.
  public var estimateGoods: Int64?
  /// Which estimate the client agreed to; nil if not to the last.
  public var approvedVersion: Int?
  /// Its number at the service desk it was imported from.
  public let foreign: ForeignNumber?
  /// How fast it has to be answered, reached and ended.
  public var promise: ResponsePromise?
  /// When it reached its stages.
  public var stamps = ResponseStamps()
}

extension Ticket {
  /// The ticket as its first entry says.
  public init(_ opened: TicketOpened) {
    self.init(
      number: opened.ticket, client: opened.client, site: opened.site, device: opened.device,
      problem: opened.problem.value ?? "", state: .new, priority: opened.priority,
      opened: opened.at, due: opened.due, expected: nil, assignee: nil, waitingReason: nil,
      line: opened.line,
      lines: 0, notes: 0, billed: 0, posted: 0, estimateVersion: 0, estimate: nil,
      estimateGoods: nil, approvedVersion: nil, foreign: nil, promise: opened.promise)
  }

  /// The ticket after a change.
  public func changed(by change: TicketChanged) -> Ticket {
    var ticket = self
    ticket.assignee = change.assignee ?? assignee
    ticket.priority = change.priority ?? priority
    ticket.due = change.due ?? due
    ticket.stamps = ResponseStamps(
      acknowledged: change.acknowledged ?? stamps.acknowledged,
      onSite: change.onSite ?? stamps.onSite, fixed: change.fixed ?? stamps.fixed)
    ticket.expected = change.expected ?? expected
    if let line = change.line {
      ticket.line = line
      ticket.approvedVersion = nil
    }
    if change.isReleased == true {
      ticket.assignee = nil
      ticket.stamps.acknowledged = nil
    }
    if let state = change.state {
      ticket.state = state
      if state == .reopened { ticket.stamps.fixed = nil }
      ticket.waitingReason = state == .waiting ? change.reason?.value : nil
      if !state.takesWork { ticket.approvedVersion = nil }
    }
    return ticket
  }
}

/// A ticket's number at another service desk.
public struct ForeignNumber: Sendable, Equatable {
  /// The other desk.
  public let system: String
  /// The number there.
  public let number: String
}

/// A line on a ticket.
public struct TicketLine: Sendable, Equatable {
  /// Counts the ticket's lines from 1.
  public let line: Int
  /// What it is for.
  public let kind: LineKind
  /// What was done or supplied.
  public let text: String
  /// Minutes for labour and travel, pieces otherwise.
  public let quantity: Int
  /// What the client pays, in minor units.
  public let amount: Int64
  /// When it was done.
  public let at: Instant
  /// Who did it.
  public let by: String
  /// The tariff band, for labour.
  public let band: String?
  /// Whether it was voided, so that nobody pays it.
  public let isVoid: Bool
  /// The price before the discount, where there was one.
  public let listAmount: Int64?
  /// The discount on it, where it is a single one.
  public let discount: Discount?
  /// Whose discounts they are and how they became one.
  public let discountBy: String?
  /// What the tariff says, in minor units, where another price was typed.
  public let tariffAmount: Int64?
  /// The visit whose bill it is on.
  public let visit: VisitNumber?
}

/// A part of a bill that has not reached the budget yet.
public struct UnpostedPart: Sendable, Equatable {
  /// The part.
  public let part: BillPart
  /// When it was done.
  public let at: Instant

  /// Makes one from its parts.
  public init(part: BillPart, at: Instant) {
    self.part = part
    self.at = at
  }
}

/// A part of a ticket's budget that is held.
public struct Hold: Sendable, Equatable {
  /// The line that holds it.
  public let line: String
  /// The first day of the line's period.
  public let first: CalendarDate
  /// How much, in minor units.
  public let amount: Int64
  /// The day of the books from which it is held.
  public let day: CalendarDate

  /// Makes one from its parts.
  public init(line: String, first: CalendarDate, amount: Int64, day: CalendarDate) {
    self.line = line
    self.first = first
    self.amount = amount
    self.day = day
  }
}

/// Tickets by number.
public struct TicketStore {
  let books: Books
  static let columns = """
    number, client, site, device, problem, state, priority, opened_at, due_at, assignee,
    waiting_reason, line, lines, notes, billed, posted, estimate_version, estimate,
    approved_version, foreign_system, foreign_number, expected_at, promise, acknowledged_at,
    on_site_at, fixed_at, estimate_goods
    """

  func ticket(_ row: any Row) throws(DeskError) -> Ticket {
    Ticket(
      number: Number(row.count(0)), client: ClientCode(stored: row.text(1)),
      site: ClientCode(stored: row.text(2)),
      device: row.optionalText(3).map { Tag(stored: $0) }, problem: row.text(4),
      state: try row.word(5), priority: row.count(6), opened: row.instant(7),
      due: DueTime.read(row.integer(8)), expected: row.optionalInstant(21),
      assignee: row.optionalText(9),
      waitingReason: row.optionalText(10), line: row.text(11), lines: row.count(12),
      notes: row.count(13), billed: row.integer(14), posted: row.integer(15),
      estimateVersion: row.count(16), estimate: row.optionalInteger(17),
      estimateGoods: row.optionalInteger(26),
      approvedVersion: row.optionalInteger(18).map(Int.init),
      foreign: row.isNull(20)
        ? nil
        : ForeignNumber(system: row.text(19), number: row.text(20)),
      promise: try Self.promise(row, 22),
      stamps: ResponseStamps(
        acknowledged: row.optionalInstant(23), onSite: row.optionalInstant(24),
        fixed: row.optionalInstant(25)))
  }

  /// The ticket with a number.
  public func find(_ number: TicketNumber) throws(DeskError) -> Ticket? {
    try books.first(
      "SELECT \(Self.columns) FROM ticket WHERE number = ?", [.number(number)], ticket)
  }

  /// The tickets that another service desk knew by a number; of one desk, or of any.
  public func find(
    foreign number: String, system: String? = nil
  ) throws(DeskError) -> [Ticket] {
    try books.all(
      """
      SELECT \(Self.columns) FROM ticket
      WHERE foreign_number = ?\(system == nil ? "" : " AND foreign_system = ?") LIMIT 3
      """, [.text(number)] + (system.map { [.text($0)] } ?? []), ticket)
  }

  private static let lineColumns = """
    line, kind, body, quantity, amount, done_at, done_by, band, voided_by, list_amount,
    discount, discount_by, tariff_amount, visit
    """

  private func line(_ row: any Row) throws(DeskError) -> TicketLine {
    TicketLine(
      line: row.count(0), kind: try row.word(1), text: row.text(2), quantity: row.count(3),
      amount: row.integer(4), at: row.instant(5), by: row.text(6), band: row.optionalText(7),
      isVoid: !row.isNull(8), listAmount: row.optionalInteger(9),
      discount: row.optionalInteger(10).map { Discount(validBasisPoints: $0) },
      discountBy: row.optionalText(11), tariffAmount: row.optionalInteger(12),
      visit: row.optionalInteger(13).map { Number(Int($0)) })
  }

  /// A ticket's lines in order.
  public func lines(_ number: TicketNumber) throws(DeskError) -> [TicketLine] {
    try books.all(
      "SELECT \(Self.lineColumns) FROM ticket_line WHERE ticket = ? ORDER BY line",
      [.number(number)], line)
  }

  /// What of a ticket's bill has not reached the budget, by line. What earlier versions posted
  /// without naming lines counts for the first ones.
  public func unposted(_ ticket: Ticket) throws(DeskError) -> [UnpostedPart] {
    guard ticket.billed > ticket.posted else { return [] }
    var posted: [Int: Int64] = [:]
    for part in try books.allocations.list(ticket.number) where part.state != .void {
      posted[part.ticketLine, default: 0] += part.amount
    }
    var unnamed = posted[0] ?? 0
    var parts: [UnpostedPart] = []
    for line in try lines(ticket.number) where !line.isVoid {
      let rest = line.amount - (posted[line.line] ?? 0)
      let earlier = min(rest, unnamed)
      unnamed -= earlier
      guard rest > earlier else { continue }
      parts.append(
        UnpostedPart(
          part: BillPart(line: line.line, kind: line.kind, amount: rest - earlier), at: line.at))
    }
    return parts
  }

  /// What a ticket's approved estimate holds.
  public func holds(_ number: TicketNumber) throws(DeskError) -> [Hold] {
    try books.all(
      "SELECT line, first_date, amount, day FROM hold WHERE ticket = ? ORDER BY line, first_date",
      [.number(number)]
    ) { row throws(DeskError) in
      Hold(
        line: row.text(0), first: try CalendarDate(row.text(1)), amount: row.integer(2),
        day: try CalendarDate(row.text(3)))
    }
  }
}

extension Books {
  /// Tickets.
  public var tickets: TicketStore { TicketStore(books: self) }
}
