import DeskRules
import DeskStore

/// Judging a move against what is known of the piece at the time it happened.
struct PieceTimeline {
  let books: Books

  init(_ books: Books) { self.books = books }

  /// Refuses a move before the piece came into the books, unless there is a reason.
  func requireKnown(_ piece: Piece, at moment: Instant, reason: Line?) throws(DeskError) {
    guard reason == nil, try books.pieces.holder(piece.tag, at: moment) == nil else { return }
    let zone = try books.clients.settings().zone
    let first = try books.pieces.firstHolding(piece.tag)?.since ?? piece.since
    throw DeskError(
      .implausible,
      "\(piece.tag) came into the books on \(zone.text(of: first)), after that; check the time, or"
        + " give a reason",
      ["piece": .string("\(piece.tag)")]
    ).settledByReason
  }
}

extension PieceTimeline {
  /// Whether nothing later is known of a piece, so that a move then says where it is now.
  func isLast(_ piece: Piece, at moment: Instant) throws(DeskError) -> Bool {
    if piece.since <= moment { return true }
    return try books.pieces.nextMove(piece.tag, after: moment) == nil
  }

  /// Refuses a promise about a piece from a time before it is known to have moved again.
  func requireLast(_ piece: Piece, at moment: Instant) throws(DeskError) {
    guard try !isLast(piece, at: moment) else { return }
    let since = try books.clients.settings().zone.text(of: piece.since)
    throw DeskError(
      .implausible,
      "\(piece.tag) went to \(piece.holder) on \(since), after that; check the time",
      ["piece": .string("\(piece.tag)"), "holder": .string("\(piece.holder)")])
  }
}

/// The time of something that has happened: as written, or now.
struct PastMoment {
  let instant: Instant

  /// Resolves the time at a zone.
  ///
  /// - Parameter name: the parameter it was given as.
  /// - Throws: `time` when it is unclear, or more than ten minutes ahead.
  init(
    _ moment: Moment?, named name: String = "at", zone: Zone, _ caller: Caller
  ) throws(DeskError) {
    guard let moment else {
      instant = caller.sent
      return
    }
    var resolver = MomentResolver(zone: zone, sent: caller.sent)
    instant = try resolver.resolve(moment, name: name)
    try Self.requirePast(instant, name, zone, caller)
  }

  /// Refuses a fact from the future, as seen when the request was made; ten minutes of difference
  /// between clocks are allowed.
  static func requirePast(
    _ instant: Instant, _ name: String, _ zone: Zone, _ caller: Caller
  ) throws(DeskError) {
    guard instant <= caller.sent.adding(minutes: MomentResolver.leadMinutes) else {
      throw DeskError(
        .time, "\(name) is \(zone.text(of: instant)), which has not come yet; check the date",
        ["parameter": .string(name)])
    }
  }
}

extension Deadline {
  /// The moment in a zone until which something is expected that begins to be at another.
  ///
  /// - Throws: `time` where it was over by then.
  func instant(in zone: Zone, after beginning: Instant) throws(DeskError) -> Instant {
    let due = try instant(in: zone)
    guard due <= beginning else { return due }
    throw DeskError(
      .time,
      "due is \(text), which is before \(zone.text(of: beginning)), when it began; name a later day",
      ["parameter": .string("due")])
  }
}
