import DeskRules
import DeskStore

/// Explains a line's figures from the journal, newest movement first.
struct BudgetMovements {
  let books: Books
  private let line: BudgetLine
  private let zone: Zone
  private let names: ApproverNames

  init(_ books: Books, of line: BudgetLine, zone: Zone) throws(DeskError) {
    self.books = books
    self.line = line
    self.zone = zone
    names = try ApproverNames(line.client, in: books)
  }

  /// The last movements of the line in its period.
  func last(_ count: Int) throws(DeskError) -> [MovementCard] {
    var cards: [MovementCard] = []
    var before = Int64.max
    while cards.count < count {
      let entries = try books.journal(
        of: .budget(line.client, line.line), before: before, limit: count)
      for entry in entries.prefix(count) where cards.count < count {
        cards += try movements(in: entry).prefix(count - cards.count)
      }
      guard entries.count == count, let last = entries.last else { break }
      before = last.seq
    }
    return cards
  }

  /// The movements of an entry on the line, newest first.
  private func movements(in entry: JournalEntry) throws(DeskError) -> [MovementCard] {
    let events = try entry.decodedEvents()
    let grounds = Grounds(events, names)
    var cards: [MovementCard] = []
    for event in events {
      if let moved = event as? BudgetMoved, moved.client == line.client, moved.line == line.line,
        moved.first == line.period.first
      {
        cards.append(card(of: moved, entry, grounds))
      } else if let set = event as? BudgetSet, set.client == line.client, set.line == line.line,
        set.period == line.period
      {
        cards.append(card(of: set, entry))
      }
    }
    return cards.reversed()
  }

  private func card(
    of moved: BudgetMoved, _ entry: JournalEntry, _ grounds: Grounds
  ) -> MovementCard {
    let posting = moved.movement.entry(moved.amount)
    return MovementCard(
      seq: entry.seq, entered: zone.text(of: entry.enteredAt), happened: zone.text(of: moved.at),
      by: entry.actor, line: line.line, period: "\(line.period)",
      movement: moved.movement.rawValue, amount: line.currency.text(moved.amount),
      day: moved.bookedDay, reference: moved.reference, debit: posting.debit,
      credit: posting.credit, ticket: moved.ticket, pending: moved.pending, from: moved.from,
      available: line.currency.text(moved.after.available),
      approvedBy: grounds.approvedBy, text: grounds.text)
  }

  /// The ceiling itself is shown; the books have the difference to the one before.
  private func card(of set: BudgetSet, _ entry: JournalEntry) -> MovementCard {
    MovementCard(
      seq: entry.seq, entered: zone.text(of: entry.enteredAt), happened: zone.text(of: set.at),
      by: entry.actor, line: line.line, period: "\(line.period)", movement: "set",
      amount: line.currency.text(set.after.limit), day: set.day ?? set.period.first,
      reference: nil, debit: .available, credit: .limit, ticket: nil, pending: nil, from: nil,
      available: line.currency.text(set.after.available), approvedBy: nil, text: nil)
  }
}

/// Who agreed to the movements of one journal entry, and what was said.
private struct Grounds {
  private(set) var approvedBy: Private<String>?
  private(set) var text: Private<String>?

  init(_ events: [any Event], _ names: ApproverNames) {
    for event in events {
      switch event {
      case let approved as EstimateApproved:
        note(names.text(approved.contact, onBehalfOf: approved.onBehalfOf), approved.evidence)
      case let decided as PendingDecided:
        note(names.text(decided.contact, onBehalfOf: decided.onBehalfOf), decided.evidence)
      case let transferred as BudgetTransferred:
        note(names.text(transferred.contact, onBehalfOf: transferred.onBehalfOf), nil)
        let words = [transferred.document.value, transferred.reason.value].compactMap { $0 }
        text = Private(words.joined(separator: ": "))
      case let voided as BillVoided: text = voided.reason
      default: break
      }
    }
  }

  private mutating func note(_ name: String, _ evidence: Private<String>?) {
    approvedBy = Private(name)
    text = evidence
  }
}
