import DeskRules
import DeskStore

/// Judges a device's move: what has an operation of its own is done by that, and what contradicts the
/// books takes a reason.
struct DeviceRoute {
  private let lookup: Lookup
  private let piece: Piece
  private let to: Holder
  private let at: Instant
  private let reason: Line?
  /// When the device is next known to have moved after this.
  private let next: Instant?
  /// The stay on our bench of a client's machine, while it is with us.
  private let stay: BenchStay?
  /// What was noticed.
  private(set) var flags: [String] = []
  private var books: Books { lookup.books }

  init(
    _ lookup: Lookup, _ piece: Piece, to: Holder, at: Instant, reason: Line?
  ) throws(DeskError) {
    self.lookup = lookup
    self.piece = piece
    self.to = to
    self.at = at
    self.reason = reason
    next = try lookup.books.pieces.nextMove(piece.tag, after: at)
    stay = try lookup.books.bench.current(piece.tag)
  }

  /// The repair for which a client's machine is with us, where the move loses it or finds it again.
  var repair: TicketNumber? {
    guard let stay, next == nil, to.kind == .lost || piece.holder.kind == .lost else { return nil }
    return stay.ticket
  }

  /// What the device is good for where the move tells: nothing while it is lost with us.
  var state: PieceState? {
    if to.kind == .scrap { return .retired }
    return repair == nil ? nil : to.kind == .lost ? .retired : .ready
  }

  /// Refuses what begins or ends a loan or a stay on our bench: those say who has the machine for what,
  /// and a bare move does not. What is entered late, before the last that is known, begins nothing.
  func requireOwnDoor() throws(DeskError) {
    if let loan = try books.loans.open(piece.tag), loan.begins <= at {
      let refusal = try LoanRefusal(lookup).isOut(piece.tag, loan)
      let place = to.clientCode == nil ? " --to \(to)" : ""
      let reason = to.kind == .lost || to.kind == .scrap ? " --reason WHY" : ""
      throw DeskError(
        refusal.code,
        refusal.message + "; loan return \(loan.number)\(place)\(reason) says where it is now",
        refusal.details)
    }
    if let stay, next == nil { try requireKept(stay) }
    if to.clientCode != nil, let stay {
      throw DeskError(
        .taken,
        "\(piece.tag) is with us for \(stay.ticket); record device handback \(stay.ticket)",
        ["device": .string("\(piece.tag)"), "ticket": .string("\(stay.ticket)")])
    }
    guard next == nil else { return }
    if piece.owner == nil {
      guard to.clientCode == nil else { throw door("ours", "loan issue TICKET", "lends it") }
    } else if stay == nil, to.kind.isWithUs, !piece.holder.kind.isWithUs {
      throw door("a client's", "device receive TICKET", "takes it in")
    }
  }

  /// Refuses to throw a client's machine away, or to lose it without a word.
  private func requireKept(_ stay: BenchStay) throws(DeskError) {
    let details: JSONObject = [
      "device": .string("\(piece.tag)"), "ticket": .string("\(stay.ticket)"),
    ]
    if to.kind == .scrap {
      throw DeskError(
        .taken,
        "\(piece.tag) is \(stay.client)'s and with us for \(stay.ticket); device handback"
          + " \(stay.ticket) --scrapped --reason WHY ends its stay", details)
    }
    guard to.kind == .lost, reason == nil else { return }
    throw DeskError(
      .implausible,
      "\(piece.tag) is \(stay.client)'s and with us for \(stay.ticket): lost, it is owed to"
        + " \(stay.client); check the tag, or say with a --reason what is known of it", details)
  }

  private func door(_ whose: String, _ command: String, _ does: String) -> DeskError {
    DeskError(
      .unsuitable,
      "\(piece.tag) is \(whose): \(command) \(piece.tag) \(does), with --at for what has happened"
        + " already",
      ["device": .string("\(piece.tag)"), "holder": .string("\(piece.holder)")])
  }

  /// Refuses, unless there is a reason, a move before what is known since, and one during a loan.
  mutating func requireInOrder() throws(DeskError) {
    try PieceTimeline(books).requireKnown(piece, at: at, reason: reason)
    let zone = try books.clients.settings().zone
    if let next {
      try set(
        aside: "entered_late",
        "\(piece.tag) is known to have moved on \(zone.text(of: next)), after that")
    }
    let then = LoanWindow(from: at, until: at.adding(seconds: 1))
    if let loan = try books.loans.known(piece.tag, in: then).first {
      try set(
        aside: "overlaps \(loan.number)",
        "\(piece.tag) was on loan \(loan.number) to \(loan.client) then")
    }
  }

  private mutating func set(aside flag: String, _ doubt: String) throws(DeskError) {
    guard reason != nil else {
      throw DeskError(
        .implausible, doubt + "; check the time, or give a --reason",
        ["device": .string("\(piece.tag)")])
    }
    flags.append(flag)
  }

  /// The reservations that end because the device will not be lent again.
  ///
  /// - Throws: `taken`, naming the loser, where there is no reason.
  func broken(isRetired: Bool) throws(DeskError) -> [LoanCancelled] {
    guard next == nil, isRetired || to.kind == .scrap || to.kind == .lost else { return [] }
    return try LoanCalendar(lookup).broken(
      books.loans.reservations(piece.tag), of: piece.tag, at: at, .gone(reason))
  }
}
