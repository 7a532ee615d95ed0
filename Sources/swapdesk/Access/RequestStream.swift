import DeskClient
import DeskEngine
import DeskOperations
import DeskRules
import DeskStore
import DeskWire
import SQLiteEngine

/// Carries many changes in order, many to a transaction: to the file, or to a server.
enum RequestStream {
  /// How many changes go into one transaction on a file.
  static let groupSize = 256
  /// How many changes are carried out before other commands that write get their turn.
  static let turnSize = 2_048
  /// How long they are given to take it.
  static let turnPauseMilliseconds = 20

  /// What became of one change.
  typealias Answered = (_ index: Int, _ outcome: Outcome) throws(DeskError) -> Void

  /// Lets `produce` send changes, and hands each result over in order. What cannot be a request at
  /// all is refused in its place, and the others go on.
  static func run(
    _ global: GlobalOptions, answered: @escaping Answered,
    produce: ((Request) throws(DeskError) -> Void) throws(DeskError) -> Void
  ) throws(DeskError) {
    let settings = try Settings(desk: global.desk, server: global.server)
    if let session = try session(settings) { return try through(session, answered, produce) }
    let engine = try LocalDesk.engine(settings.desk)
    var turn = RequestTurn(engine, try OperatingSystemUser.name(), answered)
    try produce { request throws(DeskError) in try turn.add(request) }
    try turn.finish()
  }

  /// A session with the server that is named or that has the desk; nil where there is none.
  static func session(_ settings: Settings) throws(DeskError) -> DeskConnection? {
    if let server = settings.server { return try NamedServer(server, settings).session() }
    let engine = try LocalDesk.engine(settings.desk)
    guard DeskLock.holder(desk: engine.file.path)?.kind == .server else { return nil }
    return try RemoteDesk(.unix(path: LocalDesk.socketPath(engine)), token: nil).open()
  }

  /// The number of the journal's last entry.
  static func head(_ global: GlobalOptions) throws(DeskError) -> Int64 {
    let settings = try Settings(desk: global.desk, server: global.server)
    guard let server = settings.server else {
      return try Books(try LocalDesk.engine(settings.desk).openReader()).seq()
    }
    let session = try NamedServer(server, settings).session()
    try session.send(Request("ping", []))
    switch try session.receive(onItem: { _ in }) {
    case .ok(_, let seq), .refused(_, let seq): return seq
    }
  }

  /// The change that a request asks for.
  ///
  /// - Throws: the refusal of what is none.
  static func change(_ request: Request) throws(DeskError) -> PreparedChange {
    guard case .change(let change) = try Catalogue.prepare(request) else {
      throw DeskError(.internalFault, "\(request.name) is no change")
    }
    return change
  }

  private static func through(
    _ session: DeskConnection, _ answered: @escaping Answered,
    _ produce: ((Request) throws(DeskError) -> Void) throws(DeskError) -> Void
  ) throws(DeskError) {
    var items: [JSONObject] = []
    // What cannot even be sent has no place in the pipeline, so requests are counted here too.
    var places: [Int: Int] = [:]
    var count = 0
    var pipeline = Pipeline(session) { index, line throws(DeskError) in
      if case .item(let item) = line {
        items.append(item)
        return
      }
      let place = places.removeValue(forKey: index) ?? index
      switch line {
      case .error(let error, let seq): try answered(place, Outcome(.failure(error), seq: seq))
      case .ok(_, let seq): try answered(place, Outcome(.success(items), seq: seq))
      default: break
      }
      items = []
    }
    try produce { request throws(DeskError) in
      defer { count += 1 }
      do throws(DeskError) {
        _ = try RequestLine.write(request)
      } catch {
        try answered(count, Outcome(.failure(error), seq: 0))
        return
      }
      places[pipeline.sentCount] = count
      try pipeline.send(request)
    }
    try pipeline.finish()
  }
}

/// Changes to a file that wait for their turn. The desk is held for one turn only, so that other
/// commands do not wait for a long import, nor for whoever types its input.
private struct RequestTurn {
  private let engine: SQLiteEngine
  private let user: String
  private let answered: RequestStream.Answered
  private var waiting: [Result<PreparedChange, DeskError>] = []
  private var answeredCount = 0

  init(_ engine: SQLiteEngine, _ user: String, _ answered: @escaping RequestStream.Answered) {
    self.engine = engine
    self.user = user
    self.answered = answered
  }

  mutating func add(_ request: Request) throws(DeskError) {
    waiting.append(Result { () throws(DeskError) in try RequestStream.change(request) })
    guard waiting.count >= RequestStream.turnSize else { return }
    try finish()
    DeskLock.pause(milliseconds: RequestStream.turnPauseMilliseconds)
  }

  mutating func finish() throws(DeskError) {
    guard !waiting.isEmpty else { return }
    let turn = waiting
    waiting = []
    let user = user
    let results = try LocalDesk.writing(engine) {
      writer throws(DeskError) -> [Outcome] in
      let credential = try Credential.login(user, in: Books(writer.connection))
      return Self.carryOut(turn, writer, credential)
    } orServer: { _ throws(DeskError) -> [Outcome] in
      throw DeskError(
        .busy,
        "a server has taken the desk meanwhile; run the import again, it will go to the"
          + " server and change nothing twice")
    } again: { _ in
      false
    }
    for result in results {
      try answered(answeredCount, result)
      answeredCount += 1
    }
  }

  private static func carryOut(
    _ turn: [Result<PreparedChange, DeskError>], _ writer: LocalWriter, _ credential: Credential
  ) -> [Outcome] {
    var results: [Outcome] = []
    var start = 0
    while start < turn.count {
      let group = turn[start..<min(start + RequestStream.groupSize, turn.count)]
      let changes = group.compactMap { try? $0.get() }
      var outcomes = writer.perform(changes.map { Submission(.single($0), as: credential) })[...]
      for prepared in group {
        switch prepared {
        case .success: results.append(outcomes.removeFirst())
        case .failure(let error): results.append(Outcome(.failure(error), seq: 0))
        }
      }
      start += group.count
    }
    return results
  }
}
