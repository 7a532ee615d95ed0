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

  /// What became of one change.
  typealias Answered = (_ index: Int, _ result: Result<[JSONObject], DeskError>)
    throws(DeskError) -> Void

  /// Opens the desk, lets `produce` send changes, and hands each result over in order.
  static func run(
    _ global: GlobalOptions, answered: @escaping Answered,
    produce: ((Request) throws(DeskError) -> Void) throws(DeskError) -> Void
  ) throws(DeskError) {
    let settings = try Settings(desk: global.desk, server: global.server)
    if let server = settings.server {
      let remote = RemoteDesk(try ServerAddress(server), token: settings.token)
      return try through(try remote.open(), answered, produce)
    }
    let engine = try LocalDesk.engine(settings.desk)
    let user = try OperatingSystemUser.name()
    var isUnderWay = false
    try LocalDesk.writing(engine) { writer throws(DeskError) in
      isUnderWay = true
      let credential = try Credential.login(user, in: Books(writer.connection))
      var group = RequestGroup(writer, credential, answered)
      try produce { request throws(DeskError) in try group.add(request) }
      try group.finish()
    } orServer: { address throws(DeskError) in
      let connection = try RemoteDesk(address, token: nil).open()
      isUnderWay = true
      try through(connection, answered, produce)
    } again: { error in
      error.code == .unreachable && !isUnderWay
    }
  }

  private static func through(
    _ connection: DeskConnection, _ answered: @escaping Answered,
    _ produce: ((Request) throws(DeskError) -> Void) throws(DeskError) -> Void
  ) throws(DeskError) {
    var items: [JSONObject] = []
    var pipeline = Pipeline(connection) { index, line throws(DeskError) in
      switch line {
      case .item(let item): items.append(item)
      case .ok:
        try answered(index, .success(items))
        items = []
      case .error(let error, _):
        try answered(index, .failure(error))
        items = []
      }
    }
    try produce { request throws(DeskError) in try pipeline.send(request) }
    try pipeline.finish()
  }
}

/// Changes that wait to be committed together.
private struct RequestGroup {
  private let writer: LocalWriter
  private let credential: Credential
  private let answered: RequestStream.Answered
  private var waiting: [PreparedChange] = []
  private var answeredCount = 0

  init(
    _ writer: LocalWriter, _ credential: Credential, _ answered: @escaping RequestStream.Answered
  ) {
    self.writer = writer
    self.credential = credential
    self.answered = answered
  }

  mutating func add(_ request: Request) throws(DeskError) {
    do throws(DeskError) {
      guard case .change(let change) = try Catalogue.prepare(request) else {
        throw DeskError(.internalFault, "\(request.name) is no change")
      }
      waiting.append(change)
    } catch {
      try finish()
      try answered(answeredCount, .failure(error))
      answeredCount += 1
      return
    }
    if waiting.count >= RequestStream.groupSize { try finish() }
  }

  mutating func finish() throws(DeskError) {
    guard !waiting.isEmpty else { return }
    let outcomes = writer.perform(waiting.map { Submission(.single($0), as: credential) })
    waiting = []
    for outcome in outcomes {
      try answered(answeredCount, outcome.result)
      answeredCount += 1
    }
  }
}
