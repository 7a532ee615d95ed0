import DeskClient
import DeskEngine
import DeskOperations
import DeskRules
import DeskStore
import DeskWire

/// Tries many changes out in order, each on what those before it would leave, and keeps nothing.
enum RequestTrial {
  /// What would become of each change. A server tries so many at a time as go into a batch; those of
  /// one batch do not see those of another.
  ///
  /// - Throws: why they could not be tried out, such as `unreachable`.
  static func outcomes(
    _ global: GlobalOptions, _ requests: [Request]
  ) throws(DeskError) -> [Outcome] {
    let settings = try Settings(desk: global.desk, server: global.server)
    if let session = try RequestStream.session(settings) { return try through(session, requests) }
    let engine = try LocalDesk.engine(settings.desk)
    let user = try OperatingSystemUser.name()
    return try LocalDesk.writing(engine) { writer throws(DeskError) -> [Outcome] in
      let changes = requests.map { request in
        Result { () throws(DeskError) in try RequestStream.change(request) }
      }
      let credential = try Credential.login(user, in: Books(writer.connection))
      return try writer.perform(Submission(.trial(changes), as: credential)).map(
        Outcome.init(tried:))
    } orServer: { address throws(DeskError) -> [Outcome] in
      try through(try RemoteDesk(address, token: nil).open(), requests)
    } again: { _ in
      true
    }
  }

  private static func through(
    _ session: DeskConnection, _ requests: [Request]
  ) throws(DeskError) -> [Outcome] {
    var outcomes: [Outcome] = []
    while outcomes.count < requests.count {
      let slice = requests[outcomes.count...].prefix(WireLimits.changesPerBatch)
      outcomes += try tried(slice, in: session, entriesBefore: Int64(outcomes.count))
    }
    return outcomes
  }

  /// What would become of the changes of one batch. What cannot be a request at all is refused in its
  /// place, and the others go on.
  ///
  /// - Parameter entriesBefore: by how much the numbers of entries that would be made go on from those
  ///   of the batches before.
  private static func tried(
    _ slice: ArraySlice<Request>, in session: DeskConnection, entriesBefore: Int64
  ) throws(DeskError) -> [Outcome] {
    var refused: [Int: Outcome] = [:]
    try session.send(Request("batch", [Request.Parameter("dry_run", "true")]), isAnswered: false)
    for (place, request) in slice.enumerated() {
      do throws(DeskError) {
        _ = try RequestLine.write(request)
      } catch {
        refused[place] = Outcome(.failure(error), seq: 0)
        continue
      }
      try session.send(request, isAnswered: false)
    }
    try session.send(Request("end"))
    var items: [JSONObject] = []
    let head: Int64
    switch try session.receive(onItem: { items.append($0) }) {
    case .ok(_, let seq): head = seq
    case .refused(let error, _): throw error
    }
    guard items.count + refused.count == slice.count else {
      throw DeskError(.internalFault, "the server tried \(items.count) of \(slice.count) changes")
    }
    var rest = items.map(Outcome.init(tried:))[...]
    return (0..<slice.count).map { place in
      if let outcome = refused[place] { return outcome }
      let outcome = rest.removeFirst()
      return outcome.seq > head
        ? Outcome(outcome.result, seq: outcome.seq + entriesBefore) : outcome
    }
  }
}
