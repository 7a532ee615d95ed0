import DeskEngine
public import DeskRules

extension Books {
  private static let entryColumns = """
    seq, entered_at, happened_at, actor, operation, request_key, request_digest, events, answer,
    private
    """

  private func entry(_ row: any Row) throws(DeskError) -> JournalEntry {
    JournalEntry(
      seq: row.integer(0), enteredAt: row.instant(1), happenedAt: row.instant(2),
      actor: row.text(3), operation: row.text(4), requestKey: row.optionalText(5),
      requestDigest: row.optionalText(6),
      events: try JSONParser.parse(row.text(7)).elements ?? [],
      answer: row.isNull(8) ? nil : try JSONParser.parse(row.text(8)),
      privatePart: row.isNull(9) ? nil : try JSONParser.parse(row.text(9)).members)
  }

  /// Journal entries after a number, in order, at most `limit`.
  public func journal(
    after seq: Int64, limit: Int
  ) throws(DeskError) -> [JournalEntry] {
    try all(
      "SELECT \(Self.entryColumns) FROM journal WHERE seq > ? ORDER BY seq LIMIT ?",
      [.integer(seq), .integer(limit)], entry)
  }

  /// The newest entries before a number, newest first.
  public func journal(
    before seq: Int64, limit: Int
  ) throws(DeskError) -> [JournalEntry] {
    try all(
      "SELECT \(Self.entryColumns) FROM journal WHERE seq < ? ORDER BY seq DESC LIMIT ?",
      [.integer(seq), .integer(limit)], entry)
  }

  /// The newest entries about a subject before a number, newest first.
  public func journal(
    of subject: Subject, before seq: Int64 = .max, limit: Int
  ) throws(DeskError) -> [JournalEntry] {
    try all(
      """
      SELECT \(Self.entryColumns) FROM journal WHERE seq IN (
        SELECT seq FROM subject_entry WHERE subject = ? AND seq < ? ORDER BY seq DESC LIMIT ?
      ) ORDER BY seq DESC
      """,
      [.text(subject.description), .integer(seq), .integer(limit)], entry)
  }

  /// The entries of one operation about a subject, in order.
  func journal(
    of subject: Subject, operation: String
  ) throws(DeskError) -> [JournalEntry] {
    try all(
      """
      SELECT \(Self.entryColumns) FROM journal
      WHERE seq IN (SELECT seq FROM subject_entry WHERE subject = ?) AND operation = ?
      ORDER BY seq
      """,
      [.text(subject.description), .text(operation)], entry)
  }

  /// The entry that a person's request key led to.
  public func entry(
    by actor: String, key: String
  ) throws(DeskError) -> JournalEntry? {
    try first(
      "SELECT \(Self.entryColumns) FROM journal WHERE actor = ? AND request_key = ?",
      [.text(actor), .text(key)], entry)
  }
}

extension JournalEntry {
  /// The events as values.
  ///
  /// - Throws: `damaged` when one cannot be read.
  public func decodedEvents() throws(DeskError) -> [any Event] {
    var decoded: [any Event] = []
    for index in events.indices { decoded.append(try decodedEvent(index)) }
    return decoded
  }

  /// One of the events as a value.
  func decodedEvent(_ index: Int) throws(DeskError) -> any Event {
    try EventKinds.decode(
      events[index], hidden: hidden(under: PrivatePart.eventPath(index)))
  }

  /// The events as objects with private values in their places.
  public var mergedEvents: [JSON] {
    events.enumerated().map { index, json in
      guard let kind = json.members?["kind"], let fact = json.members?["fact"] else { return json }
      let merged = JSONCoding.merge(fact, hidden(under: PrivatePart.eventPath(index)))
      return .object(["kind": kind, "fact": merged])
    }
  }

  /// The items of the first answer, private values included as long as they are not erased.
  public var storedAnswer: [JSONObject] {
    (answer?.elements ?? []).enumerated().compactMap { index, item in
      let merged = JSONCoding.merge(item, hidden(under: PrivatePart.answerPath(index)))
      return JSONCoding.withoutEmptyPlaces(merged).members
    }
  }
}
