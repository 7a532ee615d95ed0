import DeskRules

/// Tells when something is due by elapsed time, so that a wall clock that jumps makes nothing early,
/// late or twice.
///
/// What is due is first seen at some moment of the wall clock; what is left then, at most the whole
/// wait, is counted on a clock that only runs. So after a restart a time that has passed is due at
/// once, and a wall clock that was put back lengthens no wait beyond its own length.
struct DueTimer<Key: Hashable & Sendable> {
  private var dueAt: [Key: Duration] = [:]

  /// Something that waits.
  struct Waiting {
    /// What it is; another wait for the same thing has another key.
    let key: Key
    /// When the wait began.
    let began: Instant
    /// When it is over.
    let ends: Instant
  }

  /// Which of some waits are over; all others that were known are forgotten.
  mutating func over(_ waiting: [Waiting], now: Instant, elapsed: Duration) -> [Key] {
    var known: [Key: Duration] = [:]
    for wait in waiting {
      let length = max(0, wait.ends.seconds - wait.began.seconds)
      let left = min(max(0, wait.ends.seconds - now.seconds), length)
      known[wait.key] = dueAt[wait.key] ?? elapsed + .seconds(left)
    }
    dueAt = known
    return waiting.map(\.key).filter { (known[$0] ?? elapsed) <= elapsed }
  }
}
