import DeskOperations
import DeskRules
import DeskWire
import NIOCore

/// Turns the bytes of a session into requests, one at a time.
struct Intake {
  private var framer = LineFramer()
  private var chunk = ByteBuffer()
  private var batch: BatchCollector?
  private let changesPerBatch: Int
  /// Since when the line that is not yet whole has been arriving.
  private(set) var lineBegan: NIODeadline?

  init(changesPerBatch: Int) { self.changesPerBatch = changesPerBatch }

  /// Whether everything that arrived has been looked at.
  var isUsedUp: Bool { chunk.readableBytes == 0 }

  /// Whether the bytes end inside a line.
  var isInsideLine: Bool { framer.isInsideLine }

  /// Takes in what arrived, once everything before has been used up.
  mutating func add(_ bytes: ByteBuffer) {
    if isUsedUp { chunk = bytes } else { chunk.writeImmutableBuffer(bytes) }
  }

  /// Forgets everything that has not been looked at.
  mutating func drop() {
    chunk = ByteBuffer()
    framer = LineFramer()
    batch = nil
    lineBegan = nil
  }

  /// The next request that has its place in the agenda; nil when more bytes are needed.
  ///
  /// - Parameter refusal: why the session may store no batch, if it may not.
  mutating func next(refusal: DeskError?) -> AgendaItem? {
    while let event = nextEvent() {
      lineBegan = nil
      if let item = take(event, refusal) { return item }
    }
    lineBegan = framer.isInsideLine ? lineBegan ?? .now() : nil
    return nil
  }

  private mutating func nextEvent() -> LineFramer.Event? {
    guard !isUsedUp else { return nil }
    let bytes = chunk
    var index = 0
    let event = framer.next(in: bytes.readableBytesUInt8Span, from: &index)
    chunk.moveReaderIndex(forwardBy: index)
    // A line rarely ends with the chunk, and a chunk is far larger than what is left of it.
    if isUsedUp { chunk = ByteBuffer() }
    return event
  }

  private mutating func take(_ event: LineFramer.Event, _ refusal: DeskError?) -> AgendaItem? {
    switch event {
    case .tooLong(let start):
      let error = DeskError(
        .tooLong, "the line is longer than \(framer.limit) bytes: split the request",
        ["limit": .integer(Int64(framer.limit))])
      let tag = RequestLine.tag(of: start, isWhole: false)
      return take(.failure(error), tag: tag, bytes: start.count, refusal)
    case .line(let line):
      do throws(DeskError) {
        guard let request = try RequestLine.parse(line) else { return nil }
        return take(Self.prepare(request), tag: request.tag, bytes: line.count, refusal)
      } catch {
        return take(
          .failure(error), tag: RequestLine.tag(of: line), bytes: line.count, refusal)
      }
    }
  }

  private static func prepare(_ request: Request) -> Result<PreparedRequest, DeskError> {
    Result { () throws(DeskError) in try Catalogue.prepare(request) }
  }

  private mutating func take(
    _ request: Result<PreparedRequest, DeskError>, tag: String?, bytes: Int, _ refusal: DeskError?
  ) -> AgendaItem? {
    if case .success(.session(let act)) = request {
      switch (act, batch) {
      case (.batch(let key, let isDryRun), nil):
        batch = BatchCollector(
          key: key, isDryRun: isDryRun, limit: changesPerBatch, refusal: refusal)
        return nil
      case (.end, let collected?):
        batch = nil
        return AgendaItem(collected.content, tag: tag, bytes: collected.bytes + bytes)
      default: break
      }
    }
    guard batch == nil else {
      batch?.add(request, bytes: bytes)
      return nil
    }
    return AgendaItem(Self.content(request), tag: tag, bytes: bytes)
  }

  private static func content(
    _ request: Result<PreparedRequest, DeskError>
  ) -> AgendaItem.Content {
    switch request {
    case .failure(let error): .refusal(error)
    case .success(.change(let change)): .change(.single(change))
    case .success(.query(let query)): .read(.query(query))
    case .success(.session(let act)): content(act)
    }
  }

  private static func content(_ act: SessionAct) -> AgendaItem.Content {
    switch act {
    case .hello(let token): .read(.hello(token: token))
    case .quit: .quit
    case .watch(let since, let books): .watch(since: since, books: books)
    case .unwatch: .unwatch
    case .batch, .end: .refusal(DeskError(.state, "no batch is open: begin one with batch"))
    }
  }
}
