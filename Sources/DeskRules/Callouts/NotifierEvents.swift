/// The notifier was told of an entry.
public struct NotifierDone: Event {
  public static let kind = "notifier.done"
  /// The entry it was told of.
  public let entry: Int64
  /// The call's ticket.
  public let ticket: TicketNumber
  /// How many tries it took; 0 where somebody had answered before it was told.
  public let tries: Int
  /// When.
  public let at: Instant
  /// Whether every try had failed when somebody answered, so that nobody was told.
  public let isUntold: Bool?

  /// Makes the fact.
  public init(
    entry: Int64, ticket: TicketNumber, tries: Int, at: Instant, isUntold: Bool? = nil
  ) {
    self.entry = entry
    self.ticket = ticket
    self.tries = tries
    self.at = at
    self.isUntold = isUntold
  }

  public var subjects: [Subject] { [.ticket(ticket)] }
}

/// The notifier failed.
public struct NotifierFailed: Event {
  public static let kind = "notifier.failed"
  /// The entry it was to be told of.
  public let entry: Int64
  /// The call's ticket.
  public let ticket: TicketNumber
  /// How many tries there were.
  public let tries: Int
  /// What it said.
  public let reason: Private<String>
  /// When.
  public let at: Instant
  /// When it is tried again; nil for never.
  public let next: Instant?

  /// Makes the fact.
  public init(
    entry: Int64, ticket: TicketNumber, tries: Int, reason: String, at: Instant, next: Instant?
  ) {
    self.entry = entry
    self.ticket = ticket
    self.tries = tries
    self.reason = Private(reason)
    self.at = at
    self.next = next
  }

  public var subjects: [Subject] { [.ticket(ticket)] }

  /// How many seconds after each failed try the next follows; none after the last.
  public static let backoffSeconds: [Int64] = [5, 30, 120, 600, 1800]
}
