public import DeskRules
import DeskEngine

/// A swap of which one side is still expected.
public struct OwedSwap: Sendable, Equatable {
  /// The swap.
  public let number: SwapNumber
  /// With whom.
  public let client: ClientCode
  /// When it was made.
  public let madeAt: Instant
  /// How many empties the client owes; negative where we owe full ones.
  public let owed: Int
  /// Until when the missing side is expected.
  public let due: Instant?
}

/// How many full ones of a substitution group a client got, and how many empties came back.
public struct SwapBalance: Sendable, Equatable {
  /// Whose.
  public let client: ClientCode
  /// The substitution group.
  public let group: String
  /// Full ones given.
  public let given: Int
  /// Empties taken.
  public let taken: Int
}

/// Swaps and what is owed from them.
public struct SwapStore {
  let books: Books

  /// Balances of one client, or of all, by client and group.
  public func balances(_ client: ClientCode?) throws(DeskError) -> [SwapBalance] {
    try books.all(
      """
      SELECT client, substitution, given, taken FROM swap_balance
      \(client == nil ? "" : "WHERE client = ?") ORDER BY client, substitution
      """, client.map { [.code($0)] } ?? []
    ) { row in
      SwapBalance(
        client: ClientCode(stored: row.text(0)), group: row.text(1), given: row.count(2),
        taken: row.count(3))
    }
  }

  private func owed(_ row: any Row) -> OwedSwap {
    OwedSwap(
      number: Number(row.count(0)), client: ClientCode(stored: row.text(1)),
      madeAt: row.instant(2), owed: row.count(3), due: row.optionalInstant(4))
  }

  private static let owedColumns = "number, client, made_at, owed, due_at"

  /// Swaps of a client whose other side is expected, the most urgent first.
  public func owed(by client: ClientCode) throws(DeskError) -> [OwedSwap] {
    try books.all(
      """
      SELECT \(Self.owedColumns) FROM swap
      WHERE client = ? AND owed <> 0 AND settled_by IS NULL ORDER BY due_at, number
      """, [.code(client)], owed)
  }

  /// A swap whose other side is expected.
  public func owed(_ number: SwapNumber) throws(DeskError) -> OwedSwap? {
    try books.first(
      """
      SELECT \(Self.owedColumns) FROM swap
      WHERE number = ? AND owed <> 0 AND settled_by IS NULL
      """, [.number(number)], owed)
  }

  /// Whose swap it is, whether settled or not.
  public func client(of number: SwapNumber) throws(DeskError) -> ClientCode? {
    try books.first("SELECT client FROM swap WHERE number = ?", [.number(number)]) { row in
      ClientCode(stored: row.text(0))
    }
  }

  /// The balance of a client in a substitution group.
  public func balance(
    _ client: ClientCode, _ group: String
  ) throws(DeskError) -> SwapBalance? {
    try balances(client).first { $0.group == group }
  }
}

extension Books {
  /// Swaps and what is owed from them.
  public var swaps: SwapStore { SwapStore(books: self) }
}
