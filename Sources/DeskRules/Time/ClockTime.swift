/// What a wall clock shows, in whole minutes; text `01:10`.
public struct ClockTime: TextValue, Comparable {
  /// How many minutes a day has on an undisturbed wall clock.
  public static let minutesPerDay = 1440
  /// 00:00.
  public static let midnight = ClockTime(validMinutes: 0)

  /// Whole minutes since midnight, 0 to 1439.
  public let minutes: Int

  /// Reads `HH:MM`.
  ///
  /// - Throws: `time` when the text has another form or names no time of day.
  public init(_ text: String) throws(DeskError) {
    var scanner = TextScanner(text)
    guard let clock = ClockTime(scanning: &scanner), scanner.isAtEnd else {
      throw DeskError(
        .time, "\(text.quotedForMessage) is not a time of day; write HH:MM, 00:00 to 23:59")
    }
    self = clock
  }

  /// Reads a time of day where a longer text holds one.
  init?(scanning scanner: inout TextScanner) {
    guard let hour = scanner.number(digits: 2), scanner.take(":"),
      let minute = scanner.number(digits: 2), hour <= 23, minute <= 59
    else { return nil }
    minutes = hour * 60 + minute
  }

  /// The clock time at a second of the day, which must be 0 to 86399.
  init(secondOfDay: Int) { self.init(validMinutes: secondOfDay / 60) }

  private init(validMinutes: Int) { minutes = validMinutes }

  /// The time as `HH:MM`.
  public var text: String { "\((minutes / 60).padded(to: 2)):\((minutes % 60).padded(to: 2))" }

  /// Earlier times of day are smaller.
  public static func < (left: ClockTime, right: ClockTime) -> Bool { left.minutes < right.minutes }
}
