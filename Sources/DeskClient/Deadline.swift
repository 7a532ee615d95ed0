/// The moment until which something may be waited for, on a clock that never jumps.
struct Deadline {
  private let end: ContinuousClock.Instant?

  /// Waits so many seconds from now; nil waits for ever.
  init(seconds: Int?) {
    end = seconds.map { ContinuousClock.now.advanced(by: .seconds($0)) }
  }

  /// What is left in milliseconds, as poll(2) wants it: rounded up, 0 when over, -1 for ever.
  var milliseconds: Int32 {
    guard let end else { return -1 }
    let left = ContinuousClock.now.duration(to: end)
    guard left > .zero else { return 0 }
    return Int32(clamping: Int64((left / .milliseconds(1)).rounded(.up)))
  }
}
