import DeskOperations
import DeskRules
import DeskWire
import Logging
import NIOCore

extension Session {
  /// Bytes of answers that are sent in one piece.
  private static let pieceBytes = 65_536

  /// Does everything that can be done now: takes in requests, begins their work, sends answers, and
  /// asks for more or says farewell.
  func pump() {
    // Handing bytes over can tell, while we are at it, that there is room for more.
    isPumpDue = true
    guard phase == .open, !isPumping else { return }
    isPumping = true
    while isPumpDue {
      isPumpDue = false
      repeat { takeIn() } while dispatch()
      flush()
    }
    isPumping = false
    if isLeaving, agenda.isEmpty, watch == nil, intake.isUsedUp {
      sayFarewell()
    } else {
      readOn()
    }
  }

  /// Takes in the outcome of the first change under way; `pump` sends it.
  func take(_ outcome: Outcome) {
    guard phase == .open else { return }
    answer(outcome, tag: agenda.finishChange())
  }

  // MARK: Taking in

  private var isWritable: Bool { context?.channel.isWritable ?? false }

  private var refusal: DeskError? {
    if case .failure(let error) = signIn { error } else { nil }
  }

  /// Strangers get one request at a time.
  private var hasRoom: Bool {
    let limits = services.limits
    return agenda.count < (refusal == nil ? limits.pipelinedRequests : 1)
      && agenda.waitingBytes < limits.pipelinedBytes && isWritable
  }

  private func takeIn() {
    while hasRoom {
      guard let item = intake.next(refusal: refusal) else { return refuseCutLine() }
      agenda.append(item)
      if case .quit = item.content {
        isLeaving = true
        intake.drop()
      }
    }
  }

  private func refuseCutLine() {
    guard isInputEnded, intake.isInsideLine else { return }
    let cut = DeskError(
      .malformed, "the connection ended inside a line, which was not carried out: end it with LF")
    agenda.append(AgendaItem(.refusal(cut), tag: nil, bytes: 0))
    intake.drop()
  }

  /// Asks the connection for more bytes, if there is room for them.
  func readOn() {
    guard let context, !isReadPending, !isInputEnded else { return }
    switch phase {
    case .open: guard !isLeaving, intake.isUsedUp, hasRoom else { return }
    case .farewell: break
    case .opening, .closed: return
    }
    isReadPending = true
    context.read()
  }

  // MARK: Working

  /// Begins what can be begun; returns whether there was anything.
  private func dispatch() -> Bool {
    var hasMoved = false
    while isWritable, step() {
      hasMoved = true
      if outgoing.count >= Self.pieceBytes { flush() }
    }
    return hasMoved
  }

  private func step() -> Bool {
    if watch != nil { return watchStep() }
    return sendChanges() || beginReads() || act()
  }

  private func sendChanges() -> Bool {
    let works = agenda.changes()
    guard let context, !works.isEmpty else { return false }
    switch signIn {
    case .failure(let error): agenda.refuseFirst(error)
    case .success(let credential):
      let session = NIOLoopBound(self, eventLoop: context.eventLoop)
      let sent = services.changes.add(
        works.map {
          WriteJob(submission: Submission($0, as: credential), receiver: .session(session))
        })
      agenda.sendChanges(sent)
      if sent < works.count { agenda.refuseFirst(Self.busy) }
    }
    return true
  }

  private static let busy = DeskError(
    .busy, "more changes are waiting than the desk takes: send it again in a moment")

  private func beginReads() -> Bool {
    let reads = agenda.reads(atMost: ReadJob.readLimit)
    guard !reads.isEmpty else { return false }
    agenda.beginReading()
    let job = ReadJob(
      reads: reads, signIn: signIn, surroundings: services.surroundings,
      statistics: services.statistics)
    let head = services.head
    read {
      job.run($0, head: head.seq)
    } then: {
      $0.take($1)
    }
    return true
  }

  private func take(_ report: ReadJob.Report) {
    agenda.finishReading(report.count)
    services.head.raise(to: report.seq)
    noteSignIn(report.signIn)
    outgoing.append(contentsOf: report.bytes)
    pump()
  }

  private func noteSignIn(_ latter: SignIn) {
    switch (signIn, latter) {
    case (.failure, .success(let credential)):
      logger.info("signed in", metadata: ["staff": "\(credential.staff)"])
    case (_, .failure(let error)) where error != refusal:
      logger.info("sign-in refused", metadata: ["code": "\(error.code.rawValue)"])
    default: break
    }
    signIn = latter
  }

  private func act() -> Bool {
    guard let item = agenda.takeAct() else { return false }
    switch item.content {
    case .watch(let since, let books): beginWatch(since: since, books: books, tag: item.tag)
    case .quit: answer(.success([]), tag: item.tag)
    case .refusal(let error): answer(.failure(error), tag: item.tag)
    case .unwatch, .change, .read:
      answer(
        .failure(DeskError(.state, "nothing is being watched: begin with watch")), tag: item.tag)
    }
    return true
  }

  // MARK: Answering

  /// Writes an answer that is judged at the books as they are known now.
  func answer(_ result: Result<[JSONObject], DeskError>, tag: String?) {
    answer(Outcome(result, seq: services.head.seq), tag: tag)
  }

  private func answer(_ outcome: Outcome, tag: String?) {
    services.statistics.answered(outcome.result)
    ReplyText.append(outcome, tag: tag, to: &outgoing)
  }

  /// Hands the answers written so far to the connection.
  func flush() {
    guard let context, !outgoing.isEmpty else { return }
    let buffer = context.channel.allocator.buffer(bytes: outgoing)
    clock.writtenBytes += outgoing.count
    outgoing.removeAll(keepingCapacity: outgoing.count <= Self.pieceBytes)
    context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
  }
}
