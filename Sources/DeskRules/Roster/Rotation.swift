/// How often a rotation hands over; text `day`, or the weekday of a week's hand-over such as `mon`.
public enum RotationTurn: TextValue {
  /// Every day.
  case day
  /// Every week on one weekday.
  case week(Weekday)

  /// Reads `day` or a weekday.
  ///
  /// - Throws: `usage` for another word.
  public init(_ text: String) throws(DeskError) {
    let word = text.lowercased()
    if word == "day" || word == "daily" {
      self = .day
    } else if let weekday = Weekday(rawValue: String(word.prefix(3))) {
      self = .week(weekday)
    } else {
      throw DeskError(
        .usage,
        "\(text.quotedForMessage) is no turn; write day, or the weekday of a weekly hand-over:"
          + " mon, tue, wed, thu, fri, sat, sun")
    }
  }

  /// The turn as text.
  public var text: String {
    switch self {
    case .day: "day"
    case .week(let weekday): weekday.name
    }
  }

  /// How many days lie between two hand-overs.
  public var days: Int { self == .day ? 1 : 7 }

  /// The first day, on or after one, that has a hand-over.
  public func first(from date: CalendarDate) -> CalendarDate {
    guard case .week(let weekday) = self else { return date }
    return date.adding(days: (weekday.index - date.weekday.index + 7) % 7)
  }
}

/// People who are on duty in turn, with a hand-over on the desk's wall clock.
///
/// A shift starts at the first occurrence of its wall-clock time and ends at the last occurrence of
/// the next hand-over's; a time that the clock is put forward over occurs at that moment. So where
/// the clock is put back over a hand-over both are there, and there is never a gap.
public struct Rotation: Sendable, Codable, Equatable {
  /// The most people one rotation may have.
  public static let peopleLimit = 100

  /// Whose turn it is, in order, by the short names.
  public let people: [String]
  /// When one hands over to the next.
  public let handover: ClockTime
  /// How often.
  public let turn: RotationTurn
  /// The day on which the first of `people` begins.
  public let first: CalendarDate

  /// Makes a rotation whose first hand-over is on a day or, weekly, on the first such weekday.
  public init(
    people: [String], handover: ClockTime, turn: RotationTurn, from date: CalendarDate
  ) {
    self.people = people
    self.handover = handover
    self.turn = turn
    first = turn.first(from: date)
  }

  /// The day of a turn's beginning; turns count from 0, and backwards below it.
  func day(of turn: Int) -> CalendarDate { first.adding(days: turn * self.turn.days) }

  /// Who has a turn.
  func person(of turn: Int) -> String? {
    guard !people.isEmpty else { return nil }
    let place = turn % people.count
    return people[place < 0 ? place + people.count : place]
  }

  /// When a turn begins.
  func start(of turn: Int, in zone: Zone) -> Instant {
    zone.firstMoment(of: day(of: turn), handover)
  }

  /// When the person of a turn may leave: the next has come by then.
  func relief(of turn: Int, in zone: Zone) -> Instant {
    zone.lastMoment(of: day(of: turn + 1), handover)
  }

  /// The last turn of all, which nobody takes over: no later day can be written.
  private var lastTurn: Int {
    (CalendarDate.latest.dayNumber - first.dayNumber) / self.turn.days
  }

  /// When the next one's turn begins; nil for the last turn.
  func end(of turn: Int, in zone: Zone) -> Instant? {
    turn < lastTurn ? start(of: turn + 1, in: zone) : nil
  }

  /// The turn that a moment belongs to.
  public func turn(at moment: Instant, in zone: Zone) -> Int {
    var turn = (zone.date(at: moment).dayNumber - first.dayNumber) / self.turn.days
    while start(of: turn, in: zone) > moment { turn -= 1 }
    while let end = end(of: turn, in: zone), end <= moment { turn += 1 }
    return turn
  }

  /// The first hand-over of all.
  public func firstHandover(in zone: Zone) -> Instant { start(of: 0, in: zone) }

  /// The first hand-over after a moment.
  public func nextHandover(after moment: Instant, in zone: Zone) -> Instant {
    start(of: turn(at: moment, in: zone) + 1, in: zone)
  }

  /// The same people in turn, counted so that the first of them has the turn that a moment is in.
  public func beginning(at moment: Instant, in zone: Zone) -> Rotation {
    Rotation(
      people: people, handover: handover, turn: turn,
      from: day(of: self.turn(at: moment, in: zone)))
  }
}
