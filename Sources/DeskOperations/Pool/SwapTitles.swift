import DeskRules
import DeskStore

/// Whose a shell is after a swap. Under the exchange contract an empty of the client's that we have
/// becomes ours for each of ours that the client has, within a substitution group, so that nobody owns
/// more or fewer shells than before. Under own back nothing changes hands.
struct SwapTitles {
  private let swapping: Swapping
  private let given: [Swapping.Side]
  private let taken: [Swapping.Side]

  init(_ swapping: Swapping, given: [Swapping.Side], taken: [Swapping.Side]) {
    self.swapping = swapping
    self.given = given.filter(\.isLast)
    self.taken = taken.filter(\.isLast)
  }

  /// The facts, pair by pair.
  func events(cause: String) throws(DeskError) -> [any Event] {
    guard swapping.client.contract == .exchange else { return [] }
    let client = swapping.client.code
    let away = try swapping.books.swaps.away(client)
    var events: [any Event] = []
    for group in Set((given + taken).map(\.group)).sorted() {
      let ours = there(client, group, away)
      let theirs = here(client, group, away)
      for (shell, empty) in zip(ours, theirs) {
        events.append(TitlePassed(piece: shell, owner: client, at: swapping.at, cause: cause))
        events.append(TitlePassed(piece: empty, owner: nil, at: swapping.at, cause: cause))
      }
    }
    return events
  }

  /// Ours that the client has after the swap, what was given now first, then the oldest.
  private func there(_ client: ClientCode, _ group: String, _ away: [AwayPiece]) -> [Tag] {
    let now = given.filter { $0.group == group && $0.piece.owner == nil }.map(\.piece.tag)
    let left = Set((given + taken).map(\.piece.tag))
    return now
      + away.filter { $0.side == .ours && $0.group == group && !left.contains($0.piece) }
      .map(\.piece)
  }

  /// The client's that we have after the swap, what was taken now first, then the oldest.
  private func here(_ client: ClientCode, _ group: String, _ away: [AwayPiece]) -> [Tag] {
    let now = taken.filter { $0.group == group && $0.piece.owner == client }.map(\.piece.tag)
    let left = Set((given + taken).map(\.piece.tag))
    return now
      + away.filter { $0.side == .theirs && $0.group == group && !left.contains($0.piece) }
      .map(\.piece)
  }
}
