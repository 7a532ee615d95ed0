public import DeskRules
import DeskEngine

/// What to list of the tickets.
public struct TicketFilter: Sendable {
  /// Only those of a client.
  public var client: ClientCode?
  /// Only those in a state.
  public var state: TicketState?
  /// Only those that somebody still has to do something for, or only those nobody has; all with nil.
  /// A state says it already.
  public var isOpen: Bool? = true
  /// Only those of one person.
  public var assignee: String?
  /// Only those with a word that begins like each of these.
  public var words: [String] = []
  /// Whether notes for the desk are searched too.
  public var searchesInternalNotes = true
  /// Only those due before a moment.
  public var dueBefore: Instant?
  /// Only those opened at or after a moment.
  public var openedFrom: Instant?
  /// Only those opened before a moment.
  public var openedBefore: Instant?
  /// Only those after this ticket in the order of the list.
  public var after: Ticket?
  /// At most so many.
  public var limit = 50

  /// Every open ticket.
  public init() {}

  /// Whether the days narrow the list to few tickets.
  fileprivate var isNarrow: Bool { openedFrom != nil || openedBefore != nil }
}

extension TicketStore {
  /// The tickets that pass a filter: most urgent first, then by due time, then by number.
  public func list(_ filter: TicketFilter) throws(DeskError) -> [Ticket] {
    let search = try TicketSearch(
      filter.words, internalNotes: filter.searchesInternalNotes, in: books)
    let isWide = filter.state == nil && filter.isOpen == nil && !filter.isNarrow
    guard isWide, search.rare.isEmpty else { return try ordered(filter, search) }
    // The index keeps open tickets and the others apart, each in the order of the list. What finds
    // few tickets has an index of its own, and sorts them.
    var halves: [Ticket] = []
    for isOpen in [true, false] {
      var half = filter
      half.isOpen = isOpen
      halves += try ordered(half, search)
    }
    return Array(halves.sorted(by: Ticket.isListedBefore).prefix(filter.limit))
  }

  private func ordered(
    _ filter: TicketFilter, _ search: TicketSearch
  ) throws(DeskError) -> [Ticket] {
    var query = ListQuery(filter)
    guard !filter.words.isEmpty else {
      return try books.all(
        """
        SELECT \(Self.columns) FROM ticket WHERE \(query.condition)
        ORDER BY priority, due_at, number LIMIT ?
        """, query.values + [.integer(filter.limit)], ticket)
    }
    for match in search.rare { query.matching(match, search.texts) }
    var numbers: [TicketNumber] = []
    try books.each(
      "SELECT number FROM ticket WHERE \(query.condition) ORDER BY priority, due_at, number",
      query.values
    ) { row in
      if search.includes(row.count(0)) { numbers.append(Number(row.count(0))) }
      return numbers.count < filter.limit
    }
    var tickets: [Ticket] = []
    for number in numbers {
      if let ticket = try find(number) { tickets.append(ticket) }
    }
    return tickets
  }
}

extension Ticket {
  /// The order of the list.
  fileprivate static func isListedBefore(_ left: Ticket, _ right: Ticket) -> Bool {
    func order(_ ticket: Ticket) -> (Int, Int64, Int) {
      (ticket.priority, ticket.due?.seconds ?? DueTime.never, ticket.number.value)
    }
    return order(left) < order(right)
  }
}

/// The conditions of a list, in the order of the indexes that serve them.
private struct ListQuery {
  private var conditions: [String] = []
  private(set) var values: [SQLValue] = []

  var condition: String { conditions.isEmpty ? "1" : conditions.joined(separator: " AND ") }

  init(_ filter: TicketFilter) {
    if let client = filter.client { only("client = ?", .code(client)) }
    if let assignee = filter.assignee { only("assignee = ?", .text(assignee)) }
    if let state = filter.state {
      only("state = ?", .text(state.rawValue))
    } else if let isOpen = filter.isOpen {
      only("is_open = ?", .flag(isOpen))
    }
    if let due = filter.dueBefore { only("due_at < ?", .instant(due)) }
    if let from = filter.openedFrom { only("opened_at >= ?", .instant(from)) }
    if let before = filter.openedBefore { only("opened_at < ?", .instant(before)) }
    if let after = filter.after {
      only(
        "(priority, due_at, number) > (?, ?, ?)", .integer(after.priority),
        DueTime.stored(after.due), .number(after.number))
    }
  }

  private mutating func only(_ condition: String, _ added: SQLValue...) {
    conditions.append(condition)
    values += added
  }

  mutating func matching(_ match: String, _ texts: Int64) {
    only(
      """
      number IN (SELECT rowid / \(TicketWords.textsPerTicket) FROM ticket_words
        WHERE ticket_words MATCH ? AND rowid % \(TicketWords.textsPerTicket) < ?)
      """, .text(match), .integer(texts))
  }
}
