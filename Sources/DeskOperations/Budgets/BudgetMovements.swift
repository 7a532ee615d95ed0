import DeskRules
import DeskStore

/// Explains a line's figures from the journal, newest movement first.
struct BudgetMovements {
  let books: Books

  init(_ books: Books) { self.books = books }

  /// The last movements of a line in its period.
  func last(
    _ count: Int, of line: BudgetLine, zone: Zone
  ) throws(DeskError) -> [MovementCard] {
    var cards: [MovementCard] = []
    var before = Int64.max
    while cards.count < count {
      let entries = try books.journal(
        of: .budget(line.client, line.line), before: before, limit: count)
      for entry in entries.prefix(count) where cards.count < count {
        cards += try movements(in: entry, of: line, zone: zone).prefix(count - cards.count)
      }
      guard entries.count == count, let last = entries.last else { break }
      before = last.seq
    }
    return cards
  }

  /// The movements of an entry on a line, newest first.
  private func movements(
    in entry: JournalEntry, of line: BudgetLine, zone: Zone
  ) throws(DeskError) -> [MovementCard] {
    try entry.decodedEvents().reversed().compactMap { event in
      switch event {
      case let moved as BudgetMoved
      where moved.client == line.client && moved.line == line.line
        && moved.first == line.period.first:
        card(
          entry, zone, line, moved.movement.rawValue, moved.amount, moved.after, at: moved.at,
          ticket: moved.ticket, pending: moved.pending)
      case let set as BudgetSet
      where set.client == line.client && set.line == line.line && set.period == line.period:
        card(entry, zone, line, "set", set.after.limit, set.after, at: set.at)
      default: nil
      }
    }
  }

  private func card(
    _ entry: JournalEntry, _ zone: Zone, _ line: BudgetLine, _ movement: String,
    _ amount: Int64, _ after: BudgetFigures, at: Instant, ticket: TicketNumber? = nil,
    pending: PendingNumber? = nil
  ) -> MovementCard {
    MovementCard(
      seq: entry.seq, entered: zone.text(of: entry.enteredAt), happened: zone.text(of: at),
      by: entry.actor, line: line.line, period: "\(line.period)", movement: movement,
      amount: line.currency.text(amount), ticket: ticket, pending: pending,
      available: line.currency.text(after.available))
  }
}
