public import DeskRules
public import DeskStore

/// Drives the chains of calls, and hands their steps to the notifier: looks at the books and says
/// what is to be done now. It keeps nothing that a restart would lose, and decides nothing itself.
public struct CallDriver {
  /// The most chains and notifications that are looked at in a round.
  static let roundLimit = 500

  private struct StepKey: Hashable {
    let ticket: TicketNumber
    let decisions: Int
  }

  private struct TryKey: Hashable {
    let entry: Int64
    let tries: Int
  }

  private var steps = DueTimer<StepKey>()
  private var tries = DueTimer<TryKey>()

  /// Makes a driver that has seen nothing yet.
  public init() {}

  /// The steps that are to be decided now, as changes; each is decided at most once, whoever else
  /// drives the same books, and a chain takes at most one step a round.
  ///
  /// - Parameters:
  ///   - now: the wall clock.
  ///   - elapsed: a clock that only runs.
  public mutating func steps(
    _ books: Books, now: Instant, elapsed: Duration
  ) throws(DeskError) -> [Submission] {
    let waiting = try books.calls.running(limit: Self.roundLimit).compactMap { call in
      call.nextAt.map { next in
        DueTimer<StepKey>.Waiting(
          key: StepKey(ticket: call.ticket, decisions: call.decisions), began: call.decidedAt,
          ends: next)
      }
    }
    return steps.over(waiting, now: now, elapsed: elapsed).map { key in
      Submission(.single(.nextStep(of: key.ticket, after: key.decisions)), as: .desk)
    }
  }

  /// What the notifier is to be told now.
  ///
  /// - Parameters:
  ///   - now: the wall clock.
  ///   - elapsed: a clock that only runs.
  public mutating func letters(
    _ books: Books, now: Instant, elapsed: Duration
  ) throws(DeskError) -> [NotifierLetter] {
    let awaited = try books.calls.awaited(limit: Self.roundLimit)
    let waiting = awaited.map { one in
      DueTimer<TryKey>.Waiting(
        key: TryKey(entry: one.entry, tries: one.tries), began: one.decidedAt, ends: one.nextAt)
    }
    let due = Set(tries.over(waiting, now: now, elapsed: elapsed))
    var letters: [NotifierLetter] = []
    for one in awaited where due.contains(TryKey(entry: one.entry, tries: one.tries)) {
      letters.append(try NotifierLetter(one, books))
    }
    return letters
  }
}
