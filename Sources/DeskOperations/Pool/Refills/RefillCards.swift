import DeskRules
import DeskStore

/// A refill batch as answers show one.
struct RefillCard: Item {
  let refill: RefillNumber
  let refiller: String
  let sent: String
  let due: String
  let daysOverdue: Int?
  let pieces: Int
  let back: Int
  /// What is not back yet, by tag.
  var waiting: [Tag]?
  var types: [TypeCount]?
  var received: [RefillPieceCard]?
  var flags: [String]?

  enum CodingKeys: String, CodingKey {
    case refill, refiller, sent, due
    case daysOverdue = "days_overdue"
    case pieces, back, waiting, types, received, flags
  }

  /// How many of a type.
  struct TypeCount: Encodable, Sendable {
    let type: String
    let pieces: Int
  }

  init(_ batch: RefillBatch, zone: Zone, now: Instant) {
    refill = batch.number
    refiller = batch.refiller
    sent = zone.text(of: batch.sent)
    due = zone.dueText(of: batch.due)
    let isOverdue = batch.waiting > 0 && batch.due <= now
    daysOverdue = isOverdue ? Int((now.seconds - batch.due.seconds) / 86_400) + 1 : nil
    pieces = batch.count
    back = batch.count - batch.waiting - batch.gone
    flags = batch.flags.isEmpty ? nil : batch.flags
  }

  /// How many of each type, by type.
  static func types(_ items: [String]) -> [TypeCount] {
    Dictionary(grouping: items, by: { $0 }).sorted { $0.key < $1.key }
      .map { TypeCount(type: $0.key, pieces: $0.value.count) }
  }
}

/// A cartridge of a batch as answers show one.
struct RefillPieceCard: Item {
  let cartridge: Tag
  let type: String
  let refill: RefillNumber
  let result: RefillResult
  let received: String?
  let work: String?
  let pages: Int?
  let price: String?
  let redo: Bool?
  var flags: [String]?

  init(_ piece: RefillPiece, zone: Zone, currency: Currency, withWork: Bool = true) {
    cartridge = piece.piece
    type = piece.item
    refill = piece.batch
    result = piece.result
    received = piece.received.map { zone.text(of: $0) }
    work = withWork ? piece.work : nil
    pages = piece.pages
    price = piece.price.map { currency.text($0) }
    redo = piece.redo ? true : nil
  }
}
