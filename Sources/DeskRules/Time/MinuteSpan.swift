/// A length of time in whole minutes; text `30m`, `4h`, `1h30m`. There are no days in it: some have
/// 23 hours, and working days have fewer.
public struct MinuteSpan: TextValue {
  /// The longest: 10,000 hours.
  public static let limitMinutes = 600_000

  /// The minutes, at least 1.
  public let minutes: Int

  /// Reads hours and minutes.
  ///
  /// - Throws: `time` when the text has another form, or the length is nothing or too much.
  public init(_ text: String) throws(DeskError) {
    var rest = text.lowercased()[...]
    let hours = Self.take("h", from: &rest)
    let minutes = Self.take("m", from: &rest)
    let sum = (hours ?? 0) * 60 + (minutes ?? 0)
    guard rest.isEmpty, (1...Self.limitMinutes).contains(sum) else {
      throw DeskError(
        .time,
        "\(text.quotedForMessage) is no length of time; write 30m, 4h or 1h30m, up to "
          + "\(Self.limitMinutes / 60)h")
    }
    self.minutes = sum
  }

  /// A length that is known to be in bounds.
  public init(validMinutes: Int) { minutes = validMinutes }

  /// Reads the digits before a letter, and the letter.
  private static func take(_ letter: Character, from text: inout Substring) -> Int? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard (1...6).contains(digits.count), text.dropFirst(digits.count).first == letter else {
      return nil
    }
    text = text.dropFirst(digits.count + 1)
    return Int(digits)
  }

  /// Hours, then minutes, without what is nothing.
  public var text: String {
    let hours = minutes >= 60 ? "\(minutes / 60)h" : ""
    return minutes % 60 == 0 && minutes > 0 ? hours : "\(hours)\(minutes % 60)m"
  }
}
