import DeskRules
import DeskStore

/// One line of a cartridge's life.
struct LifeCard: Item {
  /// When; absent where it was so already before anything was entered.
  var since: String?
  let what: String
  var holder: String?
  var state: PieceState?
  let cause: String?
  let device: Tag?
  var pages: Int?
  var price: String?
  var by: String?
  /// Whether it says how the piece came into the books.
  var isEntry = false

  enum CodingKeys: String, CodingKey {
    case since, what, holder, state, cause, device, pages, price, by
  }
}

/// A cartridge's life as the journal tells it, a line an event, in the order of what happened.
struct CartridgeLife {
  private let books: Books
  private let caller: Caller
  private let zone: Zone
  private let currency: Currency
  private let piece: Tag

  /// How many entries are read at most, the newest first.
  private static let entries = 1_000

  init(_ piece: Tag, _ books: Books, _ caller: Caller) throws(DeskError) {
    let settings = try books.clients.settings()
    self.books = books
    self.caller = caller
    self.piece = piece
    zone = settings.zone
    currency = settings.currency
  }

  func lines() throws(DeskError) -> [LifeCard] {
    let entries = try books.journal(of: .piece(piece), limit: Self.entries).reversed()
    var lines: [(at: Instant, card: LifeCard)] = []
    for entry in entries { lines += try self.lines(of: entry) }
    return Self.ordered(lines)
  }

  /// In the order of what happened, and of entry among events of one moment. How the piece came into
  /// the books stands first, without a time where something is known from before.
  private static func ordered(_ lines: [(at: Instant, card: LifeCard)]) -> [LifeCard] {
    var sorted = lines.enumerated().sorted {
      ($0.element.at, $0.offset) < ($1.element.at, $1.offset)
    }.map(\.element.card)
    if let index = sorted.firstIndex(where: \.isEntry), index > 0 {
      var entry = sorted.remove(at: index)
      entry.since = nil
      sorted.insert(entry, at: 0)
    }
    return sorted
  }

  /// The lines of an entry. What a refill or a write-off did, and where that left the piece, is one.
  private func lines(of entry: JournalEntry) throws(DeskError) -> [(at: Instant, card: LifeCard)] {
    var lines: [(at: Instant, card: LifeCard)] = []
    var work: Int?
    for event in try entry.decodedEvents() where event.subjects.contains(.piece(piece)) {
      if let moved = event as? PieceMoved, let work, moved.to.kind != .refiller {
        lines[work].card.holder = "\(moved.to)"
        lines[work].card.state = moved.state
        continue
      }
      guard var line = line(event) else { continue }
      if caller.client == nil { line.card.by = entry.actor }
      if self.work(event) != nil { work = lines.count }
      lines.append(line)
    }
    return lines
  }

  /// What an event says, unless it is about another client.
  private func line(_ event: any Event) -> (at: Instant, card: LifeCard)? {
    switch event {
    case let added as PieceAdded:
      guard caller.sees(added.holder) else { return nil }
      let owner = added.owner.map { "\($0)'s" } ?? "ours"
      var line = card(added.at, "added, \(owner)", added.holder, added.state, cause: added.cause)
      line.isEntry = true
      return (added.at, line)
    case let moved as PieceMoved:
      guard caller.sees(moved.to) else { return nil }
      return (
        moved.at,
        card(moved.at, what(moved), moved.to, moved.state, cause: moved.cause, device: moved.device)
      )
    case let passed as TitlePassed:
      guard caller.client == nil || passed.owner == caller.client else { return nil }
      let owner = passed.owner.map { "became \($0)'s" } ?? "became ours"
      return (passed.at, card(passed.at, owner, cause: passed.cause))
    default: return caller.client == nil ? work(event) : nil
    }
  }

  private func what(_ moved: PieceMoved) -> String {
    let cause = moved.cause ?? ""
    if cause.hasPrefix("S-") { return moved.to.kind == .client ? "given" : "taken" }
    if cause.hasPrefix("R-") { return moved.to.kind == .refiller ? "sent" : "failed" }
    if moved.correction != nil { return "moved, books corrected" }
    return "moved"
  }

  /// What became of a refill or a write-off: the desk's own affair.
  private func work(_ event: any Event) -> (at: Instant, card: LifeCard)? {
    switch event {
    case let received as RefillReceived:
      let work = received.work?.value.map { ": \($0)" } ?? ""
      let kind = received.redo ? "redone" : "refilled"
      var line = card(
        received.at, "\(kind) by \(received.refiller), \(received.result.rawValue)\(work)",
        cause: "\(received.number)")
      line.pages = received.pages
      line.price = received.price.map { currency.text($0) }
      return (received.at, line)
    case let judged as RefillJudged:
      let why = judged.reason?.value.map { ": \($0)" } ?? ""
      let place = judged.claimed ? "failed at the client" : "test page \(judged.result.rawValue)"
      return (judged.at, card(judged.at, place + why, cause: "\(judged.number)"))
    case let corrected as RefillCorrected:
      let work = corrected.work?.value.map { ": \($0)" } ?? ""
      var line = card(corrected.at, "refill corrected\(work)", cause: "\(corrected.number)")
      line.pages = corrected.pages
      line.price = corrected.price.map { currency.text($0) }
      return (corrected.at, line)
    case let written as PiecesWrittenOff:
      let why = written.reason.value.map { ": \($0)" } ?? ""
      return (
        written.at,
        card(written.at, written.fate.rawValue + why, cause: "\(written.number)")
      )
    case let settled as BalanceAdjusted:
      let why = settled.reason?.value.map { ": \($0)" } ?? ", replaced"
      return (
        settled.at, card(settled.at, "nothing owed for it any more" + why, cause: settled.cause)
      )
    case let corrected as PieceCorrected:
      let type = corrected.type.map { ["a \($0.to), no \($0.from)"] } ?? []
      let owner = corrected.owner.map { [$0.to.map { "\($0)'s" } ?? "ours"] } ?? []
      let why = corrected.reason.value.map { ": \($0)" } ?? ""
      let what = "corrected to " + (type + owner).joined(separator: ", ") + why
      return (corrected.at, card(corrected.at, what, cause: nil))
    case let found as PieceFound:
      return (found.at, card(found.at, "found again", cause: "\(found.number)"))
    default: return nil
    }
  }

  private func card(
    _ at: Instant, _ what: String, _ holder: Holder? = nil, _ state: PieceState? = nil,
    cause: String? = nil, device: Tag? = nil
  ) -> LifeCard {
    LifeCard(
      since: zone.text(of: at), what: what, holder: holder.map { "\($0)" }, state: state,
      cause: cause, device: device)
  }
}
