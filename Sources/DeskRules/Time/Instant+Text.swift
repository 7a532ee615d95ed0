extension Instant {
  /// Reads a full ISO 8601 time with its offset: `2026-11-21T21:15+03:00`, `2026-11-21T18:15:00Z`.
  /// Seconds may be left out, and a space may stand for the T.
  ///
  /// - Throws: `time` when the text has another form, has no offset, or names no such time.
  public init(iso8601 text: String) throws(DeskError) {
    var scanner = TextScanner(text)
    guard let local = LocalSeconds(scanning: &scanner),
      let offset = Self.offsetSeconds(scanning: &scanner), scanner.isAtEnd
    else {
      throw DeskError(
        .time,
        "\(text.quotedForMessage) is not a time with its offset; "
          + "write it like 2026-11-21T21:15:00+03:00 or 2026-11-21T18:15:00Z")
    }
    self.init(seconds: local.seconds - Int64(offset))
  }

  /// The moment in UTC, like `2026-11-21T18:15:00Z`.
  public var utcText: String { LocalSeconds(seconds: seconds).text + "Z" }

  /// Reads `Z` or an offset of at most 18 hours, as seconds east of Greenwich.
  private static func offsetSeconds(scanning scanner: inout TextScanner) -> Int? {
    if scanner.take("Z") { return 0 }
    let isEast = scanner.take("+")
    guard isEast || scanner.take("-"), let hours = scanner.number(digits: 2), scanner.take(":"),
      let minutes = scanner.number(digits: 2), minutes <= 59
    else { return nil }
    var seconds = hours * 3600 + minutes * 60
    if scanner.take(":") {
      guard let rest = scanner.number(digits: 2), rest <= 59 else { return nil }
      seconds += rest
    }
    guard seconds <= 18 * 3600 else { return nil }
    return isEast ? seconds : -seconds
  }
}

/// What a wall clock shows, date and time together, in seconds since it showed 1970-01-01 00:00:00.
struct LocalSeconds {
  var seconds: Int64

  init(seconds: Int64) { self.seconds = seconds }

  init(_ date: CalendarDate, _ clock: ClockTime) {
    seconds = Int64(date.dayNumber) * 86_400 + Int64(clock.minutes) * 60
  }

  /// Reads `2026-11-21T21:15` or `2026-11-21 21:15:30`.
  init?(scanning scanner: inout TextScanner) {
    guard let date = CalendarDate(scanning: &scanner), scanner.take("T") || scanner.take(" "),
      let clock = ClockTime(scanning: &scanner)
    else { return nil }
    self.init(date, clock)
    guard scanner.take(":") else { return }
    guard let second = scanner.number(digits: 2), second <= 59 else { return nil }
    seconds += Int64(second)
  }

  /// Whole days since 1970-01-01, rounded down.
  var dayNumber: Int {
    let (days, rest) = seconds.quotientAndRemainder(dividingBy: 86_400)
    return Int(rest < 0 ? days - 1 : days)
  }

  var date: CalendarDate { CalendarDate(dayNumber: dayNumber) }

  var secondOfDay: Int {
    let remainder = Int(seconds % 86_400)
    return remainder < 0 ? remainder + 86_400 : remainder
  }

  /// The text `2026-11-21T21:15:00`.
  var text: String {
    let clock = ClockTime(secondOfDay: secondOfDay)
    return "\(date.text)T\(clock.text):\((secondOfDay % 60).padded(to: 2))"
  }
}
