import DeskEngine
public import DeskRules

/// A part of some ticket's bill on a budget line.
public struct TicketAllocation: Sendable, Equatable {
  /// Which ticket's.
  public let ticket: TicketNumber
  /// The part.
  public let part: Allocation
}

extension AllocationStore {
  /// The parts of bills that a budget line carries or that wait on it, by day; what was voided or
  /// credited is left out.
  public func list(
    on line: BudgetLine, limit: Int
  ) throws(DeskError) -> [TicketAllocation] {
    try books.all(
      """
      SELECT ticket, \(Self.columns) FROM allocation
      WHERE client = ? AND line = ? AND first_date = ? AND state NOT IN (?, ?)
      ORDER BY day, ticket, entry, position, ticket_line LIMIT ?
      """,
      [
        .code(line.client), .text(line.line), .text(line.period.first.text),
        .text(AllocationState.void.rawValue), .text(AllocationState.credited.rawValue),
        .integer(limit),
      ]
    ) { row throws(DeskError) in
      TicketAllocation(ticket: Number(row.count(0)), part: try Self.allocation(row, from: 1))
    }
  }
}
