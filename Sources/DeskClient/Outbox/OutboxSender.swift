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
    /// Why the outbox could not note it; then the entry goes on waiting, and the desk will answer
    /// the same again.
    public let unnoted: DeskError?
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
  /// - Parameters:
  ///   - isForced: sends also to other books, or with another token, than were meant.
  ///   - asked: the change whose answer somebody waits for, where it is among them.
  /// - Throws: `other_books`, `not_allowed` when books or token are others than were meant; what
  ///   ends the session; the refusals that say nothing of the entry, such as `busy`; `storage`. The
  ///   entry that was on its way goes on waiting.
  public func sendWaiting(
    isForced: Bool = false, asked: Request? = nil, onAnswer: (Answer) throws(DeskError) -> Void
  ) throws(DeskError) {
    try rememberBooks()
    while let entry = try outbox.read().waiting(for: connection.address).first {
      let isTold = entry.request == asked
      guard let answer = try send(entry, isForced: isForced, isTold: isTold) else { continue }
      try onAnswer(answer)
      if let failure = answer.unnoted { throw failure }
    }
  }

  /// Sends one entry, also one that was refused before; nil when somebody has given it up meanwhile.
  ///
  /// - Parameter isTold: whether somebody waits for the answer, so that a refusal is settled by it.
  /// - Throws: what `sendWaiting` throws.
  public func send(
    _ entry: OutboxEntry, isForced: Bool = false, isTold: Bool = false
  ) throws(DeskError) -> Answer? {
    try rememberBooks()
    if !isForced { try checkMeant(entry) }
    guard let begun = try outbox.begin(entry, books: connection.greeting.books) else { return nil }
    let (status, items) = try ask(begun.requestWithTime)
    if case .refused(let refusal, _) = status, refusal.saysNothingOfTheRequest { throw refusal }
    return settle(begun, status, items, isTold: isTold)
  }

  /// Sends an entry that was put in this moment, whose answer somebody waits for.
  ///
  /// - Parameter isAgain: whether it was on its way already and the answer was lost. Then only what
  ///   the desk says of the entry itself settles it, for the desk may have it.
  /// - Throws: why it is not known whether the desk has it; then it waits.
  public func sendFresh(
    _ entry: OutboxEntry, isAgain: Bool = false
  ) throws(DeskError) -> Answer {
    if isAgain { try checkBooks(entry) }
    let (status, items) = try ask(entry.request)
    if case .refused(let refusal, _) = status {
      let isOpen = isAgain && (refusal.saysNothingOfTheRequest || refusal.code == .internalFault)
      guard refusal.code != .unknown, !isOpen else { throw refusal }
    }
    return settle(entry, status, items, isTold: true)
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
  ) -> Answer {
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
    var unnoted: DeskError?
    do throws(DeskError) {
      try outbox.settle(entry)
    } catch {
      unnoted = error
    }
    return Answer(entry: entry, result: result, unnoted: unnoted)
  }

  private func rememberBooks() throws(DeskError) {
    try outbox.remember(connection.greeting.books, of: connection.address)
  }

  private func checkMeant(_ entry: OutboxEntry) throws(DeskError) {
    try checkBooks(entry)
    guard entry.tokenMark == tokenMark else {
      throw DeskError(
        .notAllowed,
        "\(entry.number) was made with another token, perhaps by somebody else; if it was you:"
          + " swapdesk outbox send --force")
    }
  }

  private func checkBooks(_ entry: OutboxEntry) throws(DeskError) {
    let books = connection.greeting.books
    guard let meant = entry.books, meant != books else { return }
    throw DeskError(
      .otherBooks,
      "\(connection.address) has the books \(books) now, and \(entry.number) was made for"
        + " \(meant): it was restored or is another desk. What waits in the outbox may be missing"
        + " there or not; look, then swapdesk outbox send --force, or outbox drop",
      ["books": .string(books), "known": .string(meant)])
  }
}

extension DeskError {
  /// Whether the desk could not take any request: then the same one is asked for again later.
  fileprivate var saysNothingOfTheRequest: Bool {
    [.busy, .unknown, .storageFull, .storage, .damaged, .unauthenticated].contains(code)
  }
}
