/// The days off, short days and moved working days of a place, and its opening hours. A date that
/// it does not name is judged by its weekday.
public struct WorkCalendar: Sendable, Equatable {
  /// No holidays, the usual hours from Monday to Friday.
  public static let weekdaysOnly = WorkCalendar()

  /// The days that their weekday does not tell.
  public let days: [CalendarDate: DayKind]
  /// When people work.
  public let hours: WorkingHours

  /// Makes a calendar.
  public init(days: [CalendarDate: DayKind] = [:], hours: WorkingHours = .usual) {
    (self.days, self.hours) = (days, hours)
  }

  /// What the words for days ask of a date.
  public func facts(of date: CalendarDate) -> DayFacts {
    guard !days.isEmpty else { return DayFacts(weekday: date.weekday) }
    return DayFacts(
      weekday: date.weekday, kind: days[date],
      isBeforeOff: days[date.adding(days: 1)] == .off,
      isAfterOff: days[date.adding(days: -1)] == .off)
  }
}

/// A part of some days in which people work; text `mon-fri 09:00-18:00`, `every 00:00-24:00`.
public struct OpenHours: TextValue {
  /// The days.
  public let days: DayWords
  /// The part of the day, which does not go past midnight.
  public let window: DayWindow

  /// Reads words for days and a window.
  ///
  /// - Throws: `usage` or `time` when either has another form, or the window goes past midnight.
  public init(_ text: String) throws(DeskError) {
    let words = text.split(separator: " ").map(String.init)
    guard words.count == 2 else {
      throw DeskError(
        .usage,
        "\(text.quotedForMessage) are no hours; write them like \"mon-fri 09:00-18:00\" or "
          + "\"every 00:00-24:00\"")
    }
    days = try DayWords(words[0])
    window = try DayWindow(words[1])
    guard window.to == .midnight || window.from < window.to else {
      throw DeskError(
        .time, "\(words[1]) goes past midnight; write two windows, one for each day")
    }
  }

  init(days: DayWords, window: DayWindow) { (self.days, self.window) = (days, window) }

  /// The days, then the window.
  public var text: String { "\(days.text) \(window.text)" }

  /// The minutes of the day.
  var minutes: Range<Int> {
    window.from.minutes..<(window.to == .midnight ? ClockTime.minutesPerDay : window.to.minutes)
  }
}

/// When people work.
///
/// A window whose days are classes of a calendar (`working`, `every`, `off` …) holds on those. One
/// whose days are weekdays holds on those weekdays, but not on a day off; a moved working day on a
/// weekday without hours has those of the first weekday that has any. A short day ends an hour
/// earlier, unless a window is for `short` days, which then alone holds; `every` never ends earlier.
public struct WorkingHours: Sendable, Equatable {
  /// The most windows.
  public static let windowLimit = 32
  /// By how much a short day ends earlier.
  public static let shortByMinutes = 60
  /// Every working day from 09:00 to 18:00.
  public static let usual = WorkingHours(
    valid: [
      OpenHours(
        days: DayWords(classes: [.working]),
        window: DayWindow(fromMinute: 9 * 60, toMinute: 18 * 60))
    ])

  /// The windows.
  public let windows: [OpenHours]

  /// Makes hours.
  ///
  /// - Throws: `usage` when there is no window or too many.
  public init(_ windows: [OpenHours]) throws(DeskError) {
    guard (1...Self.windowLimit).contains(windows.count) else {
      throw DeskError(.usage, "a calendar has 1 to \(Self.windowLimit) windows of hours")
    }
    self.init(valid: windows)
  }

  private init(valid windows: [OpenHours]) { self.windows = windows }

  /// The minutes of a day in which people work, in order of their beginning; they may overlap.
  public func minutes(on day: DayFacts) -> [Range<Int>] {
    let always = windows.filter { $0.days.classes.contains(.every) }.map(\.minutes)
    let forShort = windows.filter { $0.days.classes.contains(.short) }
    if day.kind == .short, !forShort.isEmpty {
      return (always + forShort.map(\.minutes)).sorted { $0.lowerBound < $1.lowerBound }
    }
    let named = windows.filter { window in
      window.days.classes.contains { $0 != .every && day.isOf($0) }
    }
    var ordinary = (named + byWeekday(day)).map(\.minutes)
    if day.kind == .short, let end = ordinary.map(\.upperBound).max() {
      let closing = end - Self.shortByMinutes
      ordinary = ordinary.filter { $0.lowerBound < closing }
        .map { $0.lowerBound..<min($0.upperBound, closing) }
    }
    return (always + ordinary).sorted { $0.lowerBound < $1.lowerBound }
  }

  private func byWeekday(_ day: DayFacts) -> [OpenHours] {
    guard day.kind != .off else { return [] }
    let own = windows.filter { $0.days.weekdays.contains(day.weekday) }
    guard own.isEmpty, day.kind != nil else { return own }
    let first = Weekday.allCases.first { weekday in
      windows.contains { $0.days.weekdays.contains(weekday) }
    }
    guard let first else { return [] }
    return windows.filter { $0.days.weekdays.contains(first) }
  }
}
