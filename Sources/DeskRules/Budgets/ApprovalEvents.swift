/// What the client's approver said of an amount that waited or was unfunded.
public enum PendingVerdict: String, Sendable, Codable, CaseIterable {
  /// It is spent on the line named.
  case approved
  /// It is unfunded on the job's own line.
  case refused
}

/// Where an amount beyond a line stands.
public enum PendingState: String, Sendable, Codable, CaseIterable {
  /// It waits for an approval on the overflow line.
  case waiting
  /// No line was named that could carry it.
  case unfunded
  /// The client refused it.
  case refused
  /// The client approved it; it is spent.
  case approved
  /// Its bill was voided.
  case void

  /// Whether somebody still has to be chased for it, so that it blocks the invoice.
  public var isOpen: Bool { [.waiting, .unfunded, .refused].contains(self) }
}

/// The client approved or refused an amount beyond a line. It is consumed by being said: the amount
/// is spent or unfunded from then on.
public struct PendingDecided: Event {
  public static let kind = "pending.decided"
  /// The number.
  public let pending: PendingNumber
  /// The repair behind it.
  public let ticket: TicketNumber
  /// Whose.
  public let client: ClientCode
  /// Approved or refused.
  public let verdict: PendingVerdict
  /// The line that carries it from now on.
  public let line: String
  /// The first day of that line's period.
  public let first: CalendarDate
  /// How much, in minor units.
  public let amount: Int64
  /// The contact that said it, by number.
  public let contact: Int
  /// The contact for whom it was said, by number, where a substitute said it.
  public let onBehalfOf: Int?
  /// The letter, mail or call that proves it, or why it was refused.
  public let evidence: Private<String>
  /// When.
  public let at: Instant

  /// Makes the fact.
  public init(
    pending: PendingNumber, ticket: TicketNumber, client: ClientCode, verdict: PendingVerdict,
    line: String, first: CalendarDate, amount: Int64, contact: Int, onBehalfOf: Int?,
    evidence: String, at: Instant
  ) {
    self.pending = pending
    self.ticket = ticket
    self.client = client
    self.verdict = verdict
    self.line = line
    self.first = first
    self.amount = amount
    self.contact = contact
    self.onBehalfOf = onBehalfOf
    self.evidence = Private(evidence)
    self.at = at
  }

  public var subjects: [Subject] { [.ticket(ticket), .client(client), .budget(client, line)] }
}

/// An amount that was unfunded, for its line had no budget for its day, ends: the line has one by now and
/// carries it like any other bill.
public struct PendingSettled: Event {
  public static let kind = "pending.settled"
  /// The number.
  public let pending: PendingNumber
  /// The repair behind it.
  public let ticket: TicketNumber
  /// Whose.
  public let client: ClientCode
  /// How much, in minor units.
  public let amount: Int64
  /// When.
  public let at: Instant

  /// Makes the fact.
  public init(
    pending: PendingNumber, ticket: TicketNumber, client: ClientCode, amount: Int64, at: Instant
  ) {
    self.pending = pending
    self.ticket = ticket
    self.client = client
    self.amount = amount
    self.at = at
  }

  public var subjects: [Subject] { [.ticket(ticket), .client(client)] }
}

/// A client was reminded of an amount beyond a line.
public struct PendingReminded: Event {
  public static let kind = "pending.reminded"
  /// The number.
  public let pending: PendingNumber
  /// The repair behind it.
  public let ticket: TicketNumber
  /// Who was reminded.
  public let client: ClientCode
  /// Counts the amount's reminders from 1.
  public let reminder: Int
  /// When.
  public let at: Instant
  /// How.
  public let way: ReminderWay
  /// What was said.
  public let text: Private<String>?

  /// Makes the fact.
  public init(
    pending: PendingNumber, ticket: TicketNumber, client: ClientCode, reminder: Int, at: Instant,
    way: ReminderWay, text: String?
  ) {
    self.pending = pending
    self.ticket = ticket
    self.client = client
    self.reminder = reminder
    self.at = at
    self.way = way
    self.text = text.map { Private($0) }
  }

  public var subjects: [Subject] { [.ticket(ticket), .client(client)] }
}

/// A contact may approve in another's place for some days.
public struct SubstituteNamed: Event {
  public static let kind = "substitute.named"
  /// Whose contacts.
  public let client: ClientCode
  /// Counts the client's substitutions from 1.
  public let number: Int
  /// The contact who is away, by number.
  public let absent: Int
  /// The contact who stands in, by number.
  public let substitute: Int
  /// The first day.
  public let first: CalendarDate
  /// The last day.
  public let last: CalendarDate
  /// When it was said.
  public let at: Instant

  /// Makes the fact.
  public init(
    client: ClientCode, number: Int, absent: Int, substitute: Int, first: CalendarDate,
    last: CalendarDate, at: Instant
  ) {
    self.client = client
    self.number = number
    self.absent = absent
    self.substitute = substitute
    self.first = first
    self.last = last
    self.at = at
  }

  public var subjects: [Subject] { [.client(client)] }
}
