import DeskRules
import DeskStore

/// A device as answers show one.
struct DeviceCard: Item {
  let device: Tag
  let model: String
  let owner: String
  let serial: String?
  let barcode: String?
  let state: PieceState
  let holder: String
  let since: String
  var meter: Int?
  var loan: LoanNumber?
  /// What is in it, each with its slot, such as `C-0012 black`.
  var cartridges: [String]?
  /// Reservations that the move broke.
  var broken: [LoanNumber]?
  var history: [HoldingCard]?
  var flags: [String]?

  init(_ piece: Piece, zone: Zone, for caller: Caller) {
    device = piece.tag
    model = piece.item
    owner = caller.owner(of: piece)
    serial = piece.serial
    barcode = piece.barcode
    state = piece.state
    holder = caller.holder(of: piece)
    since = zone.text(of: piece.since)
  }
}

/// A cartridge as answers show one.
struct CartridgeCard: Item {
  let cartridge: Tag
  let type: String
  let owner: String
  let serial: String?
  let barcode: String?
  let state: PieceState
  let holder: String
  let since: String
  let refills: Int?
  /// The printer it is in.
  var device: Tag?
  /// Which of its slots.
  var slot: String?
  var history: [LifeCard]?
  var flags: [String]?

  init(_ piece: Piece, zone: Zone, for caller: Caller) {
    cartridge = piece.tag
    type = piece.item
    owner = caller.owner(of: piece)
    serial = piece.serial
    barcode = piece.barcode
    refills = piece.cycles == 0 ? nil : piece.cycles
    state = piece.state
    holder = caller.holder(of: piece)
    since = zone.text(of: piece.since)
  }
}

extension Caller {
  /// Whose a piece is; to a client another client is nobody in particular.
  fileprivate func owner(of piece: Piece) -> String {
    guard let owner = piece.owner else { return "pool" }
    return sees(owner) ? "\(owner)" : "other"
  }

  /// Who has a piece; to a client another client is nobody in particular.
  fileprivate func holder(of piece: Piece) -> String {
    guard let code = piece.holder.clientCode, !sees(code) else { return "\(piece.holder)" }
    return piece.holder.kind.rawValue
  }
}

/// One stretch of a piece's life.
struct HoldingCard: Item {
  let holder: String
  /// From when; absent where it was there already before anything was entered.
  let since: String?
  let until: String?
  let cause: String?
  let flags: [String]?

  init(_ holding: Holding, zone: Zone) {
    holder = "\(holding.holder)"
    let isFromBefore = holding.isFirst && holding.until == holding.since
    since = isFromBefore ? nil : zone.text(of: holding.since)
    until = holding.until.map { zone.text(of: $0) }
    cause = holding.cause
    flags = holding.isLate ? ["entered_late"] : nil
  }
}
