public import DeskRules
import DeskWire

/// Sends what waits in an outbox over a session that has signed in.
public struct OutboxSender {
  /// What the desk said to an entry.
  public struct Answer: Sendable {
    /// The entry, in its new state.
    public let entry: OutboxEntry
    /// The items of the answer, or the refusal.
    public let result: Result<[JSONObject], DeskError>
  }

  private let outbox: Outbox
  private let connection: DeskConnection
  private let tokenMark: String
  private let now: () -> Instant

  /// Makes a sender. Whoever uses it holds the outbox's turn to send.
  ///
  /// - Parameters:
  ///   - outbox: what is sent from.
  ///   - connection: a session that has signed in.
  ///   - tokenMark: marks the token it has signed in with.
  ///   - now: the clock.
  public init(
    _ outbox: Outbox, over connection: DeskConnection, tokenMark: String,
    now: @escaping () -> Instant
  ) {
    self.outbox = outbox
    self.connection = connection
    self.tokenMark = tokenMark
    self.now = now
  }

  /// Sends every entry that waits for this server, in order. An entry that the desk refuses stays
  /// behind with the reason, and the next is sent.
  ///
  /// - Parameter isForced: sends also to other books, or with another token, than were meant.
  /// - Throws: `other_books`, `not_allowed` when books or token are others than were meant; what
  ///   ends the session; the refusals that say nothing of the entry, such as `busy`. The entry that
  ///   was on its way goes on waiting.
  public func sendWaiting(
    isForced: Bool = false, onAnswer: (Answer) throws(DeskError) -> Void
  ) throws(DeskError) {
    try recogniseBooks(isForced)
    while let entry = try outbox.read().waiting(for: connection.address).first {
      try onAnswer(try send(entry, isForced: isForced))
    }
  }

  /// Sends one entry, also one that was refused before.
  ///
  /// - Throws: what `sendWaiting` throws.
  public func send(_ entry: OutboxEntry, isForced: Bool = false) throws(DeskError) -> Answer {
    try recogniseBooks(isForced)
    guard isForced || entry.tokenMark == tokenMark else {
      throw DeskError(
        .notAllowed,
        "\(entry.number) was made with another token, perhaps by somebody else; if it was you:"
          + " swapdesk outbox send --force")
    }
    try outbox.note(.waiting(isTried: true), of: entry)
    let (status, items) = try ask(entry.requestWithTime)
    if case .refused(let refusal, _) = status, refusal.saysNothingOfTheRequest { throw refusal }
    return try settle(entry, status, items, isTold: false)
  }

  /// Sends an entry that was put in this moment, whose answer somebody waits for.
  ///
  /// - Throws: the refusal, after which nothing is left to do about the entry; `unknown` and
  ///   `unreachable`, after which it waits.
  public func sendFresh(_ entry: OutboxEntry) throws(DeskError) -> [JSONObject] {
    let (status, items) = try ask(entry.request)
    if case .refused(let refusal, _) = status, refusal.code == .unknown { throw refusal }
    return try settle(entry, status, items, isTold: true).result.get()
  }

  private func ask(_ request: Request) throws(DeskError) -> (Status, [JSONObject]) {
    do throws(DeskError) {
      try connection.send(request)
    } catch  where error.code == .tooLong {
      return (.refused(error, sequence: 0), [])
    }
    var items: [JSONObject] = []
    return (try connection.receive { items.append($0) }, items)
  }

  private func settle(
    _ entry: OutboxEntry, _ status: Status, _ items: [JSONObject], isTold: Bool
  ) throws(DeskError) -> Answer {
    var entry = entry
    let result: Result<[JSONObject], DeskError>
    switch status {
    case .ok(_, let sequence):
      entry.state = .sent(sequence: sequence, at: now())
      result = .success(items)
    case .refused(let refusal, _):
      entry.state = .refused(
        code: refusal.code.rawValue, message: refusal.message, at: now(), isTold: isTold)
      result = .failure(refusal)
    }
    try outbox.note(entry.state, of: entry)
    return Answer(entry: entry, result: result)
  }

  private func recogniseBooks(_ isForced: Bool) throws(DeskError) {
    let contents = try outbox.read()
    let books = connection.greeting.books
    let known = contents.books(of: connection.address)
    let isMeant = known == nil || known == books
    let isPending = contents.entries.contains {
      !$0.isFinished && $0.address == connection.address
    }
    guard isMeant || isForced || !isPending else {
      throw DeskError(
        .otherBooks,
        "\(connection.address) has the books \(books) now and had \(known ?? "") before: it was"
          + " restored or is another desk. What waits in the outbox may be missing there or not;"
          + " look, then swapdesk outbox send --force, or outbox drop",
        ["books": .string(books), "known": .string(known ?? "")])
    }
    if known != books { try outbox.remember(books, of: connection.address) }
  }
}

extension DeskError {
  /// Whether the desk could not take any request: then the same one is asked for again later.
  fileprivate var saysNothingOfTheRequest: Bool {
    [.busy, .unknown, .storageFull, .storage, .damaged, .unauthenticated].contains(code)
  }
}
