import DeskEngine
public import DeskRules

/// A refilling company.
public struct Refiller: Sendable, Equatable {
  /// The short name.
  public let code: String
  /// The name on documents.
  public let name: String
  /// How to reach them.
  public let contact: String?
  /// Within how many days a failed refill is redone free.
  public let warrantyDays: Int
  /// Within how many days a batch is expected back.
  public let turnaroundDays: Int

  /// Makes one from its parts.
  public init(
    code: String, name: String, contact: String?, warrantyDays: Int, turnaroundDays: Int
  ) {
    self.code = code
    self.name = name
    self.contact = contact
    self.warrantyDays = warrantyDays
    self.turnaroundDays = turnaroundDays
  }
}

/// A batch of empties at a refiller.
public struct RefillBatch: Sendable, Equatable {
  /// Its number.
  public let number: RefillNumber
  /// At whose.
  public let refiller: String
  /// When it was handed over.
  public let sent: Instant
  /// When it is expected back.
  public let due: Instant
  /// How many pieces were handed over.
  public let count: Int
  /// How many are not back yet.
  public let waiting: Int
  /// How many will not come back, because they were written off there.
  public let gone: Int
  /// What was noticed.
  public let flags: [String]
}

extension RefillBatch {
  /// The batch as it was handed over.
  public init(_ sent: RefillSent) {
    self.init(
      number: sent.number, refiller: sent.refiller, sent: sent.at, due: sent.due,
      count: sent.pieces.count, waiting: sent.pieces.count { $0.result == nil },
      gone: sent.pieces.count { $0.result != nil },
      flags: sent.flags)
  }
}

/// One cartridge of a batch, and what became of it.
public struct RefillPiece: Sendable, Equatable {
  /// The batch.
  public let batch: RefillNumber
  /// Whose work it is.
  public let refiller: String
  /// The piece.
  public let piece: Tag
  /// Its type.
  public let item: String
  /// Whether it repairs a refill that failed.
  public let redo: Bool
  /// When it was handed over; nil where it was not in the batch on paper.
  public let sent: Instant?
  /// When it came back.
  public let received: Instant?
  /// For how many pages it was filled.
  public internal(set) var pages: Int?
  /// What it cost, in minor units of the desk's currency.
  public internal(set) var price: Int64?
  /// What was done.
  public internal(set) var work: String?
  /// How it turned out.
  public internal(set) var result: RefillResult
  /// When that was said of it.
  public let judged: Instant?
  /// Whether a client said that it failed.
  public var isClaimed = false

  /// When it failed, if it did.
  public var failed: Instant? { result == .failed ? judged : nil }
}

extension RefillPiece {
  /// The piece as it came back.
  public init(_ received: RefillReceived) {
    self.init(
      batch: received.number, refiller: received.refiller, piece: received.piece,
      item: received.item, redo: received.redo, sent: received.sent, received: received.at,
      pages: received.pages, price: received.price, work: received.work?.value,
      result: received.result, judged: received.result == .untested ? nil : received.at)
  }

  /// The piece after it was judged.
  public func judged(_ result: RefillResult) -> RefillPiece {
    var piece = self
    piece.result = result
    return piece
  }

  /// The piece with what was said of it afterwards.
  public func corrected(by corrected: RefillCorrected) -> RefillPiece {
    var piece = self
    piece.price = corrected.price ?? price
    piece.work = corrected.work?.value ?? work
    piece.pages = corrected.pages ?? pages
    return piece
  }
}

/// What a refiller did in a quarter of an hour.
public struct RefillWorkDone: Sendable, Equatable {
  /// The refiller.
  public let refiller: String
  /// When it began.
  public let at: Instant
  /// Pieces handed over.
  public let sent: Int
  /// Pieces that came back.
  public let received: Int
  /// Of those, how many failed.
  public let failed: Int
  /// Of those, how many were redone free.
  public let redone: Int
  /// What they cost, in minor units of the desk's currency.
  public let cost: Int64
}

/// How many pieces came back at a time that had been sent at another, to the quarter of an hour.
public struct Turnaround: Sendable, Equatable {
  /// The refiller.
  public let refiller: String
  /// When they came back.
  public let back: Instant
  /// When they had been sent.
  public let sent: Instant
  /// How many pieces.
  public let pieces: Int
}

extension Zone {
  /// How many days of the wall clock something was away.
  fileprivate func days(from sent: Instant, to back: Instant) -> Int {
    max(0, date(at: back).dayNumber - date(at: sent).dayNumber)
  }
}

extension Turnaround {
  /// How many days they were away, by a zone's wall clock.
  public func days(in zone: Zone) -> Int { zone.days(from: sent, to: back) }
}

/// Refillers, batches, and what became of every piece.
public struct RefillStore {
  let books: Books

  private func refiller(_ row: any Row) -> Refiller {
    Refiller(
      code: row.text(0), name: row.text(1), contact: row.optionalText(2),
      warrantyDays: row.count(3), turnaroundDays: row.count(4))
  }

  private static let refillerColumns = "code, name, contact, warranty_days, turnaround_days"

  /// The refiller with a short name.
  public func refiller(_ code: String) throws(DeskError) -> Refiller? {
    try books.first(
      "SELECT \(Self.refillerColumns) FROM refiller WHERE code = ?", [.text(code)], refiller)
  }

  /// Every refiller by short name.
  public func refillers() throws(DeskError) -> [Refiller] {
    try books.all("SELECT \(Self.refillerColumns) FROM refiller ORDER BY code", [], refiller)
  }

  private static let batchColumns = "number, refiller, sent_at, due_at, sent, waiting, gone, flags"

  private func batch(_ row: any Row) -> RefillBatch {
    RefillBatch(
      number: Number(row.count(0)), refiller: row.text(1), sent: row.instant(2),
      due: row.instant(3), count: row.count(4), waiting: row.count(5),
      gone: row.count(6),
      flags: row.text(7).isEmpty ? [] : row.text(7).split(separator: ",").map(String.init))
  }

  /// The batch with a number.
  public func find(_ number: RefillNumber) throws(DeskError) -> RefillBatch? {
    try books.first(
      "SELECT \(Self.batchColumns) FROM refill WHERE number = ?", [.number(number)], batch)
  }

  /// Batches of which something is not back, the most urgent first; of one refiller, due before a
  /// moment.
  public func waiting(
    refiller: String?, before moment: Instant?, limit: Int
  ) throws(DeskError) -> [RefillBatch] {
    try books.all(
      """
      SELECT \(Self.batchColumns) FROM refill
      WHERE waiting > 0 AND due_at < ?\(refiller == nil ? "" : " AND refiller = ?")
      ORDER BY due_at, number LIMIT ?
      """,
      [.integer(moment?.seconds ?? .max)] + (refiller.map { [.text($0)] } ?? [])
        + [.integer(limit)], batch)
  }

  /// Every batch, newest first, before a number; of one refiller.
  public func all(
    refiller: String?, before number: RefillNumber?, limit: Int
  ) throws(DeskError) -> [RefillBatch] {
    try books.all(
      """
      SELECT \(Self.batchColumns) FROM refill
      WHERE number < ?\(refiller == nil ? "" : " AND refiller = ?") ORDER BY number DESC LIMIT ?
      """,
      [.integer(number.map { Int64($0.value) } ?? .max)]
        + (refiller.map { [.text($0)] } ?? []) + [.integer(limit)], batch)
  }

  private static let pieceQuery = """
    SELECT rp.refill, r.refiller, rp.piece, rp.item, rp.redo, rp.sent_at, rp.received_at, rp.pages,
      rp.price, rp.work, rp.result, rp.judged_at, rp.claimed
    FROM refill_piece AS rp JOIN refill AS r ON r.number = rp.refill
    """

  private func piece(_ row: any Row) throws(DeskError) -> RefillPiece {
    RefillPiece(
      batch: Number(row.count(0)), refiller: row.text(1), piece: Tag(stored: row.text(2)),
      item: row.text(3), redo: row.integer(4) == 1, sent: row.optionalInstant(5),
      received: row.optionalInstant(6), pages: row.optionalInteger(7).map(Int.init),
      price: row.optionalInteger(8), work: row.optionalText(9), result: try row.word(10),
      judged: row.optionalInstant(11), isClaimed: row.integer(12) == 1)
  }

  /// The pieces of a batch by tag.
  public func pieces(_ number: RefillNumber) throws(DeskError) -> [RefillPiece] {
    try books.all(
      "\(Self.pieceQuery) WHERE rp.refill = ? ORDER BY rp.piece", [.number(number)], piece)
  }

  /// A piece of a batch.
  public func piece(
    _ tag: Tag, in number: RefillNumber
  ) throws(DeskError) -> RefillPiece? {
    try books.first(
      "\(Self.pieceQuery) WHERE rp.refill = ? AND rp.piece = ?", [.number(number), .tag(tag)],
      piece)
  }

  /// The batch in which a piece is at a refiller.
  public func waiting(_ tag: Tag) throws(DeskError) -> RefillPiece? {
    try books.first(
      "\(Self.pieceQuery) WHERE rp.piece = ? AND rp.result = 'waiting'", [.tag(tag)], piece)
  }

  /// The last refill that a piece came back from.
  public func last(_ tag: Tag) throws(DeskError) -> RefillPiece? {
    try books.first(
      """
      \(Self.pieceQuery) WHERE rp.piece = ? AND rp.received_at IS NOT NULL
      ORDER BY rp.refill DESC LIMIT 1
      """, [.tag(tag)], piece)
  }

  /// The refill that a piece had come back from last at a moment.
  public func last(_ tag: Tag, at moment: Instant) throws(DeskError) -> RefillPiece? {
    try books.first(
      """
      \(Self.pieceQuery) WHERE rp.piece = ? AND rp.received_at <= ?
      ORDER BY rp.received_at DESC, rp.refill DESC LIMIT 1
      """, [.tag(tag), .instant(moment)], piece)
  }

  /// How many days of a zone the last pieces of a type were away, at most `limit` of them, and whose
  /// work the newest was.
  public func turnarounds(
    of item: String, in zone: Zone, limit: Int
  ) throws(DeskError) -> (days: [Int], refiller: String?) {
    let rows = try books.all(
      """
      SELECT rp.sent_at, rp.received_at, r.refiller
      FROM refill_piece AS rp JOIN refill AS r ON r.number = rp.refill
      WHERE rp.item = ? AND rp.received_at IS NOT NULL AND rp.sent_at IS NOT NULL
      ORDER BY rp.received_at DESC LIMIT ?
      """, [.text(item), .integer(limit)]
    ) { row in (zone.days(from: row.instant(0), to: row.instant(1)), row.text(2)) }
    return (rows.map(\.0), rows.first?.1)
  }

  /// What refillers did from one moment to another; one refiller's.
  public func work(
    from first: Instant, until end: Instant, refiller: String?
  ) throws(DeskError) -> [RefillWorkDone] {
    var work: [RefillWorkDone] = []
    for code in try codes(refiller) {
      work += try books.all(
        """
        SELECT refiller, quarter, sent, received, failed, redone, cost FROM refill_work
        WHERE refiller = ? AND quarter >= ? AND quarter < ? ORDER BY quarter
        """, [.text(code), .integer(first.quarter), .integer(end.quarter)]
      ) { row in
        RefillWorkDone(
          refiller: row.text(0), at: Instant(quarter: row.integer(1)), sent: row.count(2),
          received: row.count(3), failed: row.count(4), redone: row.count(5),
          cost: row.integer(6))
      }
    }
    return work
  }

  /// How long pieces were away that came back from one moment to another; one refiller's.
  public func turnarounds(
    from first: Instant, until end: Instant, refiller: String?
  ) throws(DeskError) -> [Turnaround] {
    var found: [Turnaround] = []
    for code in try codes(refiller) {
      found += try books.all(
        """
        SELECT refiller, quarter, sent_quarter, pieces FROM turnaround
        WHERE refiller = ? AND quarter >= ? AND quarter < ? ORDER BY quarter, sent_quarter
        """, [.text(code), .integer(first.quarter), .integer(end.quarter)]
      ) { row in
        Turnaround(
          refiller: row.text(0), back: Instant(quarter: row.integer(1)),
          sent: Instant(quarter: row.integer(2)), pieces: row.count(3))
      }
    }
    return found
  }

  private func codes(_ refiller: String?) throws(DeskError) -> [String] {
    if let refiller { return [refiller] }
    return try refillers().map(\.code)
  }
}

extension Books {
  /// Refillers, batches, and what became of every piece.
  public var refills: RefillStore { RefillStore(books: self) }
}
