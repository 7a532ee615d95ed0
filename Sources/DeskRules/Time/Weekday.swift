/// A day of the week, Monday first.
public enum Weekday: String, Sendable, Hashable, Codable, CaseIterable, Comparable {
  /// Monday.
  case monday = "mon"
  /// Tuesday.
  case tuesday = "tue"
  /// Wednesday.
  case wednesday = "wed"
  /// Thursday.
  case thursday = "thu"
  /// Friday.
  case friday = "fri"
  /// Saturday.
  case saturday = "sat"
  /// Sunday.
  case sunday = "sun"

  /// The name used in texts: `mon` … `sun`.
  public var name: String { rawValue }

  /// The position in the week: Monday 0 … Sunday 6.
  public var index: Int {
    switch self {
    case .monday: 0
    case .tuesday: 1
    case .wednesday: 2
    case .thursday: 3
    case .friday: 4
    case .saturday: 5
    case .sunday: 6
    }
  }

  /// Earlier days of the week are smaller.
  public static func < (left: Weekday, right: Weekday) -> Bool { left.index < right.index }
}
