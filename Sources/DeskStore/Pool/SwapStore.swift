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
  /// Until when the missing side is expected.
  public let due: Instant
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
      WHERE client = coalesce(?, client) ORDER BY client, substitution
      """, [.code(client)]
    ) { row in
      SwapBalance(
        client: ClientCode(stored: row.text(0)), group: row.text(1), given: row.count(2),
        taken: row.count(3))
    }
  }

  private func owed(_ row: any Row) -> OwedSwap {
    OwedSwap(
      number: Number(row.count(0)), client: ClientCode(stored: row.text(1)),
      madeAt: row.instant(2), due: row.instant(3))
  }

  /// Swaps of a client whose other side is expected, the most urgent first.
  public func owed(by client: ClientCode) throws(DeskError) -> [OwedSwap] {
    try books.all(
      """
      SELECT number, client, made_at, due_at FROM swap
      WHERE client = ? AND due_at IS NOT NULL AND settled_by IS NULL ORDER BY due_at, number
      """, [.code(client)], owed)
  }

  /// A swap whose other side is expected.
  public func owed(_ number: SwapNumber) throws(DeskError) -> OwedSwap? {
    try books.first(
      """
      SELECT number, client, made_at, due_at FROM swap
      WHERE number = ? AND due_at IS NOT NULL AND settled_by IS NULL
      """, [.number(number)], owed)
  }

  /// Whose swap it is, whether settled or not.
  public func client(of number: SwapNumber) throws(DeskError) -> ClientCode? {
    try books.first("SELECT client FROM swap WHERE number = ?", [.number(number)]) { row in
      ClientCode(stored: row.text(0))
    }
  }

  /// The groups on one side of a swap, one a piece.
  public func groups(
    _ number: SwapNumber, side: SwapSide
  ) throws(DeskError) -> [String] {
    try books.all(
      "SELECT substitution FROM swap_piece WHERE swap = ? AND side = ? ORDER BY piece",
      [.number(number), .text(side.rawValue)]
    ) { row in row.text(0) }
  }
}

/// The two sides of a swap.
public enum SwapSide: String, Sendable, Codable {
  /// Ours, full.
  case given
  /// Theirs, empty.
  case taken
}

extension Books {
  /// Swaps and what is owed from them.
  public var swaps: SwapStore { SwapStore(books: self) }
}
