/// The offsets of one zone through time: spans of constant offset without gaps, from the beginning
/// of time to its end.
struct ZoneRules: Sendable {
  /// A time during which the offset stands still; `end` is the first second after it.
  struct Span {
    let start: Int64
    let end: Int64
    /// Seconds east of Greenwich.
    let offset: Int
  }

  /// A change of the offset that leaves wall-clock times out.
  struct Gap {
    /// The first second after the change.
    let start: Instant
    /// The offset before the change, in seconds.
    let offsetBefore: Int
    /// The offset after the change, in seconds.
    let offsetAfter: Int
  }

  /// No offset is farther from Greenwich, so a wall clock is never farther from UTC.
  private static let offsetLimit: Int64 = 26 * 3600

  private var starts: [Int64]
  private var offsets: [Int]

  /// Starts with an offset that holds from the beginning of time.
  init(initialOffset: Int) {
    starts = [.min]
    offsets = [initialOffset]
  }

  /// Appends a change of the offset. Changes come in order of time; one that changes nothing is
  /// left out, and of several at the same second the last holds.
  mutating func append(offset: Int, from start: Int64) {
    if starts.last == start {
      starts.removeLast()
      offsets.removeLast()
    }
    guard offsets.last != offset else { return }
    starts.append(start)
    offsets.append(offset)
  }

  /// The second of the last change.
  var lastChange: Int64? { starts.count > 1 ? starts.last : nil }

  /// The span that a second lies in.
  func span(at seconds: Int64) -> Span { span(index(at: seconds)) }

  /// The moments at which the wall clock shows a time, in order.
  func instants(showing local: LocalSeconds) -> [Instant] {
    spans(around: local).compactMap { span in
      let seconds = local.seconds - Int64(span.offset)
      return span.start <= seconds && seconds < span.end ? Instant(seconds: seconds) : nil
    }
  }

  /// The change of offset that left a wall-clock time out, if it was left out.
  func gap(at local: LocalSeconds) -> Gap? {
    let spans = spans(around: local)
    for (before, after) in zip(spans, spans.dropFirst())
    where local.seconds - Int64(before.offset) >= after.start
      && local.seconds - Int64(after.offset) < after.start
    {
      return Gap(
        start: Instant(seconds: after.start), offsetBefore: before.offset,
        offsetAfter: after.offset)
    }
    return nil
  }

  /// Every span in which the wall clock might show a time.
  private func spans(around local: LocalSeconds) -> [Span] {
    let first = index(at: local.seconds - Self.offsetLimit)
    let last = index(at: local.seconds + Self.offsetLimit)
    return (first...last).map(span)
  }

  private func span(_ index: Int) -> Span {
    Span(
      start: starts[index], end: index + 1 < starts.count ? starts[index + 1] : .max,
      offset: offsets[index])
  }

  /// The index of the last span that starts at or before a second.
  private func index(at seconds: Int64) -> Int {
    var (low, high) = (0, starts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= seconds { low = middle } else { high = middle }
    }
    return low
  }
}
