import DeskEngine
import DeskOperations
import DeskRules
import DeskStore
import Logging
import NIOCore

/// A change on its way to the books, and who waits for its outcome.
struct WriteJob: Sendable {
  let submission: Submission
  let receiver: Receiver

  /// Who waits for an outcome.
  enum Receiver: Sendable {
    /// A session, on its loop.
    case session(NIOLoopBound<Session>)
    /// The desk itself, on the writer's thread.
    case desk(@Sendable (Outcome) -> Void)
  }

  /// The session that waits on a loop.
  func session(on eventLoop: any EventLoop) -> NIOLoopBound<Session>? {
    guard case .session(let session) = receiver, session.eventLoop === eventLoop else { return nil }
    return session
  }
}

/// The one thread that changes the books: it commits whatever is waiting as one transaction, and
/// only then hands out the answers.
struct WriterThread: Sendable {
  let queue: WorkQueue<WriteJob>
  let limits: ServerLimits
  let engine: any Engine
  let surroundings: Surroundings
  let loops: [SessionLoop]
  let head: HeadMark
  let statistics: StatisticsBoard
  let logger: Logger
  /// Hears that a commit failed half-way.
  let onBroken: @Sendable () -> Void

  /// Opens the books for writing and begins. The first future completes when that is done, the
  /// second when the queue was closed, its jobs are done and the books are closed.
  func start(
    on eventLoop: any EventLoop
  ) throws(DeskError) -> (opened: EventLoopFuture<Void>, ended: EventLoopFuture<Void>) {
    let opened = eventLoop.makePromise(of: Void.self)
    let ended = eventLoop.makePromise(of: Void.self)
    do throws(DeskError) {
      try PlainThread.start {
        run(opened)
        ended.succeed()
      }
    } catch {
      opened.fail(error)
      ended.succeed()
      throw error
    }
    return (opened.futureResult, ended.futureResult)
  }

  private func run(_ opened: EventLoopPromise<Void>) {
    do throws(DeskError) {
      let writer = try engine.openWriter()
      head.raise(to: try Books(writer).seq())
      opened.succeed()
      let changes = ChangeWriter(writer, surroundings) { [logger] in logger.error("\($0)") }
      work(changes)
      // Nothing more is done to a file whose last commit failed half-way: recovery needs it as it is.
      if !changes.isBroken { writer.close() }
    } catch {
      opened.fail(error)
    }
  }

  private func work(_ changes: ChangeWriter) {
    var wasBroken = false
    while true {
      let jobs = queue.take(atMost: limits.changesPerCommit)
      guard !jobs.isEmpty else { return }
      let outcomes = changes.perform(jobs.map(\.submission))
      statistics.performed(jobs.count)
      head.raise(to: outcomes.lazy.map(\.seq).max() ?? 0)
      deliver(outcomes, to: jobs)
      for loop in loops { loop.wakeWatching() }
      if changes.isBroken, !wasBroken {
        wasBroken = true
        onBroken()
      }
    }
  }

  private func deliver(_ outcomes: [Outcome], to jobs: [WriteJob]) {
    for loop in loops {
      let eventLoop = loop.eventLoop
      guard jobs.contains(where: { $0.session(on: eventLoop) != nil }) else { continue }
      eventLoop.execute {
        let answers = zip(jobs, outcomes).compactMap { job, outcome in
          job.session(on: eventLoop).map { ($0.value, outcome) }
        }
        for (session, outcome) in answers { session.take(outcome) }
        for (session, _) in answers { session.pump() }
      }
    }
    for (job, outcome) in zip(jobs, outcomes) {
      if case .desk(let receive) = job.receiver { receive(outcome) }
    }
  }
}
