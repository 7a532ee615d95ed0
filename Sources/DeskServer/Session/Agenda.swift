import DeskOperations
import DeskRules
import NIOCore

/// What a session still owes, in the order asked.
///
/// Changes follow each other to the writer without waiting. A read waits for the changes before it,
/// a change for the reads before it, and everything else for all before it; so answers come in the
/// order of the requests, and none is judged on older books than the one before.
struct Agenda {
  private enum Flight {
    case nothing
    case changes(CircularBuffer<String?>)
    case reading
  }

  private var waiting = CircularBuffer<AgendaItem>()
  private var flight = Flight.nothing
  /// The bytes of the requests that have not begun.
  private(set) var waitingBytes = 0

  /// How many requests are unanswered; reading for the session itself counts as one.
  var count: Int {
    switch flight {
    case .nothing: waiting.count
    case .changes(let tags): waiting.count + tags.count
    case .reading: max(1, waiting.count)
    }
  }

  /// Whether nothing is owed and nothing is under way.
  var isEmpty: Bool { count == 0 }

  /// Whether nothing is under way.
  var isIdle: Bool { if case .nothing = flight { true } else { false } }

  mutating func append(_ item: AgendaItem) {
    waiting.append(item)
    waitingBytes += item.bytes
  }

  /// Takes the first request, whatever it is, once nothing is under way.
  mutating func takeFirst() -> AgendaItem? {
    guard isIdle else { return nil }
    return removeFirst()
  }

  /// Takes the first request if it is neither a change nor a read, once nothing is under way.
  mutating func takeAct() -> AgendaItem? {
    switch waiting.first?.content {
    case nil, .change, .read: nil
    case .watch, .unwatch, .quit, .refusal: takeFirst()
    }
  }

  /// Puts a refusal in the place of the first request.
  mutating func refuseFirst(_ error: DeskError) {
    guard let first = waiting.first else { return }
    waiting[waiting.startIndex] = AgendaItem(.refusal(error), tag: first.tag, bytes: first.bytes)
  }

  // MARK: Changes

  /// The changes at the front that may go to the writer now.
  func changes() -> [Submission.Work] {
    if case .reading = flight { return [] }
    var works: [Submission.Work] = []
    for item in waiting {
      guard case .change(let work) = item.content else { break }
      works.append(work)
    }
    return works
  }

  /// Notes that so many of them are on their way.
  mutating func sendChanges(_ count: Int) {
    guard count > 0 else { return }
    var tags = CircularBuffer<String?>()
    if case .changes(let sent) = flight { tags = sent }
    flight = .nothing
    for _ in 0..<count { if let item = removeFirst() { tags.append(item.tag) } }
    flight = .changes(tags)
  }

  /// Notes that the first change on its way was answered; gives its tag.
  mutating func finishChange() -> String? {
    guard case .changes(var tags) = flight, !tags.isEmpty else { return nil }
    flight = .nothing
    let tag = tags.removeFirst()
    if !tags.isEmpty { flight = .changes(tags) }
    return tag
  }

  // MARK: Reads

  /// The reads at the front that may begin now, at most `limit`.
  func reads(atMost limit: Int) -> [TaggedRead] {
    guard isIdle else { return [] }
    var reads: [TaggedRead] = []
    for item in waiting.prefix(limit) {
      guard case .read(let request) = item.content else { break }
      reads.append(TaggedRead(tag: item.tag, request: request))
    }
    return reads
  }

  /// Notes that something is being read.
  mutating func beginReading() { flight = .reading }

  /// Notes that reading has ended, and that the first `count` requests were answered by it.
  mutating func finishReading(_ count: Int) {
    flight = .nothing
    for _ in 0..<count { _ = removeFirst() }
  }

  private mutating func removeFirst() -> AgendaItem? {
    guard let item = waiting.popFirst() else { return nil }
    waitingBytes -= item.bytes
    return item
  }
}
