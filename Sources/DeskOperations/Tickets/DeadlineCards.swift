import DeskRules
import DeskStore

/// One thing that was promised of a ticket, and how it stands.
struct DeadlineCard: Item {
  let stage: ResponseStage
  let minutes: Int
  let clock: ClockKind
  let due: String?
  let met: String?
  let left: String
  let leftMinutes: Int64
  let late: Bool
  let stopped: Bool?

  enum CodingKeys: String, CodingKey {
    case stage, minutes, clock, due, met, left
    case leftMinutes = "left_minutes"
    case late, stopped
  }

  init(_ standing: ResponseStanding, _ targets: ResponseTargets, zone: Zone) {
    stage = standing.stage
    minutes = targets.minutes(of: standing.stage) ?? 0
    clock = targets.clock
    due = standing.due.map { zone.text(of: $0) }
    met = standing.met.map { zone.text(of: $0) }
    let time = TimeLeft(standing, targets.clock)
    left = standing.met == nil || standing.isLate ? time.text : "in time"
    leftMinutes = time.minutes
    late = standing.isLate
    stopped = standing.isPaused ? true : nil
  }
}

/// What is left until something is due, in words.
struct TimeLeft {
  /// Whole minutes that are left; below zero those that it is late.
  let minutes: Int64
  private let counts: ClockKind
  private let isPaused: Bool

  init(_ standing: ResponseStanding, _ clock: ClockKind) {
    self.init(seconds: standing.leftSeconds, counts: clock, isPaused: standing.isPaused)
  }

  init(seconds: Int64, counts: ClockKind = .real, isPaused: Bool = false) {
    minutes = seconds >= 0 ? seconds / 60 : (seconds - 59) / 60
    self.counts = counts
    self.isPaused = isPaused
  }

  /// Such as `2 h 10 min left`, `late 35 min`, `3 h 0 min of working time left, clock stopped`.
  var text: String {
    guard minutes >= 0 else { return "late \(Self.words(-minutes, hasDays: true))" }
    let working = counts == .business ? " of working time" : ""
    return Self.words(minutes, hasDays: counts == .real) + working + " left"
      + (isPaused ? ", clock stopped" : "")
  }

  /// A length of time. Working days differ in length, so working time is told in hours.
  private static func words(_ minutes: Int64, hasDays: Bool) -> String {
    switch minutes {
    case ..<60: "\(minutes) min"
    case 2_880... where hasDays: "\(minutes / 1_440) d \(minutes / 60 % 24) h"
    default: "\(minutes / 60) h \(minutes % 60) min"
    }
  }
}

extension TicketCard {
  /// Adds what is left until the most pressing deadline of a ticket that is still worked on.
  mutating func judge(_ ticket: Ticket, _ clock: ResponseClock?, at now: Instant) {
    guard ticket.state.takesWork else { return }
    var pressing: (time: TimeLeft, stage: ResponseStage?)?
    if let due = ticket.due, clock?.promise.setsDue != true {
      pressing = (TimeLeft(seconds: due.seconds - now.seconds), nil)
    }
    for standing in clock?.standings(at: now) ?? [] where standing.met == nil {
      let time = TimeLeft(standing, clock?.promise.targets.clock ?? .real)
      if pressing.map({ time.minutes < $0.time.minutes }) ?? true {
        pressing = (time, standing.stage)
      }
    }
    guard let pressing else { return }
    let words = pressing.stage?.rawValue.split(separator: "_").joined(separator: " ")
    left = (words.map { $0 + ": " } ?? "") + pressing.time.text
    leftMinutes = pressing.time.minutes
  }

  /// Adds every deadline, met or not, with what is left or by how much it was missed.
  mutating func showDeadlines(
    _ ticket: Ticket, _ clock: ResponseClock?, at now: Instant, zone: Zone
  ) {
    guard let clock, ticket.state != .cancelled else { return }
    deadlines = clock.standings(at: now).map { DeadlineCard($0, clock.promise.targets, zone: zone) }
    calendar = clock.promise.calendar.map { name in
      "\(name), version \(clock.promise.calendarVersion ?? 0)"
    }
  }
}
