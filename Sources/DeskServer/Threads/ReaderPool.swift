import DeskEngine
import DeskRules
import DeskStore
import NIOCore

/// Threads that read the books, each through a connection of its own that it opens when it is first
/// needed.
struct ReaderPool: Sendable {
  /// Something to read. It gets the books, or why they cannot be opened.
  typealias Job = @Sendable (Result<Books, DeskError>) -> Void

  // Every session has at most one job waiting, so the limit on sessions bounds the queue.
  private let queue = WorkQueue<Job>(limit: .max)
  private let ended: EventLoopFuture<Void>

  /// Starts the threads.
  ///
  /// - Throws: `internal` when the system gives no thread.
  init(threads: Int, engine: any Engine, on eventLoop: any EventLoop) throws(DeskError) {
    var ends: [EventLoopFuture<Void>] = []
    for _ in 0..<max(1, threads) {
      let end = eventLoop.makePromise(of: Void.self)
      ends.append(end.futureResult)
      do throws(DeskError) {
        try PlainThread.start { [queue] in
          Self.run(queue, engine)
          end.succeed()
        }
      } catch {
        end.succeed()
        queue.close()
        throw error
      }
    }
    ended = EventLoopFuture.andAllComplete(ends, on: eventLoop)
  }

  /// Queues a job; false once the pool is stopped.
  func submit(_ job: @escaping Job) -> Bool { queue.add(CollectionOfOne(job)) == 1 }

  /// Does what is waiting, then ends the threads.
  func stop() async {
    queue.close()
    // The future of `andAllComplete` does not fail.
    try? await ended.get()
  }

  private static func run(_ queue: WorkQueue<Job>, _ engine: any Engine) {
    var opened: Books?
    while let job = queue.take(atMost: 1).first {
      do throws(DeskError) {
        let books = if let opened { opened } else { Books(try engine.openReader()) }
        opened = books
        job(.success(books))
      } catch {
        job(.failure(error))
      }
    }
  }
}
