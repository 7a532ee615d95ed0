import DeskEngine
import DeskOperations
import DeskRules
import DeskStore
import Logging
import NIOCore

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Drives the chains of calls while a desk is served: one thread looks at the books in rounds and
/// has steps decided by the writer; others run the notifier, so that one that hangs holds up none.
struct CallThreads: Sendable {
  private let looks = WorkQueue<Void>(limit: 1)
  private let letters: WorkQueue<NotifierLetter>
  private let state = Monitor(State())
  private let engine: any Engine
  private let surroundings: Surroundings
  private let configuration: ServerConfiguration
  private let changes: WorkQueue<WriteJob>
  private let logger: Logger

  private struct State: Sendable {
    /// How many steps wait for the writer.
    var steps = 0
    /// The tries that wait for the notifier, or in which it is being told.
    var running: Set<Try> = []
    /// The tries whose outcome is in the books, though a round that is under way may not know it.
    var finished: Set<Try> = []
  }

  /// A try to tell the notifier of an entry.
  private struct Try: Hashable {
    let entry: Int64
    let tries: Int

    init(_ letter: NotifierLetter) {
      entry = letter.entry
      tries = letter.tries
    }
  }

  init(
    _ engine: any Engine, _ configuration: ServerConfiguration, _ surroundings: Surroundings,
    changes: WorkQueue<WriteJob>, logger: Logger
  ) {
    self.engine = engine
    self.configuration = configuration
    self.surroundings = surroundings
    self.changes = changes
    self.logger = logger
    letters = WorkQueue(limit: configuration.limits.waitingLetters)
  }

  /// What is running, and how to end it.
  struct Running: Sendable {
    fileprivate let rounds: RepeatedTask
    fileprivate let looks: WorkQueue<Void>
    fileprivate let letters: WorkQueue<NotifierLetter>
    fileprivate let ended: EventLoopFuture<Void>

    /// Decides nothing more, and waits for what the notifier is being told.
    func stop() async {
      rounds.cancel()
      looks.close()
      letters.close()
      // The future of `andAllComplete` does not fail.
      try? await ended.get()
    }
  }

  /// Begins.
  ///
  /// - Throws: `internal` when the system gives no thread.
  func start(on eventLoop: any EventLoop) throws(DeskError) -> Running {
    var ends: [EventLoopFuture<Void>] = []
    do throws(DeskError) {
      ends.append(try thread(on: eventLoop) { drive() })
      if let notifier = configuration.notifier {
        // A notifier that closes its input must not end the server.
        signal(SIGPIPE, SIG_IGN)
        for _ in 0..<max(1, configuration.limits.notifierThreads) {
          ends.append(try thread(on: eventLoop) { tell(notifier) })
        }
      }
    } catch {
      looks.close()
      letters.close()
      throw error
    }
    let every = TimeAmount(configuration.limits.callRound)
    let rounds = eventLoop.scheduleRepeatedTask(initialDelay: every, delay: every) {
      [looks] _ in
      _ = looks.add(CollectionOfOne(()))
    }
    return Running(
      rounds: rounds, looks: looks, letters: letters,
      ended: EventLoopFuture.andAllComplete(ends, on: eventLoop))
  }

  private func thread(
    on eventLoop: any EventLoop, _ run: @escaping @Sendable () -> Void
  ) throws(DeskError) -> EventLoopFuture<Void> {
    let end = eventLoop.makePromise(of: Void.self)
    do throws(DeskError) {
      try PlainThread.start {
        run()
        end.succeed()
      }
    } catch {
      end.succeed()
      throw error
    }
    return end.futureResult
  }

  // MARK: The driver

  private func drive() {
    var driver = CallDriver()
    var opened: Books?
    while !looks.take(atMost: 1).isEmpty {
      do throws(DeskError) {
        let books = if let opened { opened } else { Books(try engine.openReader()) }
        opened = books
        try round(&driver, books)
      } catch {
        logger.error("the chains of calls cannot be driven: \(error.message)")
        opened = nil
      }
    }
  }

  private func round(_ driver: inout CallDriver, _ books: Books) throws(DeskError) {
    // What was finished before the books are read cannot come again.
    let known = state.withLock(\.finished)
    defer { state.withLock { $0.finished.subtract(known) } }
    let now = surroundings.now()
    let elapsed = configuration.elapsed()
    let steps = try driver.steps(books, now: now, elapsed: elapsed)
    // A step that waits for the writer is not asked for again; a second time would change nothing.
    if state.withLock({ $0.steps == 0 }) { decide(steps) }
    guard configuration.notifier != nil else { return }
    for letter in try driver.letters(books, now: now, elapsed: elapsed) { hand(letter) }
  }

  private func decide(_ steps: [Submission]) {
    for step in steps {
      state.withLock { $0.steps += 1 }
      submit(step) { _ in state.withLock { $0.steps -= 1 } }
    }
  }

  private func hand(_ letter: NotifierLetter) {
    let one = Try(letter)
    let isNew = state.withLock { state in
      !state.finished.contains(one) && state.running.insert(one).inserted
    }
    guard isNew else { return }
    if letter.isMoot {
      submit(letter.done) { finish(letter, isKept: $0) }
    } else if letters.add(CollectionOfOne(letter)) == 0 {
      finish(letter, isKept: false)
    }
  }

  /// Has a change of the desk's own carried out; `end` hears whether it is in the books.
  private func submit(_ submission: Submission, then end: @escaping @Sendable (Bool) -> Void) {
    let job = WriteJob(
      submission: submission,
      receiver: .desk { [logger] outcome in
        switch outcome.result {
        case .success: end(true)
        case .failure(let error):
          logger.error("a step of a call was refused: \(error.message)")
          end(false)
        }
      })
    if changes.add(CollectionOfOne(job)) == 0 { end(false) }
  }

  // MARK: The notifier

  private func tell(_ notifier: NotifierCommand) {
    while let letter = letters.take(atMost: 1).first {
      let failure = CommandRun.failure(of: notifier, input: letter.json.line + "\n")
      if let failure {
        logger.warning(
          "the notifier failed",
          metadata: [
            "entry": "\(letter.entry)", "try": "\(letter.tries + 1)", "reason": "\(failure)",
          ])
        submit(letter.failed(failure)) { finish(letter, isKept: $0) }
      } else {
        submit(letter.done) { finish(letter, isKept: $0) }
      }
    }
  }

  private func finish(_ letter: NotifierLetter, isKept: Bool) {
    state.withLock { state in
      state.running.remove(Try(letter))
      if isKept { state.finished.insert(Try(letter)) }
    }
  }
}
