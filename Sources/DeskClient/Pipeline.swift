public import DeskRules
public import DeskWire

/// Sends many requests without waiting for each answer, and hands out the answers in order.
///
/// At most `window` requests are on their way; while the window is full, or the server is slow to
/// take more, answers are read. So neither side waits for the other, and memory stays bounded.
public struct Pipeline {
  /// Takes one line of a reply: the request's index in the order sent, from 0, and the line.
  public typealias LineHandler = (_ index: Int, _ line: ReplyLine) throws(DeskError) -> Void

  /// How many requests are on their way at most when nothing else is said.
  public static let defaultWindow = 64
  private static let queuedBytesLimit = 65_536

  /// How many requests were sent.
  public private(set) var sentCount = 0
  /// How many requests were answered whole; after a failure, those from this index on are unknown.
  public private(set) var answeredCount = 0

  private let connection: DeskConnection
  private let window: Int
  private let onLine: LineHandler

  /// Makes a pipeline over a session on which nothing else is waiting for its answer.
  ///
  /// - Parameters:
  ///   - connection: the session.
  ///   - window: how many requests may be on their way, at least 1; a server takes at most
  ///     `WireLimits.pipelinedRequests`.
  ///   - onLine: takes every line; its error ends the session.
  public init(
    _ connection: DeskConnection, window: Int = defaultWindow, onLine: @escaping LineHandler
  ) {
    self.connection = connection
    self.window = max(1, window)
    self.onLine = onLine
  }

  /// Sends one request, under a tag of the pipeline's own, and hands out the answers that must be
  /// read before there is room for it.
  ///
  /// - Throws: what `DeskConnection.send` and `nextLine` throw, and what the handler throws.
  public mutating func send(_ request: Request) throws(DeskError) {
    while answeredCount < sentCount, isFull { try receiveOne() }
    var request = request
    request.tag = String(sentCount)
    try connection.send(request)
    sentCount += 1
  }

  /// Waits for all answers that are still to come.
  ///
  /// - Throws: what `nextLine` and the handler throw.
  public mutating func finish() throws(DeskError) {
    while answeredCount < sentCount { try receiveOne() }
  }

  private var isFull: Bool {
    sentCount - answeredCount >= window || connection.queuedBytes >= Self.queuedBytesLimit
  }

  private mutating func receiveOne() throws(DeskError) {
    let index = answeredCount
    while answeredCount == index {
      let line = try connection.nextLine()
      guard line.tag == String(index) else {
        throw connection.endUnknown(Self.strayReason(line.reply))
      }
      if case .item = line.reply {} else { answeredCount += 1 }
      try connection.handOver { [onLine] () throws(DeskError) in try onLine(index, line.reply) }
    }
  }

  /// Why a line that answers no request was sent: an error of the session as a whole says so.
  private static func strayReason(_ line: ReplyLine) -> String {
    if case .error(let refusal, _) = line {
      "the server said \(refusal.code.rawValue) (\(refusal.message))"
    } else {
      "the server answered another request"
    }
  }
}
