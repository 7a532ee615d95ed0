import DeskClient
import DeskRules
import DeskWire
import Synchronization

/// One client's changes under keys of their own, and what a server answered to them.
final class Load: Sendable {
  /// An answer to a change: its items and its place in the books.
  struct Answer: Equatable, Sendable {
    let items: [JSONObject]
    let sequence: Int64
  }

  let requests: [Request]
  private let state = Mutex(State())

  private struct State {
    var answers: [Answer] = []
    var sentCount = 0
  }

  /// Makes changes of several kinds, from one row to many.
  init(client: Int, round: Int, count: Int, using random: inout SeededGenerator) {
    requests = (1...count).map { number in
      let name = "round \(round), client \(client), change \(number)"
      let key = Request.Parameter("key", name.replacing(" ", with: "-"))
      return Int.random(in: 0..<4, using: &random) == 0
        ? Self.callout(name, key) : Self.ticket(name, key)
    }
  }

  private static func ticket(_ name: String, _ key: Request.Parameter) -> Request {
    Request(
      "ticket.open", [.init("client", "transco"), .init("problem", name), key])
  }

  private static func callout(_ name: String, _ key: Request.Parameter) -> Request {
    let day = Firm.day(-7)
    return Request(
      "callout.log",
      [
        .init("client", "bakery"), .init("device", "BK-P1"), .init("arrived", day + "T21:30"),
        .init("done", day + "T22:30"), .init("problem", name), .init("work", name),
        .init("part", "fuser=10.00"), .init("reason", "the same night for all"), key,
      ])
  }

  /// The answers that came, in the order of the requests.
  var answers: [Answer] { state.withLock { $0.answers } }
  /// How many requests were handed to the connection.
  var sentCount: Int { state.withLock { $0.sentCount } }

  /// Sends the changes, many at a time, until all are answered or the server is gone.
  func run(_ server: ServedDesk, onAnswer: @escaping () -> Void) throws {
    let connection = try server.open()
    do {
      try send(requests, over: connection) { answer in
        self.state.withLock { $0.answers.append(answer) }
        onAnswer()
      }
    } catch  where [.unknown, .unreachable].contains(error.code) {
      return
    }
  }

  /// Sends what was sent before once more, and returns the answers.
  func repeated(_ server: ServedDesk) throws -> [Answer] {
    var answers: [Answer] = []
    try send(Array(requests.prefix(sentCount)), over: try server.open()) { answers.append($0) }
    return answers
  }

  private func send(
    _ requests: [Request], over connection: DeskConnection,
    _ take: @escaping (Answer) -> Void
  ) throws(DeskError) {
    var items: [JSONObject] = []
    var pipeline = Pipeline(connection, window: 32) { _, line throws(DeskError) in
      switch line {
      case .item(let item): items.append(item)
      case .ok(_, let sequence):
        take(Answer(items: items, sequence: sequence))
        items = []
      case .error(let refusal, _): throw refusal
      }
    }
    for request in requests {
      state.withLock { $0.sentCount = max($0.sentCount, pipeline.sentCount + 1) }
      try pipeline.send(request)
    }
    try pipeline.finish()
  }
}
