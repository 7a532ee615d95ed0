public import DeskRules
public import DeskWire

/// One session with a server, for a program that does one thing at a time: every call waits, none
/// longer than `timeoutSeconds`.
///
/// A failure ends the session. It is `unreachable` when the server cannot have done anything that
/// was not answered, and `unknown` when a request was on its way: then ask again with the same key.
public final class DeskConnection {
  /// How long a call waits when nothing else is said, in seconds: longer than the server takes at
  /// most for a request.
  public static let defaultTimeoutSeconds = WireLimits.requestSeconds + 5

  /// Where the server listens.
  public let address: ServerAddress
  /// What the server opened the session with.
  public let greeting: Greeting
  /// How long a call may wait for one line or for the server to take what was sent, in seconds;
  /// nil waits for ever, as a watch must.
  public var timeoutSeconds: Int?

  private let lines: LineStream
  private var unansweredRequests = 0
  private var answeredBytes = 0
  private var isOver = false

  private init(
    _ address: ServerAddress, _ greeting: Greeting, _ lines: LineStream, timeoutSeconds: Int?
  ) {
    self.address = address
    self.greeting = greeting
    self.lines = lines
    self.timeoutSeconds = timeoutSeconds
  }

  /// Connects and reads the greeting, both within `timeoutSeconds`, which later calls keep to.
  ///
  /// - Throws: `unreachable` when no desk answers there, or the refusal that the server sent in
  ///   place of a greeting, such as `busy`.
  public static func open(
    _ address: ServerAddress, timeoutSeconds: Int? = defaultTimeoutSeconds
  ) throws(DeskError) -> DeskConnection {
    let deadline = Deadline(seconds: timeoutSeconds)
    let lines = LineStream(try Socket.connect(to: address, until: deadline))
    guard case .line(let line) = lines.next(until: deadline) else {
      throw DeskError(
        .unreachable,
        "\(address) takes the connection but does not greet: check the address and the server",
        ["address": .string(address.description)])
    }
    return DeskConnection(
      address, try greeting(line, address), lines, timeoutSeconds: timeoutSeconds)
  }

  private static func greeting(
    _ line: [UInt8], _ address: ServerAddress
  ) throws(DeskError) -> Greeting {
    do throws(DeskError) {
      return try Greeting.parse(line)
    } catch {
      if case .error(let refusal, _)? = try? ReplyLine.parse(line).reply { throw refusal }
      throw DeskError(
        .unreachable, "\(address): \(error.message)", ["address": .string(address.description)])
    }
  }

  /// Queues a request; it leaves at the latest when an answer is waited for or on `flush`.
  ///
  /// - Parameters:
  ///   - request: what to ask.
  ///   - isAnswered: false for the lines of a batch, which are stored and not answered.
  /// - Throws: what `RequestLine.write` throws, then nothing is queued; `unreachable` when the
  ///   session is over.
  public func send(_ request: Request, isAnswered: Bool = true) throws(DeskError) {
    let line = try RequestLine.write(request)
    try checkOpen()
    if isAnswered { unansweredRequests += 1 }
    lines.queue(line + [UInt8(ascii: "\n")])
  }

  /// Waits until the system has taken over everything that was sent.
  ///
  /// - Throws: `unreachable` or `unknown` when the server does not take it.
  public func flush() throws(DeskError) {
    try checkOpen()
    guard lines.flush(until: Deadline(seconds: timeoutSeconds)) else { throw silence() }
    guard !lines.isWriteEnded else { throw end("the server has closed the connection") }
  }

  /// Waits for the next line of a reply; requests that are queued leave meanwhile.
  ///
  /// - Throws: `unreachable` or `unknown` when it does not come.
  public func nextLine() throws(DeskError) -> (tag: String?, reply: ReplyLine) {
    try checkOpen()
    let line: (tag: String?, reply: ReplyLine)
    switch lines.next(until: Deadline(seconds: timeoutSeconds)) {
    case .line(let bytes):
      do throws(DeskError) {
        line = try ReplyLine.parse(bytes)
      } catch {
        throw end(error.message)
      }
    case .tooLong: throw end("the server sent a line that is too long")
    case .ended: throw end("the server has closed the connection")
    case .timedOut: throw silence()
    }
    if case .item = line.reply { return line }
    unansweredRequests = max(0, unansweredRequests - 1)
    if unansweredRequests == 0 { answeredBytes = lines.sentBytes }
    return line
  }

  /// Reads one reply: hands over each item as it comes and returns the status. An error from
  /// `onItem` ends the session, for the rest of the reply stays unread.
  ///
  /// - Throws: `unreachable` or `unknown` when the reply does not come whole; what `onItem` throws.
  public func receive(
    onItem: (JSONObject) throws(DeskError) -> Void
  ) throws(DeskError) -> Status {
    while true {
      switch try nextLine().reply {
      case .item(let object): try handOver { () throws(DeskError) in try onItem(object) }
      case .ok(let count, let sequence): return .ok(count: count, sequence: sequence)
      case .error(let refusal, let sequence): return .refused(refusal, sequence: sequence)
      }
    }
  }

  /// How many bytes wait to leave.
  var queuedBytes: Int { lines.queuedBytes }

  /// Runs a caller's handler; its error ends the session.
  func handOver(_ handler: () throws(DeskError) -> Void) throws(DeskError) {
    do throws(DeskError) {
      try handler()
    } catch {
      isOver = true
      throw error
    }
  }

  /// Ends the session and says what that means for the requests on their way, if there are any.
  func end(_ reason: String) -> DeskError {
    if unansweredRequests > 0, lines.sentBytes > answeredBytes { return endUnknown(reason) }
    isOver = true
    return DeskError(
      .unreachable, "\(address): \(reason), and no request was on its way: connect again",
      ["address": .string(address.description)])
  }

  /// Ends the session while requests are on their way.
  func endUnknown(_ reason: String) -> DeskError {
    isOver = true
    return DeskError(
      .unknown, "\(address): \(reason) before the answer came: ask again with the same key",
      ["address": .string(address.description)])
  }

  private func silence() -> DeskError {
    end("nothing moved for \(timeoutSeconds ?? 0) seconds")
  }

  private func checkOpen() throws(DeskError) {
    guard !isOver else {
      throw DeskError(
        .unreachable, "the connection to \(address) is over: open another",
        ["address": .string(address.description)])
    }
  }
}
