/// A year of a calendar is known from now on: its days off, short days and moved working days.
public struct CalendarRecorded: Event {
  public static let kind = "calendar.recorded"
  /// The calendar's name.
  public let calendar: String
  /// Which state of the calendar this is: it rises with every change.
  public let version: Int
  /// The year.
  public let year: Int
  /// Its days that their weekday does not tell.
  public let days: [CalendarDay]

  /// Makes the fact.
  public init(calendar: String, version: Int, year: Int, days: [CalendarDay]) {
    (self.calendar, self.version, self.year, self.days) = (calendar, version, year, days)
  }

  public var subjects: [Subject] { [.calendar(calendar)] }
}

/// A calendar has other working hours from now on.
public struct CalendarHoursSet: Event {
  public static let kind = "calendar.hours_set"
  /// The calendar's name.
  public let calendar: String
  /// Which state of the calendar this is.
  public let version: Int
  /// The hours.
  public let hours: [OpenHours]

  /// Makes the fact.
  public init(calendar: String, version: Int, hours: [OpenHours]) {
    (self.calendar, self.version, self.hours) = (calendar, version, hours)
  }

  public var subjects: [Subject] { [.calendar(calendar)] }
}

/// A day and its kind; text `2026-01-01=off`.
public struct CalendarDay: TextValue {
  /// The date.
  public let date: CalendarDate
  /// What it is.
  public let kind: DayKind

  /// Makes a day.
  public init(_ date: CalendarDate, _ kind: DayKind) { (self.date, self.kind) = (date, kind) }

  /// Reads a date and a kind with `=` between them.
  ///
  /// - Throws: `time` or `usage` when either has another form.
  public init(_ text: String) throws(DeskError) {
    let parts = text.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, let kind = DayKind(rawValue: parts[1]) else {
      throw DeskError(
        .usage,
        "\(text.quotedForMessage) is no day of a calendar; write 2026-01-01=off, =short or =work")
    }
    self.init(try CalendarDate(parts[0]), kind)
  }

  /// The date and its kind.
  public var text: String { "\(date.text)=\(kind.rawValue)" }
}
