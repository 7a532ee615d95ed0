import DeskRules
import DeskWire
import Logging
import NIOCore

/// What a session's deadlines are measured by.
struct SessionClock {
  /// How many bytes were handed to the connection in all.
  var writtenBytes = 0
  /// How many of them the other side's system had taken when last looked at, and since when.
  var takenBytes = 0
  var takenSince = NIODeadline.now()
  /// When the last answer had left.
  var farewellBegan: NIODeadline?
}

extension Session {
  /// Ends what has used up its time.
  func look(at now: NIODeadline) {
    let limits = services.limits
    if isStalled(at: now) { return hangUp("the reader takes nothing") }
    switch phase {
    case .opening, .closed: return
    case .farewell:
      if let began = clock.farewellBegan, now - began >= TimeAmount(limits.farewell) {
        hangUp("no farewell")
      }
    case .open:
      guard !isLeaving else { return }
      if let began = intake.lineBegan, isReadPending, now - began >= TimeAmount(limits.request) {
        dismiss(DeskError(.malformed, "the line did not end in time: send it in one piece"))
      } else if case .failure = signIn, now - self.began >= TimeAmount(limits.unauthenticated) {
        dismiss(DeskError(.unauthenticated, "nobody has signed in in time: connect again"))
      }
    }
  }

  /// Takes in nothing more, answers what was asked, and closes. Whole lines that have arrived count
  /// as asked.
  func stop() {
    isLeaving = true
    pump()
  }

  /// Closes at once.
  func hangUp(_ reason: String) {
    logger.info("session ended", metadata: ["reason": "\(reason)"])
    context?.close(promise: nil)
  }

  /// Closes our side once the last answer has left, and waits for the other to do the same: closing
  /// both at once could take the answers back.
  func sayFarewell() {
    guard let context else { return }
    phase = .farewell
    intake.drop()
    context.close(mode: .output).assumeIsolated().whenComplete { [self] _ in
      clock.farewellBegan = .now()
      if isInputEnded { endFarewell() } else { readOn() }
    }
  }

  func endFarewell() {
    if clock.farewellBegan != nil { context?.close(promise: nil) }
  }

  /// Says why the session ends, after what is still due.
  private func dismiss(_ error: DeskError) {
    logger.info("session ended", metadata: ["code": "\(error.code.rawValue)"])
    intake.drop()
    agenda.append(AgendaItem(.refusal(error), tag: nil, bytes: 0))
    stop()
  }

  private func isStalled(at now: NIODeadline) -> Bool {
    let waiting = try? context?.channel.syncOptions?.getOption(.bufferedWritableBytes)
    let taken = clock.writtenBytes - (waiting ?? 0)
    if taken != clock.takenBytes || taken == clock.writtenBytes {
      clock.takenBytes = taken
      clock.takenSince = now
    }
    return now - clock.takenSince >= TimeAmount(services.limits.stalledReader)
  }
}
