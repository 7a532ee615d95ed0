import Synchronization

/// The number of the last journal entry that is known to be on disk.
final class HeadMark: Sendable {
  private let mark = Atomic<Int64>(0)

  var seq: Int64 { mark.load(ordering: .acquiring) }

  /// Notes an entry; an earlier one than the last changes nothing.
  func raise(to seq: Int64) { mark.max(seq, ordering: .releasing) }
}

/// Whether the server is stopping.
final class StopMark: Sendable {
  private let mark = Atomic(false)

  var isSet: Bool { mark.load(ordering: .acquiring) }

  func set() { mark.store(true, ordering: .releasing) }
}
