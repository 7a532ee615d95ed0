/// What kind of day a date is in a calendar, for those days that its weekday does not tell.
public enum DayKind: String, Sendable, Hashable, Codable, CaseIterable {
  /// A day off: a holiday, or a day moved to make up for one.
  case off
  /// A working day that ends earlier.
  case short
  /// A working day on a weekend, moved there.
  case work
}

/// A word for days that a calendar tells apart.
public enum DayClass: String, Sendable, Hashable, CaseIterable {
  /// Every day.
  case every
  /// A day on which people work, short ones too.
  case working
  /// A working day that ends earlier.
  case short
  /// A day off that the calendar names.
  case off
  /// A Saturday or Sunday, unless people work on it.
  case weekend
  /// The day before a day off.
  case beforeOff = "before-off"
  /// The day after a day off.
  case afterOff = "after-off"
}

/// What the words for days ask of a date.
public struct DayFacts: Sendable, Equatable {
  /// The day of the week.
  public let weekday: Weekday
  /// What the calendar says of the date itself.
  public let kind: DayKind?
  /// Whether the next date is a day off.
  public let isBeforeOff: Bool
  /// Whether the date before is a day off.
  public let isAfterOff: Bool

  /// Puts the facts together.
  public init(
    weekday: Weekday, kind: DayKind? = nil, isBeforeOff: Bool = false, isAfterOff: Bool = false
  ) {
    (self.weekday, self.kind) = (weekday, kind)
    (self.isBeforeOff, self.isAfterOff) = (isBeforeOff, isAfterOff)
  }

  /// Whether people work on the day; without a calendar's word, from Monday to Friday.
  public var isWorking: Bool { kind == nil ? weekday < .saturday : kind != .off }

  /// Whether a word for days means this one.
  public func isOf(_ word: DayClass) -> Bool {
    switch word {
    case .every: true
    case .working: isWorking
    case .short: kind == .short
    case .off: kind == .off
    case .weekend: weekday >= .saturday && !isWorking
    case .beforeOff: isBeforeOff
    case .afterOff: isAfterOff
    }
  }
}

/// Words for days with commas between them: weekdays, ranges of weekdays and classes of a calendar;
/// a day is meant if any of them means it. Text `sat,sun`, `mon-fri`, `off,before-off`.
public struct DayWords: TextValue {
  /// Every day.
  public static let every = DayWords(valid: Set(Weekday.allCases), [])

  /// The weekdays meant, whatever a calendar says.
  public let weekdays: Set<Weekday>
  /// The classes meant, as a calendar says.
  public let classes: Set<DayClass>

  /// Reads the words.
  ///
  /// - Throws: `usage` for a word that means no days.
  public init(_ text: String) throws(DeskError) {
    var weekdays: Set<Weekday> = []
    var classes: Set<DayClass> = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let word = String(part)
      if let range = Self.weekdays(word) {
        weekdays.formUnion(range)
      } else if let known = DayClass(rawValue: word) {
        classes.insert(known)
      } else {
        throw DeskError(
          .usage,
          "\(word.quotedForMessage) is no day; write mon, tue, wed, thu, fri, sat, sun, a range "
            + "like mon-fri, or \(DayClass.allCases.map(\.rawValue).joined(separator: ", "))")
      }
    }
    self.init(valid: weekdays, classes)
  }

  /// Classes of days.
  init(classes: Set<DayClass>) { self.init(valid: [], classes) }

  private init(valid weekdays: Set<Weekday>, _ classes: Set<DayClass>) {
    (self.weekdays, self.classes) = (weekdays, classes)
  }

  /// The weekdays of `sat` or `mon-fri`; a range may go on over Sunday.
  private static func weekdays(_ word: String) -> Set<Weekday>? {
    let ends = word.split(separator: "-", omittingEmptySubsequences: false)
      .map { Weekday(rawValue: String($0)) }
    guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1]
    else { return nil }
    let length = (last.index - first.index + 7) % 7
    return Set((0...length).map { Weekday.allCases[(first.index + $0) % 7] })
  }

  /// The weekdays one by one, then the classes.
  public var text: String {
    (weekdays.sorted().map(\.name)
      + DayClass.allCases.filter(classes.contains).map(\.rawValue)).joined(separator: ",")
  }

  /// Whether the words mean every day, whatever a calendar says.
  public var meansEvery: Bool {
    classes.contains(.every) || weekdays.count == Weekday.allCases.count
  }

  /// Whether no day is meant.
  public var isEmpty: Bool { weekdays.isEmpty && classes.isEmpty }

  /// Whether a day is meant.
  public func mean(_ day: DayFacts) -> Bool {
    weekdays.contains(day.weekday) || (!classes.isEmpty && classes.contains { day.isOf($0) })
  }
}
