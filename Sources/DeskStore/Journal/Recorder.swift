public import DeskEngine
public import DeskRules

/// What a change decided, ready to be written.
public struct Record: Sendable {
  /// The operation.
  public let operation: String
  /// Who asks, by the short name.
  public let actor: String
  /// When it is entered.
  public let enteredAt: Instant
  /// When it happened.
  public let happenedAt: Instant
  /// The request's key and its content.
  public let key: RequestKey?
  /// The facts.
  public let events: [any Event]
  /// The items of the answer, kept for a repetition.
  public let answer: [any Encodable & Sendable]
  /// Random bytes that salt the digest of the private part.
  public let salt: String

  /// Makes a record.
  public init(
    operation: String, actor: String, enteredAt: Instant, happenedAt: Instant,
    key: RequestKey?, events: [any Event], answer: [any Encodable & Sendable], salt: String
  ) {
    self.operation = operation
    self.actor = actor
    self.enteredAt = enteredAt
    self.happenedAt = happenedAt
    self.key = key
    self.events = events
    self.answer = answer
    self.salt = salt
  }
}

/// What makes a request safe to send again.
public struct RequestKey: Sendable, Equatable {
  /// The client-made key.
  public let key: String
  /// Operation and parameters as parsed values. The journal keeps only a digest of it, salted like
  /// the private part, so that nothing erased can be guessed from it.
  public let content: String

  /// Makes a key.
  public init(key: String, content: String) {
    self.key = key
    self.content = content
  }
}

extension RequestKey {
  fileprivate func digest(salt: String) -> String { Digest.hexadecimal(salt + content) }
}

extension JournalEntry {
  /// Whether the entry was made by a request with the same content. Once its private part is erased
  /// nobody can tell any more, and the key alone counts.
  public func isMade(by key: RequestKey) -> Bool {
    guard let salt = privatePart?.text("salt") else { return true }
    return requestDigest == key.digest(salt: salt)
  }
}

/// Writes records: the only way into the journal and the tables.
public struct Recorder {
  private let writer: any Writer

  /// Records through the one connection that writes.
  public init(_ writer: any Writer) { self.writer = writer }

  /// Writes the head row of an empty desk, which every entry follows.
  ///
  /// - Parameter identity: what tells these books from all others.
  /// - Throws: the engine's fault, a `constraint` when the desk has a head row already.
  public func layHead(identity: String) throws(EngineFault) {
    _ = try writer.run(
      "INSERT INTO head (id, identity, restores, seq, chain) VALUES (1, ?, 0, 0, ?)",
      [.text(identity), .blob([])])
  }

  /// Notes that the desk was restored from a backup, so that whoever remembers later entries takes
  /// it for other books.
  ///
  /// - Throws: the engine's fault.
  public func noteRestore(count: Int) throws(EngineFault) {
    _ = try writer.run("UPDATE head SET restores = ?", [.integer(count)])
  }

  /// Appends a journal entry and applies its events, inside the open transaction; the head row is
  /// written last. Returns the entry's number.
  ///
  /// - Throws: the engine's fault; the caller rolls back.
  public func append(_ record: Record, after head: Head) throws(EngineFault) -> Head {
    let seq = head.seq + 1
    let row = ChainedContent(record, seq: seq)
    let link = row.chained.link(after: head.chain)
    try insert(row, link: link)
    var tables = Tables(writer: writer, seq: seq, enteredAt: record.enteredAt)
    var subjects: Set<Subject> = []
    for (index, event) in record.events.enumerated() {
      tables.position = index
      guard let event = event as? any AppliedEvent else {
        throw .other("\(type(of: event).kind) cannot be applied")
      }
      try event.apply(to: tables)
      subjects.formUnion(event.subjects)
    }
    try note(subjects, at: seq)
    _ = try writer.run("UPDATE head SET seq = ?, chain = ?", [.integer(seq), .blob(link)])
    return Head(identity: head.identity, restores: head.restores, seq: seq, chain: link)
  }

  /// Applies the events of an entry that a journal holds already, to an empty desk that is being
  /// derived again.
  ///
  /// - Throws: `damaged` when an event cannot be read; otherwise the engine's refusal.
  public func reapply(_ entry: JournalEntry) throws(DeskError) {
    var tables = Tables(writer: writer, seq: entry.seq, enteredAt: entry.enteredAt)
    do {
      for (index, json) in entry.events.enumerated() {
        tables.position = index
        let event = try EventKinds.decode(
          json, hidden: entry.hidden(under: PrivatePart.eventPath(index)))
        try event.apply(to: tables)
        for subject in event.subjects { try noteOnce(subject, at: entry.seq) }
      }
      _ = try writer.run("UPDATE head SET seq = ?", [.integer(entry.seq)])
    } catch let fault as EngineFault {
      throw DeskError(fault)
    } catch let error as DeskError {
      throw error
    } catch {
      throw DeskError(.internalFault, "\(error)")
    }
  }

  private func insert(_ row: ChainedContent, link: [UInt8]) throws(EngineFault) {
    let chained = row.chained
    _ = try writer.run(
      """
      INSERT INTO journal (seq, entered_at, happened_at, actor, operation, request_key,
        request_digest, events, answer, private, private_digest, chain)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .integer(chained.seq), .integer(chained.enteredAt), .integer(chained.happenedAt),
        .text(chained.actor), .text(chained.operation), .text(chained.requestKey),
        .text(chained.requestDigest), .text(chained.events), .text(chained.answer),
        .text(row.privatePart), .text(chained.privateDigest), .blob(link),
      ])
  }

  private func note(_ subjects: Set<Subject>, at seq: Int64) throws(EngineFault) {
    for subject in subjects {
      _ = try writer.run(
        "INSERT INTO subject_entry (subject, seq) VALUES (?, ?)",
        [.text(subject.description), .integer(seq)])
    }
  }

  private func noteOnce(_ subject: Subject, at seq: Int64) throws(EngineFault) {
    _ = try writer.run(
      "INSERT INTO subject_entry (subject, seq) VALUES (?, ?) ON CONFLICT DO NOTHING",
      [.text(subject.description), .integer(seq)])
  }
}

/// A record as the texts of its row.
private struct ChainedContent {
  let chained: ChainedRow
  let privatePart: String

  init(_ record: Record, seq: Int64) {
    var hidden: JSONObject = ["salt": .string(record.salt)]
    var events: [JSON] = []
    for (index, event) in record.events.enumerated() {
      let (open, part) = EventKinds.encode(event)
      events.append(open)
      PrivatePart.add(part, under: PrivatePart.eventPath(index), to: &hidden)
    }
    var answer: String?
    if record.key != nil {
      var items: [JSON] = []
      for (index, item) in record.answer.enumerated() {
        let (open, part) = JSONCoding.split(item, keepingPlaces: true)
        items.append(open)
        PrivatePart.add(part, under: PrivatePart.answerPath(index), to: &hidden)
      }
      answer = JSON.array(items).line
    }
    privatePart = hidden.line
    chained = ChainedRow(
      seq: seq, enteredAt: record.enteredAt.seconds, happenedAt: record.happenedAt.seconds,
      actor: record.actor, operation: record.operation, requestKey: record.key?.key,
      requestDigest: record.key.map { $0.digest(salt: record.salt) },
      events: JSON.array(events).line, answer: answer,
      privateDigest: Digest.hexadecimal(privatePart))
  }
}

/// The private part of a row: one flat object, each value under its path.
enum PrivatePart {
  static func eventPath(_ index: Int) -> String { "event/\(index)/" }
  static func answerPath(_ index: Int) -> String { "answer/\(index)/" }

  static func add(_ part: JSONObject, under path: String, to hidden: inout JSONObject) {
    for member in part.members { hidden.append(path + member.key, member.value) }
  }
}

extension JournalEntry {
  /// The private values under a path, by the rest of their paths.
  func hidden(under path: String) -> JSONObject {
    var part: JSONObject = [:]
    for member in privatePart?.members ?? [] where member.key.hasPrefix(path) {
      part.append(String(member.key.dropFirst(path.count)), member.value)
    }
    return part
  }
}
