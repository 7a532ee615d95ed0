/// How one person went to a call: when they took it, set out and came, each as they said it last.
///
/// Facts hold it, so members are only ever added, and may then be missing.
public struct Attendance: Sendable, Codable, Equatable {
  /// The entry that first said so.
  public let entry: Int64
  /// When that was entered.
  public let entered: Instant
  /// Who.
  public let person: String
  /// When they took it; nil where they only set out or came.
  public fileprivate(set) var acknowledged: Instant?
  /// When they set out.
  public fileprivate(set) var departed: Instant?
  /// When they came.
  public fileprivate(set) var arrived: Instant?
  /// When their answer expired; nil while it holds.
  public fileprivate(set) var ended: Instant?

  /// Puts one together.
  public init(
    entry: Int64, entered: Instant, person: String, acknowledged: Instant? = nil,
    departed: Instant? = nil, arrived: Instant? = nil, ended: Instant? = nil
  ) {
    self.entry = entry
    self.entered = entered
    self.person = person
    (self.acknowledged, self.departed, self.arrived) = (acknowledged, departed, arrived)
    self.ended = ended
  }

  /// When they answered: who is on the way or there has taken the call, also where they said later that
  /// they would.
  public var answered: Instant? { [acknowledged, departed, arrived].compactMap { $0 }.min() }
}

/// What somebody says of their going to a call.
public enum AttendanceStep: Sendable {
  /// They take it.
  case acknowledged
  /// They have set out.
  case departed
  /// They are there.
  case arrived
}

/// Everybody who went to a call, or said that they would, and who has it. Each has times of their own;
/// what somebody says again of themselves corrects what they said before.
public struct Attendances: Sendable, Equatable {
  /// Everybody, in the order in which they were entered, also those whose answers expired.
  public private(set) var all: [Attendance]
  /// Who has the call: whoever came first, else whoever set out last, else whoever took it last, by the
  /// times of that and not by the order in which they were entered.
  public private(set) var engineer: String?

  /// Puts together what is known of a call.
  public init(_ all: [Attendance], engineer: String?) {
    self.all = all
    self.engineer = engineer
  }

  /// Those whose answers hold.
  public var standing: [Attendance] { all.filter { $0.ended == nil } }

  /// What holds of a person.
  public func of(_ person: String) -> Attendance? { standing.last { $0.person == person } }

  /// When the call was first taken, and when somebody was first there.
  public var stamps: ResponseStamps {
    ResponseStamps(
      acknowledged: standing.compactMap(\.answered).min(),
      onSite: standing.compactMap(\.arrived).min())
  }

  /// Notes what somebody says. An answer that has expired holds after all where somebody had set out or
  /// come before that, or had taken the call over, and it is only entered now.
  public mutating func note(
    _ step: AttendanceStep, by person: String, at moment: Instant, entry: Int64, entered: Instant
  ) {
    // What was said already is not only entered now.
    if step == .departed && of(person)?.departed == moment { return }
    if step == .arrived && of(person)?.arrived == moment { return }
    for index in all.indices {
      if let ended = all[index].ended, let answered = all[index].answered,
        step != .acknowledged || answered <= moment, moment.precedes(ended, entered: entered)
      {
        all[index].ended = nil
      }
    }
    let index = standingIndex(of: person, entry: entry, entered: entered)
    switch step {
    case .acknowledged: all[index].acknowledged = moment
    case .departed: all[index].departed = moment
    case .arrived: all[index].arrived = moment
    }
    engineer = holder(afterWordOf: person)
  }

  /// Who has the call. Times are whole minutes: of those who came in the same one, whoever has the call
  /// keeps it; of those who set out or took it in the same one, whoever says so last has it.
  private func holder(afterWordOf person: String) -> String? {
    let arrived = standing.compactMap(\.arrived).min()
    let departed = standing.compactMap(\.departed).max()
    let acknowledged = standing.compactMap(\.acknowledged).max()
    let first = standing.filter { one in
      if let arrived { return one.arrived == arrived }
      if let departed { return one.departed == departed }
      return one.acknowledged == acknowledged
    }.map(\.person)
    let preferred = arrived == nil ? [person, engineer] : [engineer, person]
    return preferred.compactMap { $0 }.first { first.contains($0) } ?? first.last
  }

  private mutating func standingIndex(
    of person: String, entry: Int64, entered: Instant
  ) -> Int {
    if let known = all.lastIndex(where: { $0.person == person && $0.ended == nil }) { return known }
    all.append(Attendance(entry: entry, entered: entered, person: person))
    return all.endIndex - 1
  }

  /// Notes that whoever had the call has not set out: no answer holds any more.
  public mutating func expire(at moment: Instant) {
    close(at: moment)
    engineer = nil
  }

  /// Notes that the client called again: what was said until then is about the call before.
  public mutating func close(at moment: Instant) {
    for index in all.indices where all[index].ended == nil { all[index].ended = moment }
  }
}

extension Instant {
  /// Whether what somebody says of this moment was before another. People's times are whole minutes:
  /// what was said within the minute was after it, what was entered later counts from the minute on.
  fileprivate func precedes(_ other: Instant, entered: Instant) -> Bool {
    let minute = other.seconds - other.seconds % 60
    return seconds < minute || (self <= other && entered.seconds >= minute + 60)
  }
}
