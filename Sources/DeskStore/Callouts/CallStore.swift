public import DeskRules
import DeskEngine

/// A call, from the moment it was received to the visit.
public struct Call: Sendable, Equatable {
  /// Its ticket.
  public let ticket: TicketNumber
  /// Whose.
  public let client: ClientCode
  /// At which site.
  public let site: ClientCode
  /// Which device.
  public let device: Tag?
  /// When the client called.
  public let calledAt: Instant
  /// The entry that set its chain; 0 for the usual one.
  public let escalation: Int64
  /// Where it stands.
  public let state: CallState
  /// Who took it.
  public let engineer: String?
  /// When it was taken.
  public let acknowledgedAt: Instant?
  /// When the engineer left.
  public let departedAt: Instant?
  /// When the engineer came.
  public let arrivedAt: Instant?
  /// How much was decided for it; whoever decides next says what it follows.
  public let decisions: Int
  /// The place in the chain.
  public let place: Escalation.Place
  /// Who was called last, by the short names.
  public let called: [String]
  /// When the last step was decided.
  public let decidedAt: Instant
  /// When the chain goes on; nil where it does not.
  public let nextAt: Instant?
  /// Whether a visit is still awaited.
  public let isOpen: Bool
  /// Whether its chain came to its end before anybody answered.
  public let isUnanswered: Bool
  /// The entry at which the client called again; 0 where the ticket has had no call before. Earlier
  /// entries are about the calls before.
  public let since: Int64

  /// Whether nobody has taken it yet.
  public var isAwaitingAnswer: Bool { state == .calling || state == .unanswered }
}

/// That a call came in, and what became of it.
public struct ReceivedCall: Sendable, Equatable {
  /// Whose.
  public let client: ClientCode
  /// When the client called.
  public let calledAt: Instant
  /// Who took it.
  public let engineer: String?
  /// Whether its chain came to its end before anybody answered.
  public let isUnanswered: Bool
}

/// A call that somebody was called for and did not take in time.
public struct MissedCall: Sendable, Equatable {
  /// Its ticket.
  public let ticket: TicketNumber
  /// Who was called.
  public let person: String
  /// Whose call it was.
  public let client: ClientCode
  /// When the chain went on.
  public let at: Instant
}

/// An entry that the notifier has to be told.
public struct AwaitedNotification: Sendable, Equatable {
  /// The entry.
  public let entry: Int64
  /// The call's ticket.
  public let ticket: TicketNumber
  /// How often it was tried.
  public let tries: Int
  /// When the last thing about it was decided.
  public let decidedAt: Instant
  /// When it is to be tried.
  public let nextAt: Instant
}

/// Calls, chains and what the notifier has to be told.
public struct CallStore {
  let books: Books

  /// The calls that were missed from one moment to another. What somebody took before, and entered
  /// later, was not missed by anybody; whoever took it and did not set out has missed it all the same,
  /// unless somebody took it over before that.
  public func missed(from start: Instant, before end: Instant) throws(DeskError) -> [MissedCall] {
    try books.all(
      """
      SELECT ticket, person, client, missed_at FROM missed_call
      WHERE missed_at >= ? AND missed_at < ? AND NOT \(
        AttendanceRows.answered("missed_call.ticket", before: "missed_at", since: """
          (SELECT \(AttendanceRows.answer(of: "own"))
          FROM attendance AS own WHERE own.ticket = missed_call.ticket
            AND own.person = missed_call.person AND own.ended_at = missed_call.missed_at)
          """))
      ORDER BY missed_at
      """, [.instant(start), .instant(end)]
    ) { row in
      MissedCall(
        ticket: Number(row.count(0)), person: row.text(1), client: ClientCode(stored: row.text(2)),
        at: row.instant(3))
    }
  }

  private static let columns = """
    ticket, client, site, device, called_at, escalation, state, engineer, acknowledged_at,
    departed_at, arrived_at, decisions, loop, step, called, decided_at, next_at, is_open,
    \(isUnanswered("call")), \(AttendanceRows.since("call.ticket"))
    """

  private static func isUnanswered(_ table: String) -> String {
    """
    exhausted_at IS NOT NULL
      AND NOT \(AttendanceRows.answered("\(table).ticket", before: "exhausted_at"))
    """
  }

  private func call(_ row: any Row) throws(DeskError) -> Call {
    Call(
      ticket: Number(row.count(0)), client: ClientCode(stored: row.text(1)),
      site: ClientCode(stored: row.text(2)),
      device: row.optionalText(3).map { Tag(stored: $0) }, calledAt: row.instant(4),
      escalation: row.integer(5), state: try row.word(6), engineer: row.optionalText(7),
      acknowledgedAt: row.optionalInstant(8), departedAt: row.optionalInstant(9),
      arrivedAt: row.optionalInstant(10), decisions: row.count(11),
      place: Escalation.Place(loop: row.count(12), step: row.count(13)),
      called: row.text(14).split(separator: ",").map(String.init), decidedAt: row.instant(15),
      nextAt: row.optionalInstant(16), isOpen: row.integer(17) == 1,
      isUnanswered: row.integer(18) == 1, since: row.integer(19))
  }

  /// The call of a ticket.
  public func find(_ ticket: TicketNumber) throws(DeskError) -> Call? {
    try books.first(
      "SELECT \(Self.columns) FROM call WHERE ticket = ?", [.number(ticket)], call)
  }

  /// What was said to be wrong with the last call of a ticket that was there before it; nil where the
  /// ticket says it.
  public func problem(_ call: Call) throws(DeskError) -> String? {
    let entries = try books.journal(of: .ticket(call.ticket), operation: "callout.receive")
    return try entries.last?.decodedEvents().lazy.compactMap { $0 as? CallReceived }.first?
      .problem?.value
  }

  /// Hands out the calls that came in from one moment to another, answered or not.
  public func each(
    from start: Instant, before end: Instant, _ body: (ReceivedCall) throws(DeskError) -> Void
  ) throws(DeskError) {
    for table in ["call", "earlier_call"] {
      try books.each(
        """
        SELECT client, called_at, engineer, \(Self.isUnanswered(table)) FROM \(table)
        WHERE called_at >= ? AND called_at < ? ORDER BY called_at
        """, [.instant(start), .instant(end)]
      ) { row throws(DeskError) in
        try body(
          ReceivedCall(
            client: ClientCode(stored: row.text(0)), calledAt: row.instant(1),
            engineer: row.optionalText(2), isUnanswered: row.integer(3) == 1))
        return true
      }
    }
  }

  /// The calls that await a visit, the newest first; of a client, of an engineer, from a moment on.
  public func open(
    client: ClientCode?, engineer: String?, from: Instant?, limit: Int
  ) throws(DeskError) -> [Call] {
    try books.all(
      """
      SELECT \(Self.columns) FROM call
      WHERE is_open = 1 AND called_at >= ? AND client = coalesce(?, client)
        AND coalesce(engineer, '') = coalesce(?, engineer, '')
      ORDER BY called_at DESC, ticket DESC LIMIT ?
      """,
      [
        .integer(from?.seconds ?? .min), .code(client), .text(engineer), .integer(limit),
      ], call)
  }

  /// The calls whose chains go on, the next one first. While its ticket waits a call is on hold.
  public func running(limit: Int) throws(DeskError) -> [Call] {
    try books.all(
      """
      SELECT \(Self.columns) FROM call WHERE next_at IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM ticket WHERE number = call.ticket AND ticket.state = ?
      )
      ORDER BY next_at LIMIT ?
      """, [.text(TicketState.waiting.rawValue), .integer(limit)], call)
  }

  /// The chain of calls that come in now, and the entry that set it; 0 for the usual one.
  public func escalation() throws(DeskError) -> (entry: Int64, escalation: Escalation) {
    try books.first(
      "SELECT entry, body FROM escalation ORDER BY entry DESC LIMIT 1", []
    ) { row throws(DeskError) in
      (row.integer(0), try escalation(row.text(1)))
    } ?? (0, .usual)
  }

  /// The chain that an entry set.
  public func escalation(_ entry: Int64) throws(DeskError) -> Escalation {
    try books.first("SELECT body FROM escalation WHERE entry = ?", [.integer(entry)]) {
      row throws(DeskError) in
      try escalation(row.text(0))
    } ?? .usual
  }

  private func escalation(_ text: String) throws(DeskError) -> Escalation {
    try JSONCoding.decode(Escalation.self, from: try JSONParser.parse(text), hidden: [:])
  }

  private func notification(_ row: any Row) -> AwaitedNotification {
    AwaitedNotification(
      entry: row.integer(0), ticket: Number(row.count(1)), tries: row.count(2),
      decidedAt: row.instant(3), nextAt: row.instant(4))
  }

  /// What the notifier has to be told, in the order in which it is due.
  public func awaited(limit: Int) throws(DeskError) -> [AwaitedNotification] {
    try books.all(
      """
      SELECT entry, ticket, tries, decided_at, next_at FROM notification
      WHERE next_at IS NOT NULL ORDER BY next_at LIMIT ?
      """, [.integer(limit)], notification)
  }

  /// What the notifier has to be told of an entry.
  public func awaited(_ entry: Int64) throws(DeskError) -> AwaitedNotification? {
    try books.first(
      """
      SELECT entry, ticket, tries, decided_at, next_at FROM notification
      WHERE entry = ? AND next_at IS NOT NULL
      """, [.integer(entry)], notification)
  }

  /// Whether the notifier failed the last time it was told of anything.
  public func isNotifierFailing() throws(DeskError) -> Bool {
    try books.first(
      """
      SELECT state FROM (SELECT entry, state, tries FROM notification ORDER BY entry DESC LIMIT 20)
      WHERE tries > 0 ORDER BY entry DESC LIMIT 1
      """, []
    ) { row in row.text(0) != NotificationState.done.rawValue } ?? false
  }

  /// Whether the notifier has told nobody of the newest step of a call: it failed, or there is none.
  public func isUntold(_ ticket: TicketNumber) throws(DeskError) -> Bool {
    try books.first(
      "SELECT state FROM notification WHERE ticket = ? ORDER BY entry DESC LIMIT 1",
      [.number(ticket)]
    ) { row in row.text(0) != NotificationState.done.rawValue } ?? false
  }

  /// Whether the notifier failed at a step of a call, and is to be tried again.
  public func isNotifierFailing(_ call: Call) throws(DeskError) -> Bool {
    try books.first(
      """
      SELECT 1 FROM notification WHERE ticket = ? AND entry >= ? AND state = ? AND tries > 0 LIMIT 1
      """,
      [
        .number(call.ticket), .integer(call.since), .text(NotificationState.waiting.rawValue),
      ]
    ) { _ in true } ?? false
  }

  /// How many entries of a call the notifier failed to be told, in the end.
  public func failedNotifications(_ call: Call) throws(DeskError) -> Int {
    try books.first(
      "SELECT count(*) FROM notification WHERE ticket = ? AND entry >= ? AND state = ?",
      [.number(call.ticket), .integer(call.since), .text(NotificationState.failed.rawValue)]
    ) { row in row.count(0) } ?? 0
  }
}

extension Books {
  /// Calls, chains and what the notifier has to be told.
  public var calls: CallStore { CallStore(books: self) }
}
