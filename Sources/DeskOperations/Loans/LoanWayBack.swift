import DeskRules
import DeskStore

/// Judges a loaner's return against what the books know, and moves the device.
struct LoanWayBack {
  private let lookup: Lookup
  private let loan: Loan
  private let at: Instant
  private let zone: Zone
  private let reason: Line?
  /// Whether the device is known to have gone elsewhere by then: where it has been since then stays as
  /// it is known.
  private let isOverlapping: Bool
  /// Whether it came back before its hand-over was entered to have been: that was entered with a time
  /// too late.
  private let isBeforeHandOver: Bool
  /// When the loan ended: as it is told, but not after the device is known to have gone elsewhere.
  let endedAt: Instant
  /// What was noticed.
  private(set) var flags: [String] = []
  /// Reservations that end because the device will not be lent again.
  private(set) var broken: [LoanCancelled] = []
  private var loans: LoanStore { lookup.books.loans }

  init(
    _ lookup: Lookup, _ loan: Loan, at: Instant, zone: Zone, reason: Line?
  ) throws(DeskError) {
    self.lookup = lookup
    self.loan = loan
    self.at = at
    self.zone = zone
    self.reason = reason
    isBeforeHandOver = at < loan.begins
    if isBeforeHandOver, reason == nil {
      throw DeskError(
        .time,
        "\(loan.device) was handed over on \(zone.text(of: loan.begins)), after that; check the time,"
          + " or say with a --reason how that was",
        ["device": .string("\(loan.device)"), "loan": .string("\(loan.number)")])
    }
    let next = try lookup.books.pieces.nextMove(loan.device, after: loan.begins)
    endedAt = at < loan.begins ? at : min(at, next ?? at)
    isOverlapping = try Self.overlaps(lookup.books.loans, loan, at: at, next: next)
    if isOverlapping, reason == nil {
      throw DeskError(
        .implausible,
        "\(loan.device) is known to have gone elsewhere \(try Self.elsewhere(lookup, loan, zone));"
          + " check the time, or give a --reason",
        ["device": .string("\(loan.device)"), "loan": .string("\(loan.number)")])
    }
    if at > loan.due, !loan.flags.contains("late") { flags.append("late") }
    if isBeforeHandOver { flags.append("before_hand_over") }
    if isOverlapping { flags.append("overlaps") }
  }

  /// Whether somebody else is known to have had the device when it is said to have come back, or
  /// between that and the hand-over.
  private static func overlaps(
    _ loans: LoanStore, _ loan: Loan, at: Instant, next: Instant?
  ) throws(DeskError) -> Bool {
    if at >= loan.begins { return next.map { $0 < at } ?? false }
    return try loans.known(loan.device, in: LoanWindow(from: at, until: loan.begins))
      .contains { $0.number != loan.number }
  }

  private static func elsewhere(
    _ lookup: Lookup, _ loan: Loan, _ zone: Zone
  ) throws(DeskError) -> String {
    guard let next = try lookup.books.pieces.nextMove(loan.device, after: loan.begins) else {
      return "then"
    }
    return "on \(zone.text(of: next)), before that"
  }

  /// When the counter is read by the books: with a hand-over that was entered too late, not before that
  /// one's reading, so that the counter stays in order.
  var readAt: Instant { max(at, loan.begins) }

  /// Takes note of a reading.
  mutating func judge(_ meter: Int?) throws(DeskError) {
    guard let meter else { return }
    flags += try MeterCheck(lookup.books).flags(
      loan.device, meter, at: readAt, zone: zone, reason: reason)
  }

  /// The way to where the device stands now, and back again over a hand-over that was entered with a
  /// time too late, so that it does not stay with the client on paper.
  mutating func moves(to place: Holder, state: PieceState) throws(DeskError) -> [PieceMoved] {
    var state = state
    if place.kind.isGone {
      if try lookup.books.pieces.nextMove(loan.device, after: loan.begins) == nil {
        broken = try LoanCalendar(lookup).broken(
          loans.reservations(loan.device), of: loan.device, at: at, .gone(reason))
      }
      guard reason != nil else {
        throw DeskError(
          .usage, "\(loan.device) is gone for good then: say with a --reason what became of it",
          ["device": .string("\(loan.device)"), "loan": .string("\(loan.number)")])
      }
      flags.append(place.kind.rawValue)
      state = .retired
    }
    var moves: [PieceMoved] = []
    if !isOverlapping {
      moves.append(
        PieceMoved(
          piece: loan.device, to: place, at: at, state: state, cause: "\(loan.number)"))
    }
    if isBeforeHandOver, loan.returned != loan.begins {
      moves.append(
        PieceMoved(
          piece: loan.device, to: place, at: loan.begins, state: state, cause: "\(loan.number)",
          correction: reason?.text))
    }
    return moves
  }
}
