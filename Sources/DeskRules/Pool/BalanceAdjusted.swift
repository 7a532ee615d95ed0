/// What is owed between a client and us changed outside a swap of theirs: a shell that was owed was paid
/// for, given up or replaced, or one moved that the books had with another client.
public struct BalanceAdjusted: Event {
  public static let kind = "balance.adjusted"
  /// With whom.
  public let client: ClientCode
  /// The substitution group.
  public let group: String
  /// By how much what is owed for shells that no place tells changes: those that are gone, had no tag,
  /// or belong to somebody else; 0 where the shell's place and owner say it all.
  public let by: Int
  /// The shell, if it is known by tag.
  public let piece: Tag?
  /// The write-off that kept it owed.
  public let writeOff: WriteOffNumber?
  /// What becomes owed by date, and what is owed no more; empty where a swap says that.
  public let debts: [DebtChange]
  /// When.
  public let at: Instant
  /// What caused it: a swap, a refill batch, the debt that was settled, such as `W-1`.
  public let cause: String
  /// A number taken for what became owed, where the cause has none to settle it by; it is numbered as
  /// a swap.
  public let number: SwapNumber?
  /// The ticket that billed it.
  public let ticket: TicketNumber?
  /// Why.
  public let reason: Private<String>?

  /// Makes the fact.
  public init(
    client: ClientCode, group: String, by: Int = 0, piece: Tag? = nil,
    writeOff: WriteOffNumber? = nil, debts: [DebtChange], at: Instant, cause: String,
    number: SwapNumber? = nil, ticket: TicketNumber? = nil, reason: String? = nil
  ) {
    self.client = client
    self.group = group
    self.by = by
    self.piece = piece
    self.writeOff = writeOff
    self.debts = debts
    self.at = at
    self.cause = cause
    self.number = number
    self.ticket = ticket
    self.reason = reason.map { Private($0) }
  }

  public var subjects: [Subject] {
    [.client(client)] + (piece.map { [.piece($0)] } ?? []) + (ticket.map { [.ticket($0)] } ?? [])
  }
}
