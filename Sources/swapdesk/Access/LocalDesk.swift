import DeskClient
import DeskEngine
import DeskOperations
import DeskRules
import SQLiteEngine

/// A desk file and the right to write it.
enum LocalDesk {
  /// The engine of a desk that exists.
  ///
  /// - Throws: `storage` when there is no such file.
  static func engine(_ path: String) throws(DeskError) -> SQLiteEngine {
    guard DeskFile(path).isPresent else {
      throw DeskError(
        .storage, "there is no desk at \(path); swapdesk init makes one, --desk names another",
        ["desk": .string(path)])
    }
    return SQLiteEngine(path: path)
  }

  /// The socket on which a server of the desk listens.
  static func socketPath(_ engine: SQLiteEngine) -> String { engine.file.path + ".sock" }

  /// Holds the desk's lock and its one writing connection while `body` runs; waits its turn behind
  /// another command, and goes to the server where one holds the desk.
  ///
  /// - Parameter again: whether a server that is starting or stopping may be the reason for a
  ///   failure and nothing is done twice by beginning again, perhaps on the file by then.
  static func writing<Result>(
    _ engine: SQLiteEngine,
    _ body: (LocalWriter) throws(DeskError) -> Result,
    orServer remote: (ServerAddress) throws(DeskError) -> Result,
    again: (DeskError) -> Bool
  ) throws(DeskError) -> Result {
    let patience = ContinuousClock.now + .milliseconds(DeskAccess.lockTimeoutMilliseconds)
    while true {
      let isLast = ContinuousClock.now >= patience
      if let lock = try DeskLock.tryAcquire(desk: engine.file.path, kind: .command) {
        return try hold(lock, engine, body)
      }
      if DeskLock.holder(desk: engine.file.path)?.kind == .server {
        do throws(DeskError) {
          return try remote(.unix(path: socketPath(engine)))
        } catch  where !isLast && again(error) {
          // The next look at the lock tells who has the desk now.
        }
      } else if isLast {
        let lock = try DeskLock.acquire(
          desk: engine.file.path, kind: .command, timeoutMilliseconds: 0)
        return try hold(lock, engine, body)
      }
      DeskLock.pause(milliseconds: 5)
    }
  }

  private static func hold<Result>(
    _ lock: DeskLock, _ engine: SQLiteEngine, _ body: (LocalWriter) throws(DeskError) -> Result
  ) throws(DeskError) -> Result {
    defer { lock.release() }
    let connection = try engine.openWriter()
    defer { connection.close() }
    return try body(LocalWriter(connection))
  }
}

/// The desk's one writing connection in a command.
struct LocalWriter {
  let connection: any Writer
  private let writer: ChangeWriter

  init(_ connection: any Writer) {
    self.connection = connection
    writer = ChangeWriter(connection, .live) { StandardError.line("swapdesk: \($0)") }
  }

  /// Carries out submissions in order, as one transaction.
  func perform(_ submissions: [Submission]) -> [Outcome] { writer.perform(submissions) }

  /// Carries out one submission.
  func perform(_ submission: Submission) throws(DeskError) -> [JSONObject] {
    guard let outcome = writer.perform([submission]).first else {
      throw DeskError(.internalFault, "a change led to no outcome")
    }
    return try outcome.result.get()
  }
}
