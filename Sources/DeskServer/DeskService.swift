public import DeskEngine
public import DeskOperations
import DeskRules
public import Logging
import NIOCore
import NIOPosix
public import ServiceLifecycle

/// A desk that is served: sessions over the desk's Unix socket and over TCP, until it is told to
/// stop.
///
/// A stop, graceful or by cancellation, accepts nothing more, answers every request that had arrived
/// whole, and closes the books.
public final class DeskService: Service {
  private let engine: any Engine
  private let configuration: ServerConfiguration
  private let surroundings: Surroundings
  private let logger: Logger
  private let onReady: @Sendable ([BoundAddress]) -> Void
  private let board: StatisticsBoard

  /// Makes a service; the caller holds the desk's lock until `run` returns.
  ///
  /// - Parameters:
  ///   - engine: where the books are kept.
  ///   - configuration: where to listen, and how much to take on.
  ///   - surroundings: clock and randomness.
  ///   - logger: hears one line an event, without client data at `info` and above.
  ///   - onReady: hears the addresses, ports resolved, once connections are accepted.
  public init(
    engine: any Engine, configuration: ServerConfiguration, surroundings: Surroundings,
    logger: Logger, onReady: @escaping @Sendable ([BoundAddress]) -> Void
  ) {
    self.engine = engine
    self.configuration = configuration
    let board = StatisticsBoard()
    self.board = board
    self.surroundings = surroundings.served(
      calling: configuration.notifier == nil ? .feed : .notifier, figures: { board.snapshot })
    self.logger = logger
    self.onReady = onReady
  }

  /// Serves until told to stop.
  ///
  /// - Throws: a `DeskError`: what opening the books or an address refuses; `storage` when a commit
  ///   failed half-way, after which the process must end and the desk be opened anew.
  public func run() async throws {
    let group = MultiThreadedEventLoopGroup(
      numberOfThreads: max(1, configuration.eventLoopThreads))
    let result = await serve(on: group)
    // Shutting an event loop group down fails only if it is shut down already.
    try? await group.shutdownGracefully()
    try result.get()
  }

  private enum StopReason {
    case asked
    case broken
  }

  private func serve(on group: MultiThreadedEventLoopGroup) async -> Result<Void, DeskError> {
    let (stops, stop) = AsyncStream.makeStream(of: StopReason.self)
    do throws(DeskError) {
      let desk = try await OpenDesk.open(
        engine, configuration, surroundings, board, logger, on: group
      ) { stop.yield(.broken) }
      onReady(desk.listeners.addresses)
      logger.info("ready", metadata: ["addresses": "\(desk.listeners.addresses)"])
      let reason = await withGracefulShutdownHandler {
        // Cancellation ends the stream.
        await stops.first { _ in true } ?? .asked
      } onGracefulShutdown: {
        stop.yield(.asked)
      }
      logger.info("stopping")
      await desk.close()
      logger.info("stopped")
      guard reason == .asked else { throw Self.lost }
    } catch {
      return .failure(error)
    }
    return .success(())
  }

  private static let lost = DeskError(
    .storage,
    "a commit failed half-way, so the server has ended: look at the disk and start it again; the"
      + " books recover by themselves")
}
