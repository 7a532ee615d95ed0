/// A refilling company was taken on, or is known otherwise from now on.
public struct RefillerAdded: Event {
  public static let kind = "refiller.added"
  /// The short name.
  public let code: String
  /// The name on documents.
  public let name: Private<String>
  /// How to reach them.
  public let contact: Private<String>?
  /// Within how many days a failed refill is redone free.
  public let warrantyDays: Int
  /// Within how many days a batch is expected back.
  public let turnaroundDays: Int
  /// When.
  public let at: Instant

  /// Makes the fact.
  public init(
    code: String, name: String, contact: String?, warrantyDays: Int, turnaroundDays: Int,
    at: Instant
  ) {
    self.code = code
    self.name = Private(name)
    self.contact = contact.map { Private($0) }
    self.warrantyDays = warrantyDays
    self.turnaroundDays = turnaroundDays
    self.at = at
  }

  public var subjects: [Subject] { [] }
}

/// A cartridge that went to a refiller.
public struct SentPiece: Sendable, Codable, Equatable {
  /// The piece.
  public let piece: Tag
  /// Its type.
  public let item: String
  /// Whether it goes back free, because the refill before failed within the agreed days.
  public let redo: Bool
  /// What has become of it since, where the hand-over was entered after it was written off.
  public let result: RefillResult?

  /// Makes one.
  public init(piece: Tag, item: String, redo: Bool, result: RefillResult? = nil) {
    self.piece = piece
    self.item = item
    self.redo = redo
    self.result = result
  }
}

/// A batch of empties was handed to a refiller.
public struct RefillSent: Event {
  public static let kind = "refill.sent"
  /// The batch's number.
  public let number: RefillNumber
  /// To whom.
  public let refiller: String
  /// When.
  public let at: Instant
  /// When it is expected back.
  public let due: Instant
  /// What was handed over.
  public let pieces: [SentPiece]
  /// Why a doubt was set aside.
  public let reason: Private<String>?
  /// What was noticed.
  public let flags: [String]

  /// Makes the fact.
  public init(
    number: RefillNumber, refiller: String, at: Instant, due: Instant, pieces: [SentPiece],
    reason: String?, flags: [String]
  ) {
    self.number = number
    self.refiller = refiller
    self.at = at
    self.due = due
    self.pieces = pieces
    self.reason = reason.map { Private($0) }
    self.flags = flags
  }

  public var subjects: [Subject] { pieces.map { .piece($0.piece) } }
}

/// How a refill turned out.
public enum RefillResult: String, Sendable, Codable, CaseIterable {
  /// Not back yet.
  case waiting
  /// Back, and waits for its test page.
  case untested
  /// The test page was good.
  case passed
  /// The test page was not, or it failed at the client.
  case failed
  /// It was lost before it came back.
  case lost
  /// It was scrapped before it came back.
  case scrapped
}

/// A cartridge came back from a refiller.
public struct RefillReceived: Event {
  public static let kind = "refill.received"
  /// The batch.
  public let number: RefillNumber
  /// From whom.
  public let refiller: String
  /// The piece.
  public let piece: Tag
  /// Its type.
  public let item: String
  /// When.
  public let at: Instant
  /// When it was sent; nil where it was not in the batch on paper.
  public let sent: Instant?
  /// Whether the work repairs a refill that failed: it is free and adds no cycle.
  public let redo: Bool
  /// What it cost, in minor units of the desk's currency.
  public let price: Int64?
  /// What was done: drum, blade, chip, …
  public let work: Private<String>?
  /// For how many pages it was filled.
  public let pages: Int?
  /// How it turned out so far.
  public let result: RefillResult
  /// Why a doubt was set aside.
  public let reason: Private<String>?

  /// Makes the fact.
  public init(
    number: RefillNumber, refiller: String, piece: Tag, item: String, at: Instant,
    sent: Instant?, redo: Bool, price: Int64?, work: String?, pages: Int?,
    result: RefillResult, reason: String?
  ) {
    self.number = number
    self.refiller = refiller
    self.piece = piece
    self.item = item
    self.at = at
    self.sent = sent
    self.redo = redo
    self.price = price
    self.work = work.map { Private($0) }
    self.pages = pages
    self.result = result
    self.reason = reason.map { Private($0) }
  }

  public var subjects: [Subject] { [.piece(piece)] }
}

/// A refill was judged: by its test page, or by what a client says of it.
public struct RefillJudged: Event {
  public static let kind = "refill.judged"
  /// The batch.
  public let number: RefillNumber
  /// Whose work it was.
  public let refiller: String
  /// The piece.
  public let piece: Tag
  /// When.
  public let at: Instant
  /// Passed or failed.
  public let result: RefillResult
  /// Whether it failed at the client, after it had passed.
  public let claimed: Bool
  /// The day on which the batch's failures are counted: that of its coming back.
  public let received: Instant
  /// Whether it counted as failed already, and the result decides anew.
  public let wasFailed: Bool
  /// What was wrong.
  public let reason: Private<String>?
  /// Whether a later judgement is known already, which stands.
  public let isSuperseded: Bool?

  /// Makes the fact.
  public init(
    number: RefillNumber, refiller: String, piece: Tag, at: Instant, result: RefillResult,
    claimed: Bool, received: Instant, wasFailed: Bool, reason: String?,
    isSuperseded: Bool = false
  ) {
    self.number = number
    self.refiller = refiller
    self.piece = piece
    self.at = at
    self.result = result
    self.claimed = claimed
    self.received = received
    self.wasFailed = wasFailed
    self.reason = reason.map { Private($0) }
    self.isSuperseded = isSuperseded ? true : nil
  }

  public var subjects: [Subject] { [.piece(piece)] }
}

/// What a refill cost, or what was done, became known after the piece had come back, or was told wrongly
/// then.
public struct RefillCorrected: Event {
  public static let kind = "refill.corrected"
  /// The batch.
  public let number: RefillNumber
  /// Whose work it was.
  public let refiller: String
  /// The piece.
  public let piece: Tag
  /// When it was said.
  public let at: Instant
  /// The day on which the cost is counted: that of the piece's coming back.
  public let received: Instant
  /// What it cost, in minor units of the desk's currency; nil where that stays.
  public let price: Int64?
  /// By how much it cost more than was known.
  public let costs: Int64
  /// What was done; nil where that stays.
  public let work: Private<String>?
  /// For how many pages it was filled; nil where that stays.
  public let pages: Int?
  /// Why it was said otherwise.
  public let reason: Private<String>?

  /// Makes the fact.
  public init(
    number: RefillNumber, refiller: String, piece: Tag, at: Instant, received: Instant,
    price: Int64?, costs: Int64, work: String?, pages: Int?, reason: String?
  ) {
    self.number = number
    self.refiller = refiller
    self.piece = piece
    self.at = at
    self.received = received
    self.price = price
    self.costs = costs
    self.work = work.map { Private($0) }
    self.pages = pages
    self.reason = reason.map { Private($0) }
  }

  public var subjects: [Subject] { [.piece(piece)] }
}
