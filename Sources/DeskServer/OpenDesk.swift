import DeskEngine
import DeskOperations
import DeskRules
import Logging
import NIOCore

/// Everything that works while a desk is served, and the order in which it begins and ends.
struct OpenDesk {
  let listeners: Listeners
  private let services: Services
  private let loops: [SessionLoop]
  private let calls: CallThreads.Running
  private let writerEnded: EventLoopFuture<Void>
  private let eventLoop: any EventLoop

  /// Opens the books, then the doors.
  ///
  /// - Throws: what opening the books or an address throws; then nothing stays open.
  static func open(
    _ engine: any Engine, _ configuration: ServerConfiguration, _ surroundings: Surroundings,
    _ statistics: StatisticsBoard, _ logger: Logger, on group: any EventLoopGroup,
    onBroken: @escaping @Sendable () -> Void
  ) async throws(DeskError) -> OpenDesk {
    let limits = configuration.limits
    let room = Descriptors.makeRoom(forConnections: limits.connections)
    if room < limits.connections {
      logger.warning(
        "the system's limit on open files is lower than the desk's on sessions",
        metadata: ["sessions": "\(room)"])
    }
    let eventLoop = group.next()
    let loops = group.makeIterator().map { SessionLoop($0) }
    let head = HeadMark()
    let writer = WriterThread(
      queue: WorkQueue(limit: limits.waitingChanges), limits: limits, engine: engine,
      surroundings: surroundings, loops: loops, head: head, statistics: statistics,
      logger: logger, onBroken: onBroken)
    let ended = try await begin(writer, on: eventLoop)
    do throws(DeskError) {
      let readers = try ReaderPool(
        threads: configuration.readerThreads, engine: engine, on: eventLoop)
      let services = Services(
        version: configuration.version, limits: limits, surroundings: surroundings,
        readers: readers, changes: writer.queue, head: head, statistics: statistics,
        admission: Admission(limits), stop: StopMark(), logger: logger)
      do throws(DeskError) {
        let listeners = try await Listeners.open(configuration, services, on: group, loops)
        do throws(DeskError) {
          let calls = try CallThreads(
            engine, configuration, surroundings, changes: writer.queue, logger: logger
          ).start(on: eventLoop)
          for loop in loops { loop.beginRounds(every: TimeAmount(limits.lookRound)) }
          return OpenDesk(
            listeners: listeners, services: services, loops: loops, calls: calls,
            writerEnded: ended, eventLoop: eventLoop)
        } catch {
          await listeners.close()
          throw error
        }
      } catch {
        await readers.stop()
        throw error
      }
    } catch {
      await Self.end(writer.queue, ended)
      throw error
    }
  }

  /// Closes the doors, answers what was asked, and closes the books.
  func close() async {
    await listeners.close()
    services.stop.set()
    for loop in loops { loop.forEach { $0.stop() } }
    let deadline = eventLoop.scheduleTask(in: TimeAmount(services.limits.stop)) { [loops] in
      for loop in loops { loop.forEach { $0.hangUp("the stop's time is up") } }
    }
    // The future that tells of the last session does not fail.
    try? await services.admission.whenEmpty(on: eventLoop).get()
    deadline.cancel()
    for loop in loops { loop.endRounds() }
    await calls.stop()
    await Self.end(services.changes, writerEnded)
    await services.readers.stop()
  }

  private static func begin(
    _ writer: WriterThread, on eventLoop: any EventLoop
  ) async throws(DeskError) -> EventLoopFuture<Void> {
    let (opened, ended) = try writer.start(on: eventLoop)
    do {
      try await opened.get()
    } catch {
      throw error as? DeskError ?? DeskError(.internalFault, "\(error)")
    }
    return ended
  }

  private static func end(
    _ queue: WorkQueue<WriteJob>, _ ended: EventLoopFuture<Void>
  ) async {
    queue.close()
    // The future that tells of a thread's end does not fail.
    try? await ended.get()
  }
}
