public import DeskRules
public import DeskStore

/// The journal as somebody may follow it: entry after entry, open parts only.
public struct JournalFeed: Sendable {
  /// The last entry that has been judged; nil before the first slice of a feed from now on.
  public private(set) var position: Int64?
  private let credential: Credential
  private let books: String?

  /// Follows the journal behind an entry, as somebody.
  ///
  /// - Parameters:
  ///   - position: the number of the last entry that is known already; nil for all there are now.
  ///   - books: the name of the books that the number belongs to, if it is known.
  public init(after position: Int64?, of books: String?, as credential: Credential) {
    self.position = position
    self.books = books
    self.credential = credential
  }

  /// Some entries in order.
  public struct Slice: Sendable {
    /// What of them may be seen.
    public let items: [JSONObject]
    /// Whether there was nothing behind them.
    public let isAtEnd: Bool
  }

  /// Judges the next entries, at most `limit`, on one unchanging state of the books.
  ///
  /// - Throws: `other_books` when the position is not one of these books; `unauthenticated` once
  ///   the access has ended.
  public mutating func next(
    _ limit: Int, from books: Books, _ surroundings: Surroundings
  ) throws(DeskError) -> Slice {
    let (slice, judged) = try books.snapshot { () throws(DeskError) in
      let caller = try credential.caller(in: books, surroundings: surroundings, sent: nil)
      let head = try books.head()
      try check(head)
      let start = position ?? head.seq
      let entries = try books.journal(after: start, limit: limit)
      let zone = try books.clients.settings().zone
      var items: [JSONObject] = []
      for entry in entries {
        if let item = try Self.item(entry, for: caller, zone) { items.append(item) }
      }
      let judged = entries.last?.seq ?? start
      return (Slice(items: items, isAtEnd: judged == head.seq), judged)
    }
    position = judged
    return slice
  }

  private func check(_ head: Head) throws(DeskError) {
    if let books, books != head.name {
      throw DeskError(
        .otherBooks,
        "these are the books \(head.name) and not \(books): start again from since=0",
        ["books": .string(head.name)])
    }
    if let position, !(0...head.seq).contains(position) {
      throw DeskError(
        .otherBooks,
        "these books end at entry \(head.seq), so \(position) is from others: compare the"
          + " greeting and start again from since=0",
        ["books": .string(head.name), "head": .integer(head.seq)])
    }
  }

  private static func item(
    _ entry: JournalEntry, for caller: Caller, _ zone: Zone
  ) throws(DeskError) -> JSONObject? {
    let events = try visibleEvents(of: entry, for: caller)
    guard !events.isEmpty else { return nil }
    var item: JSONObject = [
      "seq": .integer(entry.seq), "entered": .string(zone.text(of: entry.enteredAt)),
      "happened": .string(zone.text(of: entry.happenedAt)),
    ]
    if caller.client == nil || caller.name == entry.actor {
      item.append("by", .string(entry.actor))
    }
    item.append("operation", .string(entry.operation))
    item.append("events", .array(events))
    return item
  }

  /// The desk's own people see every entry. A client sees only what is wholly about the client: a
  /// piece has been elsewhere before, and staff are the desk's affair.
  private static func visibleEvents(
    of entry: JournalEntry, for caller: Caller
  ) throws(DeskError) -> [JSON] {
    guard caller.role == .client else {
      return entry.events.map { EventSight.event($0, for: caller.role) }
    }
    guard let client = caller.client else { return [] }
    var visible: [JSON] = []
    for (json, event) in zip(entry.events, try entry.decodedEvents()) {
      let subjects = event.subjects
      let isOwn = subjects.contains(.client(client))
      if isOwn, subjects.allSatisfy({ isShown($0, to: client) }) { visible.append(json) }
    }
    return visible
  }

  private static func isShown(_ subject: Subject, to client: ClientCode) -> Bool {
    if subject == .client(client) { return true }
    let name = subject.description
    return ["ticket:", "loan:", "budget:\(client)/"].contains { name.hasPrefix($0) }
  }
}
