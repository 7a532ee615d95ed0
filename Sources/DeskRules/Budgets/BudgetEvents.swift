/// A line's ceiling for a period was set, or set anew.
public struct BudgetSet: Event {
  public static let kind = "budget.set"
  /// Whose.
  public let client: ClientCode
  /// Which line: repair, consumables, goods, …
  public let line: String
  /// The period as it was named.
  public let period: Period
  /// The currency.
  public let currency: Currency
  /// The line that carries what exceeds this one, after an approval.
  public let overflow: String?
  /// When.
  public let at: Instant
  /// The figures from now on.
  public let after: BudgetFigures
  /// The day from which the ceiling counts; the first of the period where it is not named.
  public let day: CalendarDate?
  /// From when on answers warn.
  public let warnAt: BudgetThreshold?
  /// Up to where promises are made.
  public let stopAt: BudgetThreshold?
  /// How far beyond that a promise still passes.
  public let tolerance: BudgetThreshold?

  /// Makes the fact.
  public init(
    client: ClientCode, line: String, period: Period, currency: Currency, overflow: String?,
    at: Instant, after: BudgetFigures, day: CalendarDate? = nil, guards: BudgetGuards
  ) {
    self.client = client
    self.line = line
    self.period = period
    self.currency = currency
    self.overflow = overflow
    self.at = at
    self.after = after
    self.day = day
    warnAt = guards.warnAt
    stopAt = guards.stopAt
    tolerance = guards.tolerance
  }

  public var subjects: [Subject] { [.budget(client, line), .client(client)] }
}

/// What a line is called on papers was said, or taken back; the name stays what is typed.
public struct LineTitled: Event {
  public static let kind = "budget.titled"
  /// Whose.
  public let client: ClientCode
  /// Which line, in all its periods.
  public let line: String
  /// What it is called; nil for its name.
  public let title: Private<String>?

  /// Makes the fact.
  public init(client: ClientCode, line: String, title: String?) {
    self.client = client
    self.line = line
    self.title = title.map { Private($0) }
  }

  public var subjects: [Subject] { [.budget(client, line), .client(client)] }
}

/// A part of a bill: one of the ticket's lines, or what of it one movement carries.
public struct BillPart: Sendable, Codable, Equatable {
  /// The ticket's line, from 1.
  public let line: Int
  /// What the line is for; never reworded, whichever budget carries it.
  public let kind: LineKind
  /// How much of it, in minor units.
  public let amount: Int64

  /// Makes a part.
  public init(line: Int, kind: LineKind, amount: Int64) {
    self.line = line
    self.kind = kind
    self.amount = amount
  }
}

extension [BillPart] {
  /// The parts in order up to an amount, and the rest; the part on the border is divided.
  public func divided(at amount: Int64) -> (within: [BillPart], beyond: [BillPart]) {
    var left = amount
    var within: [BillPart] = []
    var beyond: [BillPart] = []
    for part in self {
      let carried = Swift.min(part.amount, left)
      left -= carried
      if carried > 0 {
        within.append(BillPart(line: part.line, kind: part.kind, amount: carried))
      }
      if part.amount > carried {
        beyond.append(BillPart(line: part.line, kind: part.kind, amount: part.amount - carried))
      }
    }
    return (within, beyond)
  }
}

/// Where a part of a bill stands: the entry of the journal that put it there, which of its events did,
/// and the line of the ticket.
public struct AllocationPlace: Sendable, Codable, Equatable {
  /// The journal entry.
  public let entry: Int64
  /// Which of its events.
  public let position: Int
  /// The ticket's line.
  public let line: Int

  /// Makes a place.
  public init(entry: Int64, position: Int, line: Int) {
    self.entry = entry
    self.position = position
    self.line = line
  }
}

/// What a credit note gives back to a budget line.
public struct CreditedPart: Sendable, Codable, Equatable {
  /// The credit note.
  public let note: InvoiceNumber
  /// The part of the bill it comes from.
  public let place: AllocationPlace

  /// Makes one.
  public init(note: InvoiceNumber, place: AllocationPlace) {
    self.note = note
    self.place = place
  }
}

/// Money moved on a line. It carries the figures after it, so that any past day is one look-up.
public struct BudgetMoved: Event {
  public static let kind = "budget.moved"
  /// Whose.
  public let client: ClientCode
  /// Which line.
  public let line: String
  /// The first day of the line's period, which names it.
  public let first: CalendarDate
  /// How it moved.
  public let movement: BudgetMovement
  /// How much, in minor units.
  public let amount: Int64
  /// When the work was done, or the promise made.
  public let at: Instant
  /// The repair behind it; none for a transfer.
  public let ticket: TicketNumber?
  /// The number under which an excess waits for approval.
  public let pending: PendingNumber?
  /// The line the excess comes from.
  public let from: String?
  /// The figures from now on.
  public let after: BudgetFigures
  /// The day of the books it belongs to, on the desk's calendar.
  public let day: CalendarDate?
  /// The day it would belong to, had its period not been closed, or the day of what it reverses.
  public let reference: CalendarDate?
  /// Which lines of the bill it carries.
  public let parts: [BillPart]?
  /// By which credit note it goes back, and from where.
  public let credited: CreditedPart?

  /// Makes the fact.
  public init(
    client: ClientCode, line: String, first: CalendarDate, movement: BudgetMovement,
    amount: Int64, at: Instant, ticket: TicketNumber?, pending: PendingNumber? = nil,
    from: String? = nil, after: BudgetFigures, day: CalendarDate, reference: CalendarDate? = nil,
    parts: [BillPart]? = nil, credited: CreditedPart? = nil
  ) {
    self.client = client
    self.line = line
    self.first = first
    self.movement = movement
    self.amount = amount
    self.at = at
    self.ticket = ticket
    self.pending = pending
    self.from = from
    self.after = after
    self.day = day
    self.reference = reference
    self.parts = parts
    self.credited = credited
  }

  public var subjects: [Subject] {
    [.budget(client, line)] + (ticket.map { [.ticket($0)] } ?? [.client(client)])
  }

  /// The day of the books; events of the first version name only the moment.
  public var bookedDay: CalendarDate { day ?? LocalSeconds(seconds: at.seconds).date }
}
