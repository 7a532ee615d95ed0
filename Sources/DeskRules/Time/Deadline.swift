/// A time by which something is due, kept as it was promised: a date stays a date.
public enum Deadline: TextValue {
  /// To the end of a day at the site: `2026-11-30`.
  case day(CalendarDate)
  /// To a time on the site's wall clock: `2026-11-30T18:00`.
  case local(CalendarDate, ClockTime)
  /// To a moment: `2026-11-30T18:00+03:00`.
  case instant(Instant)

  /// Reads a date, a date and time of day, or a full ISO 8601 time.
  ///
  /// - Throws: `time` when the text has another form.
  public init(_ text: String) throws(DeskError) {
    do {
      if text.utf8.count == 10 {
        self = .day(try CalendarDate(text))
      } else if let (date, clock) = Moment.local(text) {
        self = .local(date, clock)
      } else {
        self = .instant(try Instant(iso8601: text))
      }
    } catch {
      throw DeskError(
        .time,
        "\(text.quotedForMessage) is not a deadline; write YYYY-MM-DD for the end of that day, "
          + "YYYY-MM-DDTHH:MM, or a time with its offset like 2026-11-21T21:15+03:00")
    }
  }

  /// The deadline in its one form: `2026-11-30`, `2026-11-30T18:00` or `2026-11-30T15:00:00Z`.
  public var text: String {
    switch self {
    case .day(let date): date.text
    case .local(let date, let clock): "\(date.text)T\(clock.text)"
    case .instant(let instant): instant.utcText
    }
  }

  /// The first moment that is too late at a site in a zone: for a day, the start of the next.
  ///
  /// - Throws: `time` when the wall clock does not show the time on its date, or shows it twice.
  public func instant(in zone: Zone) throws(DeskError) -> Instant {
    switch self {
    case .day(let date): zone.endOfDay(date)
    case .local(let date, let clock): try zone.instant(of: date, clock)
    case .instant(let instant): instant
    }
  }
}
