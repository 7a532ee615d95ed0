import DeskClient
import DeskOperations
import DeskRules

/// What tells one visit from another before the desk has seen either: where it was, whose it is and
/// its times, as they were written. Whoever cannot see that an entry waits types it twice.
struct VisitWords {
  private let operation: String
  private let words: [String: String]

  /// Nil where the request logs no visit.
  init?(_ request: Request) {
    let telling: Set<String>
    switch request.name {
    case "callout.log": telling = ["client", "site", "engineer", "arrived", "done"]
    // A call is ended once, at whatever time.
    case "callout.finish": telling = ["ticket"]
    default: return nil
    }
    operation = request.name
    words = Dictionary(
      request.parameters.filter { telling.contains($0.name) }
        .map { ($0.name, $0.value.lowercased()) }, uniquingKeysWith: { first, _ in first })
  }

  /// Refuses a visit that waits in an outbox already, unless it has a reason to be another.
  ///
  /// - Throws: `implausible`, naming the entry.
  static func requireNew(
    _ request: Request, among waiting: [OutboxEntry], at now: Instant
  ) throws(DeskError) {
    guard !request.isGiven("reason"), let visit = VisitWords(request) else { return }
    for entry in waiting where entry.request != request {
      guard let other = VisitWords(entry.request), visit.isSame(as: other, entry.keptAt, now) else {
        continue
      }
      throw DeskError(
        .implausible,
        "\(entry.number) holds this visit since \(entry.keptAt.localText), and it is not sent yet:"
          + " nothing more was kept. If this is another visit, give a --reason; if that one is wrong,"
          + " swapdesk outbox drop \(entry.number) --reason WHY first",
        ["outbox": .string("\(entry.number)")]
      ).settledByReason
    }
  }

  /// Bare clock times mean the same moments for half a day only.
  private func isSame(as other: VisitWords, _ kept: Instant, _ now: Instant) -> Bool {
    let isFresh = abs(now.seconds - kept.seconds) < Outbox.cutOffHours * 3600
    let hasDates = ["arrived", "done"].allSatisfy { (words[$0] ?? "with a date").utf8.count > 5 }
    return operation == other.operation && words == other.words && (isFresh || hasDates)
  }
}
