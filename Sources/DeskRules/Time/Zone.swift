/// What the wall clock shows at one moment.
public struct WallClock: Sendable, Hashable {
  /// The date.
  public let date: CalendarDate
  /// Seconds since 00:00 on the clock's face, 0 to 86399.
  public let secondOfDay: Int
  /// Seconds east of Greenwich.
  public let offset: Int
}

/// A zone of the IANA database, such as `Europe/Moscow`: the wall clock of a site.
///
/// The rules come from the machine's zone database (package `tzdata`) and are exact up to the year
/// 2199. Two zones are equal if their identifiers are.
public struct Zone: TextValue {
  /// The IANA identifier.
  public let identifier: String
  let rules: ZoneRules

  /// Finds a zone.
  ///
  /// - Throws: `time` when the machine does not know the zone; the message and the detail
  ///   `nearest` name up to three that are written alike.
  public init(_ identifier: String) throws(DeskError) {
    rules = try ZoneFiles.rules(of: identifier)
    self.identifier = identifier
  }

  /// The identifiers of all zones that this machine knows, sorted.
  public static var identifiers: [String] { ZoneFiles.identifiers }

  /// The identifier.
  public var text: String { identifier }

  /// Seconds east of Greenwich at a moment.
  public func offset(at instant: Instant) -> Int { rules.span(at: instant.seconds).offset }

  /// The first moment after another at which the offset changes, if it ever does.
  public func nextOffsetChange(after instant: Instant) -> Instant? {
    let end = rules.span(at: instant.seconds).end
    return end == .max ? nil : Instant(seconds: end)
  }

  /// What the wall clock shows at a moment.
  public func wallClock(at instant: Instant) -> WallClock {
    let offset = offset(at: instant)
    let local = LocalSeconds(seconds: instant.seconds + Int64(offset))
    return WallClock(date: local.date, secondOfDay: local.secondOfDay, offset: offset)
  }

  /// The date at a moment.
  public func date(at instant: Instant) -> CalendarDate { wallClock(at: instant).date }

  /// The moment as ISO 8601 with the zone's offset, like `2026-11-21T21:15:00+03:00`.
  public func text(of instant: Instant) -> String {
    let offset = offset(at: instant)
    return LocalSeconds(seconds: instant.seconds + Int64(offset)).text + Self.offsetText(offset)
  }

  /// The first moment that belongs to a date or to a later one: midnight may be missing, and so
  /// may a whole date.
  public func startOfDay(_ date: CalendarDate) -> Instant {
    let midnight = LocalSeconds(date, .midnight)
    let candidates =
      rules.instants(showing: midnight)
      + [rules.gap(at: midnight)?.start]
      .compactMap { $0 }
    return candidates.min() ?? Instant(seconds: midnight.seconds)
  }

  /// The first moment after a date: the start of the next one.
  public func endOfDay(_ date: CalendarDate) -> Instant { startOfDay(date.adding(days: 1)) }

  /// An offset as `+03:00`; with seconds where a zone of long ago had them.
  static func offsetText(_ offset: Int) -> String {
    let size = Int(offset.magnitude)
    let seconds = size % 60 == 0 ? "" : ":" + (size % 60).padded(to: 2)
    return (offset < 0 ? "-" : "+") + (size / 3600).padded(to: 2) + ":"
      + (size / 60 % 60).padded(to: 2) + seconds
  }

  /// Whether both name the same zone.
  public static func == (left: Zone, right: Zone) -> Bool { left.identifier == right.identifier }

  /// Hashes the identifier.
  public func hash(into hasher: inout Hasher) { hasher.combine(identifier) }
}
