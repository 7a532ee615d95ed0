/// A part of the day on the wall clock, from one minute to another that no longer belongs to it;
/// text `22:00-06:00`. The end 24:00 is the end of the day; an end at or before the start lies on
/// the next day.
public struct DayWindow: TextValue {
  /// The night where the desk sets no other: 22:00-06:00.
  public static let usualNight = DayWindow(fromMinute: 22 * 60, toMinute: 6 * 60)

  /// The first minute.
  public let from: ClockTime
  /// The first minute after it; 00:00 is the end of the day.
  public let to: ClockTime

  /// Reads two times of day with a dash between them.
  ///
  /// - Throws: `time` when the text has another form.
  public init(_ text: String) throws(DeskError) {
    let ends = text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
    guard ends.count == 2 else {
      throw DeskError(.time, "\(text.quotedForMessage) is no window; write it like 22:00-06:00")
    }
    from = try ClockTime(ends[0])
    to = ends[1] == "24:00" ? .midnight : try ClockTime(ends[1])
  }

  init(fromMinute: Int, toMinute: Int) {
    from = ClockTime(secondOfDay: fromMinute * 60)
    to = ClockTime(secondOfDay: toMinute * 60)
  }

  /// The window as two times of day.
  public var text: String { "\(from.text)-\(to == .midnight ? "24:00" : to.text)" }
}
