import DeskEngine
public import DeskRules

/// Where a part of a bill stands.
public enum AllocationState: String, Sendable, Codable {
  /// The line carries it.
  case spent
  /// It waits on the line for an approval.
  case pending
  /// Nobody carries it yet.
  case unfunded
  /// A credit note gave it back to the line.
  case credited
  /// It was voided.
  case void

  /// Whether it is on the line now: carried, waiting, or unfunded.
  public var isStanding: Bool { [.spent, .pending, .unfunded].contains(self) }
}

/// A part of a bill on one budget line.
public struct Allocation: Sendable, Equatable {
  /// The journal entry that put it there.
  public let entry: Int64
  /// Which of its events did.
  public let position: Int
  /// The ticket's line; 0 for bills of earlier versions, which named none.
  public let ticketLine: Int
  /// What the ticket's line is for; nil where the line is not known.
  public let kind: LineKind?
  /// The budget line.
  public let line: String
  /// The first day of the budget line's period.
  public let first: CalendarDate
  /// How much, in minor units.
  public let amount: Int64
  /// The day of the books it was posted on.
  public let day: CalendarDate
  /// Where it stands.
  public let state: AllocationState
  /// The number under which it waits, was approved or refused.
  public let pending: PendingNumber?

  /// Where it stands.
  public var place: AllocationPlace {
    AllocationPlace(entry: entry, position: position, line: ticketLine)
  }
}

/// An amount beyond a line.
public struct PendingAmount: Sendable, Equatable {
  /// Its number.
  public let number: PendingNumber
  /// The repair behind it.
  public let ticket: TicketNumber
  /// Whose.
  public let client: ClientCode
  /// The line it waits on, or that carries it; the job's own where none was named.
  public let line: String
  /// The first day of that line's period.
  public let first: CalendarDate
  /// The job's own line.
  public let from: String
  /// How much, in minor units.
  public let amount: Int64
  /// Where it stands.
  public let state: PendingState
  /// The day of the books since which it waits.
  public let day: CalendarDate
  /// Who decided, by the contact's number.
  public let contact: Int?
  /// For whom, where a substitute decided.
  public let onBehalfOf: Int?
  /// What proves it, or why it was refused.
  public let evidence: String?
}

/// What a client agreed to before the work.
public struct EstimateApproval: Sendable, Equatable {
  /// Which estimate.
  public let version: Int
  /// How much, in minor units.
  public let amount: Int64
  /// For which budget line.
  public let line: String
  /// Who agreed, by the contact's number.
  public let contact: Int
  /// For whom, where a substitute agreed.
  public let onBehalfOf: Int?
  /// What proves it.
  public let evidence: String
  /// The last day on which it holds.
  public let expires: CalendarDate?
  /// When it was given.
  public let given: Instant
  /// What became of it.
  public let state: ApprovalState

  /// Whether it has run out by a day.
  public func hasExpired(by day: CalendarDate) -> Bool { expires.map { $0 < day } ?? false }
}

/// A bill that was settled in one go.
public struct PostedBill: Sendable, Equatable {
  /// The repair.
  public let ticket: TicketNumber
  /// The last day of its parts.
  public let day: CalendarDate
  /// How much, in minor units.
  public let amount: Int64

  /// Makes one from its parts.
  public init(ticket: TicketNumber, day: CalendarDate, amount: Int64) {
    self.ticket = ticket
    self.day = day
    self.amount = amount
  }
}

/// Which budget line carries what of a bill, and who agreed to it.
public struct AllocationStore {
  let books: Books

  /// The parts of a ticket's bill in the order they were posted, voided ones too.
  public func list(_ ticket: TicketNumber) throws(DeskError) -> [Allocation] {
    try books.all(
      """
      SELECT \(Self.columns) FROM allocation WHERE ticket = ?
      ORDER BY entry, position, ticket_line
      """, [.number(ticket)]
    ) { row throws(DeskError) in try Self.allocation(row) }
  }

  static let columns = """
    entry, position, ticket_line, kind, line, first_date, amount, day, state, pending
    """

  /// An allocation whose columns begin at one of the row's.
  static func allocation(_ row: any Row, from start: Int = 0) throws(DeskError) -> Allocation {
    Allocation(
      entry: row.integer(start), position: row.count(start + 1),
      ticketLine: row.count(start + 2),
      kind: row.isNull(start + 3) ? nil : try row.word(start + 3), line: row.text(start + 4),
      first: try CalendarDate(row.text(start + 5)), amount: row.integer(start + 6),
      day: try CalendarDate(row.text(start + 7)), state: try row.word(start + 8),
      pending: row.optionalInteger(start + 9).map { Number(Int($0)) })
  }

  /// The bills of some days of the repairs that belong with one, itself too: one for each time one was
  /// settled. Those of the same device belong together, and where none is named those of the
  /// same site and line without a device.
  public func bills(with ticket: Ticket, in days: Period) throws(DeskError) -> [PostedBill] {
    let (condition, values): (String, [SQLValue]) =
      if let device = ticket.device {
        ("device = ?", [.tag(device)])
      } else {
        (
          "client = ? AND site = ? AND line = ? AND device IS NULL",
          [.code(ticket.client), .code(ticket.site), .text(ticket.line)]
        )
      }
    return try books.all(
      """
      SELECT ticket, max(day), sum(amount) FROM allocation
      WHERE ticket IN (
        SELECT number FROM ticket WHERE \(condition) ORDER BY number DESC LIMIT ?
      ) AND client = ? AND day >= ? AND day <= ? AND state NOT IN (?, ?)
      GROUP BY ticket, entry
      """,
      values + [
        .integer(Self.repairsTogether), .code(ticket.client), .text(days.first.text),
        .text(days.last.text), .text(AllocationState.void.rawValue),
        .text(AllocationState.credited.rawValue),
      ]
    ) { row throws(DeskError) in
      PostedBill(
        ticket: Number(row.count(0)), day: try CalendarDate(row.text(1)), amount: row.integer(2))
    }
  }

  /// How many repairs are looked at together.
  private static let repairsTogether = 20

  /// What the client agreed to of a ticket's estimates, the last first.
  public func approvals(_ ticket: TicketNumber) throws(DeskError) -> [EstimateApproval] {
    try books.all(
      """
      SELECT version, amount, line, contact, on_behalf_of, evidence, expires, given_at, state
      FROM approval WHERE ticket = ? ORDER BY entry DESC
      """, [.number(ticket)]
    ) { row throws(DeskError) in
      EstimateApproval(
        version: row.count(0), amount: row.integer(1), line: row.text(2), contact: row.count(3),
        onBehalfOf: row.optionalInteger(4).map { Int($0) }, evidence: row.text(5),
        expires: row.isNull(6) ? nil : try CalendarDate(row.text(6)), given: row.instant(7),
        state: try row.word(8))
    }
  }

  private static let pendingColumns = """
    number, ticket, client, line, first_date, from_line, amount, state, day, contact, on_behalf_of,
    evidence
    """
  private static let isOpen = "state IN ('waiting', 'unfunded', 'refused')"

  private func pending(_ row: any Row) throws(DeskError) -> PendingAmount {
    PendingAmount(
      number: Number(row.count(0)), ticket: Number(row.count(1)),
      client: ClientCode(stored: row.text(2)), line: row.text(3),
      first: try CalendarDate(row.text(4)), from: row.text(5), amount: row.integer(6),
      state: try row.word(7), day: try CalendarDate(row.text(8)),
      contact: row.optionalInteger(9).map { Int($0) },
      onBehalfOf: row.optionalInteger(10).map { Int($0) }, evidence: row.optionalText(11))
  }

  /// The amount with a number.
  public func pending(_ number: PendingNumber) throws(DeskError) -> PendingAmount? {
    try books.first(
      "SELECT \(Self.pendingColumns) FROM pending WHERE number = ?", [.number(number)], pending)
  }

  /// The amounts beyond the lines of a ticket's bill, by number.
  public func pending(of ticket: TicketNumber) throws(DeskError) -> [PendingAmount] {
    try books.all(
      "SELECT \(Self.pendingColumns) FROM pending WHERE ticket = ? ORDER BY number",
      [.number(ticket)], pending)
  }

  /// The day of the work that an amount beyond a line is for: the one since which it stands in the
  /// books or, where the work belonged to closed days, that of the work itself.
  public func workDay(of amount: PendingAmount) throws(DeskError) -> CalendarDate {
    let part = try list(amount.ticket).first { $0.pending == amount.number }
    guard let part, let entry = try books.journal(after: part.entry - 1, limit: 1).first else {
      return amount.day
    }
    let moved = try entry.decodedEvents().compactMap { $0 as? BudgetMoved }
      .first { $0.pending == amount.number && [.pend, .unfund].contains($0.movement) }
    return moved?.reference ?? amount.day
  }

  /// The amounts that somebody has to be chased for, the oldest first; of one client, or of all.
  public func open(
    of client: ClientCode? = nil, after number: PendingNumber? = nil, limit: Int
  ) throws(DeskError) -> [PendingAmount] {
    try books.all(
      """
      SELECT \(Self.pendingColumns) FROM pending
      WHERE \(client == nil ? "" : "client = ? AND ")\(Self.isOpen) AND number > ?
      ORDER BY number LIMIT ?
      """,
      (client.map { [.code($0)] } ?? []) + [
        .integer(number?.value ?? 0), .integer(limit),
      ], pending)
  }

  /// The first amount that waits on a line in one of its periods.
  public func waiting(on line: BudgetLine) throws(DeskError) -> PendingNumber? {
    try books.first(
      """
      SELECT number FROM pending
      WHERE client = ? AND line = ? AND first_date = ? AND state = 'waiting' LIMIT 1
      """, [.code(line.client), .text(line.line), .text(line.period.first.text)]
    ) { row in Number(row.count(0)) }
  }

  /// The first amount beyond a line in one of its periods that somebody has to be chased for,
  /// whichever line it waits on: refused or carried elsewhere, it moves this one's figures.
  public func open(beyond line: BudgetLine) throws(DeskError) -> PendingNumber? {
    try books.first(
      """
      SELECT number FROM pending
      WHERE client = ? AND \(Self.isOpen) AND from_line = ?
        AND ((day >= ? AND day <= ?) OR (line = from_line AND first_date = ?))
      ORDER BY number LIMIT 1
      """,
      [
        .code(line.client), .text(line.line), .text(line.period.first.text),
        .text(line.period.last.text), .text(line.period.first.text),
      ]
    ) { row in Number(row.count(0)) }
  }

  /// What voids and credits gave back of a ticket's bill, with the journal entry and the place in it.
  public func returns(
    _ ticket: TicketNumber
  ) throws(DeskError) -> [(place: MovementPlace, moved: BudgetMoved)] {
    var returns: [(place: MovementPlace, moved: BudgetMoved)] = []
    for operation in ["ticket.void", "invoice.credit"] {
      for entry in try books.journal(of: .ticket(ticket), operation: operation) {
        for (position, event) in try entry.decodedEvents().enumerated() {
          guard let moved = event as? BudgetMoved, moved.ticket == ticket else { continue }
          returns.append((MovementPlace(seq: entry.seq, position: position), moved))
        }
      }
    }
    return returns
  }

  /// The reminders of an amount, in order.
  public func reminders(of amount: PendingAmount) throws(DeskError) -> [PendingReminded] {
    var reminders: [PendingReminded] = []
    for entry in try books.journal(of: .ticket(amount.ticket), operation: "budget.remind") {
      reminders += try entry.decodedEvents().compactMap { $0 as? PendingReminded }
        .filter { $0.pending == amount.number }
    }
    return reminders
  }

  /// Unfunded amounts of a client's finished jobs that stand on a line in another period than that of
  /// their day, for which it had no budget, by number.
  public func astray(of client: ClientCode) throws(DeskError) -> [PendingAmount] {
    try books.all(
      """
      SELECT \(Self.pendingColumns) FROM pending
      WHERE client = ? AND state = 'unfunded' AND \(Self.isOpen) AND line = from_line
        AND NOT EXISTS (
          SELECT 1 FROM budget
          WHERE budget.client = pending.client AND budget.line = pending.line
            AND budget.first_date = pending.first_date AND budget.first_date <= pending.day
            AND budget.last_date >= pending.day)
        AND EXISTS (
          SELECT 1 FROM ticket
          WHERE ticket.number = pending.ticket AND state IN ('resolved', 'closed', 'cancelled'))
      ORDER BY number
      """, [.code(client)], pending)
  }
}

extension Books {
  /// Which budget line carries what of a bill, and who agreed to it.
  public var allocations: AllocationStore { AllocationStore(books: self) }
}
