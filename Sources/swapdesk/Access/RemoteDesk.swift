import DeskClient
import DeskOperations
import DeskRules

/// A desk behind a server.
struct RemoteDesk {
  /// How long a server may take to be reached and to greet: whoever has no network should know soon.
  private static let reachSeconds = 10

  let address: ServerAddress
  private let token: String?
  /// Marks the token in the outbox.
  var tokenMark: String { Outbox.mark(ofToken: token) }

  init(_ address: ServerAddress, token: String?) {
    self.address = address
    self.token = token
  }

  /// A session that has signed in.
  func open() throws(DeskError) -> DeskConnection {
    let connection = try DeskConnection.open(address, timeoutSeconds: Self.reachSeconds)
    connection.timeoutSeconds = DeskConnection.defaultTimeoutSeconds
    guard let token else { return connection }
    try connection.send(Request("hello", [Request.Parameter("token", token)]))
    try connection.receive { _ in }.check()
    return connection
  }

  /// The items of the answer. A change gets a key before it is sent, so that a lost answer can be
  /// asked for again.
  func carry(_ request: Request, _ entry: CatalogueEntry) throws(DeskError) -> [JSONObject] {
    guard entry.kind == .change else { return try ask(request) }
    let request = Self.keyed(request)
    let lost: DeskError
    do throws(DeskError) {
      return try ask(request)
    } catch  where error.code == .unknown {
      lost = error
    }
    do throws(DeskError) {
      return try ask(request)
    } catch  where error.code == .unreachable {
      throw lost
    }
  }

  private func ask(_ request: Request) throws(DeskError) -> [JSONObject] {
    try open().ask(request)
  }

  /// The request with a key, its own or a new one.
  static func keyed(_ request: Request) -> Request {
    guard !request.parameters.contains(where: { $0.name == "key" }) else { return request }
    var keyed = request
    keyed.parameters.append(
      Request.Parameter("key", String(Surroundings.live.random().prefix(32))))
    return keyed
  }
}

extension DeskConnection {
  /// The items of the answer to one request.
  func ask(_ request: Request) throws(DeskError) -> [JSONObject] {
    try send(request)
    var items: [JSONObject] = []
    try receive { item in items.append(item) }.check()
    return items
  }
}
