import DeskRules
import DeskStore

/// Explains a line's figures from ledger and journal, newest movement first.
struct BudgetMovements {
  let books: Books
  private let line: BudgetLine
  private let zone: Zone
  private let names: ApproverNames

  private let audience: Grounds.Audience

  init(
    _ books: Books, of line: BudgetLine, zone: Zone, for caller: Caller
  ) throws(DeskError) {
    self.books = books
    audience = Grounds.Audience(caller)
    self.line = line
    self.zone = zone
    names = try ApproverNames(line.client, in: books)
  }

  /// A page of the line's movements, newest first, of whole journal entries.
  func page(before seq: Int64?, _ count: Int) throws(DeskError) -> [MovementCard] {
    try cards(books.ledger.page(of: line, before: seq, limit: count))
  }

  /// The last movements of the line in its period.
  func last(
    _ count: Int, _ filter: MovementFilter
  ) throws(DeskError) -> [MovementCard] {
    try cards(books.ledger.movements(of: line, filter, limit: count))
  }

  private func cards(_ places: [MovementPlace]) throws(DeskError) -> [MovementCard] {
    var cards: [MovementCard] = []
    var entry: ExplainedEntry?
    for place in places {
      if entry?.entry.seq != place.seq {
        entry = try ExplainedEntry(place.seq, books, names, audience)
      }
      guard let entry, entry.events.indices.contains(place.position) else { continue }
      switch entry.events[place.position] {
      case let moved as BudgetMoved: cards.append(card(of: moved, entry.entry, entry.grounds))
      case let set as BudgetSet:
        cards.append(
          card(of: set, entry.entry, try books.ledger.entry(of: line, at: place)))
      default: throw DeskError(.damaged, "the ledger names an entry that moved nothing")
      }
    }
    return cards
  }

  private func card(
    of moved: BudgetMoved, _ entry: JournalEntry, _ grounds: Grounds
  ) -> MovementCard {
    let posting = moved.movement.entry(moved.amount)
    return MovementCard(
      seq: entry.seq, entered: zone.text(of: entry.enteredAt), happened: zone.text(of: moved.at),
      by: entry.actor, line: line.line, period: "\(line.period)",
      movement: moved.movement.rawValue, amount: line.currency.text(moved.amount), limit: nil,
      day: moved.bookedDay, reference: moved.reference,
      said: grounds.said.map { zone.date(at: $0) }.flatMap { $0 == moved.bookedDay ? nil : $0 },
      debit: posting.debit,
      credit: posting.credit, ticket: moved.ticket, pending: moved.pending, from: moved.from,
      available: line.currency.text(moved.after.available),
      approvedBy: grounds.approvedBy, refusedBy: grounds.refusedBy, text: grounds.text)
  }

  /// The books have the difference to the ceiling before, nothing where only the thresholds or the
  /// overflow line changed; the ceiling itself stands beside it.
  private func card(
    of set: BudgetSet, _ entry: JournalEntry, _ posting: LedgerEntry
  ) -> MovementCard {
    MovementCard(
      seq: entry.seq, entered: zone.text(of: entry.enteredAt), happened: zone.text(of: set.at),
      by: entry.actor, line: line.line, period: "\(line.period)", movement: "set",
      amount: line.currency.text(posting.amount), limit: line.currency.text(set.after.limit),
      day: set.day ?? set.period.first, reference: nil, said: nil, debit: posting.debit,
      credit: posting.credit, ticket: nil, pending: nil, from: nil,
      available: line.currency.text(set.after.available), approvedBy: nil,
      refusedBy: nil, text: nil)
  }
}

/// A journal entry that moved money, and why.
private struct ExplainedEntry {
  let entry: JournalEntry
  let events: [any Event]
  let grounds: Grounds

  init(
    _ seq: Int64, _ books: Books, _ names: ApproverNames, _ audience: Grounds.Audience
  ) throws(DeskError) {
    guard let entry = try books.journal(after: seq - 1, limit: 1).first, entry.seq == seq else {
      throw DeskError(.damaged, "the ledger names journal entry \(seq), which is gone")
    }
    self.entry = entry
    events = try entry.decodedEvents()
    grounds = Grounds(events, names, audience)
  }
}

/// Who agreed to the movements of one journal entry, or refused, and what was said.
private struct Grounds {
  private(set) var approvedBy: Private<String>?
  private(set) var refusedBy: Private<String>?
  private(set) var text: Private<String>?
  /// When the client said it.
  private(set) var said: Instant?

  /// Who reads it.
  enum Audience {
    /// Whoever keeps the books or speaks with clients.
    case desk
    /// The client, who reads their own approvers' words and not ours.
    case client
    /// Whoever needs only the figures.
    case others

    init(_ caller: Caller) {
      self =
        if caller.client != nil { .client } else { caller.role == .engineer ? .others : .desk }
    }
  }

  init(_ events: [any Event], _ names: ApproverNames, _ audience: Audience) {
    guard audience != .others else { return }
    for event in events {
      switch event {
      case let approved as EstimateApproved:
        said = approved.at
        note(names.text(approved.contact, onBehalfOf: approved.onBehalfOf), approved.evidence)
      case let decided as PendingDecided:
        let name = names.text(decided.contact, onBehalfOf: decided.onBehalfOf)
        said = decided.at
        switch decided.verdict {
        case .approved: note(name, decided.evidence)
        case .refused:
          refusedBy = Private(name)
          text = decided.evidence
        }
      case let transferred as BudgetTransferred:
        note(names.text(transferred.contact, onBehalfOf: transferred.onBehalfOf), nil)
        let words = [transferred.document.value, transferred.reason.value].compactMap { $0 }
        text = Private(words.joined(separator: ": "))
      case let credited as InvoiceCredited:
        let words = ["\(credited.number)", credited.reason.value].compactMap { $0 }
        text = Private(words.joined(separator: ": "))
      case let reissued as InvoiceReissued:
        let words = ["\(reissued.invoice) anew", reissued.reason.value].compactMap { $0 }
        text = Private((audience == .desk ? words : Array(words.prefix(1))).joined(separator: ": "))
      case let voided as BillVoided where audience == .desk: text = voided.reason
      default: break
      }
    }
  }

  private mutating func note(_ name: String, _ evidence: Private<String>?) {
    approvedBy = Private(name)
    text = evidence
  }
}
