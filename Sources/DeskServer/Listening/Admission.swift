import NIOCore

/// Lets connections in as long as there is room, and knows when all are gone.
final class Admission: Sendable {
  private struct State: Sendable {
    var count = 0
    var last = 0
    var counts: [String: Int] = [:]
    var whenEmpty: EventLoopPromise<Void>?
  }

  private let limits: ServerLimits
  private let state = Monitor(State())

  init(_ limits: ServerLimits) { self.limits = limits }

  /// Lets a connection in and numbers it; nil when there is no room for it.
  ///
  /// - Parameter source: the address it comes from; nil for the machine's own Unix socket.
  func enter(from source: String?) -> Int? {
    state.withLock { state in
      guard state.count < limits.connections else { return nil }
      if let source {
        guard state.counts[source, default: 0] < limits.connectionsPerSource else { return nil }
        state.counts[source, default: 0] += 1
      }
      state.count += 1
      state.last += 1
      return state.last
    }
  }

  /// Notes that a connection is gone.
  func leave(from source: String?) {
    let whenEmpty = state.withLock { state in
      state.count -= 1
      if let source, let count = state.counts[source] {
        state.counts[source] = count == 1 ? nil : count - 1
      }
      return state.count == 0 ? state.whenEmpty : nil
    }
    whenEmpty?.succeed()
  }

  /// Completes once no connection is left.
  func whenEmpty(on eventLoop: any EventLoop) -> EventLoopFuture<Void> {
    let promise = eventLoop.makePromise(of: Void.self)
    let isEmpty = state.withLock { state in
      state.whenEmpty = promise
      return state.count == 0
    }
    if isEmpty { promise.succeed() }
    return promise.futureResult
  }
}
