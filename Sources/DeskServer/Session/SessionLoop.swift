import NIOCore
import Synchronization

/// The sessions of one event loop.
final class SessionLoop: Sendable {
  private struct Content {
    var sessions: [ObjectIdentifier: Session] = [:]
    var watching: [ObjectIdentifier: Session] = [:]
  }

  let eventLoop: any EventLoop
  private let content: NIOLoopBoundBox<Content>
  private let watchingCount = Atomic(0)
  private let isWakeDue = Atomic(false)
  private let round: NIOLoopBoundBox<RepeatedTask?>

  init(_ eventLoop: any EventLoop) {
    self.eventLoop = eventLoop
    content = .makeBoxSendingValue(Content(), eventLoop: eventLoop)
    round = .makeBoxSendingValue(nil, eventLoop: eventLoop)
  }

  // MARK: From anywhere

  /// Looks at every session from time to time for having used up its time.
  func beginRounds(every interval: TimeAmount) {
    eventLoop.execute { [self] in
      round.value = eventLoop.scheduleRepeatedTask(initialDelay: interval, delay: interval) {
        [self] _ in
        let now = NIODeadline.now()
        for session in content.value.sessions.values { session.look(at: now) }
      }
    }
  }

  /// Stops looking.
  func endRounds() { eventLoop.execute { [round] in round.value?.cancel() } }

  /// Hands every session to `body` on the loop.
  func forEach(_ body: @escaping @Sendable (Session) -> Void) {
    eventLoop.execute { [content] in content.value.sessions.values.forEach(body) }
  }

  /// Tells those who follow the journal that it has grown. Costs nothing when nobody does.
  func wakeWatching() {
    guard watchingCount.load(ordering: .acquiring) > 0,
      !isWakeDue.exchange(true, ordering: .acquiringAndReleasing)
    else { return }
    eventLoop.execute { [self] in
      isWakeDue.store(false, ordering: .releasing)
      for session in content.value.watching.values { session.pump() }
    }
  }

  // MARK: On the loop

  func add(_ session: Session) { content.value.sessions[ObjectIdentifier(session)] = session }

  func remove(_ session: Session) {
    content.value.sessions[ObjectIdentifier(session)] = nil
    setWatching(session, false)
  }

  func setWatching(_ session: Session, _ isWatching: Bool) {
    content.value.watching[ObjectIdentifier(session)] = isWatching ? session : nil
    watchingCount.store(content.value.watching.count, ordering: .releasing)
  }
}
