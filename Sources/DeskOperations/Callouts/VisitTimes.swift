import DeskRules
import DeskStore

/// The times of a visit as the engineer wrote them.
struct VisitTimes: Sendable {
  let called: Moment?
  let departed: Moment?
  let arrived: Moment
  let done: Moment

  init(_ read: inout Arguments) throws(DeskError) {
    called = try read.optional("called", "When the client called.")
    departed = try read.optional("departed", "When you left; the way is billed from here.")
    arrived = try read("arrived", "When you arrived.")
    done = try read("done", "When the work was done.")
  }

  /// Times that are known otherwise.
  init(called: Moment?, departed: Moment?, arrived: Moment, done: Moment) {
    self.called = called
    self.departed = departed
    self.arrived = arrived
    self.done = done
  }

  /// The moments, in the order they must have.
  struct Resolved {
    let called: Instant?
    let departed: Instant?
    let arrived: Instant
    let done: Instant
  }

  /// Finds the moments at a site.
  ///
  /// - Throws: `time` when one is unclear, ahead, or before the one it follows.
  func resolve(in zone: Zone, _ caller: Caller) throws(DeskError) -> Resolved {
    var resolver = MomentResolver(zone: zone, sent: caller.sent)
    var last: (name: String, at: Instant)?
    func next(_ moment: Moment, _ name: String) throws(DeskError) -> Instant {
      let at = try resolver.resolve(moment, name: name)
      if case .clock(let clock) = moment, let last {
        try Self.requireInOrder(clock, at, name, after: last, in: zone, caller)
      }
      try PastMoment.requirePast(at, name, zone, caller)
      if let last, at < last.at {
        throw DeskError(
          .time,
          "\(name) is \(zone.text(of: at)), before \(last.name) at \(zone.text(of: last.at))",
          [
            "parameter": .string(name), name: .string(zone.text(of: at)),
            last.name: .string(zone.text(of: last.at)),
          ])
      }
      last = (name, at)
      return at
    }
    let called = try called.map { moment throws(DeskError) in try next(moment, "called") }
    let departed = try departed.map { moment throws(DeskError) in try next(moment, "departed") }
    let arrived = try next(arrived, "arrived")
    return Resolved(
      called: called, departed: departed, arrived: arrived, done: try next(done, "done"))
  }

  /// How far ahead a time lies that was not written too early, but before the one it follows.
  private static let exchangedMinutes: Int64 = 12 * 60

  /// Refuses a bare time that could only follow the one before it on the day to come: rather the two
  /// were exchanged.
  private static func requireInOrder(
    _ clock: ClockTime, _ at: Instant, _ name: String, after last: (name: String, at: Instant),
    in zone: Zone, _ caller: Caller
  ) throws(DeskError) {
    guard at > caller.sent.adding(minutes: exchangedMinutes) else { return }
    throw DeskError(
      .time,
      "\(name) \(clock.text) is before \(last.name) at \(zone.text(of: last.at)); check both, or give"
        + " their dates",
      ["parameter": .string(name), last.name: .string(zone.text(of: last.at))])
  }
}
