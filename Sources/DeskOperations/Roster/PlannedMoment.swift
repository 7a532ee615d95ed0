import DeskRules

/// A time that is still to come: `18:00` is the next such time, a date is that day.
enum PlannedMoment: ArgumentValue, Equatable {
  case clock(ClockTime)
  case deadline(Deadline)

  static let typeName = "time or date"
  static let sample = PlannedMoment.deadline(.sample)
  var canonical: String {
    switch self {
    case .clock(let clock): clock.text
    case .deadline(let deadline): deadline.text
    }
  }

  init(argument: String) throws(DeskError) {
    self =
      argument.utf8.count <= 5
      ? .clock(try ClockTime(argument)) : .deadline(try Deadline(argument))
  }

  /// For how many minutes a bare time that has just passed means now.
  static let justNowMinutes: Int64 = 10
  /// For how long after a bare time it is not clear whether the next such time is meant.
  private static let unclearMinutes: Int64 = 12 * 60

  /// The beginning of a window: a day's is its start. A bare time is the next after a moment, or the
  /// one that has just passed.
  ///
  /// - Throws: `time` when the wall clock does not show it, or shows it twice; when a bare time has
  ///   passed that may be meant.
  func start(after moment: Instant, in zone: Zone) throws(DeskError) -> Instant {
    if case .deadline(.day(let day)) = self { return zone.startOfDay(day) }
    guard case .clock(let clock) = self else { return try end(after: moment, in: zone) }
    let back = moment.adding(minutes: -Self.unclearMinutes)
    let last = try PlannedMoment.clock(clock).end(after: back, in: zone)
    guard last < moment else { return try end(after: moment, in: zone) }
    guard last < moment.adding(minutes: -Self.justNowMinutes) else { return last }
    let next = try end(after: moment, in: zone)
    throw DeskError(
      .time,
      "\(clock.text) has passed, and the next one is \(zone.text(of: next)): give the date where that is"
        + " meant, such as \(zone.date(at: next).text)T\(clock.text), or leave it out for now",
      ["parameter": .string("from")])
  }

  /// The end of a window: a day's is its end. A bare time is the next after a moment.
  ///
  /// - Throws: `time` when the wall clock does not show it, or shows it twice.
  func end(after moment: Instant, in zone: Zone) throws(DeskError) -> Instant {
    switch self {
    case .deadline(let deadline): return try deadline.instant(in: zone)
    case .clock(let clock):
      let today = zone.date(at: moment)
      for day in (0...3).map(today.adding) where zone.lastMoment(of: day, clock) > moment {
        return try zone.instant(of: day, clock)
      }
      throw DeskError(.time, "\(clock.text) does not come soon; give the date")
    }
  }
}

/// A window of time that begins now or later.
struct PlannedWindow {
  let from: Instant
  let to: Instant

  /// Finds the window on the desk's wall clock; it begins now where no beginning is given.
  ///
  /// - Throws: `time` when it begins in the past, ends before it begins, or is longer than some days.
  init(
    _ from: PlannedMoment?, _ to: PlannedMoment, limitDays: Int, in zone: Zone, _ caller: Caller
  ) throws(DeskError) {
    self.from = try Self.start(
      from, in: zone, caller, advice: "past duty stays as it was: leave from out for now")
    let end = try to.end(after: Self.said(self.from, caller), in: zone)
    self.to = end
    try PlanningHorizon.require(end, named: "to", zone, caller)
    guard from != nil || self.from < end else {
      throw DeskError(
        .time, "to is \(zone.text(of: end)), which has passed", ["parameter": .string("to")])
    }
    guard self.from < end else {
      throw DeskError(
        .time, "to is \(zone.text(of: end)), not after from at \(zone.text(of: self.from))",
        ["parameter": .string("to")])
    }
    guard end <= self.from.adding(minutes: Int64(limitDays) * 1440) else {
      throw DeskError(
        .time,
        "the window is longer than \(limitDays) days; check the dates, or change the rotation with"
          + " roster set", ["parameter": .string("to")])
    }
  }

  /// The moment from which the bare end of a window counts: its beginning, or where it begins now the
  /// moment at which that was said, which a request from an outbox was long before.
  static func said(_ start: Instant, _ caller: Caller) -> Instant {
    start == caller.now ? caller.sent : start
  }

  /// When a window begins: now where nothing is said, and otherwise not before now. Whoever names the
  /// running day, or the minute that has just begun, means from now on.
  ///
  /// - Throws: `time`, with what to do instead, when that has passed.
  static func start(
    _ from: PlannedMoment?, in zone: Zone, _ caller: Caller, advice: String
  ) throws(DeskError) -> Instant {
    guard let from else { return caller.now }
    let start = try from.start(after: caller.sent, in: zone)
    let isToday = from == .deadline(.day(zone.date(at: caller.now)))
    let isJustNow = start >= caller.now.adding(minutes: -PlannedMoment.justNowMinutes)
    guard start < caller.now else { return start }
    guard isToday || isJustNow else {
      throw DeskError(
        .time, "from is \(zone.text(of: start)), which has passed; \(advice)",
        ["parameter": .string("from")])
    }
    return caller.now
  }
}

/// How far ahead duty is planned: a later day is a slip of the hand.
enum PlanningHorizon {
  private static let years = 10

  /// - Throws: `time` for a moment that is later.
  static func require(
    _ moment: Instant, named name: String, _ zone: Zone, _ caller: Caller
  ) throws(DeskError) {
    guard moment > caller.now.adding(minutes: Int64(years) * 366 * 1440) else { return }
    throw DeskError(
      .time,
      "\(name) is \(zone.text(of: moment)), more than \(years) years from now; check the year",
      ["parameter": .string(name)])
  }
}
