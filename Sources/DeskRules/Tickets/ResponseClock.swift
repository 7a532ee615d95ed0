/// When a repair reached its stages.
public struct ResponseStamps: Sendable, Hashable {
  /// When somebody took it.
  public var acknowledged: Instant?
  /// When somebody was there.
  public var onSite: Instant?
  /// When it worked again.
  public var fixed: Instant?

  /// Puts the stamps together.
  public init(acknowledged: Instant? = nil, onSite: Instant? = nil, fixed: Instant? = nil) {
    (self.acknowledged, self.onSite, self.fixed) = (acknowledged, onSite, fixed)
  }

  /// When a stage was reached: who is there has answered, and what works again needs nobody there.
  public func reached(_ stage: ResponseStage) -> Instant? {
    switch stage {
    case .acknowledge: [acknowledged, onSite, fixed].compactMap { $0 }.min()
    case .onSite: [onSite, fixed].compactMap { $0 }.min()
    case .fix: fixed
    }
  }
}

/// Judges a repair by what was promised, from its moments and nothing else: there is no counter that
/// could be wrong.
public struct ResponseClock: Sendable {
  /// What was promised.
  public let promise: ResponsePromise
  /// When it was reported.
  public let received: Instant
  /// When it reached its stages.
  public let stamps: ResponseStamps
  private let time: CountedTime

  /// Makes the clock of a repair.
  public init(
    _ promise: ResponsePromise, received: Instant, stamps: ResponseStamps, pauses: [ClockPause],
    calendar: WorkCalendar, zone: Zone
  ) {
    self.promise = promise
    self.received = received
    self.stamps = stamps
    time = CountedTime(promise.targets.clock, calendar, zone: zone, pauses: pauses)
  }

  /// Until when a stage must be reached; nil without a target, or while the clock stands still.
  public func due(_ stage: ResponseStage) -> Instant? {
    promise.targets.minutes(of: stage).flatMap { time.instant(minutes: $0, after: received) }
  }

  /// How a stage stands at a moment; nil without a target.
  public func standing(_ stage: ResponseStage, at now: Instant) -> ResponseStanding? {
    guard let minutes = promise.targets.minutes(of: stage) else { return nil }
    let met = stamps.reached(stage)
    let due = due(stage)
    let judged = met ?? now
    let left: Int64
    if let due, due < judged {
      left = due.seconds - judged.seconds
    } else {
      left = Int64(minutes) * 60 - time.seconds(from: received, to: judged)
    }
    return ResponseStanding(
      stage: stage, due: due, met: met, leftSeconds: left,
      isPaused: met == nil && time.isPaused(at: now))
  }

  /// Every stage with a target.
  public func standings(at now: Instant) -> [ResponseStanding] {
    ResponseStage.allCases.compactMap { standing($0, at: now) }
  }
}

/// How a stage of a repair stands.
public struct ResponseStanding: Sendable, Equatable {
  /// Which.
  public let stage: ResponseStage
  /// Until when it must be reached; nil while the clock stands still.
  public let due: Instant?
  /// When it was reached.
  public let met: Instant?
  /// The counted seconds that are left, or were left when it was reached; below zero the elapsed
  /// seconds by which it is late, counted or not.
  public let leftSeconds: Int64
  /// Whether the clock stands still.
  public let isPaused: Bool

  /// Whether it was not reached in time.
  public var isLate: Bool { leftSeconds < 0 }
}

extension [ClockPause] {
  /// The pauses after a change of the ticket: waiting may begin one, and everything else ends it;
  /// between being done and coming back nothing is counted either.
  public func after(_ change: TicketChanged, fixed: Instant?) -> [ClockPause] {
    guard let state = change.state else { return self }
    guard state != .waiting else {
      return change.stopsClock == true
        ? self + [ClockPause(since: change.at, until: nil)] : self
    }
    let ended = map { pause in
      pause.until == nil ? ClockPause(since: pause.since, until: change.at) : pause
    }
    guard state == .reopened, let fixed else { return ended }
    return ended + [ClockPause(since: fixed, until: change.at)]
  }
}
