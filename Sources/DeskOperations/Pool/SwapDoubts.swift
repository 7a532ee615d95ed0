import DeskRules
import DeskStore

/// What speaks against a swap by what is known of the time it was made: it is refused without a
/// reason, and flagged with one.
struct SwapDoubts {
  private let swapping: Swapping
  private let given: [Swapping.Side]
  private let taken: [Swapping.Side]
  private var books: Books { swapping.books }
  private var client: ClientCode { swapping.client.code }
  private var fit: SwapFit { SwapFit(swapping) }

  init(_ swapping: Swapping, given: [Swapping.Side], taken: [Swapping.Side]) {
    self.swapping = swapping
    self.given = given
    self.taken = taken
  }

  /// What was noticed.
  ///
  /// - Throws: the first doubt, unless there is a reason.
  func flags() throws(DeskError) -> [String] {
    try doubts() + unknownFits() + taken.flatMap { $0.usage?.flags ?? [] } + wornOut()
  }

  private func doubts() throws(DeskError) -> [String] {
    guard let doubt = try firstDoubt(given: given, taken: taken) else { return [] }
    if swapping.reason != nil { return ["corrected"] }
    guard !given.isEmpty, !taken.isEmpty, try firstDoubt(given: taken, taken: given) == nil
    else { throw doubt.settledByReason }
    let right = taken.map { "given=\($0.piece.tag)" } + given.map { "taken=\($0.piece.tag)" }
    var details = doubt.details
    details["exchanged"] = .string(right.joined(separator: ","))
    throw DeskError(
      doubt.code,
      doubt.message + "; with given and taken exchanged it fits: "
        + right.joined(separator: ","), details
    ).settledByReason
  }

  private func firstDoubt(
    given: [Swapping.Side], taken: [Swapping.Side]
  ) throws(DeskError) -> DeskError? {
    if let doubt = printerElsewhere { return doubt }
    for side in given {
      if let doubt = try doubt(given: side.piece) { return doubt }
      if let misfit = try fit.misfitAnywhere(side.piece) { return misfit }
    }
    for side in taken {
      if let doubt = try doubt(taken: side) { return doubt }
    }
    for (side, isGiven) in given.map({ ($0, true) }) + taken.map({ ($0, false) }) {
      if let doubt = try doubtOfLaterMove(side, isGiven: isGiven) { return doubt }
      if let misfit = try fit.misfit(side.piece) { return misfit }
    }
    return try mismatch(given: given, taken: taken)
  }

  /// The printer is another client's by the books, or stands at another of its sites than is named.
  private var printerElsewhere: DeskError? {
    guard let printer = swapping.device, let other = printer.holder.clientCode else { return nil }
    let named = swapping.namedSite.map { "\($0)" } ?? printer.holder.site
    guard other != client || printer.holder.site != named else { return nil }
    let place = other == client ? "\(client)/\(named ?? "")" : "\(client)"
    return DeskError(
      .taken,
      "by the books \(printer.tag) is at \(printer.holder), not at \(place); check the printer, or"
        + " give a reason",
      ["device": .string("\(printer.tag)"), "holder": .string("\(printer.holder)")])
  }

  private func doubt(given piece: Piece) throws(DeskError) -> DeskError? {
    let holder = try holderThen(piece)
    if holder.kind != .shelf && holder.kind != .van {
      return held(piece, by: holder, "it cannot be given")
    }
    if let owner = piece.owner, owner != client {
      return Self.refusal(.unsuitable, piece, "\(piece.tag) is not ours to give, nor \(client)'s")
    }
    let state = try stateThen(piece)
    guard state != .full else { return nil }
    return Self.refusal(
      .unsuitable, piece, "\(piece.tag) is \(state.rawValue) and cannot be given",
      ["state": .string(state.rawValue)])
  }

  private func doubt(taken side: Swapping.Side) throws(DeskError) -> DeskError? {
    let piece = side.piece
    guard side.added == nil else {
      guard try books.catalogue.supply(piece.item) == nil else { return nil }
      return DeskError(
        .unsuitable, "no catalogue knows the type \(piece.item); check it, or give a reason",
        ["type": .string(piece.item)])
    }
    let holder = try holderThen(piece)
    guard holder.clientCode == client else {
      return held(piece, by: holder, "it cannot be taken from \(client)")
    }
    return try side.isUnused ? doubt(unused: piece) : doubt(core: side)
  }

  /// One that comes back full was full when it was with the client.
  private func doubt(unused piece: Piece) throws(DeskError) -> DeskError? {
    let state = try stateThen(piece)
    guard state != .full else { return nil }
    return Self.refusal(
      .unsuitable, piece,
      "\(piece.tag) is \(state.rawValue) by the books, so it does not come back unused; take it as an"
        + " empty, taken=\(piece.tag), or give a reason", ["state": .string(state.rawValue)])
  }

  /// A core that can be refilled no more is no empty for a full one. One that has gone on since was
  /// not worn out then.
  private func doubt(core side: Swapping.Side) throws(DeskError) -> DeskError? {
    let piece = side.piece
    guard side.isLast else { return nil }
    if piece.state == .retired || piece.state == .defective {
      return Self.refusal(
        .unsuitable, piece,
        "\(piece.tag) is \(piece.state.rawValue) and cannot be refilled; check the tag, or give a reason",
        ["state": .string(piece.state.rawValue)])
    }
    guard let limit = try cyclesBorne(piece) else { return nil }
    return Self.refusal(
      .unsuitable, piece,
      "\(piece.tag) is worn out: it was refilled \(piece.cycles) times, and a \(piece.item) bears"
        + " \(limit); check the tag, or give a reason to take it as an empty all the same",
      ["refills": .integer(Int64(piece.cycles)), "limit": .integer(Int64(limit))])
  }

  /// How many refills a core bears, if it has had as many.
  private func cyclesBorne(_ piece: Piece) throws(DeskError) -> Int? {
    guard piece.cycles > 0 else { return nil }
    let limit = try books.catalogue.supply(piece.item)?.cycles ?? Supply.usualCycleLimit
    return piece.cycles >= limit ? limit : nil
  }

  private func stateThen(_ piece: Piece) throws(DeskError) -> PieceState {
    try books.pieces.state(piece.tag, at: swapping.at) ?? piece.state
  }

  /// Who had the piece when the swap was made; before its first entry, whoever had it first.
  private func holderThen(_ piece: Piece) throws(DeskError) -> Holder {
    if let holder = try books.pieces.holder(piece.tag, at: swapping.at) { return holder }
    return try books.pieces.firstHolding(piece.tag)?.holder ?? piece.holder
  }

  /// A swap entered late may contradict the move that is known to have followed it: what was given to
  /// a client is taken from that client next, what was taken is not taken again.
  private func doubtOfLaterMove(
    _ side: Swapping.Side, isGiven: Bool
  ) throws(DeskError) -> DeskError? {
    guard !side.isLast, let next = try books.pieces.holding(side.piece.tag, after: swapping.at)
    else { return nil }
    let wasTaken = try taken(side.piece, by: next)
    guard isGiven != wasTaken else { return nil }
    return Self.refusal(
      .taken, side.piece,
      "by the books \(side.piece.tag) went to \(next.holder) on"
        + " \(swapping.zone.text(of: next.since)), after that; check the time, or give a reason",
      ["holder": .string("\(next.holder)")])
  }

  /// Whether a holding began with a swap that took the piece from this client; what was not taken by
  /// any swap came from one of our own places.
  private func taken(_ piece: Piece, by next: Holding) throws(DeskError) -> Bool {
    guard let cause = next.cause, cause.hasPrefix("S-"), let swap = try? SwapNumber(cause) else {
      return false
    }
    return try books.swaps.took(swap, piece.tag, from: client)
  }

  private func held(_ piece: Piece, by holder: Holder, _ so: String) -> DeskError {
    let isGone = holder.kind == .lost || holder.kind == .scrap
    let place = isGone ? "written off as \(holder)" : "at \(holder)"
    let end = isGone ? ", which takes the write-off back as cartridge find does" : ""
    return Self.refusal(
      .taken, piece,
      "by the books \(piece.tag) is \(place), so \(so); check the tag, or give a reason\(end)",
      ["holder": .string("\(holder)")])
  }

  /// A refusal that names its piece.
  static func refusal(
    _ code: ErrorCode, _ piece: Piece, _ message: String, _ more: JSONObject = [:]
  ) -> DeskError {
    var details: JSONObject = ["piece": .string("\(piece.tag)")]
    for member in more.members { details[member.key] = member.value }
    return DeskError(code, message, details)
  }

  /// An empty of another kind than anything given is no exchange for it.
  private func mismatch(
    given: [Swapping.Side], taken: [Swapping.Side]
  ) throws(DeskError) -> DeskError? {
    guard let full = given.first, try fit.isKnown(full.piece.item) else { return nil }
    let groups = Set(given.map(\.group))
    for side in taken where !side.isUnused && !groups.contains(side.group) {
      guard try fit.isKnown(side.piece.item) else { continue }
      return Self.refusal(
        .unsuitable, side.piece,
        "\(side.piece.tag), a \(side.piece.item), is no empty for \(full.piece.tag), a"
          + " \(full.piece.item); check the tags, or give a reason")
    }
    return nil
  }

  /// Flags types of which no catalogue says what they fit.
  private func unknownFits() throws(DeskError) -> [String] {
    guard swapping.device != nil else { return [] }
    for side in given + taken where try !fit.isKnown(side.piece.item) { return ["fit_unknown"] }
    return []
  }

  /// Flags empties that have been refilled as often as their type bears.
  private func wornOut() throws(DeskError) -> [String] {
    var flags: [String] = []
    for side in taken where !side.isUnused {
      if try cyclesBorne(side.piece) != nil { flags.append("worn \(side.piece.tag)") }
    }
    return flags
  }
}
