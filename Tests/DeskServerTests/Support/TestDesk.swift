import DeskClient
import DeskEngine
import DeskOperations
import DeskRules
import DeskServer
import Foundation
import Logging
import SQLiteEngine
import Synchronization

/// A desk in a folder of its own, served on its Unix socket and on a free TCP port.
///
/// The user who runs the tests speaks as the admin `anna`.
final class TestDesk: Sendable {
  static let now = Instant(seconds: 1_790_000_000)
  static let user = NSUserName()
  static let surroundings = Surroundings(now: { now }, random: randomText)

  let folder: TestFolder
  let engine: ProbedEngine
  let socketPath: String
  let addresses: [BoundAddress]
  private let running: Task<Void, any Error>

  /// Starts a desk; `adjust` sets limits.
  static func start(
    login: String = user, in folder: TestFolder? = nil,
    surroundings: Surroundings = surroundings, logger: Logger? = nil,
    _ adjust: (inout ServerConfiguration) -> Void = { _ in }
  ) async throws -> TestDesk {
    let isNew = folder == nil
    let folder = try folder ?? TestFolder()
    let engine =
      isNew
      ? try SQLiteEngine.create(path: folder.file("desk.sqlite"))
      : SQLiteEngine(path: folder.file("desk.sqlite"))
    if isNew { try lay(in: engine, login: login, surroundings) }
    var configuration = ServerConfiguration(
      version: "1.0.0", socketPath: folder.file("desk.sock"),
      addresses: [try ListenAddress("127.0.0.1:0")])
    adjust(&configuration)
    return try await TestDesk(
      folder, ProbedEngine(engine), configuration, surroundings,
      logger ?? Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
  }

  private static func lay(
    in engine: SQLiteEngine, login: String, _ surroundings: Surroundings
  ) throws {
    let writer = try engine.openWriter()
    defer { writer.close() }
    try DeskFoundation(
      name: "Printfix", currency: Currency("RUB"), zone: Zone("Europe/Moscow"), admin: "anna",
      adminFullName: "Anna Petrova", login: login
    ).lay(in: writer, surroundings)
  }

  private init(
    _ folder: TestFolder, _ engine: ProbedEngine, _ configuration: ServerConfiguration,
    _ surroundings: Surroundings, _ logger: Logger
  ) async throws {
    self.folder = folder
    self.engine = engine
    socketPath = configuration.socketPath
    let (ready, announce) = AsyncThrowingStream.makeStream(of: [BoundAddress].self)
    let service = DeskService(
      engine: engine, configuration: configuration, surroundings: surroundings,
      logger: logger
    ) { announce.yield($0) }
    running = Task {
      do {
        try await service.run()
      } catch {
        announce.finish(throwing: error)
        throw error
      }
    }
    var bound: [BoundAddress] = []
    for try await addresses in ready {
      bound = addresses
      break
    }
    addresses = bound
  }

  /// The TCP port that was free.
  var port: Int {
    for case .tcp(_, let port) in addresses { return port }
    return 0
  }

  /// Begins a graceful stop.
  func beginStop() { running.cancel() }

  /// Stops and waits for the end.
  func stop() async throws {
    running.cancel()
    try await running.value
  }

  /// Waits for the service to end by itself.
  func end() async -> Result<Void, any Error> { await running.result }

  /// Opens a session over the Unix socket and reads the greeting.
  func local() throws -> LineClient {
    let client = try LineClient(path: socketPath)
    _ = try client.line()
    return client
  }

  /// Opens a session over TCP and reads the greeting.
  func remote() throws -> LineClient {
    let client = try LineClient(port: port)
    _ = try client.line()
    return client
  }

  /// What the server says that it has done.
  func figures(_ session: LineClient) throws -> JSONObject {
    let health = try session.must("health").items.first
    guard var figures = health?["server"]?.members, let answers = health?["answers"] else {
      throw TestFailure("the server tells nothing of itself")
    }
    figures["answers"] = answers
    return figures
  }

  /// A token that speaks as somebody.
  func token(of staff: String, _ session: LineClient) throws -> String {
    let reply = try session.ask("token.issue staff=\(staff)")
    guard let item = reply.items.first, let token = item.text("token") else {
      throw TestFailure("no token: \(reply)")
    }
    return token
  }
}

/// Runs a test's client on a thread of its own, for it blocks and the desk must not wait for it.
func withDesk(
  login: String = TestDesk.user, surroundings: Surroundings = TestDesk.surroundings,
  logger: Logger? = nil, _ adjust: (inout ServerConfiguration) -> Void = { _ in },
  _ body: @escaping @Sendable (TestDesk) throws -> Void
) async throws {
  let desk = try await TestDesk.start(
    login: login, surroundings: surroundings, logger: logger, adjust)
  do {
    try await onThread { try body(desk) }
  } catch {
    try await desk.stop()
    throw error
  }
  try await desk.stop()
}

/// Runs something that blocks.
func onThread<Value: Sendable>(
  _ body: @escaping @Sendable () throws -> Value
) async throws -> Value {
  try await withCheckedThrowingContinuation { continuation in
    Thread.detachNewThread { continuation.resume(with: Result { try body() }) }
  }
}

/// Why a test cannot go on.
struct TestFailure: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// A folder of its own for one test, removed with the value; short, as sockets want it.
final class TestFolder: Sendable {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "/sd-" + UUID().uuidString.prefix(8)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { path + "/" + name }
}

private func randomText() -> String {
  (0..<32).map { _ in
    let digits = String(UInt8.random(in: .min ... .max), radix: 16)
    return digits.count == 1 ? "0" + digits : digits
  }.joined()
}

/// A generator that repeats itself for the same seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// One of some values, which must not be none.
  mutating func pick<Value>(_ values: [Value]) -> Value {
    values[Int.random(in: values.indices, using: &self)]
  }

  /// True once in so many times.
  mutating func once(in count: Int) -> Bool { Int.random(in: 0..<count, using: &self) == 0 }
}
