/// Who is on duty when: computed from the rotations, what was overridden, and who is away. Nothing
/// is stored for a shift.
public struct Roster: Sendable {
  private let zone: Zone
  private let rotations: [RotationSet]
  private let overrides: [RosterOverridden]
  private let absences: [StaffAway]

  /// Makes a roster.
  ///
  /// - Parameters:
  ///   - zone: the desk's zone, on whose wall clock people hand over.
  ///   - rotations: in order of their beginnings; each holds until the next begins.
  ///   - overrides: in the order in which they were entered; a later one stands on the earlier.
  ///   - absences: who is away.
  public init(
    zone: Zone, rotations: [RotationSet], overrides: [RosterOverridden], absences: [StaffAway]
  ) {
    self.zone = zone
    self.rotations = rotations
    self.overrides = overrides
    self.absences = absences
  }

  /// Who is on duty from one moment to another, in order: every moment belongs to exactly one duty,
  /// also where the duty is nobody's.
  public func duties(from start: Instant, to end: Instant) -> [Duty] {
    guard start < end else { return [] }
    var duties = planned(from: start, to: end)
    for override in overrides where override.from < end && start < override.to {
      duties = duties.flatMap { $0.overridden(by: override) }
    }
    for absence in absences where absence.from < end && start < absence.to {
      duties = duties.flatMap { $0.without(absence) }
    }
    return duties
  }

  /// How far before and after a stretch a duty may reach that has time in common with it: no turn and
  /// no override is longer.
  public static let reachMinutes = Int64(RosterOverridden.limitDays + 8) * 1440

  /// The duties that have time in common with a stretch, whole: they begin and end where they do, not
  /// where the stretch does. The roster must know as much around the stretch as duties may reach.
  /// Where nobody has a turn there is nothing to begin, and the stretch cuts.
  public func wholeDuties(from start: Instant, to end: Instant) -> [Duty] {
    duties(
      from: start.adding(minutes: -Self.reachMinutes), to: end.adding(minutes: Self.reachMinutes)
    ).compactMap { duty in
      guard duty.start < end, start < duty.end else { return nil }
      return duty.person == nil ? duty.cut(from: start, to: end) : duty
    }
  }

  /// The duty at a moment.
  public func duty(at moment: Instant) -> Duty? {
    duties(from: moment, to: moment.adding(seconds: 1)).first
  }

  /// The person's next duty that begins after a moment and before another; a duty that goes on in the
  /// next one is one.
  public func nextDuty(of person: String, after moment: Instant, until end: Instant) -> Duty? {
    let own = Duty.joined(
      duties(from: moment.adding(seconds: -1), to: end).filter { $0.person == person && !$0.isAway }
    )
    return own.first { $0.start >= moment }
  }

  private func planned(from start: Instant, to end: Instant) -> [Duty] {
    var duties: [Duty] = []
    let first = rotations.first?.starts ?? end
    if start < first { duties.append(Duty(person: nil, start: start, end: min(first, end))) }
    for (index, set) in rotations.enumerated() {
      let next = index + 1 < rotations.count ? rotations[index + 1].starts : end
      let from = max(start, set.starts)
      let to = min(end, next)
      if from < to { duties += turns(of: set.rotation, from: from, to: to) }
    }
    return duties
  }

  private func turns(of rotation: Rotation, from start: Instant, to end: Instant) -> [Duty] {
    var duties: [Duty] = []
    var turn = rotation.turn(at: start, in: zone)
    var from = start
    while from < end {
      let handover = rotation.end(of: turn, in: zone)
      let next = handover ?? end
      let relief = handover.map { _ in rotation.relief(of: turn, in: zone) }
      if from < next {
        duties.append(
          Duty(
            person: rotation.person(of: turn), start: from, end: min(next, end),
            relieved: next <= end ? relief : nil))
      }
      from = max(from, next)
      turn += 1
    }
    return duties
  }
}

/// A stretch of time in which one person, or nobody, is on duty.
public struct Duty: Sendable, Equatable {
  /// Who, by the short name; nil for nobody.
  public internal(set) var person: String?
  /// When it begins.
  public internal(set) var start: Instant
  /// When the next one's duty begins.
  public internal(set) var end: Instant
  /// When the person may leave: later than `end` where the clock is put back over the hand-over.
  public internal(set) var relieved: Instant
  /// For whom the person stands in.
  public internal(set) var insteadOf: String?
  /// Why the person stands in, or is away.
  public internal(set) var reason: String?
  /// Whether the person is away, so that nobody answers.
  public internal(set) var isAway = false

  init(person: String?, start: Instant, end: Instant, relieved: Instant? = nil) {
    self.person = person
    self.start = start
    self.end = end
    self.relieved = relieved ?? end
  }

  /// The parts of the duty before, within and after a stretch of time, the middle one changed.
  private func split(
    _ from: Instant, _ to: Instant, _ change: (inout Duty) -> Void
  ) -> [Duty] {
    let inner = (start: max(start, from), end: min(end, to))
    guard inner.start < inner.end else { return [self] }
    var parts: [Duty] = []
    if start < inner.start { parts.append(part(start, inner.start)) }
    var middle = part(inner.start, inner.end)
    change(&middle)
    parts.append(middle)
    if inner.end < end { parts.append(part(inner.end, end)) }
    return parts
  }

  private func part(_ start: Instant, _ end: Instant) -> Duty {
    var part = self
    part.start = start
    part.end = end
    part.relieved = end == self.end ? relieved : end
    return part
  }

  /// The duty in parts, where somebody else has it in a window.
  public func overridden(by override: RosterOverridden) -> [Duty] {
    guard override.insteadOf == nil || override.insteadOf == person else { return [self] }
    return split(override.from, override.to) { duty in
      duty.insteadOf = duty.person == override.person ? nil : duty.person
      duty.person = override.person
      // Absences are applied afterwards, to whoever has the duty then.
      duty.isAway = false
      duty.reason = override.reason.value
    }
  }

  /// The part of the duty within a stretch.
  func cut(from first: Instant, to last: Instant) -> Duty {
    part(max(start, first), min(end, last))
  }

  func without(_ absence: StaffAway) -> [Duty] {
    guard absence.person == person else { return [self] }
    return split(absence.from, absence.to) { duty in
      duty.isAway = true
      duty.reason = absence.reason.value
    }
  }

  /// Duties of one person that touch, as one.
  public static func joined(_ duties: [Duty]) -> [Duty] {
    duties.reduce(into: []) { joined, duty in
      if let last = joined.last, last.person == duty.person, last.end == duty.start {
        joined[joined.count - 1].end = duty.end
        joined[joined.count - 1].relieved = duty.relieved
      } else {
        joined.append(duty)
      }
    }
  }
}
