import DeskRules
import DeskStore

/// Judges a hand-over. A promise, made now, is refused where the device is not free. A fact, told
/// afterwards, is recorded with a reason, and the books are corrected around it: a device is never
/// in two places.
struct HandOver {
  let lookup: Lookup
  let step: TicketStep
  let piece: Piece
  let isFact: Bool
  let reason: Line?
  /// What sets the books right before the loan begins.
  private(set) var corrections: [any Event] = []
  /// Reservations that the loan breaks.
  private(set) var broken: [LoanNumber] = []
  /// What was noticed.
  private(set) var flags: [String] = []
  /// When the device is known to have gone elsewhere, if it has.
  private(set) var ended: Instant?

  init(_ lookup: Lookup, _ step: TicketStep, _ piece: Piece, isFact: Bool, reason: Line?) {
    self.lookup = lookup
    self.step = step
    self.piece = piece
    self.isFact = isFact
    self.reason = reason
  }

  private var loans: LoanStore { lookup.books.loans }

  /// Refuses a loan for a repair that has ended.
  mutating func requireOpenTicket() throws(DeskError) {
    guard !step.ticket.state.isOpen else { return }
    let state = step.ticket.state.rawValue
    try set(
      aside: "ticket_ended",
      DeskError(
        .state, "\(step.ticket.number) is \(state); a loan needs an open one",
        ["state": .string(state)]))
  }

  /// Takes note of another loaner that the ticket has out. The best of the rest is lent beside it for a
  /// reason only: a command that is typed again after a lost answer would.
  mutating func placeBesideOthers(isBest: Bool) throws(DeskError) {
    let others = try loans.list(ticket: step.ticket.number)
    guard let other = others.first(where: { $0.isOut && $0.device != piece.tag }) else { return }
    guard reason != nil || !isBest else {
      throw DeskError(
        .taken,
        "\(step.ticket.number) has \(other.device) out on \(other.number) already; --reason lends"
          + " another beside it",
        ["loan": .string("\(other.number)"), "device": .string("\(other.device)")])
    }
    flags.append("second_loaner")
  }

  /// Refuses a device that is not ours, or not at hand.
  mutating func requireAtHand() throws(DeskError) {
    guard piece.owner == nil else {
      throw DeskError(
        .unsuitable, "\(piece.tag) is not ours to lend", ["device": .string("\(piece.tag)")])
    }
    if isFact, try lookup.books.pieces.nextMove(piece.tag, after: step.at) != nil { return }
    if let loan = try loans.open(piece.tag) {
      try set(aside: "return_presumed", LoanRefusal(lookup).isOut(piece.tag, loan))
      corrections.append(
        LoanClosed(
          loan: loan.number, device: loan.device, client: loan.client, at: step.at, meter: nil,
          condition: nil, flags: step.at > loan.due ? ["late"] : [], isPresumed: true))
    } else if piece.holder.kind != .shelf, piece.holder.kind != .van {
      try set(aside: "was_elsewhere", isElsewhere)
    }
  }

  private var isElsewhere: DeskError {
    DeskError(
      .taken, "\(piece.tag) is at \(piece.holder); bring it back with device move first",
      ["device": .string("\(piece.tag)"), "holder": .string("\(piece.holder)")])
  }

  /// Refuses a promise of a device that is not ours, or of which nobody knows that it will be with us:
  /// gone, or somewhere without a loan.
  func requirePromisable() throws(DeskError) {
    guard piece.owner == nil else {
      throw DeskError(
        .unsuitable, "\(piece.tag) is not ours to lend", ["device": .string("\(piece.tag)")])
    }
    guard !piece.holder.kind.isWithUs, try loans.open(piece.tag) == nil else { return }
    throw isElsewhere
  }

  /// Places a hand-over that is entered late before what is known to have happened since: the loan
  /// ended by then.
  mutating func placeInOrder() throws(DeskError) {
    guard let next = try lookup.books.pieces.nextMove(piece.tag, after: step.at) else { return }
    let since = try lookup.books.clients.settings().zone.text(of: piece.since)
    try set(
      aside: "entered_late",
      DeskError(
        .implausible,
        "\(piece.tag) went to \(piece.holder) on \(since), after that; check the time, or give a"
          + " --reason to record it before that",
        ["piece": .string("\(piece.tag)"), "holder": .string("\(piece.holder)")]))
    ended = next
    let here = LoanWindow(from: step.at, until: next)
    for loan in try loans.known(piece.tag, in: here) { cutShort(loan) }
  }

  /// Whoever had the device by the books when it was handed over had it until then: what was told of
  /// the return stays, but for its time.
  private mutating func cutShort(_ loan: Loan) {
    corrections.append(
      LoanClosed(
        loan: loan.number, device: loan.device, client: loan.client, at: step.at,
        meter: loan.meterIn, condition: nil, flags: [LoanClosed.cutShort],
        isPresumed: loan.isPresumed || loan.isOut ? true : nil))
    if !flags.contains("overlaps") { flags.append("overlaps") }
  }

  /// Refuses a window that somebody else is promised.
  mutating func requireFree(
    until due: Instant, buffer: Int, own: LoanNumber?, _ leave: BreakingLeave
  ) throws(DeskError) {
    if isFact, try lookup.books.pieces.nextMove(piece.tag, after: step.at) != nil { return }
    try requireServiced(at: step.at)
    let window = LoanWindow(from: step.at, until: due).followed(byMinutes: buffer)
    var passed: Set<LoanNumber> = Set(own.map { [$0] } ?? [])
    for case let closed as LoanClosed in corrections { passed.insert(closed.loan) }
    let obstacles = try LoanCalendar(lookup).obstacles(piece.tag, window)
      .filter { !passed.contains($0.number) }
    let cancelled = try LoanCalendar(lookup).broken(
      obstacles, of: piece.tag, at: step.at, leave)
    guard !cancelled.isEmpty else { return }
    corrections += cancelled as [any Event]
    broken = cancelled.map(\.loan)
    flags.append("broke_reservation")
  }

  /// Refuses a device that is being serviced after its last loan, unless there is a reason.
  mutating func requireServiced(at moment: Instant) throws(DeskError) {
    guard let until = try loans.servicedUntil(piece.tag, at: moment) else { return }
    guard reason != nil else {
      let time = step.zone.text(of: until)
      throw DeskError(
        .taken,
        "\(piece.tag) is being serviced until \(time) after its last loan; --reason lends it all the"
          + " same", ["device": .string("\(piece.tag)"), "until": .string(time)])
    }
    flags.append("service_cut_short")
  }

  /// Refuses what does not suit the repair, unless there is a reason.
  mutating func requireSuitable(_ verdict: LoanVerdict) throws(DeskError) {
    guard !verdict.isSuitable else { return }
    guard reason != nil else {
      throw DeskError(
        .unsuitable,
        "\(piece.tag) does not suit \(step.ticket.number): "
          + verdict.reasons.joined(separator: "; ") + "; --reason lends it all the same",
        [
          "device": .string("\(piece.tag)"),
          "reasons": .array(verdict.reasons.map { .string($0) }),
        ])
    }
    flags.append("unsuitable")
  }

  /// The last reading before the hand-over; none where somebody has had the device since, whose pages
  /// nobody read.
  private func lastMeter() throws(DeskError) -> Int? {
    guard let last = try lookup.books.pieces.meter(piece.tag, before: step.at) else { return nil }
    let since = LoanWindow(from: last.at, until: step.at)
    return try loans.known(piece.tag, in: since).isEmpty ? last.pages : nil
  }

  /// What the counter showed: what was read, which is judged, or else the last that is known.
  mutating func counter(_ meter: Int?) throws(DeskError) -> Int? {
    guard let meter else { return try lastMeter() }
    flags += try MeterCheck(lookup.books).flags(
      piece.tag, meter, at: step.at, zone: step.zone, reason: reason)
    return meter
  }

  /// A fact with a reason is recorded and flagged; everything else is refused.
  private mutating func set(aside flag: String, _ refusal: DeskError) throws(DeskError) {
    guard isFact, reason != nil else {
      guard isFact, !refusal.message.contains("--reason") else { throw refusal }
      throw DeskError(
        refusal.code,
        refusal.message + "; if it was handed over all the same, say why with --reason",
        refusal.details)
    }
    flags.append(flag)
  }
}
