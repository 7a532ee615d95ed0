/// How late the payment of an invoice is, by days since its due date.
public enum AgeBucket: String, Sendable, Codable, CaseIterable {
  /// Due today or later.
  case current
  /// 1 to 30 days late.
  case upTo30 = "1-30"
  /// 31 to 60 days late.
  case upTo60 = "31-60"
  /// 61 to 90 days late.
  case upTo90 = "61-90"
  /// More than 90 days late.
  case over90 = "90+"

  /// The bucket of a number of days since the due date; negative before it.
  public init(daysLate: Int) {
    switch daysLate {
    case ...0: self = .current
    case 1...30: self = .upTo30
    case 31...60: self = .upTo60
    case 61...90: self = .upTo90
    default: self = .over90
    }
  }
}

extension CalendarDate {
  /// How many days have passed since another date; negative before it.
  public func days(since other: CalendarDate) -> Int { dayNumber - other.dayNumber }
}
