import DeskOperations
import DeskRules
import DeskStore
import DeskWire
import Logging
import NIOCore

/// One connection: takes in requests, has them carried out in order, and sends the answers. Confined
/// to its event loop.
final class Session: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  enum Phase {
    /// The books have not yet been looked at.
    case opening
    /// Requests are taken in and answered.
    case open
    /// Everything is answered; the other side has still to close.
    case farewell
    /// The connection is gone, or was never let in.
    case closed
  }

  let services: Services
  let loop: SessionLoop
  let isLocal: Bool
  let began = NIODeadline.now()
  var context: ChannelHandlerContext?
  var source: String?
  var logger: Logger
  var phase = Phase.opening
  var signIn = SignIn.failure(DeskError(.unauthenticated, "nobody is signed in yet"))
  var intake: Intake
  var agenda = Agenda()
  var watch: Watch?
  /// Nothing more is taken in from the connection.
  var isLeaving = false
  var isInputEnded = false
  var isReadPending = false
  var isPumping = false
  var isPumpDue = false
  var outgoing: [UInt8] = []
  var clock = SessionClock()

  /// Makes the handler of a connection; a local one comes through the desk's own Unix socket.
  init(_ services: Services, loop: SessionLoop, isLocal: Bool) {
    self.services = services
    self.loop = loop
    self.isLocal = isLocal
    logger = services.logger
    intake = Intake(changesPerBatch: services.limits.changesPerBatch)
  }

  // MARK: The connection's events

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }

  func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

  func channelActive(context: ChannelHandlerContext) {
    source = isLocal ? nil : context.remoteAddress?.ipAddress
    guard let number = services.admission.enter(from: source) else { return turnAway(context) }
    logger[metadataKey: "session"] = "\(number)"
    loop.add(self)
    services.statistics.opened()
    logger.debug("session opened", metadata: ["local": "\(isLocal)"])
    guard isLocal else { return open(user: nil) }
    PeerUser.identifier(of: context.channel).assumeIsolated().whenComplete { [self] user in
      if phase == .opening { open(user: (try? user.get()) ?? nil) }
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    defer { context.fireChannelInactive() }
    guard phase != .closed else { return }
    phase = .closed
    intake.drop()
    agenda = Agenda()
    loop.remove(self)
    services.admission.leave(from: source)
    services.statistics.closed()
    logger.debug("session closed")
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if phase != .farewell { intake.add(unwrapInboundIn(data)) }
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    isReadPending = false
    if phase == .farewell { readOn() } else { pump() }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    pump()
    context.fireChannelWritabilityChanged()
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    guard let event = event as? ChannelEvent, event == .inputClosed else {
      return context.fireUserInboundEventTriggered(event)
    }
    isInputEnded = true
    isLeaving = true
    if phase == .farewell { endFarewell() } else { pump() }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    logger.debug("connection lost", metadata: ["reason": "\(error)"])
    context.close(promise: nil)
  }

  // MARK: Opening

  private func turnAway(_ context: ChannelHandlerContext) {
    phase = .closed
    services.statistics.refused()
    let busy = DeskError(.busy, "the desk has as many sessions as it takes: try again later")
    ReplyLine.error(busy, sequence: 0).write(tag: nil, to: &outgoing)
    flush()
    context.close(promise: nil)
  }

  private func open(user: UInt32?) {
    let version = services.version
    read { books in
      Result { () throws(DeskError) in
        try Opening(try books.get(), user: user, version: version)
      }
    } then: { session, opening in
      session.opened(opening)
    }
  }

  private func opened(_ opening: Result<Opening, DeskError>) {
    switch opening {
    case .success(let opening):
      services.head.raise(to: opening.seq)
      signIn = opening.signIn
      outgoing.append(contentsOf: opening.greeting.utf8)
      outgoing.append(UInt8(ascii: "\n"))
    case .failure(let error):
      logger.error("the books cannot be read", metadata: ["code": "\(error.code.rawValue)"])
      ReplyLine.error(error, sequence: services.head.seq).write(tag: nil, to: &outgoing)
      isLeaving = true
    }
    phase = .open
    if services.stop.isSet { isLeaving = true }
    pump()
  }

  // MARK: Reading the books

  /// Has something read on a reading thread, and hands what came of it to the session on its loop,
  /// if that is still there.
  func read<Value: Sendable>(
    _ body: @escaping @Sendable (Result<Books, DeskError>) -> Value,
    then take: @escaping @Sendable (Session, Value) -> Void
  ) {
    guard let context else { return }
    let session = NIOLoopBound(self, eventLoop: context.eventLoop)
    let isQueued = services.readers.submit { books in
      let value = body(books)
      session.eventLoop.execute {
        if session.value.phase != .closed { take(session.value, value) }
      }
    }
    // The pool takes everything until the last session is gone.
    if !isQueued { context.close(promise: nil) }
  }
}
