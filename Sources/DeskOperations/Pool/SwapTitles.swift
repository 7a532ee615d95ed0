import DeskRules
import DeskStore

/// Whose a shell is after a swap. Under the exchange contract an empty of the client's that we have
/// becomes ours for each of ours that the client has, within a substitution group, so that nobody owns
/// more or fewer shells than before. One that is gone and still owed counts where it was lost. Under own
/// back nothing changes hands.
struct SwapTitles {
  private let swapping: Swapping
  private let given: [Swapping.Side]
  private let taken: [Swapping.Side]
  private let settling: DebtOrigin?

  init(
    _ swapping: Swapping, given: [Swapping.Side], taken: [Swapping.Side], settling: DebtOrigin?
  ) {
    self.swapping = swapping
    self.given = given.filter(\.isLast)
    self.taken = taken.filter(\.isLast)
    self.settling = settling
  }

  /// A shell of one side that is with the other, or is owed by it.
  private enum Shell {
    case away(Tag)
    case gone(WriteOffLine)
    /// One that never had a tag here.
    case untagged
  }

  /// The facts, pair by pair.
  func events(cause: String) throws(DeskError) -> [any Event] {
    guard swapping.client.contract == .exchange else { return [] }
    let client = swapping.client.code
    let before = swapping.earlier.flatMap(\.events)
    let passed = Set(before.compactMap { ($0 as? TitlePassed)?.piece })
    // What came to light is gone no more.
    let found = Set(
      before.compactMap { ($0 as? PieceFound)?.piece } + (given + taken).map(\.piece.tag))
    let away = try swapping.books.swaps.away(client)
    let gone = try swapping.books.writeOffs.owed(client)
    let settled = before.compactMap { $0 as? BalanceAdjusted }
    var events: [any Event] = []
    for group in Set((given + taken).map(\.group)).sorted() {
      let known = self.lost(gone, group)
      let lost = known.filter { !passed.contains($0.piece) && !found.contains($0.piece) }
      let untagged = try self.untagged(group, known, settled)
      let ours = shells(
        given.filter { $0.group == group && $0.piece.owner == nil },
        lost.filter { $0.adjusted > 0 },
        rest(
          away.filter { $0.side == .ours && $0.group == group },
          swapping.earlier.flatMap(\.given).filter { $0.group == group && $0.piece.owner == nil },
          passed), untagged)
      let theirs = shells(
        taken.filter { $0.group == group && $0.piece.owner == client },
        lost.filter { $0.adjusted < 0 },
        rest(
          // One that stands with another client is not ours to take in exchange.
          away.filter { $0.side == .theirs && $0.group == group && $0.holder.clientCode == nil },
          swapping.earlier.flatMap(\.taken).filter {
            $0.group == group && $0.piece.owner == client
          }, passed), -untagged)
      for (shell, empty) in zip(ours, theirs) {
        events += pass(shell, to: client, group, by: -1, cause)
        events += pass(empty, to: nil, group, by: 1, cause)
      }
    }
    return events
  }

  /// What is owed from an opening balance, of shells that never had a tag here. Somebody else's shells
  /// count in a balance too, but are nobody's here to pass on.
  private func untagged(
    _ group: String, _ gone: [WriteOffLine], _ settled: [BalanceAdjusted]
  ) throws(DeskError) -> Int {
    let client = swapping.client.code
    guard try swapping.books.swaps.opening(client, group) != nil else { return 0 }
    let before = settled.filter { $0.group == group && $0.piece == nil }.reduce(0) { $0 + $1.by }
    let adjusted = try swapping.books.swaps.adjusted(client, group)
    return adjusted - gone.filter { $0.group == group }.reduce(0) { $0 + $1.adjusted } + before
  }

  /// What is gone and owed in a group: what this swap is to settle first, then the oldest.
  private func lost(_ gone: [WriteOffLine], _ group: String) -> [WriteOffLine] {
    let named = settling.map { "\($0)" }
    let lost = gone.filter { $0.group == group }
    return lost.filter { "\($0.number)" == named } + lost.filter { "\($0.number)" != named }
  }

  /// What is away besides what moves now: by the books, and since earlier swaps of the same request.
  private func rest(
    _ away: [AwayPiece], _ earlier: [Swapping.Side], _ passed: Set<Tag>
  ) -> [Tag] {
    let moved = swapping.earlier.flatMap { $0.given + $0.taken } + given + taken
    let since = earlier.filter(\.isLast).map(\.piece.tag)
    let elsewhere = Set(moved.filter(\.isLast).map(\.piece.tag))
    return (away.map(\.piece).filter { !elsewhere.contains($0) } + since)
      .filter { !passed.contains($0) }
  }

  /// The shells of one side: what moves now first, then what is gone, then the oldest that is away.
  private func shells(
    _ now: [Swapping.Side], _ lost: [WriteOffLine], _ away: [Tag], _ untagged: Int
  ) -> [Shell] {
    let most = given.count + taken.count
    return now.map { .away($0.piece.tag) } + lost.map { .gone($0) } + away.map { .away($0) }
      + Array(repeating: .untagged, count: max(0, min(untagged, most)))
  }

  /// A shell becomes the client's, or ours; one that is gone or has no tag is owed no more.
  private func pass(
    _ shell: Shell, to owner: ClientCode?, _ group: String, by change: Int, _ cause: String
  ) -> [any Event] {
    let client = swapping.client.code
    let at = swapping.at
    switch shell {
    case .away(let tag):
      return [TitlePassed(piece: tag, owner: owner, at: at, cause: cause)]
    case .gone(let line):
      return [
        TitlePassed(piece: line.piece, owner: owner, at: at, cause: cause),
        BalanceAdjusted(
          client: client, group: group, by: change, piece: line.piece, writeOff: line.number,
          debts: [], at: at, cause: cause),
      ]
    case .untagged:
      return [
        BalanceAdjusted(
          client: client, group: group, by: change, piece: nil, writeOff: nil, debts: [], at: at,
          cause: cause)
      ]
    }
  }
}
