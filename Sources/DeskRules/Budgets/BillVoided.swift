/// How much of a number that waits, was refused or approved is voided with its bill.
public struct PendingReduction: Sendable, Codable, Equatable {
  /// The number.
  public let pending: PendingNumber
  /// How much less, in minor units.
  public let amount: Int64

  /// Makes a reduction.
  public init(pending: PendingNumber, amount: Int64) {
    self.pending = pending
    self.amount = amount
  }
}

/// Lines of a bill were voided; what they moved is reversed by movements beside this fact.
public struct BillVoided: Event {
  public static let kind = "bill.voided"
  /// On which ticket.
  public let ticket: TicketNumber
  /// Which of its lines; 0 stands for what earlier versions posted without naming lines.
  public let lines: [Int]
  /// How much less is billed, in minor units.
  public let billed: Int64
  /// How much less of that has reached the budget, in minor units.
  public let posted: Int64
  /// How much less waits, was refused or approved.
  public let pendings: [PendingReduction]
  /// Why.
  public let reason: Private<String>
  /// When.
  public let at: Instant

  /// Makes the fact.
  public init(
    ticket: TicketNumber, lines: [Int], billed: Int64, posted: Int64,
    pendings: [PendingReduction], reason: String, at: Instant
  ) {
    self.ticket = ticket
    self.lines = lines
    self.billed = billed
    self.posted = posted
    self.pendings = pendings
    self.reason = Private(reason)
    self.at = at
  }

  public var subjects: [Subject] { [.ticket(ticket)] }
}

/// What credit notes had given back of a bill is carried again, for the client is asked to pay it once
/// more; the movements beside this fact say by which lines.
public struct BillRestored: Event {
  public static let kind = "bill.restored"
  /// Of which ticket.
  public let ticket: TicketNumber
  /// The parts that had been given back.
  public let parts: [AllocationPlace]
  /// How much they are, in minor units.
  public let amount: Int64
  /// How much less of it was approved beyond a line: it is carried without that approval now.
  public let pendings: [PendingReduction]
  /// When.
  public let at: Instant

  /// Makes the fact.
  public init(
    ticket: TicketNumber, parts: [AllocationPlace], amount: Int64, pendings: [PendingReduction],
    at: Instant
  ) {
    self.ticket = ticket
    self.parts = parts
    self.amount = amount
    self.pendings = pendings
    self.at = at
  }

  public var subjects: [Subject] { [.ticket(ticket)] }
}
