import NIOCore

/// Work that waits for a thread: bounded, first come, first served.
struct WorkQueue<Job: Sendable>: Sendable {
  private struct State: Sendable {
    var jobs = CircularBuffer<Job>()
    var isClosed = false
  }

  private let limit: Int
  private let state = Monitor(State())

  init(limit: Int) { self.limit = limit }

  /// Takes in as many of the jobs as there is room for, in order, and returns how many; none once
  /// the queue is closed.
  func add(_ jobs: some Collection<Job>) -> Int {
    let accepted = state.withLock { state in
      let room = state.isClosed ? 0 : max(0, limit - state.jobs.count)
      let accepted = min(room, jobs.count)
      state.jobs.append(contentsOf: jobs.prefix(accepted))
      return accepted
    }
    if accepted > 0 { state.signal() }
    return accepted
  }

  /// Waits for work and takes at most `limit` jobs; none means that the queue is closed and done.
  func take(atMost limit: Int) -> [Job] {
    state.wait { state in
      guard !state.jobs.isEmpty else { return state.isClosed ? [] : nil }
      let taken = Array(state.jobs.prefix(limit))
      state.jobs.removeFirst(taken.count)
      return taken
    }
  }

  /// Takes in nothing more; what is waiting is still handed out.
  func close() {
    state.withLock { $0.isClosed = true }
    state.broadcast()
  }
}
