/// A setting of the desk was changed; what is absent stays as it was.
public struct DeskChanged: Event {
  public static let kind = "desk.changed"
  /// The calendar of clients that name none; empty for none.
  public let calendar: String?
  /// What is called night where no tariff says otherwise.
  public let night: DayWindow?

  /// Makes the fact.
  public init(calendar: String? = nil, night: DayWindow? = nil) {
    (self.calendar, self.night) = (calendar, night)
  }

  public var subjects: [Subject] { [] }
}
