/// A time as a person writes it, before it is known when and where that was.
public enum Moment: TextValue {
  /// With its offset: `2026-11-21T01:10+03:00`.
  case instant(Instant)
  /// The time of day alone, the date to be found: `01:10`.
  case clock(ClockTime)
  /// On the site's wall clock: `2026-11-21T01:10`.
  case local(CalendarDate, ClockTime)

  /// Reads `HH:MM`, `YYYY-MM-DDTHH:MM` (or a space for the T), or a full ISO 8601 time.
  ///
  /// - Throws: `time` when the text has another form.
  public init(_ text: String) throws(DeskError) {
    do {
      if let (date, clock) = Self.local(text) {
        self = .local(date, clock)
      } else if text.utf8.count <= 5 {
        self = .clock(try ClockTime(text))
      } else {
        self = .instant(try Instant(iso8601: text))
      }
    } catch {
      throw DeskError(
        .time,
        "\(text.quotedForMessage) is not a time; write HH:MM, YYYY-MM-DDTHH:MM for the wall clock "
          + "of the site, or a time with its offset like 2026-11-21T21:15+03:00")
    }
  }

  /// Reads `YYYY-MM-DDTHH:MM`.
  static func local(_ text: String) -> (CalendarDate, ClockTime)? {
    var scanner = TextScanner(text)
    guard let date = CalendarDate(scanning: &scanner), scanner.take("T") || scanner.take(" "),
      let clock = ClockTime(scanning: &scanner), scanner.isAtEnd
    else { return nil }
    return (date, clock)
  }

  /// The time in its one form: `01:10`, `2026-11-21T01:10` or `2026-11-20T22:10:00Z`.
  public var text: String {
    switch self {
    case .instant(let instant): instant.utcText
    case .clock(let clock): clock.text
    case .local(let date, let clock): "\(date.text)T\(clock.text)"
    }
  }
}
