/// What a client owed, or was owed, when its swaps began to be kept here: untagged shells that no swap
/// in the books explains.
public struct BalanceOpened: Event {
  public static let kind = "balance.opened"
  /// Numbered as a swap, so that it is settled like one.
  public let number: SwapNumber
  /// With whom.
  public let client: ClientCode
  /// The substitution group.
  public let group: String
  /// How many empties the client owed; negative where we owed full ones.
  public let owed: Int
  /// As of when.
  public let at: Instant
  /// Until when they are expected.
  public let due: Instant

  /// Makes the fact.
  public init(
    number: SwapNumber, client: ClientCode, group: String, owed: Int, at: Instant, due: Instant
  ) {
    self.number = number
    self.client = client
    self.group = group
    self.owed = owed
    self.at = at
    self.due = due
  }

  public var subjects: [Subject] { [.client(client)] }
}
